/** Signals of Python code about what can be seen of it while it runs: errors, logs, metrics, ids of requests. Each rule names the library that it stands for. */
import { argumentText } from '../mask';
import type { SignalRule } from './signals';

export const PYTHON_OBSERVABILITY: readonly SignalRule[] = [
  // docs.sentry.io/platforms/python, docs.rollbar.com, docs.bugsnag.com, docs.newrelic.com, elastic.co/guide (APM Python agent)
  {
    kind: 'error-tracking',
    needles: ['sentry_sdk', 'rollbar', 'bugsnag', 'honeybadger', 'newrelic', 'ElasticAPM'],
    pattern:
      /\b(sentry_sdk|rollbar|bugsnag|honeybadger)\.(?:init|configure)\s*\(|\b(newrelic)\.agent\.initialize\s*\(|\b(ElasticAPM)\s*\(/g,
    read: (match) => ({ detail: match[1] ?? match[2] ?? match[3] ?? '' }),
  },
  {
    kind: 'json-logs',
    needles: ['structlog'],
    pattern: /\bstructlog\.configure\s*\(/g,
    read: (_, masked) => ({
      detail: 'structlog',
      good: /JSONRenderer|LogfmtRenderer|ProcessorFormatter/.test(masked.code),
    }),
  },
  {
    kind: 'json-logs',
    needles: ['Formatter'],
    // A class of the same name is a formatter of one's own, which counts where it is put to use (`own-json-logs.ts`).
    pattern: /(?<!\bclass\s+)\b(JsonFormatter|StdlibFormatter|StackdriverFormatter|JSONFormatter)\s*\(/g,
    read: (match, masked) =>
      new RegExp(`\\bclass\\s+${match[1] ?? ''}\\b`).test(masked.code) ? null : { detail: match[1] ?? '' },
  },
  {
    kind: 'json-logs',
    needles: ['pythonjsonlogger', 'ecs_logging'],
    literal: true,
    pattern: /["'](pythonjsonlogger[\w.]*JsonFormatter|ecs_logging\.\w+)["']/g,
  },
  {
    kind: 'json-logs',
    needles: ['serialize'],
    pattern: /\blogger\.add\s*\(/g,
    read: (match, masked) => (/\bserialize\s*=\s*True/.test(argumentText(match, masked)) ? { detail: 'loguru' } : null),
  },
  { kind: 'text-logs', needles: ['basicConfig'], pattern: /\b(logging\.basicConfig)\s*\(/g },
  // github.com/mozilla-services/python-dockerflow, github.com/codingjoe/django-health-check, github.com/mwarkentin/django-watchman
  {
    kind: 'health-served',
    needles: ['DockerflowMiddleware', 'Dockerflow('],
    literal: true,
    pattern: /["']dockerflow\.django\.middleware\.DockerflowMiddleware["']|\bDockerflow\s*\(/g,
    read: () => ({ detail: '/__heartbeat__' }),
  },
  {
    kind: 'health-served',
    needles: ['health_check.urls', 'watchman.urls'],
    literal: true,
    pattern: /\b(?:re_)?path\s*\(\s*r?["']([^"']*)["']\s*,\s*include\s*\(\s*["'](?:health_check|watchman)\.urls["']/g,
    read: (match) => ({ detail: `/${(match[1] ?? '').replace(/[\^$]/g, '')}` }),
  },
  // prometheus_client, prometheus-fastapi-instrumentator, prometheus-flask-exporter, django-prometheus, OpenTelemetry metrics
  {
    kind: 'metrics-endpoint',
    needles: ['generate_latest', 'make_asgi_app', 'make_wsgi_app', 'start_http_server', 'start_wsgi_server'],
    pattern: /\b(generate_latest|make_asgi_app|make_wsgi_app|start_http_server|start_wsgi_server)\s*\(/g,
  },
  {
    kind: 'metrics-endpoint',
    needles: ['django_prometheus'],
    literal: true,
    pattern: /["'](django_prometheus\.urls)["']/g,
  },
  {
    kind: 'metrics-auto',
    needles: ['Instrumentator', 'Prometheus', 'MeterProvider', 'tatsd', 'tatsClient'],
    // statsd.readthedocs.io, docs.datadoghq.com "DogStatsD": what is counted is sent at once.
    pattern:
      /\b(Instrumentator|PrometheusMetrics|GunicornInternalPrometheusMetrics|MeterProvider|\w*Stats[dD]?Client|DogStatsd)\s*\((?<!\bclass\s+\w+\()|\badd_middleware\s*\(\s*(PrometheusMiddleware)\b/g,
    read: (match) => ({ detail: match[1] ?? match[2] ?? '' }),
  },
  {
    kind: 'metrics-auto',
    needles: ['django_prometheus'],
    literal: true,
    pattern: /["'](django_prometheus\.middleware)\.\w+["']/g,
  },
  {
    kind: 'metric-created',
    needles: ['prometheus'],
    pattern: /\b(Counter|Histogram|Gauge|Summary)\s*\(\s*["'](?<==\s*(?:\w+\.)?\w+\s*\(\s*["'])/g,
  },
  // Names under which rules and dashboards know them.
  {
    kind: 'metric-name',
    needles: ['prometheus'],
    pattern: /\b(?:Counter|Histogram|Gauge|Summary)\s*\(\s*(?:name\s*=\s*)?["']([a-zA-Z_:][\w:]*)["']/g,
  },
  { kind: 'metric-updated', needles: ['prometheus'], pattern: /\.(inc|observe)\s*\(/g },
  // A sample added with a literal number is no measurement (prometheus_client.core: MetricFamily.add_metric(labels, value)).
  {
    kind: 'metrics-by-hand',
    needles: ['add_metric'],
    pattern: /\.add_metric\s*\(/g,
    read: (match, masked) => ({
      detail: 'sample',
      good:
        !/(?:,|value\s*=)\s*-?\d+(?:\.\d+)?\s*,?\s*$/.test(argumentText(match, masked)) &&
        !/\("[^"]*",\s*\d+\)/.test(argumentText(match, masked)),
    }),
  },
  // The header goes back to the caller: set on a response, or by asgi-correlation-id, django-request-id, django-guid.
  {
    kind: 'request-id-returned',
    needles: ['equest-', 'EQUEST', 'orrelation-', 'ORRELATION', 'race-', 'TRACE', 'equest_', 'request-'],
    pattern:
      /\bheaders\s*(?:\[|\.setdefault\s*\(|\.update\s*\(\s*\{|\.append\s*\()\s*(?:["']x-(?:request|correlation|trace)-id["']|\w*(?:REQUEST|CORRELATION|TRACE)_?ID\w*)\s*(?:\]\s*=(?!=)|,|:)/gi,
    read: (match) => ({ detail: /trace/i.test(match[0]) ? 'trace id' : 'request id' }),
  },
  {
    kind: 'request-id-returned',
    needles: ['RequestI', 'CorrelationI'],
    pattern:
      /\badd_middleware\s*\(\s*(CorrelationIdMiddleware|RequestIdMiddleware|RequestIDMiddleware|CorrelationIDMiddleware)\b/g,
  },
  {
    kind: 'request-id-returned',
    needles: ['django_guid', 'request_id'],
    literal: true,
    pattern: /["'](?:django_guid\.middleware|request_id\.middleware|log_request_id\.middleware)\.(\w+)["']/g,
  },
  {
    kind: 'request-id',
    needles: ['request_id'],
    pattern: /^[ \t]*(?:\w+\.)*request_id\s*(?::[^=\n]+)?=\s*(?:str\s*\(\s*)?(uuid|secrets|id\s*\(|ulid|generate)/gm,
    read: (match) => ({
      detail: match[1]?.startsWith('id') ? 'memory address' : 'generated',
      good: !match[1]?.startsWith('id'),
    }),
  },
];
