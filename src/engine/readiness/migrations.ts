/** Migrations of the workspace, grouped into the chains that a tool runs. */
import type { MigrationFacts } from '../collect/migrations';
import { folderOf } from '../manifests';
import type { Workspace } from '../workspace';
import type { Conclusion } from '../check';
import { everyApp } from '../http/apps';
import { notApplicable, unknown } from './answers';
import { database } from './databases';
import { isAside } from './scope';

export interface PlacedMigration {
  path: string;
  facts: MigrationFacts;
}

/** All migrations but vendored ones and those set aside, in path order. Call through `workspace.derive(migrationsOf)`. */
export function migrationsOf(workspace: Workspace): PlacedMigration[] {
  const found: PlacedMigration[] = [];
  for (const { file, facts } of workspace.each('migration')) {
    if (file.fileClass !== 'vendored' && file.fileClass !== 'test' && !isAside(file.path))
      found.push({ path: file.path, facts: byDrizzle(workspace, file.path, facts) });
  }
  return found;
}

/** Plain SQL beside the journal of drizzle-kit is Drizzle's, wherever it was told to write (orm.drizzle.team, "Migrations"). */
function byDrizzle(workspace: Workspace, path: string, facts: MigrationFacts): MigrationFacts {
  const isJournalled = facts.tool === 'sql' && workspace.files.has(`${folderOf(path)}/meta/_journal.json`);
  return isJournalled ? { ...facts, tool: 'drizzle' } : facts;
}

/** What is said where none were found: of Go only files of SQL are read, and many programs carry theirs as code. */
export function noMigrations(workspace: Workspace): Conclusion {
  const isGo = workspace.derive(everyApp).some(({ path }) => workspace.view(path)?.language === 'go');
  return isGo && !workspace.derive(database)
    ? unknown('Migrations that a Go program carries as code are not read.')
    : notApplicable('There are no migrations.');
}

/** Migrations that one run applies: one folder of one tool. Prisma keeps each in a folder of its own. */
export function chains(
  migrations: readonly PlacedMigration[],
): { tool: MigrationFacts['tool']; folder: string; migrations: PlacedMigration[] }[] {
  const byFolder = new Map<string, PlacedMigration[]>();
  for (const migration of migrations) {
    const own = folderOf(migration.path);
    const key = `${migration.facts.tool} ${migration.path.endsWith('/migration.sql') ? folderOf(own) : own}`;
    byFolder.set(key, [...(byFolder.get(key) ?? []), migration]);
  }
  return [...byFolder].map(([key, group]) => ({
    tool: (group[0] as PlacedMigration).facts.tool,
    folder: key.slice(key.indexOf(' ') + 1),
    migrations: group,
  }));
}
