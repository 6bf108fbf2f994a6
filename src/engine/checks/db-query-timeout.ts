/** One bad query cannot hold a connection for ever. */
import { defineCheck } from '../check';
import { evidence, fail, findingAt, pass, unknown } from '../readiness/answers';
import { withoutEngine } from '../readiness/databases';
import { isScript } from '../readiness/scope';
import { served, signalsOf } from '../readiness/served';
import { shippedServices } from '../readiness/services';

export default defineCheck({
  id: 'db-query-timeout',
  title: 'Queries have a time limit',
  question: 'Does the database give up on queries that take too long?',
  category: 'database',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['002'],
  reads: 'code',
  conclude(workspace) {
    const reach = workspace.derive(served);
    const isServed = (path: string): boolean =>
      !isScript(path) && (reach.entries.length === 0 || reach.files.has(path));
    const engines = signalsOf(workspace, 'engine').filter(
      ({ path, signal }) => isServed(path) && !signal.detail.includes('SQLite'),
    );
    if (engines.length === 0) return withoutEngine(workspace);
    const proof = [
      ...signalsOf(workspace, 'query-timeout')
        .filter(({ path }) => isServed(path))
        .map(({ path, signal }) => evidence(path, signal.span, `${signal.detail} is set`)),
      ...shippedServices(workspace).flatMap(({ path, service }) =>
        service.command && /statement_timeout|max_execution_time/.test(service.command.text)
          ? [evidence(path, service.command.span, `${service.name} limits its queries`)]
          : [],
      ),
    ];
    if (proof.length > 0) return pass('E3', 'Queries that take too long are cancelled.', proof);
    const own = engines.filter(({ signal }) => signal.detail !== 'PrismaClient');
    if (own.length === 0)
      return unknown('Prisma leaves the limit to the database and its address, which are not in these files.');
    return fail(
      'E0',
      'No query has a time limit.',
      own.map(({ path, signal }) =>
        findingAt(
          path,
          signal.span,
          `Queries through ${signal.detail.split(' ')[0] ?? 'this engine'} may run for ever, and each holds a connection that others wait for. Set \`statement_timeout\` (asyncpg: \`command_timeout\`) where the engine is made, or for the database's role.`,
          `${signal.within ?? ''} ${signal.detail}`,
        ),
      ),
    );
  },
});
