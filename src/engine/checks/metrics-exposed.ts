/** The application measures itself. */
import { defineCheck } from '../check';
import { declarationsOf } from '../manifests';
import { evidence, fail, findingAt, notApplicable, pass } from '../readiness/answers';
import { isReached, signalsOf, type PlacedSignal } from '../readiness/served';
import { apps } from '../readiness/setup-check';
import type { SignalKind } from '../collect/signals/signals';

export default defineCheck({
  id: 'metrics-exposed',
  title: 'Real metrics are exported',
  question: 'Does the served application export metrics that it measures itself?',
  category: 'observability',
  severity: 'high',
  effort: 'medium',
  since: '0.1.0',
  asks: ['000', '001', '002'],
  platform: 'counts its calls, errors and times; whether somebody looks at them no file tells',
  reads: 'setup',
  rules: {
    constant: 'Samples are literal numbers.',
    idle: 'Metrics are exported, and none is ever updated.',
    missing: 'Nothing is exported.',
  },
  conclude(workspace) {
    const app = apps(workspace)[0];
    if (!app) return notApplicable('Nothing here serves requests.');
    const reached = (kind: SignalKind): PlacedSignal[] =>
      signalsOf(workspace, kind).filter((placed) => isReached(workspace, placed));
    const constant = reached('metrics-by-hand').filter(({ signal }) => !signal.good);
    if (constant.length > 0) {
      return fail(
        'E3',
        'Metrics are exported, and their values are made up.',
        constant.map(({ path, signal }) =>
          findingAt(
            path,
            signal.span,
            'This sample is a literal number, so the metric shows the same whatever happens. Measure it: update a counter or histogram where requests are served.',
            `${signal.within ?? ''} constant`,
            { rule: 'constant' },
          ),
        ),
      );
    }
    const endpoint = reached('metrics-endpoint');
    const automatic = reached('metrics-auto');
    const updated = reached('metric-updated');
    const created = reached('metric-created');
    if (
      automatic.length > 0 &&
      (endpoint.length > 0 || automatic.some(({ signal }) => signal.detail !== 'collectDefaultMetrics'))
    )
      return pass('E4', 'Requests are measured and exported.', [...automatic, ...endpoint].slice(0, 4).map(proof));
    if (endpoint.length > 0 && created.length > 0 && updated.length > 0)
      return pass(
        'E4',
        'Metrics of its own are measured and exported.',
        [...endpoint, ...created, ...updated].slice(0, 5).map(proof),
      );
    const idle =
      endpoint[0] ?? created[0] ?? signalsOf(workspace, 'metrics-endpoint', 'metrics-auto', 'metric-created')[0];
    if (idle) {
      const message =
        endpoint.length > 0
          ? 'Metrics are exported here, and nothing measures requests: only numbers of the process itself come out. Instrument the application, or count and time requests in a middleware.'
          : 'Metrics are made here, and nothing that is served exports them. Add an endpoint, and update them where requests are served.';
      return fail(
        'E2',
        endpoint.length > 0
          ? 'Metrics are exported, and nothing measures requests.'
          : 'Metrics are written, and nothing exports them.',
        [findingAt(idle.path, idle.signal.span, message, 'idle', { rule: 'idle' })],
      );
    }
    const declared = [
      ...declarationsOf(workspace, 'python', /^prometheus/),
      ...declarationsOf(workspace, 'npm', /^(?:prom-client|express-prom-bundle)$/),
    ].map(({ path, dependency }) => evidence(path, dependency.span, `declares ${dependency.name}`));
    return fail(
      declared.length > 0 ? 'E1' : 'E0',
      'No metrics are exported.',
      [
        findingAt(
          app.path,
          app.signal.span,
          'Nothing measures this application, so load, latency and errors show only when users complain. Export metrics (prometheus-fastapi-instrumentator, prom-client, OpenTelemetry).',
          'missing',
          { rule: 'missing' },
        ),
      ],
      declared,
    );
  },
});

function proof({ path, signal }: PlacedSignal) {
  return evidence(path, signal.span, signal.detail);
}
