/** What Flask's registrations mean: routes, blueprints, hooks, resources. Sources as in `flask.ts`. */
import type { Call, ClassTarget, DecoratorTarget, StatementContext } from '../../../code/python/expressions';
import type {
  Expression,
  GuardUse,
  MountStatement,
  RouteStatement,
  Statement,
  UseStatement,
} from '../../../code/model';
import { docsRoute } from '../../documentation';
import { NAME } from './names';
import { argument, inputFrom, methodNames } from '../shared/python-arguments';

const VERBS = new Set(['get', 'post', 'put', 'patch', 'delete']);
const ABOVE = 'stands above the route decorator, which has already registered the function without it';

/** What a statement that consists of a call registers. */
export function statementOf(call: Call, _: string | undefined, context: StatementContext): Statement | undefined {
  const { callee } = call;
  if (callee.e === 'call') return appliedDecorator(callee, call, context);
  const extension = crossOrigin(call) ?? flasgger(call);
  if (extension) return extension;
  if (callee.e !== 'member') return undefined;
  const on = callee.of;
  switch (callee.name) {
    case 'add_url_rule': {
      const handler = argument(call.args, 'view_func', 2);
      const endpoint = argument(call.args, 'endpoint', 1);
      const args = endpoint ? [...call.args, { name: 'endpoint', value: endpoint }] : call.args;
      return handler && routeFrom({ ...call, args }, [argument(call.args, 'rule', 0)], null, handler, on, context);
    }
    case 'register_blueprint':
    case 'register_api':
      return mountOf(call, on, argument(call.args, 'blueprint', 0), argument(call.args, 'url_prefix'));
    case 'add_namespace':
      return mountOf(call, on, argument(call.args, 'ns', 0), argument(call.args, 'path', 1));
    case 'init_app': {
      const app = argument(call.args, 'app', 0);
      const mount = app && mountOf(call, app, on, undefined);
      return mount && { ...mount, call: { e: 'call', callee, args: call.args, at: call.at } };
    }
    case 'add_resource':
      return resourceOf(call, on, context);
    case 'before_request':
    case 'before_app_request':
      return hookOf(callee.name, on, call.args[0]?.value, call);
    case 'run':
      return serveOf(call, on);
    default:
      return undefined;
  }
}

/**
 * `CORS(app, …)`, `cors.init_app(app, …)`: which origins may read answers of an application or blueprint, whenever that is said
 * (flask-cors.readthedocs.io).
 */
export function crossOrigin(call: Call): UseStatement | undefined {
  const { callee, args, at } = call;
  if (callee.e !== 'name' && callee.e !== 'member') return undefined;
  const isInit = callee.e === 'member' && callee.name === 'init_app' && /^_?cors$/i.test(nameOfObject(callee.of));
  const on = callee.name === 'CORS' || isInit ? argument(args, 'app', 0) : undefined;
  if (!on) return undefined;
  return {
    s: 'use',
    framework: NAME,
    on,
    guard: { as: 'hook', value: { e: 'call', callee, args: args.filter(({ value }) => value !== on), at }, at },
    paths: null,
    reach: 'all',
    sockets: false,
    role: 'middleware',
    args: [],
    at,
  };
}

/** `Swagger(app)` serves its page and the description (github.com/flasgger/flasgger); a configuration may put them elsewhere. */
export function flasgger({ callee, args, at }: Call): RouteStatement | undefined {
  const app = argument(args, 'app', 0);
  if (callee.e !== 'name' || callee.name !== 'Swagger' || !app || argument(args, 'config', 1)) return undefined;
  const paths = ['/apidocs/', '/apispec_1.json'].map((value): Expression => ({ e: 'text', value }));
  return docsRoute(NAME, app, paths, at);
}

function nameOfObject(of: Expression): string {
  return of.e === 'name' || of.e === 'member' ? of.name : '';
}

/** `app.run(host=…)`: the address is the loopback one unless another is given. */
function serveOf(call: Call, app: Expression): Statement | undefined {
  const host = argument(call.args, 'host', 0) ?? { e: 'text', value: '127.0.0.1' };
  return { s: 'serve', app, host, at: call.at };
}

function mountOf(
  call: Call,
  into: Expression,
  what: Expression | undefined,
  prefix: Expression | undefined,
): MountStatement | undefined {
  if (!what) return undefined;
  return {
    s: 'mount',
    into,
    what,
    prefix: prefix ?? null,
    ...(prefix && { replaces: true as const }),
    guards: [],
    inherits: 'all',
    takes: 'live',
    args: call.args,
    at: call.at,
  };
}

