/**
 * Foreign keys of a Prisma schema. `@id`, `@unique`, `@@id`, `@@unique` and `@@index` are indexes, a relation is none
 * (prisma.io/docs/orm/prisma-schema/data-model/relations/relation-mode#indexes).
 */
import type { SourceFile } from '../collect/source-file';
import type { ForeignKey, ForeignKeyFacts, KeyedModel } from './facts';

const MODEL = /^[ \t]*model\s+(\w+)\s*\{([\s\S]*?)^[ \t]*\}/gm;
const RELATION = /^[ \t]*(\w+)[ \t]+\w+\??[ \t]+[^\n]*@relation\([^\n]*\bfields:\s*\[\s*(\w+)([^\]]*)\]/gm;
const COLUMN = /^[ \t]*(\w+)[ \t]+\w+[^\n]*/gm;
const BLOCK_INDEX = /@@(?:id|unique|index)\(\s*(?:fields:\s*)?\[\s*(\w+)/g;

export function prismaKeys(file: SourceFile): ForeignKeyFacts | undefined {
  // Comments keep their length, so that offsets stay.
  const text = file.text.replace(/\/\/[^\n]*/g, (comment) => ' '.repeat(comment.length));
  const models = [...text.matchAll(MODEL)].flatMap((match) => modelOf(file, match) ?? []);
  const block = /^\s*datasource\s+\w+\s*\{([^}]*)\}/m.exec(text)?.[1];
  const provider = /\bprovider\s*=\s*"(\w+)"/.exec(block ?? '')?.[1];
  if (models.length === 0 && provider === undefined) return undefined;
  const relationMode = /\brelationMode\s*=\s*"(\w+)"/.exec(block ?? '')?.[1] ?? null;
  return { models, indexes: [], ...(provider !== undefined && { source: { provider, relationMode } }) };
}

function modelOf(file: SourceFile, match: RegExpExecArray): KeyedModel | undefined {
  const [whole, name = '', body = ''] = match;
  const start = match.index + whole.indexOf('{') + 1;
  const relations = [...body.matchAll(RELATION)];
  if (relations.length === 0) return undefined;
  const { indexed, columns } = columnsOf(body);
  const keys = relations.map((relation): ForeignKey => {
    const [, , first = '', rest = ''] = relation;
    const all = [first, ...(rest.match(/\w+/g) ?? [])];
    const at = start + relation.index + relation[0].search(/\w/);
    const column = columns.get(first);
    return {
      name: first,
      ...(column !== undefined && { column }),
      indexed: all.some((one) => indexed.has(one)),
      span: file.span(at, at + (relation[1] ?? '').length),
    };
  });
  return { by: 'Prisma', name, table: /@@map\(\s*(?:name:\s*)?"([^"]+)"/.exec(body)?.[1] ?? null, keys };
}

/** Columns that lead an index, and columns with a name of their own in the database. */
function columnsOf(body: string): { indexed: Set<string>; columns: Map<string, string> } {
  const indexed = new Set([...body.matchAll(BLOCK_INDEX)].map((found) => found[1] ?? ''));
  const columns = new Map<string, string>();
  for (const [line, name = ''] of body.matchAll(COLUMN)) {
    if (/\s@(?:id|unique)\b/.test(line)) indexed.add(name);
    const mapped = /\s@map\(\s*(?:name:\s*)?"([^"]+)"/.exec(line)?.[1];
    if (mapped !== undefined) columns.set(name, mapped);
  }
  return { indexed, columns };
}
