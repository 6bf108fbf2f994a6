/**
 * Foreign keys of SQLAlchemy, SQLModel and Django models. SQLAlchemy makes no index for a `ForeignKey` (docs.sqlalchemy.org, "Column.index");
 * Django does unless `db_index=False` says otherwise (docs.djangoproject.com, "ForeignKey").
 */
import { argumentsOf, closingOf, maskedOf, type MaskedText } from '../collect/mask';
import { pythonBlock } from '../collect/python-blocks';
import type { SourceFile } from '../collect/source-file';
import type { ForeignKey, ForeignKeyFacts, KeyedModel, OuterIndex } from './facts';
import { sqlIndexes } from './sql';

const COLUMN = /\b(?:\w*[cC]olumn|Field)\s*\(/g;
const KEY = /^\s*(?:\w+\.)*ForeignKey\s*\(|^\s*foreign_key\s*=/;
const CLASS = /^([ \t]*)class\s+(\w+)[^\n]*/gm;
const TABLE = /\b(\w+)\s*(?::[^=\n]+)?=\s*(?:\w+\.)*Table\s*\(/g;
const CONSTRAINT = /\b(Index|UniqueConstraint|PrimaryKeyConstraint|ForeignKeyConstraint)\s*\(/g;
const MIGRATION = /^\s*(?:down_revision\b|class\s+Migration\b)|\bop\.create_table\b/m;
const DJANGO = /^[ \t]*(\w+)\s*(?::[^=\n]+)?=\s*models\.ForeignKey\s*\(/gm;

export function pythonKeys(file: SourceFile): ForeignKeyFacts | undefined {
  const masked = maskedOf(file);
  const indexes = sqlIndexes(masked.text);
  if (MIGRATION.test(masked.code)) {
    indexes.push(...migratedIndexes(masked));
    return indexes.length === 0 ? undefined : { models: [], indexes };
  }
  const { models, indexedByDjango } = djangoModels(file, masked);
  if (/\bForeignKey(?:Constraint)?\s*\(|\bforeign_key\s*=/.test(masked.code))
    models.push(...mappedModels(file, masked));
  indexes.push(...outerIndexes(masked));
  if (models.length + indexes.length + indexedByDjango === 0) return undefined;
  return { models, indexes, ...(indexedByDjango > 0 && { indexedByDjango }) };
}

/** Where a class or `Table(…)` stands. */
interface Holder {
  name: string;
  table: string | null;
  start: number;
  end: number;
  /** Column by column, in order. */
  columns: Column[];
}

interface Column extends ForeignKey {
  isKey: boolean;
  isPrimary: boolean;
}

function mappedModels(file: SourceFile, masked: MaskedText): KeyedModel[] {
  const holders = holdersOf(masked);
  for (const match of masked.code.matchAll(COLUMN)) {
    const holder = holders.findLast(({ start, end }) => start <= match.index && match.index < end);
    const column = holder && columnOf(file, masked, match);
    if (column) holder.columns.push(column);
  }
  return holders.flatMap((holder) => modelOf(file, masked, holder) ?? []);
}

function holdersOf({ text, code }: MaskedText): Holder[] {
  const holders: Holder[] = [];
  for (const match of code.matchAll(CLASS)) {
    const start = match.index + match[0].length;
    const body = pythonBlock(code, match.index + (match[1] ?? '').length);
    if (body === null) continue;
    const end = code.indexOf('\n', start) + 1 + body.length;
    const table = /^\s*__tablename__\s*(?::[^=\n]+)?=\s*["']([^"']+)["']/m.exec(text.slice(start, end))?.[1] ?? null;
    holders.push({ name: match[2] ?? '', table, start, end, columns: [] });
  }
  for (const match of code.matchAll(TABLE)) {
    const start = match.index + match[0].length;
    const table = /^\s*["']([^"']+)["']/.exec(text.slice(start, start + 200))?.[1] ?? null;
    if (table === null) continue;
    holders.push({ name: match[1] ?? '', table, start, end: closingOf(code, start - 1), columns: [] });
  }
  return holders.sort((a, b) => a.start - b.start);
}

function columnOf(file: SourceFile, { text, code }: MaskedText, match: RegExpExecArray): Column | undefined {
  const parts = argumentsOf(code, match.index + match[0].length - 1);
  const written = parts.map(([start, end]) => code.slice(start, end));
  const isKey = written.some((part) => KEY.test(part));
  const isPrimary = written.some((part) => /^\s*primary_key\s*=\s*True\b/.test(part));
  if (!isKey && !isPrimary) return undefined;
  const [first] = parts;
  const own = first && /^\s*["'](\w+)["']\s*$/.exec(text.slice(first[0], first[1]))?.[1];
  const name = attributeOf(code, match.index) ?? own;
  if (name === undefined) return undefined;
  return {
    name,
    ...(own !== undefined && own !== name && { column: own }),
    // A value that is computed is somebody's decision.
    indexed: written.some((part) => /^\s*(?:index|unique)\s*=\s*(?!False\b|None\b)/.test(part)),
    isKey,
    isPrimary,
    span: file.lines.lineSpan(file.lines.position(match.index).line),
  };
}

/** Name of what a column is assigned to, or of the function that declares it (`@declared_attr`). */
function attributeOf(code: string, at: number): string | undefined {
  const before = code.slice(Math.max(0, at - 400), at).replace(/(?:\w+\.)+$/, '');
  const assigned =
    /(?:^|\n)[ \t]*(\w+)\s*(?::[^=\n]+(?:\n[^=\n]+)?)?=\s*(?:\(\s*)?(?:Field\([^()]*\bsa_column\s*=\s*)?$/.exec(
      before,
    )?.[1];
  if (assigned !== undefined) return assigned;
  if (!/\breturn\s+(?:cast\([^()]*,\s*)?$/.test(before)) return undefined;
  const head = before.slice(before.lastIndexOf('@declared_attr'));
  return head.startsWith('@declared_attr') ? /\bdef\s+(\w+)/.exec(head)?.[1] : undefined;
}

function modelOf(file: SourceFile, masked: MaskedText, holder: Holder): KeyedModel | undefined {
  const indexed = new Set<string>();
  const composite: ForeignKey[] = [];
  for (const { kind, column, at } of constraintsOf(masked, holder.start, holder.end)) {
    if (kind !== 'ForeignKeyConstraint') indexed.add(column);
    else composite.push({ name: column, indexed: false, span: file.lines.lineSpan(file.lines.position(at).line) });
  }
  // The index of a primary key serves its first column.
  const primary = holder.columns.find(({ isPrimary }) => isPrimary);
  if (primary) indexed.add(primary.name);
  const known = new Set(holder.columns.filter((one) => one.indexed).map(({ name }) => name));
  const keys = [...holder.columns.filter(({ isKey }) => isKey), ...composite].map(
    ({ name, column, span }): ForeignKey => ({
      name,
      ...(column !== undefined && { column }),
      indexed: known.has(name) || indexed.has(name) || (column !== undefined && indexed.has(column)),
      span,
    }),
  );
  return keys.length === 0 ? undefined : { by: 'SQLAlchemy', name: holder.name, table: holder.table, keys };
}

/** Constraints and indexes between two offsets, with their first column. */
function constraintsOf(
  { text, code }: MaskedText,
  start: number,
  end: number,
): { kind: string; column: string; of: string | null; at: number }[] {
  const found: { kind: string; column: string; of: string | null; at: number }[] = [];
  const part = code.slice(start, end);
  for (const match of part.matchAll(CONSTRAINT)) {
    const at = start + match.index;
    const kind = match[1] ?? '';
    const args = argumentsOf(code, at + match[0].length - 1).map(([from, to]) => text.slice(from, to));
    const first = args[kind === 'Index' ? 1 : 0] ?? '';
    const column =
      /^\s*\[?\s*(?:\w+\(\s*)*(?:["'](\w+)|(?:([A-Za-z_]\w*)\.(?:c\.|__table__\.c\.)?)?([A-Za-z_]\w*))/.exec(first);
    const name = column?.[1] ?? column?.[3];
    if (name !== undefined) found.push({ kind, column: name, of: column?.[2] ?? null, at });
  }
  return found;
}

/** `Index("ix", Model.column)` behind the class. */
function outerIndexes(masked: MaskedText): OuterIndex[] {
  if (!masked.code.includes('Index(')) return [];
  return constraintsOf(masked, 0, masked.code.length).flatMap(({ kind, column, of }) =>
    kind === 'Index' && of !== null ? [{ of, column }] : [],
  );
}

/** Indexes that a revision of Alembic makes, with a table or in a batch of one. */
function migratedIndexes({ text }: MaskedText): OuterIndex[] {
  const found: OuterIndex[] = [];
  const name = String.raw`(?:\w+\.f\(\s*)?(?:["'][^"']*["']|None|\w+)\s*\)?\s*,\s*`;
  const made = new RegExp(
    String.raw`\.create_(?:index|unique_constraint)\(\s*${name}(?:(?:table_name\s*=\s*)?["']([\w.]+)["']\s*,\s*)?(?:columns\s*=\s*)?[[(]\s*(?:\w+\.)?(?:\w+\(\s*)?["'](\w+)`,
    'g',
  );
  for (const match of text.matchAll(made)) {
    const batch = [...text.slice(0, match.index).matchAll(/batch_alter_table\(\s*["'](\w+)["']/g)].at(-1)?.[1];
    found.push({ of: match[1] ?? batch ?? '', column: match[2] ?? '' });
  }
  return found;
}

/** Models whose key somebody took the index from; all others are counted. */
function djangoModels(file: SourceFile, { text, code }: MaskedText): { models: KeyedModel[]; indexedByDjango: number } {
  const models: KeyedModel[] = [];
  let indexedByDjango = 0;
  for (const match of code.matchAll(DJANGO)) {
    const open = match.index + match[0].length - 1;
    if (!/\bdb_index\s*=\s*False\b/.test(code.slice(open, closingOf(code, open)))) {
      indexedByDjango++;
      continue;
    }
    const head = [...code.slice(0, match.index).matchAll(/^class\s+(\w+)/gm)].at(-1);
    const body = head ? (pythonBlock(code, head.index) ?? '') : '';
    const own = head ? text.slice(head.index, head.index + head[0].length + body.length + 200) : '';
    const name = match[1] ?? '';
    const key: ForeignKey = {
      name,
      column: `${name}_id`,
      // It leads an index or a constraint of its model.
      indexed:
        new RegExp(`[[(]\\s*["']-?${name}["']`).test(own) ||
        /\b(?:unique|primary_key)\s*=\s*True/.test(code.slice(open, closingOf(code, open))),
      span: file.lines.lineSpan(file.lines.position(open).line),
    };
    models.push({ by: 'Django', name: head?.[1] ?? file.name, table: null, keys: [key] });
  }
  return { models, indexedByDjango };
}
