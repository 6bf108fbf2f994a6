/**
 * Foreign keys of Drizzle tables and TypeORM entities: `.references()` and `@ManyToOne` make no index (orm.drizzle.team/docs/indexes-constraints,
 * typeorm.io, "Indices"); a `@OneToOne` with `@JoinColumn` is unique.
 */
import { argumentsOf, maskedOf, type MaskedText } from '../collect/mask';
import type { SourceFile } from '../collect/source-file';
import type { ForeignKey, ForeignKeyFacts, KeyedModel, OuterIndex } from './facts';
import { sqlIndexes } from './sql';

export function javascriptKeys(file: SourceFile): ForeignKeyFacts | undefined {
  const masked = maskedOf(file);
  const models = [
    ...(file.text.includes('drizzle-orm') ? drizzleModels(file, masked) : []),
    ...(/['"]typeorm['"]/.test(file.text) ? typeormModels(file, masked) : []),
  ];
  const indexes = [...sqlIndexes(masked.text), ...migratedIndexes(masked)];
  return models.length + indexes.length === 0 ? undefined : { models, indexes };
}

const TABLE = /\bconst\s+(\w+)\s*=\s*(\w*[tT]able\w*(?:\.\w+)?|\w+\.table)\s*\(/g;

function drizzleModels(file: SourceFile, masked: MaskedText): KeyedModel[] {
  const { text, code } = masked;
  return [...code.matchAll(TABLE)].flatMap((match) => {
    const open = match.index + match[0].length - 1;
    const [name, columns, extras] = argumentsOf(code, open);
    const table = name && /^\s*["'`](\w+)["'`]\s*$/.exec(text.slice(name[0], name[1]))?.[1];
    if (!columns || table === undefined) return [];
    const brace = code.indexOf('{', columns[0]);
    if (brace < 0 || brace >= columns[1]) return [];
    const extra = extras ? code.slice(extras[0], extras[1]) : '';
    const indexed = new Set(
      [
        ...extra.matchAll(/\.on(?:Only)?\(\s*\w+\.(\w+)/g),
        ...extra.matchAll(/\.using\(\s*["'`][^"'`]*["'`]\s*,\s*\w+\.(\w+)/g),
        ...extra.matchAll(/\bprimaryKey\(\s*(?:\{[^[\]{}]*?\bcolumns:\s*\[\s*)?\w+\.(\w+)/g),
      ].map((found) => found[1] ?? ''),
    );
    const keys = argumentsOf(code, brace).flatMap(([start, end]) => {
      const key = drizzleKey(file, text.slice(start, end), code.slice(start, end), start);
      return key ? [{ ...key, indexed: key.indexed || indexed.has(key.name) }] : [];
    });
    for (const found of extra.matchAll(/\bforeignKey\(\s*\{[^[\]{}]*?\bcolumns:\s*\[\s*\w+\.(\w+)/g)) {
      const column = found[1] ?? '';
      const at = (extras?.[0] ?? 0) + found.index;
      if (!keys.some((key) => key.name === column))
        keys.push({ name: column, indexed: indexed.has(column), span: file.span(at, at + 'foreignKey'.length) });
    }
    if (keys.length === 0) return [];
    const database = /^mysql|^singlestore/.test(match[2] ?? '') ? ('mysql' as const) : undefined;
    return [{ by: 'Drizzle' as const, name: match[1] ?? '', table, keys, ...(database && { database }) }];
  });
}

/** `name: uuid("column").references(() => …)`. */
function drizzleKey(file: SourceFile, text: string, code: string, start: number): ForeignKey | undefined {
  if (!/\.references\s*\(/.test(code)) return undefined;
  const name = /^\s*["']?(\w+)["']?\s*:/.exec(text);
  if (!name?.[1]) return undefined;
  const column = /:\s*(?:\w+\.)*\w+\s*\(\s*["'`](\w+)["'`]/.exec(text)?.[1];
  const at = start + name[0].indexOf(name[1]);
  return {
    name: name[1],
    ...(column !== undefined && column !== name[1] && { column }),
    indexed: /\.(?:unique|primaryKey)\s*\(/.test(code),
    span: file.span(at, at + name[1].length),
  };
}

const NESTED = String.raw`\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\)`;
/** A property with its decorators. */
const PROPERTY = new RegExp(
  String.raw`((?:@\w+\s*(?:${NESTED})?\s*)+)(?:(?:public|private|protected|readonly|declare)\s+)*(\w+)\s*[?!]?\s*:`,
  'g',
);
const CLASS = /((?:@\w+\s*(?:\([^)]*\))?\s*)*)(?:export\s+)?(?:default\s+)?(?:abstract\s+)?class\s+(\w+)/g;
const GROUP_INDEX =
  /@(?:Index|Unique)\(\s*(?:["'`][^"'`]*["'`]\s*,\s*)?(?:\([^)]*\)\s*=>\s*)?\[\s*(?:\w+\.|["'`])(\w+)/g;

function typeormModels(file: SourceFile, { text, code }: MaskedText): KeyedModel[] {
  const classes = [...code.matchAll(CLASS)].map((match) => {
    const head = text.slice(match.index, match.index + (match[1] ?? '').length);
    const table = /@Entity\(\s*(?:\{[^}]*?\bname:\s*)?["'`](\w+)["'`]/.exec(head)?.[1] ?? null;
    const indexed = new Set([...head.matchAll(GROUP_INDEX)].map((found) => found[1] ?? ''));
    return { start: match.index, name: match[2] ?? '', table, indexed, keys: [] as ForeignKey[] };
  });
  for (const match of code.matchAll(PROPERTY)) {
    const own = classes.findLast(({ start }) => start < match.index);
    if (!own) continue;
    const [, decorators = '', name = ''] = match;
    const written = text.slice(match.index, match.index + decorators.length);
    const isOne = /@OneToOne\b/.test(decorators) && /@JoinColumn\b/.test(decorators);
    const column = /@(?:JoinColumn|Column)\(\s*\{[^}]*?\bname:\s*["'`](\w+)["'`]/.exec(written)?.[1];
    const isIndexed =
      isOne ||
      /@(?:Index|Unique|Primary\w*Column)\b/.test(decorators) ||
      /\b(?:unique|primary):\s*true/.test(decorators);
    if (isIndexed) own.indexed.add(name).add(column ?? name);
    if (!isOne && !/@ManyToOne\b/.test(decorators)) continue;
    const at = match.index + match[0].lastIndexOf(name);
    own.keys.push({ name, column: column ?? `${name}Id`, indexed: false, span: file.span(at, at + name.length) });
  }
  return classes.flatMap(({ name, table, indexed, keys }) => {
    const isIndexed = ({ name: own, column = own }: ForeignKey): boolean => indexed.has(own) || indexed.has(column);
    return keys.length === 0
      ? []
      : [{ by: 'TypeORM' as const, name, table, keys: keys.map((key) => ({ ...key, indexed: isIndexed(key) })) }];
  });
}

/** `queryRunner.createIndex('table', new TableIndex({ columnNames: ['column'] }))`, knex's `table.index(…)` left out. */
function migratedIndexes({ text }: MaskedText): OuterIndex[] {
  const made = /\.createIndex\(\s*["'`](\w+)["'`]\s*,[^;]{0,200}?\bcolumnNames:\s*\[\s*["'`](\w+)/g;
  return [...text.matchAll(made)].map((match) => ({ of: match[1] ?? '', column: match[2] ?? '' }));
}
