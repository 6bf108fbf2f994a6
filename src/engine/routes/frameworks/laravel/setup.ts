/**
 * Where a Laravel application says which files of routes it has, under which paths, and what its middleware is called: `bootstrap/app.php`
 * since Laravel 11, `app/Http/Kernel.php` and providers of routes before. laravel.com/docs, "Routing", "Middleware".
 */
import type { PhpLowering } from '../../../code/php/lowering';
import type { Argument, ClassFact, Expression, RouterExpression, Statement } from '../../../code/model';
import { BY_PATH } from '../../../code/php/names';
import type { Span } from '../../../span';
import { chainOf, itemsOf, type Link } from './chains';
import { builtIn, guardOf, middlewareOf } from './middleware';
import { NAME } from './names';
import { joinPaths, TOP, type RouteScope } from './route-scope';
import { mountOf, pathOf, ROUTES, RouteWalk } from './routes';

/** Setting of the application: paths whose writes are not asked for a token (laravel.com/docs, "CSRF Protection"). */
export const CSRF_EXCEPT = 'csrf except';
const NOWHERE: Span = { line: 1, column: 1, endLine: 1, endColumn: 1 };

/** The router of a file of routes, or an application that is made of such files. */
export function routerOf(
  role: RouterExpression['role'],
  scope: RouteScope,
  at = NOWHERE,
  asks?: Expression,
): Statement {
  const router: RouterExpression = {
    e: 'router',
    role,
    framework: NAME,
    prefix: scope.path === '' ? null : { e: 'text', value: scope.path },
    guards: [],
    middleware: { e: 'list', items: scope.guards.map(({ value }) => value) },
    routes: null,
    ...(asks && { asks }),
    alone: true,
    args: [],
    at,
  };
  return { s: 'let', to: ROUTES, value: router, line: at.line };
}

/** `Application::configure(…)->withRouting(…)->withMiddleware(…)`: its statements, or undefined. */
export function bootstrapOf(body: readonly Statement[], lower: PhpLowering): Statement[] | undefined {
  for (const statement of body) {
    const value = statement.s === 'return' || statement.s === 'do' || statement.s === 'let' ? statement.value : null;
    const chain = value && chainOf(value);
    if (!chain || chain.links[0]?.name !== 'configure') continue;
    const at = chain.links[0].at;
    const statements = chain.links.flatMap(({ name, args }) => {
      if (name === 'withRouting') return routing(args, lower, at);
      return name === 'withMiddleware' ? aliases(args, lower) : [];
    });
    return [routerOf('app', TOP, at), ...statements];
  }
  return undefined;
}

function routing(args: readonly Argument[], lower: PhpLowering, at: Span): Statement[] {
  const named = (name: string): Expression | undefined => args.find((arg) => arg.name === name)?.value;
  const prefix = named('apiPrefix');
  const api = prefix?.e === 'text' ? joinPaths('', prefix.value) : '/api';
  const walk = new RouteWalk(lower);
  const then = named('then') ?? named('using');
  return [
    ...files(named('web'), '', 'web', at),
    ...files(named('api'), api, 'api', at),
    ...healthOf(named('health'), at),
    ...(then?.e === 'function' ? walk.walk(lower.functions[then.id]?.body ?? [], TOP) : []),
  ];
}

/** `health: '/up'`: a route that Laravel serves by itself (laravel.com/docs, "Deployment", "The Health Route"). */
function healthOf(path: Expression | undefined, at: Span): Statement[] {
  if (path?.e !== 'text') return [];
  return [
    {
      s: 'route',
      framework: NAME,
      on: ROUTES,
      methods: ['GET'],
      paths: [path],
      guards: [],
      handler: { e: 'other', parts: [] },
      public: 'says whether the application is alive',
      args: [],
      input: { state: 'none', at: null, what: null },
      builtIn: true,
      at,
      line: at.line,
      declLine: null,
    },
  ];
}

/** One file of routes or several, with the group of middleware that stands before them. */
function files(value: Expression | undefined, path: string, group: string, at: Span): Statement[] {
  const listed = value?.e === 'list' ? value.items : value ? [value] : [];
  const scope: RouteScope = { ...TOP, path, guards: [guardOf({ e: 'text', value: group }, at)] };
  return listed.flatMap((one): Statement[] => {
    const file = pathOf(one);
    if (file === null) return [];
    const as = `${BY_PATH}${file}`;
    const imported: Statement = { s: 'import', from: as, names: [{ name: 'routes', as }], line: at.line };
    return [imported, mountOf({ e: 'name', name: as }, scope, at)];
  });
}