/** `api.add_resource(Users, '/users', '/people')`. */
function resourceOf(call: Call, on: Expression, context: StatementContext): Statement | undefined {
  const [handler, ...paths] = call.args.filter(({ name }) => name === null);
  if (!handler || paths.length === 0) return undefined;
  const values = paths.map(({ value }) => value);
  return routeFrom(call, values, ['ALL'], handler.value, on, context);
}

/** Hooks that run before every request of an application or blueprint, whenever they are registered. */
function hookOf(name: string, on: Expression, value: Expression | undefined, { at }: Call): UseStatement | undefined {
  if (!value) return undefined;
  return {
    s: 'use',
    framework: NAME,
    on,
    guard: { as: 'hook', value, at },
    paths: null,
    reach: name === 'before_app_request' ? 'app' : 'all',
    sockets: true,
    role: 'middleware',
    args: [],
    at,
  };
}

/** `app.route('/x')(view)`. */
function appliedDecorator(decorator: Call, call: Call, context: StatementContext): Statement | undefined {
  const handler = call.args[0]?.value;
  if (!handler || decorator.callee.e !== 'member') return undefined;
  return registered(decorator, handler, context);
}

function registered(call: Call, handler: Expression, context: StatementContext): RouteStatement | undefined {
  if (call.callee.e !== 'member') return undefined;
  const { name, of } = call.callee;
  const rule = argument(call.args, 'rule', 0);
  if (VERBS.has(name)) return routeFrom(call, [rule], [name.toUpperCase()], handler, of, context);
  return name === 'route' ? routeFrom(call, [rule], null, handler, of, context) : undefined;
}

/** What a decorator registers. */
export function decoratorOf(call: Call, target: DecoratorTarget): Statement | undefined {
  if (call.callee.e === 'member' && /^before_(app_)?request$/.test(call.callee.name))
    return hookOf(call.callee.name, call.callee.of, { e: 'name', name: target.function.name }, call);
  const handler: Expression = { e: 'function', id: target.function.id };
  const route = registered(call, handler, target);
  if (!route) return undefined;
  route.line = target.line;
  route.declLine = target.declLine;
  const use = (value: Expression): GuardUse => ({
    as: 'decorator',
    value,
    at: value.e === 'call' ? value.at : call.at,
  });
  for (const value of target.above) route.guards.push({ ...use(value), ineffective: ABOVE });
  for (const value of target.below) route.guards.push(use(value));
  return route;
}

/** `@namespace.route('/users')` above a class. */
export function classDecoratorOf(call: Call, target: ClassTarget): Statement | undefined {
  if (call.callee.e !== 'member' || call.callee.name !== 'route') return undefined;
  const paths = call.args.filter(({ name, value }) => name === null && isPath(value)).map(({ value }) => value);
  const route = routeFrom(call, paths, ['ALL'], { e: 'name', name: target.name }, call.callee.of, target);
  return route && { ...route, line: target.line, declLine: target.declLine };
}

function routeFrom(
  call: Call,
  paths: readonly (Expression | undefined)[],
  methods: string[] | null,
  handler: Expression,
  on: Expression,
  context: StatementContext,
): RouteStatement | undefined {
  const literal = paths.filter((path): path is Expression => path !== undefined && isPath(path));
  const [first] = literal;
  if (!first) return undefined;
  const verbs = methods ?? listed(call) ?? ['GET'];
  return {
    s: 'route',
    framework: NAME,
    on,
    methods: verbs,
    paths: literal,
    guards: [],
    handler,
    args: call.args,
    input: inputFrom(handler, context, verbs),
    at: context.spanOf(first) ?? call.at,
    line: call.at.line,
    declLine: null,
  };
}

function listed(call: Call): string[] | null {
  const methods = argument(call.args, 'methods');
  if (!methods) return null;
  return methodNames(methods)?.filter((name) => name !== 'OPTIONS' && name !== 'HEAD') ?? ['ALL'];
}

/** A rule starts with a slash (or is empty, under a blueprint's prefix); what is not literal may be one. */
function isPath(path: Expression): boolean {
  if (path.e === 'text') return path.value === '' || path.value.startsWith('/');
  // `scoped('/x')` gives a rule where it is given one.
  if (path.e === 'call') return path.args.some(({ value }) => value.e === 'text' && isPath(value));
  return path.e === 'spread' ? isPath(path.of) : path.e === 'name' || path.e === 'member' || path.e === 'join';
}
