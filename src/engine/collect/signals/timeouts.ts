/** Signals of how long a request may take: limits of servers and middleware. Limits of calls to others are `outbound`. On masked text. */
import { closingOf, type MaskedText } from '../mask';
import type { SignalRule } from './signals';

function argumentText(match: RegExpExecArray, masked: MaskedText): string {
  const open = match.index + match[0].length - 1;
  return masked.text.slice(open + 1, closingOf(masked.code, open));
}

/** Names under which a middleware knows what comes after it. */
const NEXT = String.raw`(?:call_next|get_response|handler|self\.app|self\.get_response|self\._app)`;

/** `handler` is what comes next in aiohttp's middleware alone (docs.aiohttp.org "Middlewares"). */
function isMiddleware(match: RegExpExecArray, { code }: MaskedText): boolean {
  const after = code.slice(match.index, match.index + 400);
  return /\b(?:call_next|get_response|_?app)\s*\(/.test(after) || /@(?:\w+\.)?middleware\b/.test(code);
}

export const PYTHON_TIMEOUTS: readonly SignalRule[] = [
  // docs.python.org "asyncio: Timeouts", anyio.readthedocs.io "Cancellation and timeouts"
  {
    kind: 'request-timeout',
    needles: ['wait_for'],
    also: ['call_next', 'get_response', 'handler(', 'self.app', 'self._app'],
    pattern: new RegExp(String.raw`\b(?:asyncio\.)?(wait_for)\s*\(\s*${NEXT}\s*\(`, 'g'),
    read: (match, masked) => (isMiddleware(match, masked) ? { detail: 'asyncio.wait_for' } : null),
  },
  {
    kind: 'request-timeout',
    needles: ['timeout(', 'fail_after', 'move_on_after'],
    also: ['call_next', 'get_response', 'handler(', 'self.app', 'self._app'],
    pattern: new RegExp(
      String.raw`\bwith\s+((?:\w+\.)?(?:timeout|fail_after|move_on_after))\s*\((?=[^\n]*:\s*\n(?:[^\n]*\n){0,6}?[^\n]*\b${NEXT}\s*\()`,
      'g',
    ),
    read: (match, masked) => (isMiddleware(match, masked) ? { detail: match[1] ?? '' } : null),
  },
  {
    kind: 'request-timeout',
    needles: ['add_middleware', 'Middleware('],
    also: ['Timeout'],
    pattern: /\b(?:add_middleware|(?<![\w.])Middleware)\s*\(\s*((?!Session)\w*Timeout\w*)\b/g,
  },
  // docs.gunicorn.org "Settings": what decides how long a worker may stay silent, and whether that bounds a request.
  {
    kind: 'gunicorn-setting',
    needles: ['timeout', 'worker_class', 'threads'],
    also: ['worker_class', 'worker_tmp_dir', 'preload_app', 'max_requests', 'accesslog', 'wsgi_app', 'errorlog'],
    pattern: /^(timeout|worker_class|threads)\s*=\s*([^\n#]+)/gm,
    read: (match) => ({ detail: `${match[1] ?? ''}=${(match[2] ?? '').trim().slice(0, 80)}` }),
  },
];

/** Packages that end a request, by what imports them (npmjs.com, each project's page). */
const PACKAGE =
  /(?:import\s+\{?\s*(\w+)[^;\n]*\sfrom\s*|(\w+)\s*=\s*require\s*\(\s*)["'](?:connect-timeout|hono\/timeout|koa-timeout|express-timeout-handler|@hapi\/timeout)["']/;

export const JAVASCRIPT_TIMEOUTS: readonly SignalRule[] = [
  // nodejs.org "http": `timeout` ends a connection on which nothing moves, `requestTimeout` ends a request that does not arrive whole.
  {
    kind: 'request-timeout',
    needles: ['.setTimeout'],
    pattern: /\b\w*(?:[sS]erver|[lL]istener)\b(?:\(\))?\.(setTimeout)\s*\(\s*(?!0\s*[,)])/g,
    read: () => ({ detail: 'server.setTimeout' }),
  },
  {
    kind: 'request-timeout',
    needles: ['.timeout', '.requestTimeout'],
    also: ['erver.timeout', 'erver.requestTimeout'],
    pattern: /\b\w*[sS]erver\.(timeout|requestTimeout)\s*=\s*(?!0\b|=)/g,
    read: (match) => ({ detail: `server.${match[1] ?? ''}`, good: match[1] === 'timeout' }),
  },
  // fastify.dev "Server": `connectionTimeout` is the server's `timeout`; bun.sh "Bun.serve": idle connections are closed after ten seconds.
  {
    kind: 'request-timeout',
    needles: ['astify', 'createServer'],
    also: ['connectionTimeout', 'handlerTimeout', 'requestTimeout'],
    pattern: /\b(?:[fF]astify|FastifyAdapter|createServer)\s*(?:<[^>()]*>)?\(/g,
    read: (match, masked) => {
      const found = [
        ...argumentText(match, masked).matchAll(/\b(connectionTimeout|handlerTimeout|requestTimeout)\s*:\s*(?!0\b)/g),
      ].map((one) => one[1] ?? '');
      const whole = found.find((name) => name !== 'requestTimeout');
      const name = whole ?? found[0];
      return name === undefined ? null : { detail: name, good: whole !== undefined };
    },
  },
  {
    kind: 'request-timeout',
    needles: ['Bun.serve'],
    pattern: /\bBun\.serve\s*(?:<[^>()]*>)?\(/g,
    read: (match, masked) =>
      /\bidleTimeout\s*:\s*0\b/.test(argumentText(match, masked)) ? null : { detail: 'Bun.serve' },
  },
  {
    kind: 'request-timeout',
    needles: ['connect-timeout', 'hono/timeout', 'koa-timeout', 'express-timeout-handler'],
    pattern: /\.use\s*\(/g,
    read: (match, masked) => {
      const imported = PACKAGE.exec(masked.text);
      const name = imported?.[1] ?? imported?.[2];
      return name && new RegExp(String.raw`\b${name}(?:\.\w+)?\s*\(`).test(argumentText(match, masked))
        ? { detail: name }
        : null;
    },
  },
  // A middleware of one's own: `app.use(requestTimeout(30_000))`.
  {
    kind: 'request-timeout',
    needles: ['imeout'],
    also: ['.use('],
    pattern:
      /\.use\s*\(\s*(?:["'`][^"'`\n]*["'`]\s*,\s*)?((?!setTimeout|clearTimeout|session)\w*[tT]imeout\w*)\s*(?:\([^()\n]*\)\s*)?\)/g,
  },
  // nodejs.org "response.setTimeout"; `next()` beside it tells a middleware from a call to somebody else.
  {
    kind: 'request-timeout',
    needles: ['.setTimeout'],
    also: ['next('],
    pattern: /\b(?:res|response|ctx\.res|req|request|ctx\.req)\.(setTimeout)\s*\((?=[\s\S]{0,600}?\bnext\s*\(\s*\))/g,
    read: () => ({ detail: 'response.setTimeout' }),
  },
  // docs.nestjs.com "Interceptors"
  {
    kind: 'request-timeout',
    needles: ['Interceptor'],
    also: ['Timeout'],
    pattern: /\b(?:useGlobalInterceptors\s*\([^;]{0,200}?|useClass\s*:\s*)(?:new\s+)?(\w*Timeout\w*Interceptor)\b/g,
  },
  // hapi.dev "route.options.timeout.server"
  {
    kind: 'request-timeout',
    needles: ['@hapi/hapi'],
    also: ['timeout'],
    pattern: /\btimeout\s*:\s*\{[^}]{0,200}?\b(server)\s*:\s*(?!false|0\b)/g,
    read: () => ({ detail: 'timeout.server' }),
  },
];
