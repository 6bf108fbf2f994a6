/** Every migration can be taken back. */
import { defineCheck } from '../check';
import type { MigrationFacts } from '../collect/migrations';
import type { FindingDraft } from '../finding';
import { count, evidence, fail, findingAt, notApplicable, pass, unknown } from '../readiness/answers';
import { chains, migrationsOf, type PlacedMigration } from '../readiness/migrations';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'migration-reversible',
  title: 'Migrations can be taken back',
  question: 'Does every migration say how to take it back?',
  category: 'database',
  severity: 'high',
  effort: 'medium',
  since: '0.1.0',
  asks: ['001'],
  rules: { empty: 'The way back is there and does nothing.', none: 'There is no way back.' },
  conclude(workspace) {
    const all = workspace.derive(migrationsOf).filter(({ facts }) => !facts.idle);
    if (all.length === 0) return notApplicable('There are no migrations.');
    // Loose SQL beside a tool that runs revisions has no runner: the tool's own are what is taken back.
    const ran = all.filter(({ facts }) => !IN_SQL.has(facts.tool));
    const ours = ran.length > 0 ? ran : all.filter(({ facts }) => facts.tool !== 'prisma');
    if (ours.length === 0)
      return unknown('Prisma writes no way back; whether going forward only is the plan, no file says.', [
        evidence(all[0]?.path ?? '', all[0]?.facts.span ?? null, 'Prisma'),
      ]);
    const open = ours.filter((migration) => !migration.facts.dataOnly && !hasWayBack(workspace, migration));
    if (open.length > 0) {
      const hollow = open.some(({ facts }) => facts.back === 'empty');
      return fail(
        hollow ? 'E1' : 'E0',
        `${count(open.length, 'migration')} of ${ours.length} cannot be taken back.`,
        findingsOf(open),
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
const IN_SQL = new Set<MigrationFacts['tool']>(['sql', 'supabase', 'flyway', 'prisma']);

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
function findingsOf(open: readonly PlacedMigration[]): FindingDraft[] {
  return chains(open).flatMap(({ tool, migrations, folder }) => {
    const plain = IN_SQL.has(tool);
    return (plain ? migrations.slice(0, 1) : migrations).map(({ path, facts }) =>
      findingAt(
        path,
        facts.backSpan ?? facts.span,
        plain
          ? `None of the ${count(migrations.length, 'migration')} in ${folder} says how to take it back, so a bad release cannot be undone without a restore. Write a down file for each new one.`
          : 'This migration cannot be taken back, so a bad release cannot be undone without a restore. Write the inverse of what it does.',
        `${facts.tool} ${plain ? folder : facts.id}`,
        { rule: facts.back === 'empty' ? 'empty' : 'none' },
      ),
    );
  });
}
