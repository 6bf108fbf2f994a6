/** Files of routes: `routes/web.php`, `routes/api.php` and what they read. laravel.com/docs, "Routing", "Controllers". */
import { BY_PATH } from '../../../code/php/names';
import type { PhpLowering } from '../../../code/php/lowering';
import type { Argument, Expression, GuardUse, MountStatement, RouteStatement, Statement } from '../../../code/model';
import type { Span } from '../../../span';
import { chainOf, entryOf, textsOf, type Link } from './chains';
import { NAME } from './names';
import { resourceRoutes, RESOURCES } from './resources';
import { joinPaths, TOP, withLink, withOptions, type RouteScope } from './route-scope';

/** What routes are registered on, in a file of routes. */
export const ROUTES: Expression = { e: 'name', name: 'routes' };

/** What a file of routes calls its router: the facade, or the object that a provider or Lumen gives. */
const ROUTER = /^(?:Route|router|app|api|r)$/;
const VERBS: Readonly<Record<string, string>> = {
  get: 'GET',
  post: 'POST',
  put: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  options: 'OPTIONS',
  any: 'ALL',
  view: 'GET',
  inertia: 'GET',
  livewire: 'GET',
  redirect: 'GET',
  permanentRedirect: 'GET',
};
const MAX_DEPTH = 16;

export class RouteWalk {
  private depth = 0;

  constructor(private readonly lower: PhpLowering) {}

  /** The statements of a block, with the routes that its chains make. */
  walk(body: readonly Statement[], scope: RouteScope): Statement[] {
    if (this.depth > MAX_DEPTH) return [];
    this.depth++;
    const statements = body.flatMap((statement) => this.statement(statement, scope));
    this.depth--;
    return statements;
  }

  private statement(statement: Statement, scope: RouteScope): Statement[] {
    switch (statement.s) {
      case 'do':
      case 'return':
        return (statement.value && this.line(statement.value, scope)) ?? [statement];
      case 'if':
        return [{ ...statement, then: this.walk(statement.then, scope), else: this.walk(statement.else, scope) }];
      case 'loop':
        return [{ ...statement, body: this.walk(statement.body, scope) }];
      case 'let':
        return this.line(statement.value, scope) ?? [statement];
      default:
        return [statement];
    }
  }

  /** What one chain registers; undefined where it is none of a router. */
  private line(value: Expression, scope: RouteScope): Statement[] | undefined {
    if (value.e === 'call' && value.callee.e === 'name' && value.callee.name === 'require')
      return this.read(value.args[0]?.value, scope, value.at);
    const chain = chainOf(value);
    if (!chain || !ROUTER.test(chain.root)) return undefined;
    const at = chain.links.findIndex(
      ({ name }) =>
        VERBS[name] !== undefined ||
        RESOURCES.has(name) ||
        /^(?:match|group|resources|apiResources|fallback|routes)$/.test(name),
    );
    const link = chain.links[at];
    if (!link) return undefined;
    const inner = [...chain.links.slice(0, at), ...chain.links.slice(at + 1)].reduce(withLink, scope);
    return this.registered(link, chain.links.slice(at + 1), inner);
  }

  private registered(link: Link, after: readonly Link[], scope: RouteScope): Statement[] {
    const { name, args, at } = link;
    if (name === 'group') return this.group(args, scope, at);
    if (RESOURCES.has(name)) return resourceRoutes(this, link, after, scope);
    if (name === 'resources' || name === 'apiResources') return this.several(link, after, scope);
    if (name === 'fallback') return [this.route(['ALL'], `${scope.path}/{fallback}`, args[0]?.value, scope, at)];
    if (name === 'routes') return [];
    const isMatch = name === 'match';
    const methods = isMatch ? textsOf(args[0]?.value).map((one) => one.toUpperCase()) : [VERBS[name] ?? 'GET'];
    const [path, target] = isMatch ? args.slice(1) : args;
    const written = path && textOf(path.value);
    const own = typeof written === 'string' ? joinPaths(scope.path, written) : null;
    const open = /edirect$/.test(name) ? 'it only redirects' : undefined;
    const handler = /^(?:view|inertia|redirect|permanentRedirect)$/.test(name) ? undefined : target?.value;
    return [this.route(methods, own, handler, scope, at, open)];
  }

  private several(link: Link, after: readonly Link[], scope: RouteScope): Statement[] {
    const listed = link.args[0]?.value;
    if (listed?.e !== 'record') return [];
    const name = link.name === 'resources' ? 'resource' : 'apiResource';
    return listed.entries.flatMap(({ key, value }) => {
      const args: Argument[] = [key, value].map((one) => ({ name: null, value: one }));
      return resourceRoutes(this, { ...link, name, args }, after, scope);
    });
  }

  /** A function, or a file of its own. */
  private group(args: readonly Argument[], scope: RouteScope, at: Span): Statement[] {
    const options = args.find(({ value }) => value.e === 'record');
    const inner = options ? withOptions(scope, options, at) : scope;
    const body = args.find((one) => one !== options)?.value;
    if (body?.e === 'function') return this.walk(this.lower.functions[body.id]?.body ?? [], inner);
    return this.read(body, inner, at) ?? [];
  }

