/** Which foreign keys of the workspace have an index: their own, one that a migration makes, or that of the database itself. */
import { declarationsOf, folderOf, isWithin } from '../manifests';
import { createdAtStart } from '../readiness/create-all';
import { isScript, isShipped } from '../readiness/scope';
import type { PartOf, Workspace } from '../workspace';
import { plainName, type ForeignKey, type ForeignKeyFacts, type KeyedModel } from './facts';

export interface PlacedModel {
  path: string;
  model: KeyedModel;
  /** Its keys without an index. */
  open: ForeignKey[];
}

export interface ForeignKeys {
  /** Keys that were read, Django's left out. */
  count: number;
  models: PlacedModel[];
  /** Keys that the mapper or the database indexes by itself. */
  byItself: number;
  /** Who does. */
  by: string[];
  /** Keys of models whose tables SQL scripts make, which were not found to have an index. */
  governed: number;
  /** References in SQL migrations. */
  references: number;
  /** A script with one, for evidence. */
  script: string | null;
}

/** Call through `workspace.derive(foreignKeysOf)`. */
export function foreignKeysOf(workspace: Workspace): ForeignKeys {
  const found: ForeignKeys = { count: 0, models: [], byItself: 0, by: [], governed: 0, references: 0, script: null };
  const placed = workspace
    .each('foreignKeys')
    .filter(({ file }) => file.fileClass !== 'vendored' && file.fileClass !== 'test');
  const beside = outerIndexes(placed.filter(({ file, facts }) => !facts.migrates && !isScript(file.path)));
  const migrated = outerIndexes(placed.filter(({ facts }) => facts.migrates));
  // Tables that the application makes from its models have what those say, and no more.
  const fromModels = workspace.derive(createdAtStart).length > 0;
  const made = new Set<string>();
  for (const { file, facts } of placed) {
    // Prisma writes its migrations itself, and they are as its schema is.
    if (!facts.sql || /\/migration\.sql$/.test(file.path)) continue;
    for (const table of facts.sql.tables) made.add(plainName(table));
    found.references += facts.sql.references;
    if (facts.sql.references > 0) found.script ??= file.path;
  }
  const inMySql = byMySql(workspace);
  for (const { file, facts } of placed) {
    if (!isShipped(file) && !(file.fileClass === 'generated' && file.path.endsWith('.rb'))) continue;
    // Python loads the package of the same name instead.
    if (file.path.endsWith('.py') && workspace.has(file.path.replace(/\.py$/, '/__init__.py'))) continue;
    note(found, 'Django', facts.indexedByDjango ?? 0);
    const source = file.path.endsWith('.prisma') ? (facts.source ?? sourceOf(file.path, placed)) : undefined;
    if (source?.provider === 'mongodb') continue;
    for (const model of facts.models) {
      found.count += model.keys.length;
      if (inMySql(model, source)) {
        note(found, 'InnoDB', model.keys.length);
        continue;
      }
      const open = model.keys.filter(
        (key) =>
          !key.indexed &&
          !hasOuter(beside, model, key) &&
          !(hasOuter(migrated, model, key) && !(fromModels && model.by === 'SQLAlchemy')),
      );
      if (open.length > 0 && isGoverned(model, made)) found.governed += open.length;
      else found.models.push({ path: file.path, model, open });
    }
  }
  return found;
}

function note(found: ForeignKeys, by: string, keys: number): void {
  if (keys === 0) return;
  found.byItself += keys;
  if (!found.by.includes(by)) found.by.push(by);
}

/** Columns that lead an index made elsewhere, as `table column`. */
function outerIndexes(placed: readonly PartOf<'foreignKeys'>[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { facts } of placed)
    for (const { of, column } of facts.indexes) keys.add(`${plainName(of)} ${plainName(column)}`);
  return keys;
}

/** Names under which scripts may know a table: what a mapper derives where the model does not say is not far from the model's name. */
function tablesOf({ name, table }: KeyedModel): string[] {
  if (table !== null) return [plainName(table), plainName(name)];
  const own = plainName(name);
  return [own, `${own}s`, `${own}es`, own.replace(/y$/, 'ies')];
}

function hasOuter(outer: ReadonlySet<string>, model: KeyedModel, { name, column = name }: ForeignKey): boolean {
  return tablesOf(model).some(
    (table) => outer.has(`${table} ${plainName(column)}`) || outer.has(`${table} ${plainName(name)}`),
  );
}

/** SQL that people write makes the table, so that the model only describes it. Drizzle and Rails write theirs from the schema. */
function isGoverned(model: KeyedModel, made: ReadonlySet<string>): boolean {
  return model.by !== 'Drizzle' && model.by !== 'Rails' && tablesOf(model).some((table) => made.has(table));
}

/** The data source of a schema in several files. */
function sourceOf(path: string, placed: readonly PartOf<'foreignKeys'>[]): ForeignKeyFacts['source'] {
  return placed
    .filter(({ file, facts }) => facts.source && isWithin(path, folderOf(file.path)))
    .sort((a, b) => b.file.path.length - a.file.path.length)[0]?.facts.source;
}

const MYSQL_PYTHON = /^(?:pymysql|mysqlclient|aiomysql|asyncmy|mysql-connector-python|mysql-connector)$/;
const OTHER_PYTHON =
  /^(?:psycopg\w*(?:-binary)?|psycopg2-binary|asyncpg|pg8000|aiosqlite|oracledb|cx-oracle|pyodbc|pymssql)$/;
const MYSQL_NPM = /^(?:mysql|mysql2|mariadb)$/;
const OTHER_NPM = /^(?:pg|postgres|sqlite3|better-sqlite3|mssql|tedious|oracledb|@libsql\/client)$/;

/** InnoDB indexes foreign keys by itself (dev.mysql.com, "FOREIGN KEY Constraints"). */
function byMySql(workspace: Workspace): (model: KeyedModel, source: ForeignKeyFacts['source']) => boolean {
  const only = (ecosystem: 'python' | 'npm', wanted: RegExp, others: RegExp): boolean =>
    declarationsOf(workspace, ecosystem, wanted).length > 0 &&
    declarationsOf(workspace, ecosystem, others).length === 0;
  const python = only('python', MYSQL_PYTHON, OTHER_PYTHON);
  const npm = only('npm', MYSQL_NPM, OTHER_NPM);
  return ({ by, database }, source) => {
    if (by === 'Prisma') return source?.provider === 'mysql' && source.relationMode !== 'prisma';
    if (by === 'Drizzle') return database === 'mysql';
    return by === 'TypeORM' ? npm : by === 'SQLAlchemy' ? python : false;
  };
}
