/**
 * Signals of Python code. Each rule names the library or the language rule it stands for; the good answer is the one that the library's own
 * documentation calls safe.
 */
import { argumentsOf, argumentText, closingOf, type MaskedText } from '../mask';
import { pythonBlock, statementsAfterYield } from '../python-blocks';
import type { RuleAnswer, SignalRule } from './signals';

/** Names of the keyword arguments of a call. */
function keywords(match: RegExpExecArray, masked: MaskedText): string[] {
  const open = match.index + match[0].length - 1;
  return argumentsOf(masked.code, open).flatMap(([start, end]) => {
    const text = masked.code.slice(start, end).trim();
    if (text.startsWith('**')) return ['**'];
    return /^(\w+)\s*=(?!=)/.exec(text)?.[1] ?? [];
  });
}

function count(match: RegExpExecArray, masked: MaskedText): number {
  return argumentsOf(masked.code, match.index + match[0].length - 1).length;
}

/** A call that waits without limit unless it is given one. */
function withTimeout(name: string, keyword: RegExp, positional = 99) {
  return (match: RegExpExecArray, masked: MaskedText): RuleAnswer => {
    const names = keywords(match, masked);
    const good = names.some((word) => word === '**' || keyword.test(word)) || count(match, masked) >= positional;
    return { detail: name === '' ? (match[1] ?? '') : name, good };
  };
}

const LEAK_NAMES = '(?:e|ex|exc|err|error|exception)';
const LEAK = new RegExp(
  `\\b(?:str|repr)\\(\\s*${LEAK_NAMES}\\s*\\)|\\{\\s*(?:(?:str|repr)\\()?${LEAK_NAMES}\\)?(?:![rs])?\\s*\\}|\\btraceback\\.format_exc\\(`,
);
const LEAK_IN_ANSWER = new RegExp(
  `["'](?:error|message|detail|details)["']\\s*:\\s*(?:${LEAK.source}|f["'][^"'\\n]*\\{(?:str\\()?${LEAK_NAMES}\\b)`,
);

