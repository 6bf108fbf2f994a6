/** Migrations form one unbroken chain that their tool can run. */
import type { MigrationConfigFacts } from '../collect/migrations';
import type { Conclusion } from '../check';
import { defineCheck } from '../check';
import type { FindingDraft } from '../finding';
import { count, evidence, fail, findingAt, pass, relatedTo, unknown } from '../readiness/answers';
import { chains, migrationsOf, noMigrations, type PlacedMigration } from '../readiness/migrations';
import { isAside } from '../readiness/scope';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'migration-chain-valid',
  title: 'The migration chain is unbroken',
  question: 'Do the migrations form one chain without missing or competing revisions?',
  category: 'database',
  severity: 'blocker',
  effort: 'low',
  since: '0.1.0',
  everyPlace: true,
  asks: ['000', '001'],
  rules: {
    'missing-parent': 'A migration builds on a revision that no file defines.',
    'several-heads': 'Two migrations build on the same revision, so the tool does not know which is last.',
    'several-roots': 'Two migrations have no parent.',
    'duplicate-revision': 'Two migrations carry the same revision id.',
    'no-versions': 'The configured folder holds no migrations.',
  },
  conclude(workspace) {
    const migrations = workspace.derive(migrationsOf);
    const findings = [
      ...configProblems(workspace, migrations),
      ...alembicProblems(migrations),
      ...djangoProblems(migrations),
    ];
    if (findings.length > 0) {
      const onlyEmpty = findings.every((finding) => finding.rule === 'no-versions');
      return fail(
        onlyEmpty ? 'E1' : 'E2',
        onlyEmpty
          ? 'A migration tool is configured, and its folder holds no migrations.'
          : 'The chain of migrations is broken.',
        findings,
      );
    }
    return migrations.length === 0 ? noMigrations(workspace) : wholeChain(migrations, workspace);
  },
});

/** Without broken links: proven for tools that name their parents, else only that there is one order. */
function wholeChain(migrations: readonly PlacedMigration[], workspace: Workspace): Conclusion {
  const groups = chains(migrations);
  const linked = groups.filter(({ tool }) => tool === 'alembic' || tool === 'django');
  const places = groups
    .slice(0, 4)
    .map(({ migrations: group, tool }) =>
      evidence(group[0]?.path ?? '', group[0]?.facts.span ?? null, `${count(group.length, 'migration')} (${tool})`),
    );
  const schemas = [...workspace.each('migrationConfig')].filter(
    ({ file, facts }) => facts.tool === 'prisma' && file.fileClass !== 'vendored',
  ).length;
  const unlinked = groups.filter((group) => !linked.includes(group));
  const systems = new Set(unlinked.map(({ tool, folder }) => (tool === 'sql' ? folder : tool)));
  if (schemas > 0) systems.add('prisma');
  if (linked.length === 0 && systems.size > 1) {
    return unknown('Several sets of migrations change the database, and no file says in which order they run.', places);
  }
  if (linked.length > 0)
    return pass('E4', 'Every migration builds on one that exists, with one start and one end.', places);
  return pass('E3', 'Migrations run in the order of their names.', places);
}

function configProblems(workspace: Workspace, migrations: readonly PlacedMigration[]): FindingDraft[] {
  const out: FindingDraft[] = [];
  for (const { file, facts } of workspace.each('migrationConfig')) {
    if (facts.tool !== 'alembic' || facts.folder === null || file.fileClass === 'vendored' || isAside(file.path))
      continue;
    const folders = versionFolders(facts);
    if (migrations.some(({ path }) => folders.some((folder) => path.startsWith(`${folder}/`)))) continue;
    out.push(
      findingAt(
        file.path,
        facts.span,
        `Alembic looks for revisions in ${folders[0] ?? 'its folder'}, and there are none, so \`alembic upgrade head\` changes nothing. Create the first revision, or remove the configuration.`,
        'no-versions',
        { rule: 'no-versions' },
      ),
    );
  }
  return out;
}

function versionFolders(facts: MigrationConfigFacts): string[] {
  return facts.versions.length > 0 ? facts.versions : [`${facts.folder ?? ''}/versions`.replace(/^\//, '')];
}

/** Alembic's revision graph: every parent exists, one root, one head ("Working with Branches", alembic.sqlalchemy.org). */
function alembicProblems(migrations: readonly PlacedMigration[]): FindingDraft[] {
  return chains(migrations.filter(({ facts }) => facts.tool === 'alembic')).flatMap(({ migrations: chain }) => {
    const byId = new Map<string, PlacedMigration>();
    const out: FindingDraft[] = [];
    for (const migration of chain) {
      const twin = byId.get(migration.facts.id);
      if (twin)
        out.push(
          problem(
            migration,
            'duplicate-revision',
            `Revision ${migration.facts.id} is defined twice, so the tool stops. Give one of them an id of its own.`,
            [twin],
          ),
        );
      else byId.set(migration.facts.id, migration);
    }
    for (const migration of chain) {
      for (const parent of migration.facts.parents) {
        // A partial id is looked up by its start.
        const known = byId.has(parent) || [...byId.keys()].some((id) => id.startsWith(parent));
        if (!known)
          out.push(
            problem(
              migration,
              'missing-parent',
              `This migration builds on revision "${parent}", which no file defines, so every upgrade stops here. Point it to the revision before it.`,
            ),
          );
      }
    }
    if (out.length > 0) return out;
    const parents = new Set(chain.flatMap(({ facts }) => facts.parents));
    const roots = chain.filter(({ facts }) => facts.parents.length === 0);
    const heads = chain.filter(({ facts }) => !parents.has(facts.id));
    if (roots.length > 1)
      out.push(
        ...extra(
          roots,
          'several-roots',
          'This migration has no parent, and neither has another one, so there are two histories. Point one of them to the end of the other.',
        ),
      );
    else if (heads.length > 1)
      out.push(
        ...extra(
          heads,
          'several-heads',
          'Nothing builds on this migration, and on another one neither, so `upgrade head` stops. Add a merge revision, or point one to the other.',
        ),
      );
    return out;
  });
}

function djangoProblems(migrations: readonly PlacedMigration[]): FindingDraft[] {
  const django = migrations.filter(({ facts }) => facts.tool === 'django');
  const known = new Set(django.map(({ path, facts }) => `${appOf(path)}.${facts.id}`));
  const apps = new Set(django.map(({ path }) => appOf(path)));
  return django.flatMap((migration) =>
    migration.facts.parents
      .filter(
        (parent) =>
          apps.has(parent.split('.')[0] ?? '') && !known.has(parent) && !/\.__(?:first|latest)__$/.test(parent),
      )
      .map((parent) =>
        problem(
          migration,
          'missing-parent',
          `This migration depends on "${parent}", which no file defines, so \`migrate\` stops. Point it to the migration before it.`,
        ),
      ),
  );
}

function appOf(path: string): string {
  return path.split('/').at(-3) ?? '';
}

function extra(migrations: readonly PlacedMigration[], rule: string, message: string): FindingDraft[] {
  const [first, ...rest] = migrations;
  return rest.map((migration) => problem(migration, rule, message, first ? [first] : []));
}

function problem(
  migration: PlacedMigration,
  rule: string,
  message: string,
  others: PlacedMigration[] = [],
): FindingDraft {
  const { path, facts } = migration;
  return findingAt(path, facts.parentsSpan ?? facts.span, message, `${rule} ${facts.id} ${facts.parents.join()}`, {
    rule,
    related: others.map((other) => relatedTo(other.path, other.facts.span, `revision ${other.facts.id}`)),
  });
}
