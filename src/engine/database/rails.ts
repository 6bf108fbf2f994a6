/**
 * Foreign keys of Rails' `db/schema.rb`, the state that all migrations lead to: indexes are `t.index`, and `add_foreign_key` makes none
 * (api.rubyonrails.org, SchemaStatements).
 */
import type { SourceFile } from '../collect/source-file';
import type { ForeignKeyFacts, KeyedModel } from './facts';

const TABLE = /^[ \t]*create_table\s+"(\w+)"([\s\S]*?)^[ \t]*end\b/gm;
const KEY = /^[ \t]*add_foreign_key\s+"(\w+)",\s*"(\w+)"([^\n]*)/gm;

export function railsKeys(file: SourceFile): ForeignKeyFacts | undefined {
  const tables = new Map([...file.text.matchAll(TABLE)].map((match) => [match[1] ?? '', match[2] ?? '']));
  const models = new Map<string, KeyedModel>();
  for (const match of file.text.matchAll(KEY)) {
    const [whole, table = '', target = '', options = ''] = match;
    const body = tables.get(table);
    const column = body && columnOf(body, target, options);
    if (body === undefined || !column) continue;
    const model = models.get(table) ?? { by: 'Rails', name: table, table, keys: [] };
    models.set(table, model);
    const at = match.index + whole.search(/\S/);
    model.keys.push({
      name: column,
      indexed: isIndexed(body, column),
      span: file.span(at, match.index + whole.length),
    });
  }
  return models.size === 0 ? undefined : { models: [...models.values()], indexes: [] };
}

/** `column: "author_id"`, or the target's name in the singular if the table has such a column. */
function columnOf(body: string, target: string, options: string): string | undefined {
  const named = /\bcolumn:\s*"(\w+)"/.exec(options)?.[1];
  if (named !== undefined) return named;
  const singular = [target.replace(/ies$/, 'y'), target.replace(/es$/, ''), target.replace(/s$/, ''), target];
  return singular
    .map((stem) => `${stem}_id`)
    .find((column) => new RegExp(`^\\s*t\\.\\w+\\s+"${column}"`, 'm').test(body));
}

function isIndexed(body: string, column: string): boolean {
  return (
    new RegExp(`\\bt\\.index\\s+\\[?\\s*"${column}"`).test(body) ||
    new RegExp(`\\bprimary_key:\\s*\\[?\\s*"${column}"`).test(body) ||
    new RegExp(`^\\s*t\\.(?:references|belongs_to)\\b[^\\n]*\\bindex:\\s*true`, 'm').test(body)
  );
}
