/** Signals of JavaScript and TypeScript code, on masked text. */
import { htmlValue, isMadeSafe } from '../html-sinks';
import { closingOf, type MaskedText } from '../mask';
import type { RuleAnswer, SignalRule } from './signals';

function argumentText(match: RegExpExecArray, masked: MaskedText): string {
  const open = match.index + match[0].length - 1;
  return masked.text.slice(open + 1, closingOf(masked.code, open));
}

const ERROR = '(?:e|err|error|ex|exc|exception)';
const LEAK = new RegExp(
  `\\b${ERROR}\\s*(?:as\\s+\\w+\\s*)?\\)?\\s*\\??\\.\\s*(?:message|stack)\\b|\\bString\\(\\s*${ERROR}\\s*\\)|\\b${ERROR}\\.toString\\(`,
);

export const JAVASCRIPT_RULES: readonly SignalRule[] = [
  {
    kind: 'app',
    needles: ['express', 'astify', 'createServer', 'NestFactory', '.serve', 'polka', 'Koa', 'Hono', 'Elysia'],
    pattern:
      /\b(express|[fF]astify|restify\.createServer|https?\.createServer|NestFactory\.create|Bun\.serve|Deno\.serve|polka)\s*(?:<[^>()]*>)?\(|\bnew\s+(Koa|Hono|Elysia|OpenAPIHono)\b/g,
    read(match, masked) {
      const name = match[1] ?? match[2] ?? '';
      // A function of one's own may be called the same: the package has to be named, and Express takes no arguments.
      const from = /^(?:express|fastify|polka|koa|hono|elysia|restify)/i.exec(name)?.[0].toLowerCase();
      if (from && !new RegExp(`["'](?:@\\w+/)?${from}[\\w/-]*["']`, 'i').test(masked.text)) return null;
      if (name === 'express' && argumentText(match, masked).trim() !== '') return null;
      return { detail: name };
    },
  },
  {
    kind: 'error-tracking',
    needles: ['entry', 'Bugsnag', 'Rollbar', 'Honeybadger'],
    pattern:
      /\b([sS]entry\.init|Bugsnag\.start|Rollbar\.init|Honeybadger\.configure|withSentryConfig)\s*\(|\bnew\s+(Rollbar)\s*\(/g,
    read: (match) => ({ detail: match[1] ?? match[2] ?? '' }),
  },
  // pino and bunyan write JSON by default; winston does with `format.json()` (getpino.io, github.com/winstonjs/winston)
  {
    kind: 'json-logs',
    needles: ['pino', 'bunyan', 'LoggerModule'],
    pattern: /\b(pino|pinoHttp|bunyan\.createLogger|LoggerModule\.forRoot)\s*\(/g,
    // Loggers of browsers have a module of that name, too.
    read: (match, masked) =>
      match[1] !== 'LoggerModule.forRoot' || masked.text.includes('pino') ? { detail: match[1] ?? '' } : null,
  },
  {
    kind: 'json-logs',
    needles: ['winston'],
    pattern: /\b(?:winston\.)?(createLogger)\s*\(\s*\{/g,
    read: (_, masked) =>
      /winston/.test(masked.text) ? { detail: 'winston', good: /\bjson\s*\(/.test(masked.code) } : null,
  },
  {
    kind: 'json-logs',
    needles: ['astify'],
    pattern: /\b[fF]astify\s*\(\s*\{/g,
    read: (match, masked) =>
      /\blogger\s*:\s*(?!false)/.test(
        masked.code.slice(match.index, closingOf(masked.code, match.index + match[0].length - 1)),
      )
        ? { detail: 'fastify logger' }
        : null,
  },
  {
    kind: 'metrics-endpoint',
    needles: ['.metrics'],
    pattern: /\b(?:register|registry|promClient\.register|client\.register)\.(metrics)\s*\(/g,
  },
  {
    kind: 'metrics-auto',
    needles: [
      'collectDefaultMetrics',
      'romBundle',
      'MeterProvider',
      'Prometheus',
      'apiMetrics',
      'APIMetrics',
      'ApiMetrics',
    ],
    pattern:
      /\b(collectDefaultMetrics|promBundle|expressPromBundle|apiMetrics|prometheusA(?:PI|pi)Metrics|MeterProvider|PrometheusModule\.register|PrometheusExporter)\s*\(/g,
  },
  {
    kind: 'metric-created',
    needles: ['Counter', 'Histogram', 'Gauge', 'Summary'],
    pattern:
      /\bnew\s+(?:\w+\.)?(Counter|Histogram|Gauge|Summary)\s*(?:<[^>]*>)?\(\s*\{|\.(createCounter|createHistogram)\s*\(/g,
  },
  {
    kind: 'metric-name',
    needles: ['prom-client'],
    pattern:
      /\bnew\s+(?:\w+\.)?(?:Counter|Histogram|Gauge|Summary)\s*(?:<[^>]*>)?\(\s*\{[^}]{0,200}?\bname\s*:\s*["'`]([a-zA-Z_:][\w:]*)["'`]/g,
  },
  {
    kind: 'metric-updated',
    needles: ['.inc(', '.observe(', '.startTimer('],
    pattern: /\.(inc|observe|startTimer)\s*\(/g,
  },
  {
    kind: 'request-id-returned',
    needles: ['equest-', 'EQUEST', 'orrelation-', 'ORRELATION', 'race-', 'TRACE'],
    pattern:
      /\.(?:setHeader|header|set|append)\s*\(\s*(?:["'`]x-(?:request|correlation|trace)-id["'`]|\w*(?:REQUEST|CORRELATION|TRACE)_?ID\w*)\s*,/gi,
    read: () => ({ detail: 'request id' }),
  },
  {
    kind: 'request-id',
    needles: ['equestId', 'orrelationId'],
    pattern:
      /\b(?:const|let|var)\s+(?:requestId|correlationId)\s*=[^;\n]{0,80}?\b(randomUUID|uuid|nanoid|ulid)\w*\s*\(/g,
  },
  // github.com/pinojs/pino-http, "genReqId": what it returns is logged with every line of the request.
  {
    kind: 'request-id',
    needles: ['genReqId'],
    pattern: /\b(genReqId)\s*[:(]/g,
  },
  {
    kind: 'request-id-returned',
    needles: ['equestId', 'correlator'],
    pattern: /\b(expressRequestId|requestIdMiddleware|addRequestId|correlator)\s*\(/g,
  },
  { kind: 'shutdown', needles: ['process.on'], pattern: /\bprocess\.(?:on|once)\s*\(\s*["'](SIGTERM|SIGINT)["']/g },
  {
    kind: 'shutdown',
    needles: ['enableShutdownHooks', 'createTerminus', 'createLightship', 'closeWithGrace', 'gracefulShutdown'],
    pattern: /\b(enableShutdownHooks|createTerminus|createLightship|closeWithGrace|gracefulShutdown)\s*\(/g,
  },
  // node-postgres pools 10 connections unless `max` says otherwise; Prisma sizes its pool by CPUs ("Connection pool").
  {
    kind: 'engine',
    needles: ['new Pool', 'Sequelize', 'DataSource', 'PrismaClient', 'createPool', 'knex'],
    pattern: /\bnew\s+(Pool|Sequelize|DataSource|PrismaClient)\s*\(|\b(mysql2?\.createPool|knex)\s*\(/g,
    read: (match, masked) => {
      const text = argumentText(match, masked);
      const name = match[1] ?? match[2] ?? '';
      // `knex('books')` is a query, `knex({ … })` a pool.
      if (name === 'knex' && !/^\s*\{|config|knexfile|options|settings/i.test(text)) return null;
      if (name === 'PrismaClient') return { detail: name, good: true };
      return { detail: name, good: /\b(?:max|pool|connectionLimit|poolSize|extra|idleTimeoutMillis)\b/.test(text) };
    },
  },
  // github.com/porsager/postgres: ten connections unless `max` says otherwise.
  {
    kind: 'engine',
    needles: ['postgres'],
    also: ["from 'postgres'", 'from "postgres"', "require('postgres')", 'require("postgres")'],
    pattern: /(?<![.\w])(postgres)\s*\(/g,
    read: (match, masked) => ({
      detail: 'postgres',
      good: /\b(?:max|idle_timeout)\b/.test(argumentText(match, masked)),
    }),
  },
  { kind: 'create-all', needles: ['synchronize'], pattern: /\b(synchronize\s*:\s*true)\b/g },
  {
    kind: 'create-all',
    needles: ['.sync('],
    pattern: /\b(sequelize|db|sequelizeInstance)\.sync\s*\(/g,
    read: (match, masked) => (/sequelize/i.test(masked.text) ? { detail: `${match[1]}.sync` } : null),
  },
  // axios: `timeout` is 0 (none) by default. `fetch` in Node ends after 300 s without headers or body (undici, `headersTimeout`).
  {
    kind: 'outbound',
    needles: ['axios'],
    pattern: /\baxios(?:\.(get|post|put|patch|delete|head|request|create))?\s*(?:<[^>()]*>)?\(/g,
    read: (match, masked) => ({
      detail: match[1] ? `axios.${match[1]}` : 'axios',
      good:
        /\b(?:timeout|signal)\b|^\s*[\w.]+\s*$/.test(argumentText(match, masked)) ||
        /axios\.defaults\.timeout\s*=/.test(masked.code),
    }),
  },
  // github.com/request/request: `timeout` has no default. A variable may hold one.
  {
    kind: 'outbound',
    needles: ["'request'", '"request"', "'request-promise", '"request-promise'],
    pattern: /(?<![.\w])(request|rp)(?:\.(?:get|post|put|patch|delete|del|head))?\s*\(/g,
    read: (match, masked) =>
      new RegExp(
        `\\b${match[1] ?? ''}\\b\\s*(?:=\\s*require\\s*\\(\\s*|from\\s*)["']request(?:-promise(?:-native)?)?["']`,
      ).test(masked.text)
        ? {
            detail: match[1] ?? '',
            good: /\btimeout\b|^\s*\w+\s*(?:,|$)|\.\.\./.test(argumentText(match, masked)),
          }
        : null,
  },
  {
    kind: 'settings',
    needles: ['createEnv', 'cleanEnv', 'envsafe', 'convict', 'makeValidators', 'process.env', 'import.meta.env'],
    pattern:
      /\b(createEnv|cleanEnv|envsafe|convict|makeValidators)\s*\(|(?<!\bJSON)\.(?:parse|safeParse|parseAsync|validate|assert)\s*\(\s*(?:process\.env|import\.meta\.env)\b/g,
    read: (match) => ({ detail: match[1] ?? 'schema' }),
  },
  {
    kind: 'settings',
    needles: ['ConfigModule'],
    pattern: /\b(ConfigModule\.forRoot)\s*\(/g,
    read: (match, masked) => ({
      detail: 'ConfigModule',
      good: /\bvalidat(?:e|ionSchema)\b/.test(argumentText(match, masked)),
    }),
  },
  {
    kind: 'env-read',
    needles: ['process.env', 'Deno.env'],
    pattern: /\bprocess\.env(?:\.(\w+)|\[)|\bDeno\.env\.get\s*\(/g,
    read: (match) => ({ detail: match[1] ?? '(computed)', good: false }),
  },
  {
    kind: 'error-leak',
    needles: ['.message', '.stack', 'String(', '.toString('],
    pattern: /(?:\.status\s*\(\s*(\d{3})\s*\)\s*)?\.(json|send|end)\s*\(/g,
    read: (match, masked) => leakAnswer(match, masked),
  },
  {
    kind: 'error-leak',
    needles: ['.message', '.stack', 'String(', '.toString('],
    pattern: /\bnew\s+(Response|NextResponse)\s*\(/g,
    read: (match, masked) => leakAnswer(match, masked),
  },
  {
    kind: 'error-leak',
    needles: ['.message', '.stack'],
    pattern: new RegExp(
      `\\b(?:const|let|var)\\s+(\\w+)\\s*=\\s*${ERROR}\\s*(?:as\\s+\\w+\\s*)?\\)?\\s*\\??\\.\\s*(?:message|stack)\\b`,
      'g',
    ),
    read: (match, masked) => leakOfVariable(match, masked),
  },
  // npmjs.com/package/serialize-error: message and stack as a plain object.
  {
    kind: 'error-leak',
    needles: ['serialize-error'],
    pattern:
      /(?<![.\w])(\w+)\s*=\s*serializeError\s*\(\s*\w+\s*\)(?=[\s\S]{0,300}?\breturn\s+[\w.]+\s*\(\s*\{[^{}]*\b\1\b)/g,
    read: () => ({ detail: 'answered', good: false }),
  },
  {
    kind: 'swallowed',
    needles: ['catch'],
    pattern: /\bcatch\s*(?:\([^)]*\))?\s*\{\s*\}/g,
    // A comment inside says why; it is blank here, so that there are blanks before the end of a line, or many.
    read: (match) => (/\{(?: ?|(?:\r?\n)+[ \t]*)\}$/.test(match[0]) ? { detail: 'empty catch', good: false } : null),
  },
  {
    kind: 'password-hash',
    needles: ['assword', 'asswd', 'Pwd'],
    also: ['hash', 'Hash'],
    pattern:
      /\b(?:function\s+|const\s+|let\s+|async\s+)?(\w*hash\w*(?:Password|Passwd|Pwd)\w*|\w*[pP]assword\w*Hash\w*)\s*(?:=\s*(?:async\s*)?\([^)]*\)[^=]*=>|\([^)]*\)[^{;=()]*)\s*\{/g,
    read: (match, masked) => {
      // A token of the system's own is long and random: any hash keeps it (`hashPasswordResetToken`).
      if (/(?:token|otp|code|link)s?$/i.test(match[1] ?? '')) return null;
      const open = match.index + match[0].length - 1;
      return hashAnswer(masked.text.slice(open, closingOf(masked.code, open)));
    },
  },
  {
    kind: 'password-hash',
    needles: ['bcrypt', 'argon2', 'crypt', 'pbkdf2'],
    pattern: /\b(bcrypt(?:js)?\.hash(?:Sync)?|argon2\.hash|[sS]crypt(?:Sync|\.kdf)?|pbkdf2(?:Sync)?)\s*\(/g,
  },
  {
    kind: 'password-hash',
    needles: ['bcrypt', 'argon2'],
    literal: true,
    pattern:
      /\bimport\s*\{[^}]*\bhash(?:Sync)?\b[^}]*\}\s*from\s*["'](bcrypt(?:js)?|argon2|@node-rs\/(?:argon2|bcrypt))["']/g,
  },
  {
    kind: 'dependency-probe',
    needles: ['queryRaw', '.query', 'ping('],
    pattern: /\$queryRaw\s*`\s*select\s+1|\.query\s*\(\s*["'`]\s*select\s+1|\.(ping)\s*\(/gi,
    read: () => ({ detail: 'query' }),
  },
  // Probes take every status from 400 on for a failure (kubernetes.io, "Configure Liveness, Readiness and Startup Probes").
  {
    kind: 'unavailable',
    needles: ['503', '500', '502', '504'],
    pattern: /\b(503)\b|\bstatus(?:Code)?\s*[(:=]\s*(50[024])\b/g,
    read: (match) => ({ detail: match[1] ?? match[2] ?? '' }),
  },
  {
    kind: 'html-sink',
    needles: ['dangerouslySetInnerHTML'],
    pattern: /\bdangerouslySetInnerHTML\s*=\s*\{\s*\{\s*__html\s*:/g,
    read: (match, masked) => htmlValue(masked, match.index + match[0].length, 'dangerouslySetInnerHTML'),
  },
  {
    kind: 'html-sink',
    needles: ['innerHTML', 'outerHTML'],
    pattern: /\.(innerHTML|outerHTML)\s*\+?=(?!=)/g,
    read: (match, masked) => htmlValue(masked, match.index + match[0].length, match[1] ?? 'innerHTML'),
  },
  {
    kind: 'html-sink',
    needles: ['insertAdjacentHTML'],
    pattern: /\.insertAdjacentHTML\s*\([^,]+,/g,
    read: (match, masked) => htmlValue(masked, match.index + match[0].length, 'insertAdjacentHTML'),
  },
  {
    kind: 'html-sink',
    needles: ['v-html'],
    pattern: /\sv-html\s*=\s*"([^"]*)"/g,
    literal: true,
    read(match, { text }) {
      const value = match[1] ?? '';
      const good =
        /^\s*(?:\$?sanitize\w*|DOMPurify\.sanitize|purify)\s*\(/i.test(value) || isMadeSafe(value.trim(), text);
      return { detail: `v-html: ${good ? 'sanitised' : 'raw'}`, good };
    },
  },
  {
    kind: 'api-docs',
    needles: ['wagger', 'apiReference'],
    pattern: /\b(swaggerUi\.setup|SwaggerModule\.setup|swaggerJsdoc|swaggerJSDoc|apiReference)\s*\(/g,
  },
  { kind: 'load-test', needles: ['k6'], literal: true, pattern: /\b(?:from|require\s*\()\s*["'](k6)(?:\/\w+)?["']/g },
];

/** The error's own text in an answer of 5xx, or of no literal status. 4xx answers explain the caller's mistake and are left alone. */
function leakAnswer(match: RegExpExecArray, masked: MaskedText): RuleAnswer | null {
  const open = match.index + match[0].length - 1;
  const end = closingOf(masked.code, open);
  const text = masked.code.slice(open, end);
  const leak = LEAK.exec(text);
  if (!leak) return null;
  // `res.json().catch(e => …)` and callbacks: the arguments hold a function of their own.
  if (/=>|\bfunction\b/.test(text.slice(0, leak.index))) return null;
  const status =
    match[1]?.length === 3
      ? match[1]
      : (/\bstatus\s*:\s*(\d{3})/.exec(text)?.[1] ?? /,\s*([45]\d\d)\s*$/.exec(text)?.[1]);
  if (status !== undefined && status < '500') return null;
  return { detail: 'answered', good: false, at: [open + leak.index, open + leak.index + leak[0].length] };
}

/** `const message = error.message`, answered some lines below with no status, one of 5xx, or one that is not written out. */
function leakOfVariable(match: RegExpExecArray, masked: MaskedText): RuleAnswer | null {
  const named = new RegExp(`(?<![.\\w])${match[1] ?? ''}\\b(?!\\s*:)`);
  const from = match.index + match[0].length;
  const answers = /(?:\.status\s*\(\s*(\d{3})\s*\)\s*)?(?:\.(?:json|send|end)|\bnew\s+(?:Next)?Response)\s*\(/g;
  const rest = masked.code.slice(from, from + 800);
  // The next `catch` has an error of its own.
  const end = rest.search(/\bcatch\b/);
  for (const answer of (end < 0 ? rest : rest.slice(0, end)).matchAll(answers)) {
    const open = from + answer.index + answer[0].length - 1;
    const text = masked.code.slice(open, closingOf(masked.code, open));
    if (!named.test(text)) continue;
    const status = answer[1] ?? /\bstatus\s*:\s*(\d{3})/.exec(text)?.[1];
    return status !== undefined && status < '500' ? null : { detail: 'answered', good: false };
  }
  return null;
}

const STRONG_HASH = /\b(bcrypt(?:js)?|argon2|scrypt|pbkdf2)/i;
const WEAK_HASH =
  /\bcreateHash\s*\(\s*["'](md5|sha1|sha256|sha512)|\b(createHmac)\s*\(|\bCryptoJS\.(MD5|SHA\d+)|\bsubtle\.(digest)\s*\(/;

function hashAnswer(body: string): RuleAnswer | null {
  const strong = STRONG_HASH.exec(body);
  if (strong) return { detail: strong[1] ?? '', good: true };
  const weak = WEAK_HASH.exec(body);
  // The first five digits of the hash are what "Have I been pwned" is asked for (haveibeenpwned.com/API/v3, "Searching by range").
  if (weak && /\.(?:slice|substring|substr)\(\s*0\s*,\s*5\s*\)/.test(body)) return null;
  return weak ? { detail: weak[1] ?? weak[2] ?? weak[3] ?? weak[4] ?? '', good: false } : null;
}