  /** `require __DIR__.'/auth.php'`, `group(base_path('routes/admin.php'))`. */
  read(value: Expression | undefined, scope: RouteScope, at: Span): Statement[] | undefined {
    const path = pathOf(value);
    if (path === null || !/\.php$/.test(path)) return undefined;
    const as = `${BY_PATH}${path}`;
    const imported: Statement = { s: 'import', from: as, names: [{ name: 'routes', as }], line: at.line };
    return [imported, mountOf({ e: 'name', name: as }, scope, at)];
  }

  /** One route. */
  route(
    methods: string[],
    path: string | null,
    target: Expression | undefined,
    scope: RouteScope,
    at: Span,
    open?: string,
  ): RouteStatement {
    return {
      s: 'route',
      framework: NAME,
      on: ROUTES,
      methods,
      paths: [path === null ? { e: 'other', parts: [] } : { e: 'text', value: path === '' ? '/' : path }],
      guards: [...scope.guards, ...ownGuards(target, at)],
      handler: this.handlerOf(target, scope, at),
      ...(open !== undefined && { public: open }),
      args: scope.name === '' ? [] : [{ name: 'endpoint', value: { e: 'text', value: scope.name } }],
      input: { state: 'unknown', at: null, what: null },
      at,
      line: at.line,
      declLine: null,
    };
  }

  /** `[Controller::class, 'show']`, `'Controller@show'`, `Controller::class`, a function, a member of the controller around it. */
  private handlerOf(target: Expression | undefined, scope: RouteScope, at: Span): Expression {
    if (!target) return { e: 'other', parts: [] };
    // `['uses' => 'Controller@show', 'middleware' => 'auth']`
    const uses = entryOf(target, 'uses');
    if (uses) return this.handlerOf(uses, scope, at);
    if (target.e === 'list' && target.items.length === 2) {
      const [of, member] = target.items;
      if (of && member?.e === 'text') return this.action(of, member.value, at);
    }
    if (target.e === 'text' && target.value.includes('@')) {
      const [type = '', member = ''] = target.value.split('@');
      return this.action(this.byText(type, scope), member, at);
    }
    if (target.e === 'text' && scope.controller) return this.action(scope.controller, target.value, at);
    if (target.e === 'text' && /Controller$/.test(target.value))
      return this.action(this.byText(target.value, scope), '__invoke', at);
    return target.e === 'name' ? this.action(target, '__invoke', at) : target;
  }

  /** The action of a controller as a handler. */
  action(of: Expression, member: string, at: Span): Expression {
    const type = of.e === 'text' ? { e: 'name' as const, name: this.lower.names.refer(`\\${of.value}`) } : of;
    return { e: 'view', of: type, args: [], member, at };
  }

  /** A controller that is written as a text, in the namespaces around it and the usual one. */
  byText(written: string, { namespace }: RouteScope): Expression {
    if (written.startsWith('\\')) return { e: 'name', name: this.lower.names.refer(written) };
    const below = namespace === '' ? written : `${namespace}\\${written}`;
    const full = /^App\\|^Modules\\/.test(below) ? below : `App\\Http\\Controllers\\${below}`;
    return { e: 'name', name: this.lower.names.refer(`\\${full}`) };
  }
}

/** Middleware in the array form of a route's action. */
function ownGuards(target: Expression | undefined, at: Span): GuardUse[] {
  const own = target && entryOf(target, 'middleware');
  if (!own) return [];
  return [...withLink(TOP, { name: 'middleware', args: [{ name: null, value: own }], at }).guards];
}

/** A path with a place for what is not literal in it; null where nothing is. */
function textOf(value: Expression): string | null {
  if (value.e === 'text') return value.value;
  if (value.e !== 'join') return null;
  const parts = value.parts.map(textOf);
  return parts.every((part) => part === null) ? null : parts.map((part) => part ?? '{…}').join('');
}

/** The path that an expression of a file leads to, as far as its end is literal. */
export function pathOf(value: Expression | undefined): string | null {
  if (!value) return null;
  if (value.e === 'text') return value.value.replace(/^(?:\.?\/)?(?:\.\.\/)*/, '');
  if (value.e === 'join') {
    const last = value.parts.at(-1);
    return last?.e === 'text' ? pathOf(last) : null;
  }
  if (value.e === 'call') return pathOf(value.args.at(-1)?.value);
  return null;
}

/** Another file's routes in this one's: what is said here stands in the place of what such a file has by default. */
export function mountOf(what: Expression, scope: RouteScope, at: Span): MountStatement {
  return {
    s: 'mount',
    into: ROUTES,
    what,
    prefix: { e: 'text', value: scope.path },
    replaces: true,
    guards: [...scope.guards],
    inherits: 'all',
    takes: 'live',
    args: [],
    at,
  };
}
