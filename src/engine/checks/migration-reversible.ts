/** Every migration can be taken back. */
import { defineCheck } from '../check';
import type { MigrationFacts } from '../collect/migrations';
import type { FindingDraft } from '../finding';
import { count, evidence, fail, findingAt, pass, unknown } from '../readiness/answers';
import { chains, migrationsOf, noMigrations, type PlacedMigration } from '../readiness/migrations';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'migration-reversible',
  title: 'Migrations can be taken back',
  question: 'Does every migration say how to take it back?',
  category: 'database',
  severity: 'high',
  effort: 'medium',
  since: '0.1.0',
  everyPlace: true,
  asks: ['001'],
  rules: { empty: 'The way back is there and does nothing.', none: 'There is no way back.' },
  conclude(workspace) {
    const all = workspace.derive(migrationsOf).filter(({ facts }) => !facts.idle);
    if (all.length === 0) return noMigrations(workspace);
    // Loose SQL beside a tool that runs revisions has no runner: the tool's own are what is taken back.
    const ran = all.filter(({ facts }) => !IN_SQL.has(facts.tool));
    const ours = ran.length > 0 ? ran : all.filter(({ facts }) => !(facts.tool in FORWARD));
    if (ours.length === 0) {
      const name = FORWARD[all[0]?.facts.tool ?? ''] ?? '';
      return unknown(`${name} writes no way back; whether going forward only is the plan, no file says.`, [
        evidence(all[0]?.path ?? '', all[0]?.facts.span ?? null, name),
      ]);
    }
    const open = ours.filter((migration) => !migration.facts.dataOnly && !hasWayBack(workspace, migration));
    if (open.length > 0) {
      const hollow = open.some(({ facts }) => facts.back === 'empty');
      return fail(
        hollow ? 'E1' : 'E0',
        `${count(open.length, 'migration')} of ${ours.length} cannot be taken back.`,
        findingsOf(open, ours),
      );
    }
    const unused = ours.every(({ facts }) => facts.tool === 'own');
    return pass(
      unused ? 'E2' : 'E4',
      `All ${count(ours.length, 'migration')} can be taken back.`,
      ours.slice(0, 4).map(({ path, facts }) => evidence(path, facts.backSpan ?? facts.span, 'the way back')),
    );
  },
});

/** Tools whose migrations are plain SQL, where nothing but another file says how to go back. */
const IN_SQL = new Set<MigrationFacts['tool']>(['sql', 'supabase', 'flyway', 'prisma', 'drizzle']);
/** Tools that only write the way forward (prisma.io/docs, "Down migrations"; orm.drizzle.team, "Migrations"). */
const FORWARD: Readonly<Record<string, string>> = { prisma: 'Prisma', drizzle: 'Drizzle' };

/** Its own, or in a file beside it: `x.up.sql` and `x.down.sql`, Flyway's `U1__x.sql`. */
function hasWayBack(workspace: Workspace, { path, facts }: PlacedMigration): boolean {
  if (facts.back === 'full') return true;
  const beside = [
    path.replace(/\.up\.sql$/, '.down.sql'),
    path.replace(/\.sql$/, '.down.sql'),
    path.replace(/\/V(?=\d[^/]*$)/, '/U'),
    path.replace(/\/up\.sql$/, '/down.sql'),
  ];
  return beside.some((other) => other !== path && workspace.files.has(other));
}

/** One finding for each migration that code describes; one for a folder of plain SQL, where the plan is missing as a whole. */
function findingsOf(open: readonly PlacedMigration[], ours: readonly PlacedMigration[]): FindingDraft[] {
  const all = chains(ours);
  return chains(open).flatMap(({ tool, migrations, folder }) => {
    const plain = IN_SQL.has(tool);
    const total = all.find((chain) => chain.tool === tool && chain.folder === folder)?.migrations.length ?? 0;
    return (plain ? migrations.slice(0, 1) : migrations).map(({ path, facts }) =>
      findingAt(
        path,
        facts.backSpan ?? facts.span,
        plain
          ? `${whichOf(migrations.length, total, folder)} how to take it back, so a bad release cannot be undone without a restore. Write a down file for each new one.`
          : 'This migration cannot be taken back, so a bad release cannot be undone without a restore. Write the inverse of what it does.',
        `${facts.tool} ${plain ? folder : facts.id}`,
        { rule: facts.back === 'empty' ? 'empty' : 'none' },
      ),
    );
  });
}

/** "None of the 12 migrations in db/migrations says", "3 of the 12 … do not say". */
function whichOf(open: number, total: number, folder: string): string {
  if (total <= 1) return `The migration in ${folder} does not say`;
  if (open >= total) return `None of the ${total} migrations in ${folder} says`;
  return `${open} of ${total} migrations in ${folder} do not say`;
}