/** `$middleware->alias([…])`, `$middleware->appendToGroup('web', …)`. */
function aliases(args: readonly Argument[], lower: PhpLowering): Statement[] {
  const [configure] = args;
  if (configure?.value.e !== 'function') return [];
  const body = lower.functions[configure.value.id]?.body ?? [];
  return body.flatMap((statement) => {
    const chain = statement.s === 'do' ? chainOf(statement.value) : null;
    return (chain?.links ?? []).flatMap((link) => configured(link));
  });
}

function configured({ name, args, at }: Link): Statement[] {
  const [first, second] = args;
  switch (name) {
    case 'alias':
      return first ? registered(first.value, at) : [];
    case 'validateCsrfTokens': {
      const value = args.find((arg) => arg.name === 'except')?.value ?? first?.value;
      return value ? [{ s: 'configure', on: ROUTES, settings: [{ name: CSRF_EXCEPT, value }], at }] : [];
    }
    case 'web':
    case 'api':
      return [changed(name, args, at)];
    case 'group':
    case 'appendToGroup':
    case 'prependToGroup':
      return first?.value.e === 'text' && second ? [group(first.value.value, itemsOf([second]), at)] : [];
    default:
      return [];
  }
}

/** The framework's own group with what is added to it, and without what is taken out (laravel.com/docs, "Middleware groups"). */
function changed(name: 'web' | 'api', args: readonly Argument[], at: Span): Statement {
  const isTaken = (arg: Argument): boolean => arg.name === 'remove' || arg.name === 'replace';
  const added = args.filter((arg) => !isTaken(arg)).map(({ value }) => ({ name: null, value }));
  const taken = JSON.stringify(args.filter(isTaken));
  // Without its check of tokens a session is what is left of it.
  const own = name === 'web' && /csrf|forgery/i.test(taken) ? SESSION : builtIn(name);
  return group(name, [...own, ...itemsOf(added)], at);
}

const SESSION: readonly Expression[] = [
  { e: 'import', from: 'Illuminate\\Session\\Middleware\\StartSession', line: 1 },
];

/** Aliases with their classes. */
function registered(value: Expression, at: Span): Statement[] {
  if (value.e !== 'record') return [];
  return value.entries.map(({ key, value: guard }) => ({ s: 'name-guard', name: key, guard: middlewareOf(guard), at }));
}

function group(name: string, items: readonly Expression[], at: Span): Statement {
  return {
    s: 'name-guard',
    name: { e: 'text', value: name },
    guard: { e: 'list', items: items.map(middlewareOf) },
    at,
  };
}

/** The lists of a kernel: groups with their members, aliases with their classes. */
export function kernelOf(fact: ClassFact): Statement[] {
  return fact.body.flatMap((statement): Statement[] => {
    if (statement.s !== 'let' || statement.to.e !== 'name') return [];
    const { name } = statement.to;
    if (name === 'middlewareAliases' || name === 'routeMiddleware') return registered(statement.value, fact.at);
    if (name !== 'middlewareGroups' || statement.value.e !== 'record') return [];
    return statement.value.entries.flatMap(({ key, value }) =>
      key.e === 'text' && value.e === 'list' ? [group(key.value, value.items, fact.at)] : [],
    );
  });
}

/** Routes that a provider's methods load (`Route::middleware('api')->prefix('api')->group(base_path('routes/api.php'))`). */
export function providerOf(fact: ClassFact, lower: PhpLowering): Statement[] {
  const walk = new RouteWalk(lower);
  const read = (body: readonly Statement[]): Statement[] =>
    body.flatMap((statement) => {
      const chain = statement.s === 'do' ? chainOf(statement.value) : null;
      const [first] = chain?.links ?? [];
      if (chain?.root === 'Route') return walk.walk([statement], TOP);
      if (chain?.root !== 'this' || !first) return [];
      if (first.name === 'loadRoutesFrom') return walk.read(first.args[0]?.value, TOP, first.at) ?? [];
      // `$this->routes(function () { … })`
      return first.args.flatMap(({ value }) =>
        value.e === 'function' ? read(lower.functions[value.id]?.body ?? []) : [],
      );
    });
  const methods = Object.values(lower.functions).filter(({ id }) => id.startsWith(`${fact.name}.`));
  const statements = methods.flatMap(({ body }) => read(body));
  return statements.length === 0 ? [] : [routerOf('app', TOP, fact.at), ...statements];
}
