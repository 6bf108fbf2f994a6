/** Migrations of the workspace, grouped into the chains that a tool runs. */
import type { MigrationFacts } from '../collect/migrations';
import { folderOf } from '../manifests';
import type { Workspace } from '../workspace';
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
      found.push({ path: file.path, facts });
  }
  return found;
}

/** Migrations that one run applies: one folder of one tool. Prisma keeps each in a folder of its own. */
export function chains(
  migrations: readonly PlacedMigration[],
): { tool: MigrationFacts['tool']; folder: string; migrations: PlacedMigration[] }[] {
  const byFolder = new Map<string, PlacedMigration[]>();
  for (const migration of migrations) {
    const own = folderOf(migration.path);
    const key = `${migration.facts.tool} ${migration.facts.tool === 'prisma' ? folderOf(own) : own}`;
    byFolder.set(key, [...(byFolder.get(key) ?? []), migration]);
  }
  return [...byFolder].map(([key, group]) => ({
    tool: (group[0] as PlacedMigration).facts.tool,
    folder: key.slice(key.indexOf(' ') + 1),
    migrations: group,
  }));
}
