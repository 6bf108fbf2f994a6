/**
 * What says which origins may read answers, by symbol: the options that list them, and what holds where nothing is listed. From the
 * packages' own documentation, named per line.
 */

export interface CorsPackage {
  /** As `Origin.symbol`. */
  symbol: RegExp;
  /** How it is called, for people. */
  how: string;
  /** Options that list origins; names in lower case, without underscores. */
  origins: readonly string[];
  /** Options that, being true, let every origin in. */
  all?: readonly string[];
  /** The option by which cookies are sent along. */
  credentials: string;
  /** What holds without any of these options. */
  byDefault: 'any' | 'reflects' | 'none';
  /** Cookies are sent along unless the option says otherwise. */
  sends?: true;
  /** With credentials, a caller's own origin is answered where every origin is allowed: browsers take that, a star they do not. */
  echoes?: true;
  /** Its option `resources` says where it holds. */
  resources?: true;
  /** Options are variables of the module that it is named in. */
  settings?: true;
}

const GO = {
  origins: ['alloworigins', 'allowedorigins', 'alloworiginfunc', 'alloworiginsfunc'],
  credentials: 'allowcredentials',
};

export const CORS_PACKAGES: readonly CorsPackage[] = [
  // starlette.io/middleware: nothing is allowed by default; with `allow_credentials` the caller's origin is answered in place of the star.
  {
    symbol: /(?:^|\.)CORSMiddleware(?:\(\))?$/,
    how: 'CORSMiddleware',
    origins: ['alloworigins', 'alloworiginregex'],
    credentials: 'allowcredentials',
    byDefault: 'none',
    echoes: true,
  },
  // github.com/expressjs/cors; Nest's `enableCors` takes the same options (docs.nestjs.com/security/cors).
  {
    symbol: /^cors(?::default)?\(\)$/,
    how: 'cors()',
    origins: ['origin'],
    credentials: 'credentials',
    byDefault: 'any',
  },
  {
    symbol: /^@nestjs\/core:enableCors\(\)$/,
    how: 'enableCors()',
    origins: ['origin'],
    credentials: 'credentials',
    byDefault: 'any',
  },
  // github.com/fastify/fastify-cors, github.com/koajs/cors, hono.dev/docs/middleware/builtin/cors: every origin without `origin`.
  {
    symbol: /^(?:@fastify\/cors|fastify-cors|@koa\/cors|koa-cors|koa2-cors|kcors)(?::default)?(?:\(\))?$/,
    how: 'cors()',
    origins: ['origin'],
    credentials: 'credentials',
    byDefault: 'any',
  },
  { symbol: /^hono\/cors:cors\(\)$/, how: 'cors()', origins: ['origin'], credentials: 'credentials', byDefault: 'any' },
  // elysiajs.com/plugins/cors: `origin` and `credentials` are true by default.
  {
    symbol: /^@elysiajs\/cors(?::(?:cors|default))?\(\)$/,
    how: 'cors()',
    origins: ['origin'],
    credentials: 'credentials',
    byDefault: 'reflects',
    sends: true,
  },
  // hapi.dev/api, "route.options.cors": every origin where it is true.
  { symbol: /^@hapi\/hapi:cors\(\)$/, how: 'cors', origins: ['origin'], credentials: 'credentials', byDefault: 'any' },
  // flask-cors.readthedocs.io: every origin by default, and the caller's own with `supports_credentials`.
  {
    symbol: /^flask_cors\.(?:\w+\.)*(?:CORS\(\)(?:\.init_app\(\))?|cross_origin\(\))$/,
    how: 'Flask-CORS',
    origins: ['origins'],
    credentials: 'supportscredentials',
    byDefault: 'any',
    echoes: true,
    resources: true,
  },
  // github.com/adamchainz/django-cors-headers, "Configuration": nothing is allowed by default.
  {
    symbol: /^corsheaders\.middleware\.CorsMiddleware$/,
    how: 'django-cors-headers',
    origins: ['corsallowedorigins', 'corsoriginwhitelist', 'corsallowedoriginregexes', 'corsoriginregexwhitelist'],
    all: ['corsallowallorigins', 'corsoriginallowall'],
    credentials: 'corsallowcredentials',
    byDefault: 'none',
    echoes: true,
    settings: true,
  },
  // docs.litestar.dev, CORSConfig: every origin by default; it is Starlette's behaviour otherwise.
  {
    symbol: /^litestar\.(?:\w+\.)*CORSConfig\(\)$/,
    how: 'CORSConfig',
    origins: ['alloworigins', 'alloworiginregex'],
    credentials: 'allowcredentials',
    byDefault: 'any',
    echoes: true,
  },
  // Go: pkg.go.dev of each. Only gin's configuration allows nothing until it says so.
  {
    symbol: /^github\.com\/gin-contrib\/cors\.New\(\)$/,
    how: 'cors.New()',
    ...GO,
    all: ['allowallorigins'],
    byDefault: 'none',
  },
  {
    symbol:
      /^github\.com\/(?:gin-contrib\/cors\.Default\(\)|(?:rs|go-chi)\/cors(?:\/wrapper\/gin|\/v\d+)?\.(?:Default|AllowAll|New|Handler)\(\)(?:\.Handler(?:\(\))?)?|labstack\/echo(?:\/v\d+)?\/middleware\.CORS(?:WithConfig)?\(\)|gofiber\/fiber(?:\/v\d+)?\/middleware\/cors\.New\(\))$/,
    how: 'cors',
    ...GO,
    byDefault: 'any',
  },
];

/** What is known of a symbol, or undefined. */
export function corsPackageOf(symbol: string): CorsPackage | undefined {
  return /cors|cross_?origin/i.test(symbol) ? CORS_PACKAGES.find((one) => one.symbol.test(symbol)) : undefined;
}