export const PYTHON_RULES: readonly SignalRule[] = [
  {
    kind: 'app',
    needles: ['FastAPI', 'Flask', 'Starlette', 'Quart', 'Sanic', 'Litestar', 'Celery', 'get_wsgi', 'get_asgi'],
    pattern: /\b(FastAPI|Flask|Starlette|Quart|Sanic|Litestar|Celery|get_wsgi_application|get_asgi_application)\s*\(/g,
  },
  { kind: 'main', needles: ['__main__'], pattern: /^if\s+(__name__)\s*==/gm },
  {
    kind: 'shutdown',
    needles: ['shutdown'],
    pattern: /\.(?:on_event|add_event_handler)\s*\(\s*["']shutdown["']/g,
    read: (match, masked) => {
      const block = pythonBlock(masked.code, match.index);
      return { detail: 'shutdown handler', good: block === null || doesMoreThanLog(block) };
    },
  },
  {
    kind: 'shutdown',
    needles: ['lifespan'],
    pattern: /@(?:contextlib\.)?asynccontextmanager\s*\n\s*async\s+def\s+(\w*lifespan\w*)\s*\(/g,
    read: (match, masked) => {
      const after = statementsAfterYield(pythonBlock(masked.code, match.index) ?? '');
      return { detail: match[1] ?? 'lifespan', good: doesMoreThanLog(after) };
    },
  },
  { kind: 'shutdown', needles: ['SIGTERM'], pattern: /\bsignal\.signal\s*\(\s*signal\.(SIGTERM)/g },
  // docs.sqlalchemy.org "Engine Configuration", asyncpg.create_pool, psycopg_pool
  // A connection for each use, where no pool is made in the same file.
  {
    kind: 'engine',
    needles: ['psycopg', 'asyncpg', 'pymysql', 'MySQLdb'],
    also: ['connect'],
    pattern: /\b(psycopg2?|asyncpg|pymysql|MySQLdb)\.connect\s*\(/g,
    read: (match, masked) =>
      /\b\w*[pP]ool\w*\s*\(/.test(masked.code) ? null : { detail: `${match[1] ?? ''}.connect`, good: false },
  },
  {
    kind: 'engine',
    needles: ['_engine', 'create_pool', 'ConnectionPool'],
    pattern:
      /\b(create_engine|create_async_engine|async_engine_from_config|engine_from_config|asyncpg\.create_pool|AsyncConnectionPool|ThreadedConnectionPool|SimpleConnectionPool)\s*\(/g,
    read: (match, masked) => {
      const names = keywords(match, masked);
      const nullPool = /\bNullPool\b/.test(argumentText(match, masked));
      const sized = names.some((name) =>
        /^(?:pool_size|max_overflow|pool_pre_ping|pool_recycle|min_?size|max_?size|minconn|maxconn|poolclass)$/.test(
          name,
        ),
      );
      const spread = names.includes('**') && /["']?pool_size["']?\s*[:=\]]/.test(masked.text);
      const sqlite = /["']sqlite/.test(argumentText(match, masked));
      const name = (match[1] ?? '').split('.').at(-1) ?? '';
      if (nullPool) return { detail: `${name} with NullPool`, good: false };
      return {
        detail: sqlite ? `${name} on SQLite` : name,
        good: sqlite || spread || sized || name.endsWith('ConnectionPool'),
      };
    },
  },
  { kind: 'create-all', needles: ['create_all'], pattern: /\b((?:\w+\.)*(?:metadata|db)\.create_all)\b/g },
  // requests.readthedocs.io "Timeouts": no timeout unless one is given. httpx has 5 s by default; `timeout=None` takes it away.
  {
    kind: 'outbound',
    needles: ['requests.'],
    pattern: /\brequests\.(get|post|put|patch|delete|head|options|request)\s*\(/g,
    read: (match, masked) => ({ ...withTimeout('', /^timeout$/)(match, masked), detail: `requests.${match[1]}` }),
  },
  {
    kind: 'outbound',
    needles: ['httpx.'],
    pattern: /\bhttpx\.(?:get|post|put|patch|delete|head|request|stream|Client|AsyncClient)\s*\(/g,
    read: (match, masked) => ({
      detail: match[0].replace(/\s*\($/, ''),
      good: !/\btimeout\s*=\s*None\b/.test(argumentText(match, masked)),
    }),
  },
  {
    kind: 'outbound',
    needles: ['urlopen'],
    pattern: /\b(?:urllib\.request\.)?(urlopen)\s*\(/g,
    read: withTimeout('urlopen', /^timeout$/, 3),
  },
  {
    kind: 'outbound',
    needles: ['clone_from'],
    pattern: /\b(?:git\.)?Repo\.(clone_from)\s*\(/g,
    read: withTimeout('Repo.clone_from', /^kill_after_timeout$/),
  },
  {
    kind: 'outbound',
    needles: ['smtplib'],
    pattern: /\bsmtplib\.(SMTP|SMTP_SSL)\s*\(/g,
    read: withTimeout('smtplib.SMTP', /^timeout$/, 4),
  },
  {
    kind: 'timeout-setting',
    needles: ['TIMEOUT'],
    pattern: /^[ \t]+(\w*TIMEOUT\w*)\s*:\s*(?:int|float)\s*=\s*\d/gm,
    read: (match) => ({ detail: match[1] ?? '', good: false }),
  },
  { kind: 'timeout-setting', needles: ['TIMEOUT'], pattern: /\.(\w*TIMEOUT\w*)\b/g },
  // docs.pydantic.dev "Settings Management": a field without default must be set.
  {
    kind: 'settings',
    needles: ['BaseSettings'],
    pattern: /^class\s+(\w+)\s*\(\s*(?:\w+\.)*BaseSettings\b/gm,
    read: (match, masked) => {
      const block = pythonBlock(masked.code, match.index) ?? '';
      const required = /^ {2,8}\w+\s*:\s*[^=\n#]+$/m.test(
        block.replace(/^\s*(?:def|class|if|for|with|else|try).*$/gm, ''),
      );
      const validated =
        /@(?:field_validator|validator|model_validator|root_validator)/.test(block) && /\braise\b/.test(block);
      return {
        detail: required ? 'required fields' : validated ? 'validators' : 'defaults only',
        good: required || validated,
      };
    },
  },
  {
    kind: 'env-read',
    needles: ['os.environ', 'os.getenv'],
    pattern: /\bos\.(?:getenv\s*\(|environ(?:\.get\s*\(|\s*\[))/g,
    read: (match, masked) => ({
      detail: /^\s*["'](\w+)["']/.exec(masked.text.slice(match.index + match[0].length))?.[1] ?? '(computed)',
      good: match[0].endsWith('['),
    }),
  },
  {
    kind: 'debug',
    needles: ['debug=True', 'reload=True', 'debug = True', 'reload = True'],
    pattern: /\b(FastAPI|Flask|Starlette|\w+\.run)\s*\(/g,
    read: (match, masked) => {
      const on = /\b(debug|reload)\s*=\s*True\b/.exec(argumentText(match, masked));
      return on ? { detail: `${match[1]}(${on[1]}=True)`, good: false } : null;
    },
  },
  { kind: 'own-run', needles: ['.run('], pattern: /(?<![.\w])(app|application|\w+_app)\.run\s*\(/g },
  {
    kind: 'debug',
    needles: ['DEBUG', 'debug'],
    pattern:
      /^[ \t]*(DEBUG|debug)\s*(?::\s*\w+\s*)?=\s*(True|False|Field\s*\(\s*(?:default\s*=\s*)?(?:True|False)|\w[\w.]*\s*\(\s*["']\w*DEBUG["']\s*,\s*(?:default\s*=\s*)?["']?(?:True|true|1|False|false|0))/gm,
    read: (match) => ({ detail: 'DEBUG', good: !/(?:True|true|1)$/.test(match[2] ?? '') }),
  },
  {
    kind: 'error-leak',
    needles: ['HTTPException', 'JSONResponse', 'PlainTextResponse'],
    pattern: /\b(HTTPException|JSONResponse|PlainTextResponse)\s*\(/g,
    read: (match, masked) => {
      const text = argumentText(match, masked);
      const status = /\b(?:HTTP_)?([1-5]\d\d)\b/.exec(text)?.[1];
      return LEAK.test(text) && (status === undefined || status >= '500')
        ? { detail: match[1] ?? '', good: false }
        : null;
    },
  },
  {
    kind: 'error-leak',
    needles: ['return {'],
    pattern: /\breturn\s*\{/g,
    read: (match, masked) => {
      const open = match.index + match[0].length - 1;
      const text = masked.text.slice(open, closingOf(masked.code, open));
      const leak = LEAK_IN_ANSWER.exec(text);
      return leak
        ? { detail: 'returned', good: false, at: [open + leak.index, open + leak.index + leak[0].length] }
        : null;
    },
  },
  {
    kind: 'swallowed',
    needles: ['except:', 'except Exception', 'except BaseException', 'except ('],
    pattern: /except\b(?<=^[ \t]*except)[ \t]*(?:\(?\s*(?:Base)?Exception\b[^:\n]*)?:[^\n]*\n/gm,
    read: (match, masked) => {
      const head = /:\s*(?:pass|continue)\s*$/.test(match[0].trimEnd());
      const block = head ? 'pass' : (pythonBlock(masked.code, match.index) ?? '');
      const silent =
        /^\s*(?:pass|continue|\.\.\.|break|return\b[^\n(]*|return\s+(?:None|False|True|\[\]|\{\}|""|'')[^\n]*)\s*$/.test(
          block.trim(),
        );
      return silent
        ? {
            detail: block.trim().split(/\s/)[0] ?? 'pass',
            good: false,
            at: [match.index, match.index + match[0].trim().length],
          }
        : null;
    },
  },
  {
    kind: 'password-hash',
    needles: ['hash', 'encrypt', 'set_password'],
    also: ['password', 'passwd', 'pwd'],
    pattern:
      /^[ \t]*(?:async\s+)?def\s+(\w*(?:hash|encrypt)\w*(?:password|passwd|pwd)\w*|\w*(?:password|passwd|pwd)\w*hash\w*|set_password)\s*\(/gm,
    read: (match, masked) => hashAnswer(pythonBlock(masked.code, match.index) ?? ''),
  },
  {
    kind: 'password-hash',
    needles: [
      'CryptContext',
      'PasswordHash',
      'Argon2Hasher',
      'bcrypt',
      'generate_password_hash',
      'make_password',
      'Bcrypt',
    ],
    pattern:
      /\b(CryptContext|PasswordHasher|PasswordHash(?:\.recommended)?|Argon2Hasher|BcryptHasher|bcrypt\.hashpw|generate_password_hash|make_password|Bcrypt)\s*\(/g,
    read: (match, masked) => {
      const schemes = /schemes\s*=\s*\[\s*["'](\w+)/.exec(argumentText(match, masked))?.[1];
      return {
        detail: schemes ?? match[1] ?? '',
        good: schemes === undefined || !/^(?:md5|sha\d|hex_|plaintext|des|ldap_)/.test(schemes),
      };
    },
  },
  {
    kind: 'password-hash',
    needles: ['hashlib'],
    pattern:
      /\b(?:password_hash|hashed_password|pwd_hash|pw_hash)\w*\s*=\s*hashlib\.(md5|sha1|sha224|sha256|sha384|sha512)\b/g,
    read: (match) => ({ detail: match[1] ?? '', good: false }),
  },
  // docs.djangoproject.com, "Password management in Django": PBKDF2 unless the first of the hashers is another one.
  {
    kind: 'password-hash',
    needles: ['django.contrib.auth'],
    also: ['INSTALLED_APPS', '_APPS'],
    literal: true,
    pattern: /["']django\.contrib\.auth["']/g,
    read: (_, masked) => (/^PASSWORD_HASHERS\b/m.test(masked.code) ? null : { detail: 'PBKDF2 of Django' }),
  },
  {
    kind: 'password-hash',
    needles: ['PASSWORD_HASHERS'],
    literal: true,
    pattern: /^PASSWORD_HASHERS[^=\n]*=\s*[[(]\s*["'][\w.]*?(\w+)["']/gm,
    read: (match) => ({
      detail: match[1] ?? '',
      good: !/MD5|SHA1|Unsalted|Crypt/i.test(match[1]?.replace(/BCrypt\w*/i, '') ?? ''),
    }),
  },
  // SQLAlchemy 2.0 takes no plain strings ("Migrating to SQLAlchemy 2.0"): `execute("SELECT 1")` raises.
  {
    kind: 'raw-query',
    needles: ['execute'],
    pattern: /\.(?=execute)(?<=\b(\w+)\.)execute\s*\(\s*(?:f)?["']\s*select\s/gi,
    read: (match) => ({ detail: match[1] ?? '', good: false }),
  },
  {
    kind: 'dependency-probe',
    needles: ['execute', 'scalar', 'fetch', 'ping', 'engine'],
    pattern:
      /\.(?=execute|scalar|fetch)(?<=\b(\w+)\.)(?:execute|scalar|fetchval|fetch_one)\s*\(\s*(?:(?:\w+\.)?text\s*\(\s*)?["']\s*select\s+(?:1|version)|\.(ping)\s*\(|\basync\s+with\s+(\w*engine\w*)\.(?:connect|begin)\s*\(/gi,
    read: (match) => ({ detail: match[3] ? `async ${match[3]}` : match[2] ? 'ping' : 'query', good: true }),
  },
  {
    kind: 'unavailable',
    needles: ['503', 'SERVICE_UNAVAILABLE', '500', 'INTERNAL_SERVER_ERROR'],
    // Probes take every status from 400 on for a failure; of 500 only what is surely a status counts.
    pattern:
      /\b(503|HTTP_503_SERVICE_UNAVAILABLE|SERVICE_UNAVAILABLE)\b|\bstatus(?:_code)?\s*=\s*(?:\w+\.)*(50[024]|HTTP_500_INTERNAL_SERVER_ERROR|INTERNAL_SERVER_ERROR)\b/g,
    read: (match) => ({ detail: match[1] ?? match[2] ?? '' }),
  },
  {
    kind: 'api-docs',
    needles: ['FastAPI', 'Litestar'],
    pattern: /\b(FastAPI|Litestar)\s*\(/g,
    read: (match, masked) => {
      const names = keywords(match, masked);
      return {
        detail: names.join(' '),
        good: names.includes('title'),
      };
    },
  },
  {
    kind: 'api-docs',
    needles: ['Spectacular', 'schema_view', 'Swagger', 'APISpec', 'Api('],
    pattern: /\b(SpectacularAPIView|get_schema_view|Swagger|APISpec|Api)\s*(?:\(|\.as_view)/g,
  },
  { kind: 'load-test', needles: ['locust', 'molotov'], pattern: /^(?:from|import)\s+(locust|molotov)\b/gm },
];

const STRONG_HASH =
  /\b(bcrypt|argon2|pbkdf2\w*|scrypt|passlib|pwd_context|CryptContext|PasswordHasher|password_hasher|generate_password_hash|make_password|ph\.hash|pwd_hasher)\b/i;
const WEAK_HASH = /\bhashlib\.(md5|sha1|sha224|sha256|sha384|sha512|blake2\w|new)\b|\b(hmac)\.new\b/;

function hashAnswer(body: string): RuleAnswer | null {
  const strong = STRONG_HASH.exec(body);
  if (strong) return { detail: strong[1] ?? '', good: true };
  const weak = WEAK_HASH.exec(body);
  return weak ? { detail: weak[1] ?? weak[2] ?? '', good: false } : null;
}

/** A statement other than logging, `pass` and `global`. */
function doesMoreThanLog(block: string): boolean {
  return block
    .split('\n')
    .map((line) => line.trim())
    .some(
      (line) =>
        line !== '' &&
        !/^(?:[)\]}"',]|(?:\w+\.)*(?:log|logger|logging|print)\b|(?:try|finally|else|except.*|if .*):?$|pass$|yield|global |return$|\w+=|["'])/.test(
          line,
        ),
    );
}
