/** The database's schema has a history of versions. */
import { defineCheck } from '../check';
import { count, evidence, fail, findingAt, lineSpan, notApplicable, pass } from '../readiness/answers';
import { database } from '../readiness/databases';
import { migrationsOf } from '../readiness/migrations';

export default defineCheck({
  id: 'migrations-present',
  title: 'The schema is migrated by versions',
  question: 'Is the database schema changed by versioned migrations?',
  category: 'database',
  severity: 'blocker',
  effort: 'medium',
  since: '0.1.0',
  asks: ['001', '004'],
  reads: 'code',
  conclude(workspace) {
    const found = workspace.derive(migrationsOf);
    const first = found[0];
    if (first) {
      const tools = [...new Set(found.map(({ facts }) => TOOLS[facts.tool]))];
      return pass(
        found.every(({ facts }) => facts.tool === 'own') ? 'E3' : 'E4',
        `${count(found.length, 'migration')} of ${tools.join(', ')}.`,
        found.slice(0, 3).map(({ path, facts }) => evidence(path, facts.span, `revision ${facts.id}`)),
      );
    }
    const data = workspace.derive(database);
    if (!data) return notApplicable('There is no database of its own.');
    return fail('E0', 'There is a database, and no migration changes its schema.', [
      findingAt(
        data.path,
        lineSpan(data.line),
        'A database is used and no migration was found, so a changed table reaches production by hand. Set up a migration tool and commit its first revision.',
        'no-migrations',
      ),
    ]);
  },
});

const TOOLS = {
  alembic: 'Alembic',
  django: 'Django',
  prisma: 'Prisma',
  drizzle: 'Drizzle',
  supabase: 'Supabase',
  flyway: 'Flyway',
  knex: 'a query builder',
  typeorm: 'TypeORM',
  rails: 'Rails',
  laravel: 'Laravel',
  doctrine: 'Doctrine',
  ef: 'Entity Framework',
  ecto: 'Ecto',
  liquibase: 'Liquibase',
  goose: 'goose',
  sql: 'plain SQL',
  own: 'a runner of its own',
} as const;
