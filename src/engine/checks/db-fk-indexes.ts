/** Rows that refer to others are found by an index. */
import { defineCheck, type Conclusion } from '../check';
import { foreignKeysOf, type PlacedModel } from '../database/unindexed';
import type { FindingDraft } from '../finding';
import { count, evidence, fail, findingAt, lineSpan, listed, notApplicable, pass, unknown } from '../readiness/answers';

export default defineCheck({
  id: 'db-fk-indexes',
  title: 'Foreign keys are indexed',
  question: 'Does every foreign key have an index?',
  category: 'database',
  severity: 'low',
  effort: 'low',
  since: '0.1.0',
  everyPlace: true,
  asks: ['001', '004'],
  conclude(workspace): Conclusion {
    const found = workspace.derive(foreignKeysOf);
    const open = found.models.filter((placed) => placed.open.length > 0);
    const places = found.models.filter((placed) => placed.open.length === 0).map(proof);
    if (open.length > 0) {
      const keys = open.reduce((sum, placed) => sum + placed.open.length, 0);
      return fail(
        'E1',
        `${keys} of ${count(found.count, 'foreign key')} ${keys === 1 ? 'has' : 'have'} no index.`,
        findingsOf(open),
        places,
      );
    }
    if (found.governed > 0 || (found.count + found.byItself === 0 && found.references > 0))
      return unknown(
        `SQL migrations make ${count(found.references, 'foreign key')}; which of them have an index once all have run, only the database tells.`,
        found.script === null ? [] : [evidence(found.script, 1, 'makes foreign keys')],
      );
    if (found.count + found.byItself === 0)
      return notApplicable(
        'No foreign key is declared in SQLAlchemy, SQLModel, Django, Prisma, Drizzle, TypeORM or Rails.',
      );
    return pass(
      'E4',
      found.byItself > 0 && found.models.length === 0
        ? `${listed(found.by)} ${found.by.length === 1 ? 'indexes' : 'index'} foreign keys without being asked.`
        : `${found.count + found.byItself === 1 ? 'The foreign key has' : `All ${found.count + found.byItself} foreign keys have`} an index.`,
      places,
    );
  },
});

function proof({ path, model }: PlacedModel): ReturnType<typeof evidence> {
  return evidence(
    path,
    model.keys[0]?.span ?? null,
    `${model.name}: ${listed(model.keys.map(({ name }) => name))} indexed`,
  );
}

/** One finding per file: a schema of hundreds of tables is one piece of work. */
function findingsOf(open: readonly PlacedModel[]): FindingDraft[] {
  const byFile = new Map<string, PlacedModel[]>();
  for (const placed of open) byFile.set(placed.path, [...(byFile.get(placed.path) ?? []), placed]);
  return [...byFile].map(([path, models]) => {
    const keys = models.flatMap(({ model, open: own }) =>
      own.map((key) => ({ key, name: `${model.name}.${key.name}` })),
    );
    const names = keys.map(({ name }) => name);
    const [first, ...others] = keys;
    return findingAt(
      path,
      first?.key.span ?? lineSpan(1),
      `${listed(names, 6)} ${names.length === 1 ? 'has' : 'have'} no index, so every join and every delete of what ${names.length === 1 ? 'it refers' : 'they refer'} to reads the whole table. ${advice(models)}`,
      names.join(' '),
      {
        related: others.map(({ key, name }) => ({
          path,
          span: key.span,
          kind: 'evidence',
          note: `${name} has no index`,
        })),
      },
    );
  });
}

function advice([first]: readonly PlacedModel[]): string {
  switch (first?.model.by) {
    case 'Prisma':
      return `Add \`@@index([${first.open[0]?.name ?? ''}])\` to the model, and a migration.`;
    case 'Drizzle':
      return 'Add `index().on(…)` to the table, and a migration.';
    case 'TypeORM':
      return 'Add `@Index()`, and a migration.';
    case 'Rails':
      return 'Add a migration with `add_index`.';
    case 'Django':
      return 'Leave `db_index=False` out, or let an index of the model begin with it.';
    default:
      return 'Add `index=True`, and a migration.';
  }
}
