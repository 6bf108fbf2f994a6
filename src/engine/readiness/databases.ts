/** Whether the workspace keeps data in a database of its own. */
import type { Evidence } from '../verdict';
import { declarationsOf } from '../manifests';
import type { Workspace } from '../workspace';
import type { Conclusion } from '../check';
import { evidence, notApplicable, unknown } from './answers';
import { composeFiles, type PlacedService } from './containers';

const NPM =
  /^(?:pg|postgres|mysql|mysql2|mariadb|sqlite3|better-sqlite3|typeorm|sequelize|knex|prisma|@prisma\/client|drizzle-orm|kysely|mikro-orm|@mikro-orm\/core|objection|@supabase\/supabase-js|mssql|tedious)$/;
const PYTHON =
  /^(?:sqlalchemy|sqlmodel|django|psycopg|psycopg2|psycopg2-binary|psycopg-binary|asyncpg|aiomysql|pymysql|mysqlclient|mysql-connector-python|tortoise-orm|peewee|alembic|flask-sqlalchemy|databases|prisma|aiosqlite|piccolo|gino)$/;
const SQL_IMAGE = /(?:^|\/)(?:postgres|postgis|pgvector|timescaledb\S*|mysql|mariadb|cockroach\S*|mssql\S*)(?::|$|\/)/i;

/** A relational database that the team's code talks to, with its proof; null = none. Call through `workspace.derive(database)`. */
export function database(workspace: Workspace): Evidence | null {
  for (const [ecosystem, pattern] of [
    ['python', PYTHON],
    ['npm', NPM],
  ] as const) {
    const found = declarationsOf(workspace, ecosystem, pattern).find(({ dependency }) => dependency.group === 'main');
    if (found) return evidence(found.path, found.dependency.span, `declares ${found.dependency.name}`);
  }
  const run = workspace.derive(databaseService);
  if (run) return evidence(run.path, run.service.span, `runs ${run.service.image?.text ?? 'a database'}`);
  for (const { file, facts } of workspace.each('migrationConfig')) {
    if (file.fileClass !== 'vendored') return evidence(file.path, facts.span, 'configures migrations');
  }
  for (const { file, facts } of workspace.each('signals')) {
    const engine = file.fileClass === 'hand-written' ? facts.find(({ kind }) => kind === 'engine') : undefined;
    if (engine) return evidence(file.path, engine.span, `opens a database with ${engine.detail}`);
  }
  return null;
}

const DOCUMENT_IMAGE = /(?:^|\/)(?:mongo|mongodb\S*|couchdb|ferretdb)(?::|$|\/)/i;

/** The service of Compose that keeps data in production: a relational database, else a store of documents; null = none. Call through `workspace.derive(dataService)`. */
export function dataService(workspace: Workspace): PlacedService | null {
  return workspace.derive(databaseService) ?? serviceWith(workspace, DOCUMENT_IMAGE);
}

/** The service of Compose that runs a relational database in production; null = none. Call through `workspace.derive(databaseService)`. */
export function databaseService(workspace: Workspace): PlacedService | null {
  return serviceWith(workspace, SQL_IMAGE);
}

function serviceWith(workspace: Workspace, pattern: RegExp): PlacedService | null {
  for (const { path, facts } of workspace.derive(composeFiles)) {
    const service = facts.services.find(({ image }) => image !== null && pattern.test(image.text));
    if (service) return { path, service };
  }
  return null;
}

/** What is said of connections where no engine was found: a framework makes it by its settings, a class by extending the client, or nobody does. */
export function withoutEngine(workspace: Workspace): Conclusion {
  return declarationsOf(workspace, 'python', /^(django|flask-sqlalchemy)$/).length +
    declarationsOf(workspace, 'npm', /^@prisma\/client$/).length >
    0
    ? unknown('How databases are opened is not read.')
    : notApplicable('Nothing that is served opens a database by itself.');
}
