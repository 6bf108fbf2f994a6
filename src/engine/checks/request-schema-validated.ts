/** Routes that take a body take it through a schema. */
import { defineCheck, type Conclusion } from '../check';
import type { FindingDraft } from '../finding';
import { count, fail, notApplicable, pass } from '../readiness/answers';
import { servedRoutes, shown } from '../routes/findings';
import type { JudgedRoute } from '../routes/verdict';

export default defineCheck({
  id: 'request-schema-validated',
  title: 'Request bodies are validated',
  question: 'Does every route that takes a request body check it against a schema?',
  category: 'http',
  severity: 'high',
  effort: 'medium',
  since: '0.1.0',
  everyPlace: true,
  asks: ['001', '003', '004'],
  reads: 'routes',
  conclude(workspace): Conclusion {
    const routes = servedRoutes(workspace);
    // A handler of several methods reads the body of those that have one.
    const taking = routes.filter(
      ({ route }) => route.input.state !== 'none' && !/^(?:GET|HEAD|OPTIONS)$/.test(route.method),
    );
    if (taking.length === 0) return notApplicable('No route that takes a request body was found.');
    const loose = taking.filter(({ route }) => route.input.state === 'loose');
    if (loose.length > 0) {
      const summary = `${count(loose.length, 'route')} of ${taking.length} ${loose.length === 1 ? 'takes' : 'take'} a body without a schema.`;
      return fail('E2', summary, distinct(loose).map(findingOf));
    }
    const undecided = taking.filter(({ route }) => route.input.state === 'unknown');
    if (undecided.length > 0) {
      const first = undecided.find(({ url }) => url !== null);
      return {
        verdict: 'unknown',
        summary: `What ${count(undecided.length, 'route')} of ${taking.length} ${undecided.length === 1 ? 'takes' : 'take'} from the body could not be read${first ? `, ${shown(first)} among them` : ''}.`,
      };
    }
    return pass(
      'E4',
      `${count(taking.length, 'route')} ${taking.length === 1 ? 'takes its body' : 'take their bodies'} through a schema.`,
    );
  },
});

/** One finding per handler and method, however often it is mounted. */
function distinct(routes: readonly JudgedRoute[]): JudgedRoute[] {
  const seen = new Map<string, JudgedRoute>();
  for (const judged of routes) {
    const { route } = judged;
    const key = `${route.path}:${route.fact.line}:${route.method}`;
    if (!seen.has(key)) seen.set(key, judged);
  }
  return [...seen.values()];
}

function findingOf(judged: JudgedRoute): FindingDraft {
  const { route, url } = judged;
  const { at, what } = route.input;
  const how = what === null ? 'its body as it comes' : `${what} as it comes`;
  return {
    place: at ? { path: route.input.path, span: at } : { path: route.path, span: route.fact.at },
    message: `${shown(judged)} takes ${how}, so anything a caller sends reaches the code behind it. Describe the body with a schema and let the framework check it.`,
    identity: `${route.method} ${url}`,
    data: { method: route.method, url },
  };
}
