/** A slow request can be followed through every service. */
import { defineCheck } from '../check';
import { evidence, fail, findingAt, pass, unknown } from '../readiness/answers';
import { dockerfiles, startOf } from '../readiness/containers';
import { shippedServices } from '../readiness/services';
import { apps, concludeSetUp } from '../readiness/setup-check';
import { isReached, signalsOf } from '../readiness/served';
import type { Conclusion, Evidence } from '../check';
import type { Workspace } from '../workspace';

/** Programs that instrument what they start. */
const AGENT =
  /\b(?:opentelemetry-instrument|ddtrace-run|newrelic-admin run-program|auto-instrumentations-node\/register|dd-trace\/init|elastic-apm-node\/start)\b/;

export default defineCheck({
  id: 'tracing',
  title: 'Requests are traced',
  question: 'Does the served application send traces of its requests?',
  category: 'observability',
  severity: 'low',
  effort: 'medium',
  since: '0.1.0',
  asks: ['003'],
  reads: 'setup',
  conclude(workspace) {
    const agents = agentsOf(workspace);
    if (agents.length > 0 && apps(workspace).length > 0)
      return pass('E4', 'The application is started under a tracing agent.', agents);
    const conclusion = concludeSetUp(workspace, {
      kind: 'tracing',
      holds: 'Requests are traced with $.',
      thing: 'tracing',
      missing:
        'Nothing traces requests, so where a slow one spends its time has to be guessed. Set up OpenTelemetry with an exporter where the application starts.',
      unreached: 'Call the set-up where the application starts, with an exporter.',
      packages: /^(?:opentelemetry-|@opentelemetry\/|@vercel\/otel$|dd-?trace$|logfire$|elastic-apm|aws-xray-sdk)/,
    });
    if (conclusion.verdict === 'pass') return withSpans(workspace, conclusion);
    const isDjango = apps(workspace).some(({ signal }) => signal.detail.startsWith('get_'));
    return isDjango && conclusion.verdict === 'fail' && conclusion.level === 'E2'
      ? unknown(
          'Tracing is written; whether Django loads it cannot be told, because it loads applications by name.',
          conclusion.evidence,
        )
      : conclusion;
  },
});

/** A provider of OpenTelemetry's Python SDK traces nothing until a framework is instrumented (opentelemetry.io, "Instrumentation"). */
function withSpans(workspace: Workspace, holds: Conclusion): Conclusion {
  const found = signalsOf(workspace, 'tracing').filter((placed) => placed.signal.good && isReached(workspace, placed));
  const first = found[0];
  const isBare = found.every(({ path, signal }) => path.endsWith('.py') && signal.detail === 'OpenTelemetry');
  if (!first || !isBare || signalsOf(workspace, 'instrumented').some((placed) => isReached(workspace, placed)))
    return holds;
  return fail('E2', 'A tracer is set up, and nothing traces requests.', [
    findingAt(
      first.path,
      first.signal.span,
      'A tracer is set up here, and no framework is told to use it, so requests leave no trace. Instrument the application (`FastAPIInstrumentor.instrument_app(app)`).',
      'bare',
    ),
  ]);
}

function agentsOf(workspace: Workspace): Evidence[] {
  return [
    ...dockerfiles(workspace).flatMap(({ path, last }) => {
      const start = startOf(last);
      return start && AGENT.test(start.words.join(' '))
        ? [evidence(path, start.instruction.span, 'starts under an agent')]
        : [];
    }),
    ...shippedServices(workspace).flatMap(({ path, service }) =>
      service.command && AGENT.test(service.command.text)
        ? [evidence(path, service.command.span, 'starts under an agent')]
        : [],
    ),
  ];
}
