/** Signals of how an application is run: encrypted transport, content policy, limits of time, tracing, log files. On masked text. */
import { argumentsOf, closingOf, type MaskedText } from '../mask';
import { javascriptSurroundings } from '../scope';
import type { RuleAnswer, SignalRule } from './signals';

function argumentText(match: RegExpExecArray, masked: MaskedText): string {
  const open = match.index + match[0].length - 1;
  return masked.text.slice(open + 1, closingOf(masked.code, open));
}

/** `if dev: …`, `isDev ? … : …`: what only developers meet. */
const FOR_DEVELOPERS = /\b\w*dev\w*\b[^;\n]{0,80}\?[\s"'`(]*$/i;
/** Quoted sources; `+` and line breaks between two literals stay in one directive. */
const POLICY =
  /\b(script[-_]src|default[-_]src|scriptSrc|defaultSrc)\b(?:["'`]?\s*[:=]\s*[[({]([^\])}]{0,600})|((?:\$?\{[^{}\n]*\}|[^;"`\n]|["`]\s*\+?\s*\n\s*f?["`]){0,600}))/gi;

/** One directive of a content policy; one that allows nothing by default is for files and data, not for pages. `good`: browsers run no inline or evaluated script under it (www.w3.org/TR/CSP3, "script-src"). */
function policyAnswer(match: RegExpExecArray, masked: MaskedText): RuleAnswer | null {
  if (FOR_DEVELOPERS.test(masked.text.slice(Math.max(0, match.index - 120), match.index))) return null;
  const sources = (match[2] ?? match[3] ?? '').replace(/\\(?=['"])|\$?\{[^{}]*(?:\?| if )[^{}]*\}/g, '');
  const computed = /\{|\bjoin\b|\.\.\./.test(sources) && !/nonce-/.test(sources);
  if (!computed && !/'(?:self|none|nonce-|unsafe-|sha\d|strict-dynamic)|https:|\*/.test(sources)) return null;
  if (/^default/i.test(match[1] ?? '') && /'none'/.test(sources)) return null;
  const fresh = /'nonce-|'sha(?:256|384|512)-|'strict-dynamic'/.test(sources);
  const weak = [...sources.matchAll(/'(unsafe-(?:inline|eval))'/g)].filter(
    (one) => one[1] !== 'unsafe-inline' || !fresh,
  );
  const name = /^script/i.test(match[1] ?? '') ? 'script-src' : 'default-src';
  const words = [name, ...new Set(weak.map((one) => one[1] ?? ''))];
  return { detail: computed && weak.length === 0 ? `${name} computed` : words.join(' '), good: weak.length === 0 };
}

const CSP_RULE: SignalRule = {
  kind: 'csp',
  needles: [
    'script-src',
    'script_src',
    'scriptSrc',
    'SCRIPT_SRC',
    'default-src',
    'defaultSrc',
    'default_src',
    'DEFAULT_SRC',
  ],
  literal: true,
  pattern: POLICY,
  read: policyAnswer,
};

/** A nonce holds only if every answer has its own (www.w3.org/TR/CSP3, "nonces"). Whether it is made once is told by where it stands. */
const NONCE_RULE: SignalRule = {
  kind: 'csp',
  needles: ['nonce'],
  also: ['script-src', 'scriptSrc', 'Content-Security', 'contentSecurity'],
  pattern: /\b((?:self\.|this\.)?\w*nonce\w*)\s*=(?!=)\s*[^=\n]*\b(?:token_|uuid|urandom|random)/gi,
  read: () => ({ detail: 'nonce' }),
};

const HSTS_RULE: SignalRule = {
  kind: 'https',
  needles: ['trict-Transport-Security', 'trict-transport-security', 'STRICT-TRANSPORT'],
  literal: true,
  // With a value: names alone stand in lists of headers.
  pattern: /["'`](strict-transport-security)["'`](?=[^;]{0,120}?(?:max-?age|\bHSTS|maxAge))/gi,
  read: (match, masked) => {
    const setting = switchAround(match.index, masked);
    return setting === null
      ? { detail: 'Strict-Transport-Security' }
      : { detail: `Strict-Transport-Security where ${setting} is set`, good: false };
  },
};

/** The variable without which a stretch is left out: `if (forceSsl)` of `const forceSsl = process.env.FORCE_SSL`, which has no other value. */
function switchAround(at: number, { code, text }: MaskedText): string | null {
  if (!text.includes('process.env')) return null;
  const guard = /^(?:process\.env\.)?\w+$/.exec(javascriptSurroundings(code, at).guard ?? '')?.[0];
  if (guard === undefined) return null;
  const read = guard.includes('.')
    ? guard
    : new RegExp(
        `\\b${guard}\\s*(?::\\s*\\w+\\s*)?=\\s*(process\\.env\\.\\w+)\\s*(?:(?:\\|\\||\\?\\?)\\s*(?:''|""|false)\\s*)?(?:;|\\n)`,
      ).exec(text)?.[1];
  const name = read?.split('.').at(-1);
  return name === undefined || name === 'NODE_ENV' ? null : name;
}

/** A limit on how long the database works on one query: PostgreSQL, asyncpg, node-postgres, MySQL, MongoDB. */
const QUERY_TIMEOUT_RULE: SignalRule = {
  kind: 'query-timeout',
  needles: [
    'statement_timeout',
    'command_timeout',
    'query_timeout',
    'statementTimeout',
    'max_execution_time',
    'maxTimeMS',
  ],
  literal: true,
  pattern: /\b(statement_timeout|command_timeout|query_timeout|statementTimeout|max_execution_time|maxTimeMS)\b/g,
};

export const PYTHON_OPERATIONS: readonly SignalRule[] = [
  CSP_RULE,
  NONCE_RULE,
  HSTS_RULE,
  QUERY_TIMEOUT_RULE,
  // docs.python.org "logging.handlers": a rotating handler never rolls over without `maxBytes`.
  {
    kind: 'log-file',
    needles: ['FileHandler'],
    literal: true,
    pattern:
      /(?<!class\s{1,4})(?:\blogging\.)?(?:\bhandlers\.)?\b((?:Rotating|TimedRotating|ConcurrentRotating|Watched)?FileHandler)(?:\s*\(|["'])/g,
    read: (match, masked) => {
      const name = match[1] ?? '';
      const around = match[0].endsWith('(')
        ? argumentText(match, masked)
        : masked.text.slice(match.index, match.index + 400);
      const sized = /maxBytes|,\s*["']?\w["']?\s*,/.test(around);
      return { detail: name, good: /^(?:TimedRotating|Watched)/.test(name) || (name.includes('Rotating') && sized) };
    },
  },
  {
    kind: 'log-file',
    needles: ['basicConfig'],
    pattern: /\blogging\.basicConfig\s*\(/g,
    read: (match, masked) =>
      /\bfilename\s*=/.test(argumentText(match, masked)) ? { detail: 'basicConfig(filename=…)', good: false } : null,
  },
  // loguru.readthedocs.io "Logger.add": a file grows for ever without `rotation`.
  {
    kind: 'log-file',
    needles: ['loguru'],
    pattern: /\blogger\.add\s*\(/g,
    read: (match, masked) => {
      const text = argumentText(match, masked);
      if (!/^\s*f?["']|\.log["']/.test(text)) return null;
      return { detail: 'logger.add', good: /\brotation\s*=/.test(text) };
    },
  },
  // opentelemetry.io "Python"; a provider without an exporter sends nothing.
  {
    kind: 'tracing',
    needles: ['TracerProvider'],
    pattern: /\b(TracerProvider)\s*\(/g,
    read: (_, masked) => ({ detail: 'OpenTelemetry', good: /Exporter\b/.test(masked.code) }),
  },
  {
    kind: 'instrumented',
    needles: ['Instrumentor', 'OpenTelemetryMiddleware'],
    pattern: /\b(\w+Instrumentor)\b(?:\s*\(\s*\))?\s*\.\s*instrument|\b(OpenTelemetryMiddleware)\s*[(,]/g,
    read: (match) => ({ detail: match[1] ?? match[2] ?? '' }),
  },
  {
    kind: 'tracing',
    needles: ['configure_azure_monitor', 'logfire', 'ddtrace', 'XRayMiddleware'],
    pattern: /\b(configure_azure_monitor|logfire\.configure|ddtrace\.(?:patch_all|auto)|XRayMiddleware(?=\s*\())\b/g,
  },
  {
    kind: 'tracing',
    needles: ['traces_sample'],
    pattern: /\bsentry_sdk\.init\s*\(/g,
    read: (match, masked) =>
      /\btraces_sample(?:_rate\s*=\s*(?!0(?:\.0)?\s*(?:,|$)|None)|r\s*=)/.test(argumentText(match, masked))
        ? { detail: 'Sentry' }
        : null,
  },
  {
    kind: 'https',
    needles: ['HTTPSRedirectMiddleware', 'Talisman', 'SSLify'],
    pattern: /\badd_middleware\s*\(\s*(HTTPSRedirectMiddleware)\b|\b(Talisman|SSLify)\s*\(/g,
    read: (match) => ({ detail: match[1] ?? match[2] ?? '' }),
  },
  // docs.djangoproject.com "SecurityMiddleware": both are off by default.
  {
    kind: 'https',
    needles: ['SECURE_'],
    pattern:
      /^[ \t]*(SECURE_SSL_REDIRECT|SECURE_HSTS_SECONDS)\s*(?::[^=\n]+)?=\s*(?!0\b|.*(?:\bFalse\b|,\s*(?:default\s*=\s*)?["']?0["']?\s*\)))/gm,
  },
];

export const JAVASCRIPT_OPERATIONS: readonly SignalRule[] = [
  CSP_RULE,
  NONCE_RULE,
  HSTS_RULE,
  QUERY_TIMEOUT_RULE,
  // github.com/winstonjs/winston "File Transport": `maxsize` starts a new file.
  {
    kind: 'log-file',
    needles: ['transports.File', 'DailyRotateFile'],
    pattern: /\bnew\s+(?:\w+\.)?(?:transports\.)?(File|DailyRotateFile)\s*\(/g,
    read: (match, masked) => {
      if (match[1] === 'File' && !match[0].includes('transports.')) return null;
      return { detail: match[1] ?? '', good: match[1] !== 'File' || /\bmaxsize\b/.test(argumentText(match, masked)) };
    },
  },
  // opentelemetry.io "JavaScript", vercel.com "OpenTelemetry", docs.datadoghq.com, docs.sentry.io "Tracing"
  {
    kind: 'tracing',
    needles: ['NodeSDK', 'TracerProvider', 'registerOTel'],
    pattern: /\b(NodeSDK|NodeTracerProvider|BasicTracerProvider|registerOTel)\s*\(/g,
    read: (match, masked) => ({
      detail: 'OpenTelemetry',
      good: match[1] === 'registerOTel' || /Exporter\b|\bspanProcessors?\b/.test(masked.code),
    }),
  },
  {
    kind: 'tracing',
    needles: ['dd-trace'],
    literal: true,
    pattern: /["']dd-trace(?:\/init)?["']/g,
    read: () => ({ detail: 'Datadog' }),
  },
  {
    kind: 'tracing',
    needles: ['tracesSample'],
    pattern: /\bSentry\.init\s*\(/g,
    read: (match, masked) =>
      /@sentry\/(?!react|browser|vue|svelte["'])/.test(masked.text) &&
      /\btracesSample(?:Rate\s*:\s*(?!0(?:\.0)?\s*[,}])|r\b)/.test(argumentText(match, masked))
        ? { detail: 'Sentry' }
        : null,
  },
  // helmetjs.github.io: both on by default; directives are merged with a strict default policy.
  {
    kind: 'https',
    needles: ['elmet', 'sslify', 'hsts'],
    pattern: /\b(helmet|fastifyHelmet|hsts|sslify|enforceHttps)\s*\(/g,
    read: (match, masked) =>
      /\b(?:hsts|strictTransportSecurity)\s*:\s*false/.test(argumentText(match, masked))
        ? null
        : { detail: match[1] ?? '' },
  },
  {
    kind: 'csp',
    needles: ['elmet'],
    pattern: /\b(helmet|fastifyHelmet)\s*\(/g,
    read: (match, masked) =>
      argumentsOf(masked.code, match.index + match[0].length - 1).length > 0 &&
      /\bcontentSecurityPolicy\b/.test(argumentText(match, masked))
        ? null
        : { detail: 'default-src of helmet' },
  },
];
