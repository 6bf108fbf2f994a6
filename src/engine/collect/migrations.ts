/** Facts of schema migrations: one revision per file, whatever tool runs them. */
import type { Span } from '../span';
import { defineExtractor } from './extractor';
import { MIGRATION_CLASS, migrationForm } from './migration-classes';
import { maskedOf } from './mask';
import type { SourceFile } from './source-file';

export type MigrationTool =
  | 'alembic'
  | 'django'
  | 'prisma'
  | 'drizzle'
  | 'supabase'
  | 'flyway'
  | 'knex'
  | 'typeorm'
  | 'rails'
  | 'laravel'
  | 'doctrine'
  | 'ef'
  | 'ecto'
  | 'liquibase'
  | 'goose'
  | 'sql'
  | 'own';

/** How the way back is written: `full`, `empty` (a body that does nothing), or `none` (nothing to run). */
export type WayBack = 'full' | 'empty' | 'none';

declare module '../facts' {
  interface FactParts {
    /** One revision of a schema. */
    migration: MigrationFacts;
    migrationConfig: MigrationConfigFacts;
  }
}

export interface MigrationFacts {
  tool: MigrationTool;
  /** Id of the revision: Alembic's `revision`, Django's file name, the file name otherwise. */
  id: string;
  /** Ids it builds on; Django's as `app.name`. */
  parents: string[];
  /** Span of the parents' literal. */
  parentsSpan: Span | null;
  span: Span;
  back: WayBack;
  /** Where the way back is, or would be. */
  backSpan: Span | null;
  /** Changes nothing on the way up, so there is nothing to take back (a merge). */
  idle: boolean;
  /** Only adds or changes rows on the way up. */
  dataOnly: boolean;
}

/** `alembic.ini`'s `script_location`, and the folders that prove other tools. */
export interface MigrationConfigFacts {
  tool: 'alembic' | 'prisma';
  /** Alembic: folder of env.py, relative to the root of the workspace; null = cannot be told. */
  folder: string | null;
  /** Alembic: explicit version folders. */
  versions: string[];
  span: Span;
  /** Prisma: provider of the data source. */
  provider: string | null;
}

const IN_MIGRATIONS =
  /(^|\/)(?!old|archive)(?:(?:\w+[_-])?migrations?|migrate|versions)\/(?:.*\/)?[^/]+\.(?:py|js|cjs|mjs|ts|sql)$/;
/** Where drizzle-kit writes by default (orm.drizzle.team, "Drizzle config file"): `drizzle/0000_name.sql`, later `drizzle/TIME_name/migration.sql`. */
const DRIZZLE = /(?:^|\/)drizzle\/(?:.*\/)?(?:\d{4,}_[^/]+\.sql|\d{4,}_[^/]+\/migration\.sql)$/;
const FLYWAY = /(^|\/)(?:V\d[\d._]*|U\d[\d._]*|R)__[^/]+\.sql$/;

export const migration = defineExtractor({
  part: 'migration',
  version: 4,
  accepts: (path) => IN_MIGRATIONS.test(path) || DRIZZLE.test(path) || FLYWAY.test(path) || MIGRATION_CLASS.test(path),
  extract(file): MigrationFacts | undefined {
    if (MIGRATION_CLASS.test(file.path)) return ofClass(file);
    if (file.name.endsWith('.py')) return python(file);
    if (file.name.endsWith('.sql')) return sql(file);
    return javascript(file);
  },
});

export const migrationConfig = defineExtractor({
  part: 'migrationConfig',
  version: 1,
  accepts: (path) => /(^|\/)alembic\.ini$|(^|\/)[^/]+\.prisma$/.test(path),
  extract(file): MigrationConfigFacts | undefined {
    return file.name === 'alembic.ini' ? alembicIni(file) : prismaSchema(file);
  },
});

function ofClass(file: SourceFile): MigrationFacts | undefined {
  const form = migrationForm(file.path, file.text);
  if (!form) return undefined;
  const { tool, at, back, backAt, dataOnly } = form;
  return { ...base(file, tool, stem(file.name), at), back, backSpan: lineSpan(file, backAt ?? at), dataOnly };
}

