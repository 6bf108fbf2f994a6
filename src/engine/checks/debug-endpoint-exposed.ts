/** Routes that exist for testing and debugging do not answer in production. */
import { defineCheck, type Conclusion } from '../check';
import type { FindingDraft } from '../finding';
import { count, fail, notApplicable, pass, unknown } from '../readiness/answers';
import { relatedChain, servedRoutes, shown } from '../routes/findings';
import type { JudgedRoute } from '../routes/verdict';
import { isSwitchedBySetting } from '../routes/link/switched';

/** Path segments that name a development aid. */
const DEBUG =
  /^(_{0,2}(test|tests|testing|debug|dbg|beta|sandbox|playground|dev|mock)(_{2})?|(test|debug|dev)[-_].+|.+[-_](test|debug)|graphiql|graphql-playground|dry[-_]run|seed([-_].+)?|(clear|reset|wipe|drop|flush)[-_]?(db|database|data|cache)|phpinfo|pprof|profiler|(heap|thread)?dump|loggers|console)$/i;
/** A condition on the environment under which a route exists. */
const ENVIRONMENT = /debug|dev|env|test|staging|local|settings|config|enable/i;

export default defineCheck({
  id: 'debug-endpoint-exposed',
  title: 'No debug endpoint is exposed',
  question: 'Is the served application free of test, debug and beta endpoints that anyone can call?',
  category: 'access',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  asks: ['001'],
  reads: 'routes',
  conclude(workspace): Conclusion {
    const routes = servedRoutes(workspace);
    if (routes.length === 0) return notApplicable('No routes that are served to others were found.');
    const debug = routes.filter(({ url }) => isDebug(url));
    const open = debug.filter((judged) => judged.verdict !== 'protected' && !isSwitched(judged, workspace));
    // A guard that stands under a condition stands in production more often than not.
    const exposed = open.filter(({ verdict }) => verdict !== 'unknown' && verdict !== 'conditional');
    if (exposed.length > 0)
      return fail(
        'E0',
        `${count(exposed.length, 'endpoint')} for testing or debugging can be called by anyone.`,
        exposed.map(findingOf),
      );
    const [undecided] = open;
    if (undecided) return unknown(`Whether anyone can call ${shown(undecided)} could not be followed.`);
    const rest =
      debug.length > 0
        ? ` ${count(debug.length, 'one')} exists behind a guard or a setting.`
            .replace('1 one exists', 'One exists')
            .replace('ones exists', 'exist')
        : '';
    return pass('E4', `No test, debug or beta endpoint is open among ${count(routes.length, 'route')}.${rest}`);
  },
});

function isDebug(url: string): boolean {
  return url.split('/').some((segment) => DEBUG.test(segment));
}

function isSwitched(judged: JudgedRoute, workspace: Parameters<typeof isSwitchedBySetting>[1]): boolean {
  const { condition } = judged.route;
  return (condition !== null && ENVIRONMENT.test(condition)) || isSwitchedBySetting(judged, workspace);
}

function findingOf(judged: JudgedRoute): FindingDraft {
  const { route, url } = judged;
  return {
    place: { path: route.path, span: route.fact.at },
    message: `${shown(judged)} looks like a development aid, and anyone can call it in production. Remove it, or register it only when a setting for development is on.`,
    identity: `${route.method} ${url}`,
    related: relatedChain(judged.chain),
    data: { method: route.method, url },
  };
}
