/** Connections to the database are pooled and the pool is sized. */
import { defineCheck } from '../check';
import { count, evidence, fail, findingAt, pass } from '../readiness/answers';
import { withoutEngine } from '../readiness/databases';
import { isScript } from '../readiness/scope';
import { served, signalsOf } from '../readiness/served';

export default defineCheck({
  id: 'db-pool-configured',
  title: 'The connection pool is sized',
  question: 'Is the connection pool of every database engine sized?',
  category: 'database',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  everyPlace: true,
  asks: ['002', '004'],
  reads: 'code',
  conclude(workspace) {
    const reach = workspace.derive(served);
    const all = signalsOf(workspace, 'engine').filter(
      ({ path }) => !isScript(path) && (reach.entries.length === 0 || reach.files.has(path)),
    );
    if (all.length === 0) return withoutEngine(workspace);
    const open = all.filter(({ signal }) => !signal.good);
    if (open.length > 0) {
      const unpooled = open.some(({ signal }) => isUnpooled(signal.detail));
      return fail(
        unpooled ? 'E1' : 'E0',
        unpooled
          ? 'A new connection is opened for every use.'
          : `${count(open.length, 'engine')} of ${all.length} ${open.length === 1 ? 'takes' : 'take'} the pool as it comes.`,
        open.map(({ path, signal }) =>
          findingAt(
            path,
            signal.span,
            isUnpooled(signal.detail)
              ? `\`${signal.detail.includes('NullPool') ? 'NullPool' : signal.detail}\` opens a new connection for every use, which is slow and runs into the limit of the database under load. Use a pool with a size.`
              : `${signal.detail} takes the pool as it comes, whatever the number of workers and the limit of the database. Set its size, its overflow and a check before use.`,
            `${signal.within ?? ''} ${signal.detail}`,
          ),
        ),
        all
          .filter(({ signal }) => signal.good)
          .map(({ path, signal }) => evidence(path, signal.span, `${signal.detail} is sized`)),
      );
    }
    return pass(
      'E3',
      'Every engine has a sized pool.',
      all.slice(0, 5).map(({ path, signal }) => evidence(path, signal.span, signal.detail)),
    );
  },
});

/** True for what opens a connection each time. */
function isUnpooled(detail: string): boolean {
  return detail.includes('NullPool') || detail.endsWith('.connect');
}