function python(file: SourceFile): MigrationFacts | undefined {
  const { text } = file;
  const revision = /^revision\s*(?::[^=\n]+)?=\s*["']([^"']+)["']/m.exec(text);
  if (revision?.[1]) return alembic(file, revision[1], revision.index);
  const django = /^class\s+Migration\s*\(\s*migrations\.Migration\s*\)/m.exec(text);
  if (django) return djangoMigration(file, django.index);
  const up = pythonBody(text, /^def\s+(?:upgrade|up|apply|migrate)\s*\(/m);
  const down = pythonBody(text, /^def\s+(?:downgrade|down|revert|rollback)\s*\(/m);
  const upSql = /^(?:UPGRADE|UP|FORWARD)\w*\s*(?::[^=\n]+)?=/m.exec(text);
  const downSql = /^(?:DOWNGRADE|DOWN|BACKWARD|ROLLBACK|REVERT)\w*\s*(?::[^=\n]+)?=/m.exec(text);
  if (!up && !upSql) return undefined;
  const at = downSql?.index ?? down?.at ?? up?.at ?? upSql?.index ?? 0;
  return {
    ...base(file, 'own', stem(file.name), 0),
    back: downSql || (down && !down.empty) ? 'full' : down ? 'empty' : 'none',
    backSpan: lineSpan(file, at),
  };
}

function alembic(file: SourceFile, id: string, at: number): MigrationFacts {
  const { text } = file;
  const down = /^down_revision\s*(?::[^=\n]+)?=\s*([^\n]*(?:\([^)]*\))?)/m.exec(text);
  const literal = down?.[1]?.replace(/#.*/, '') ?? '';
  const up = pythonBody(text, /^def\s+upgrade\s*\(/m);
  const back = pythonBody(text, /^def\s+downgrade\s*\(/m);
  return {
    ...base(file, 'alembic', id, at),
    parents: [...literal.matchAll(/["']([^"']+)["']/g)].map((match) => match[1] ?? ''),
    parentsSpan: down ? lineSpan(file, down.index) : null,
    back: !back ? 'none' : back.empty ? 'empty' : 'full',
    backSpan: back ? lineSpan(file, back.at) : lineSpan(file, at),
    idle: up?.empty ?? false,
    dataOnly:
      up !== undefined &&
      !/\bop\.(?!execute|bulk_insert|get_bind|f\b)/.test(up.body) &&
      !/\b(?:CREATE|ALTER|DROP)\s/i.test(up.body),
  };
}

function djangoMigration(file: SourceFile, at: number): MigrationFacts {
  const { text } = file;
  const list = /^\s+dependencies\s*=\s*\[([\s\S]*?)\]/m.exec(text);
  const oneWay =
    /migrations\.RunPython\(\s*[\w.]+\s*(?:,\s*(?:elidable|hints|atomic)\b[^)]*)?\)|migrations\.RunSQL\(\s*(?:(["']).*?\1|"""[\s\S]*?""")\s*,?\s*\)/.exec(
      text,
    );
  return {
    ...base(file, 'django', stem(file.name), at),
    parents: [...(list?.[1] ?? '').matchAll(/\(\s*["'](\w+)["']\s*,\s*["'](\w+)["']\s*\)/g)].map(
      (match) => `${match[1]}.${match[2]}`,
    ),
    parentsSpan: list ? lineSpan(file, list.index + list[0].search(/\S/)) : null,
    back: oneWay ? 'none' : 'full',
    backSpan: lineSpan(file, oneWay?.index ?? at),
  };
}

function sql(file: SourceFile): MigrationFacts | undefined {
  const { path, text } = file;
  if (/(^|\/)(?:U\d[\d._]*)__|[._-]down\.sql$|(^|\/)down\.sql$|rollback/i.test(path)) return undefined;
  const tool: MigrationTool = FLYWAY.test(path)
    ? 'flyway'
    : /(^|\/)supabase\/migrations\//.test(path)
      ? 'supabase'
      : DRIZZLE.test(path)
        ? 'drizzle'
        : /\/migration\.sql$/.test(path)
          ? 'prisma'
          : 'sql';
  const down = /^--\s*(?:\+goose\s+Down|migrate:down|\+migrate\s+Down|rollback\b|@?down\b)/im.exec(text);
  return {
    ...base(file, tool, path.endsWith('/migration.sql') ? (path.split('/').at(-2) ?? path) : stem(file.name), 0),
    back: down ? 'full' : 'none',
    backSpan: lineSpan(file, down?.index ?? 0),
    idle: !/\w/.test(text.replace(/--.*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, '')),
    dataOnly: !/\b(?:CREATE|ALTER|DROP)\s/i.test(text),
  };
}

function javascript(file: SourceFile): MigrationFacts | undefined {
  const { text } = file;
  // What writes or rewrites migrations holds their words as text.
  const { code } = maskedOf(file);
  const typeorm = /implements\s+MigrationInterface|QueryRunner/.test(text);
  const up = /\b(?:exports\.up|async\s+up|up)\s*(?:=|\(|:)|export\s+(?:async\s+)?(?:function|const)\s+up\b/.exec(code);
  if (!up || !/knex|queryInterface|QueryRunner|Kysely|MigrationInterface|schema|sequelize|db\./i.test(text))
    return undefined;
  const down =
    /\b(?:exports\.down|async\s+down|down)\s*(?:=|\(|:)|export\s+(?:async\s+)?(?:function|const)\s+down\b/.exec(code);
  const body = down ? braceBody(text, down.index) : '';
  const does = /\w/.test(body.replace(/\/\/.*$|\/\*[\s\S]*?\*\/|return\s*(?:Promise\.resolve\(\))?;?/gm, ''));
  return {
    ...base(file, typeorm ? 'typeorm' : 'knex', stem(file.name), up.index),
    back: !down ? 'none' : does ? 'full' : 'empty',
    backSpan: lineSpan(file, down?.index ?? up.index),
  };
}

function alembicIni(file: SourceFile): MigrationConfigFacts | undefined {
  const location = /^\s*script_location\s*=\s*(\S+)/m.exec(file.text);
  if (!location?.[1]) return undefined;
  const own = file.path.slice(0, file.path.lastIndexOf('/') + 1);
  const resolve = (text: string): string | null => {
    const plain = text.replace(/^%\(here\)s\/?/, './').replace(/\/$/, '');
    if (/[%:]|^\//.test(plain)) return null;
    return normal(`${own}${plain}`);
  };
  const versions = /^\s*version_locations\s*=\s*(.+)$/m.exec(file.text)?.[1] ?? '';
  return {
    tool: 'alembic',
    folder: resolve(location[1]),
    versions: versions.split(/[\s,;]+/).flatMap((text) => (text === '' ? [] : (resolve(text) ?? []))),
    span: lineSpan(file, location.index + location[0].search(/\S/)),
    provider: null,
  };
}

function prismaSchema(file: SourceFile): MigrationConfigFacts | undefined {
  const source = /^\s*datasource\s+\w+\s*\{[^}]*\bprovider\s*=\s*"(\w+)"/m.exec(file.text);
  if (!source) return undefined;
  const folder = file.path.slice(0, Math.max(0, file.path.lastIndexOf('/')));
  return { tool: 'prisma', folder, versions: [], span: lineSpan(file, source.index), provider: source[1] ?? null };
}

function base(file: SourceFile, tool: MigrationTool, id: string, at: number): MigrationFacts {
  return {
    tool,
    id,
    parents: [],
    parentsSpan: null,
    span: lineSpan(file, at),
    back: 'none',
    backSpan: null,
    idle: false,
    dataOnly: false,
  };
}

/** Body of a top-level Python function; `empty` when it holds only `pass`, a doc string, `...`, `return` or comments. */
function pythonBody(text: string, head: RegExp): { body: string; empty: boolean; at: number } | undefined {
  const match = head.exec(text);
  if (!match) return undefined;
  const start = text.indexOf('\n', text.indexOf(':', text.indexOf(')', match.index)));
  if (start < 0) return undefined;
  const end = /\n(?=[^\s#])/.exec(text.slice(start + 1));
  const body = text.slice(start + 1, end ? start + 1 + end.index : undefined);
  const rest = body
    .replace(/"""[\s\S]*?"""|'''[\s\S]*?'''/g, '')
    .replace(/#.*$/gm, '')
    .replace(/^\s*(?:pass|\.\.\.|return(?:\s+None)?)\s*$/gm, '');
  return { body, empty: rest.trim() === '', at: match.index };
}

function braceBody(text: string, from: number): string {
  const open = text.indexOf('{', from);
  if (open < 0) return text.slice(from, text.indexOf('\n', from));
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) return text.slice(open + 1, i);
  }
  return text.slice(open + 1);
}

function stem(name: string): string {
  return name.slice(0, name.lastIndexOf('.'));
}

function lineSpan(file: SourceFile, offset: number): Span {
  return file.lines.lineSpan(file.lines.position(offset).line);
}

function normal(path: string): string {
  const out: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') out.pop();
    else if (segment !== '' && segment !== '.') out.push(segment);
  }
  return out.join('/');
}
