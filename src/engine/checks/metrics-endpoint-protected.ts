/** Metrics tell how a service is built and how it is doing: not for everybody. */
import { defineCheck, type Conclusion } from '../check';
import type { FindingDraft } from '../finding';
import { count, evidence, fail, notApplicable, pass } from '../readiness/answers';
import { relatedChain, servedRoutes, shown } from '../routes/findings';
import type { JudgedRoute } from '../routes/verdict';

/** Paths under which metrics are served by custom: prometheus.io "Exposition formats", Spring Boot's actuator. */
const METRICS = /(^|\/)(metrics|prometheus)(\/(prometheus|text|json))?\/?$/i;

export default defineCheck({
  id: 'metrics-endpoint-protected',
  title: 'Metrics are not public',
  question: 'Is the metrics endpoint closed to the public?',
  category: 'access',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['002'],
  reads: 'routes',
  conclude(workspace): Conclusion {
    const routes = servedRoutes(workspace).filter(isMetrics);
    if (routes.length === 0) return notApplicable('No endpoint for metrics was found.');
    const open = routes.filter(({ verdict }) => ['unprotected', 'weak', 'hollow'].includes(verdict));
    if (open.length > 0)
      return fail(
        routes.length > open.length ? 'E3' : 'E0',
        `${count(open.length, 'endpoint')} for metrics ${open.length === 1 ? 'is' : 'are'} open to anyone.`,
        open.map(findingOf),
      );
    const undecided = routes.find(({ verdict }) => verdict === 'unknown');
    if (undecided) return { verdict: 'unknown', summary: `${shown(undecided)} could not be followed to a guard.` };
    const proof = routes.map(({ route, verdict }) =>
      evidence(route.path, route.fact.at, verdict === 'public-by-design' ? 'open on purpose, as stated' : verdict),
    );
    return pass(
      'E4',
      `${count(routes.length, 'endpoint')} for metrics ${routes.length === 1 ? 'is' : 'are'} not open to anyone.`,
      proof,
    );
  },
});

/** What scrapers read; a report on figures of the business (`POST /metrics`, `/orders/metrics`) is another matter. */
function isMetrics({ url, route }: JudgedRoute): boolean {
  const segments = url.split('/').filter(Boolean);
  const isRoot = segments.length <= 1 || segments.slice(0, -1).every((segment) => LEADING.test(segment));
  return METRICS.test(url) && isRoot && (route.method === 'GET' || route.method === 'ALL');
}

/** Segments that say nothing of what is measured. */
const LEADING =
  /^(api|v\d+|internal|actuator|management|monitoring|observability|prometheus|metrics|-|health|system|ops|admin)$/i;

function findingOf(judged: JudgedRoute): FindingDraft {
  const { route, url } = judged;
  return {
    place: { path: route.path, span: route.fact.at },
    message: `${shown(judged)} is open to anyone. Metrics tell outsiders which paths are used, what fails and when. Ask for a credential, or serve them on a port that only the scraper reaches.`,
    identity: `${route.method} ${url}`,
    related: relatedChain(judged.chain),
    data: { method: route.method, url },
  };
}
