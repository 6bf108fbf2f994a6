/** `Route::resource` and its relatives. laravel.com/docs, "Controllers", "Resource Controllers". */
import type { Statement } from '../../../code/model';
import { entryOf, textsOf, type Link } from './chains';
import { joinPaths, withLink, withOptions, type RouteScope } from './route-scope';
import type { RouteWalk } from './routes';

interface Action {
  action: string;
  methods: string[];
  member: boolean;
  suffix?: string;
}

const ALL: readonly Action[] = [
  { action: 'index', methods: ['GET'], member: false },
  { action: 'create', methods: ['GET'], member: false, suffix: 'create' },
  { action: 'store', methods: ['POST'], member: false },
  { action: 'show', methods: ['GET'], member: true },
  { action: 'edit', methods: ['GET'], member: true, suffix: 'edit' },
  { action: 'update', methods: ['PUT', 'PATCH'], member: true },
  { action: 'destroy', methods: ['DELETE'], member: true },
];
const API = ALL.filter(({ suffix }) => suffix === undefined);
const ONE = ALL.filter(({ action }) => /^(?:show|edit|update)$/.test(action));

/** Calls that make the routes of a resource, with what they make by default. */
export const RESOURCES: ReadonlyMap<string, readonly Action[]> = new Map([
  ['resource', ALL],
  ['apiResource', API],
  ['singleton', ONE],
  ['apiSingleton', ONE.filter(({ suffix }) => suffix === undefined)],
]);

/** Routes of one resource; `after`: the calls behind it, which narrow it. */
export function resourceRoutes(walk: RouteWalk, link: Link, after: readonly Link[], scope: RouteScope): Statement[] {
  const [name, target, options] = link.args.map(({ value }) => value);
  if (name?.e !== 'text' || !target) return [];
  const isOne = /ingleton$/.test(link.name);
  const parts = name.value.split('.');
  const collection = parts.reduce((path, part, index) => {
    const own = joinPaths(path, part);
    return index < parts.length - 1 ? `${own}/{${parameterOf(part)}}` : own;
  }, scope.path);
  const member = isOne ? collection : `${collection}/{${parameterOf(parts.at(-1) ?? '')}}`;
  const controller = target.e === 'text' ? walk.byText(target.value, scope) : target;
  const own = link.args.find((arg) => arg.value.e === 'record');
  const inner = own ? withOptions(scope, own, link.at) : scope;
  return wanted(RESOURCES.get(link.name) ?? ALL, after, options).map((one) => {
    const base = one.member ? member : collection;
    const path = one.suffix === undefined ? base : `${base}/${one.suffix}`;
    const route = walk.route(one.methods, path, undefined, narrowed(inner, one.action, after), link.at);
    return { ...route, handler: walk.action(controller, one.action, link.at) };
  });
}

function wanted(
  all: readonly Action[],
  after: readonly Link[],
  options: Link['args'][number]['value'] | undefined,
): Action[] {
  const listed = (name: string): string[] | null => {
    const called = after.find((one) => one.name === name);
    if (called) return called.args.flatMap(({ value }) => textsOf(value));
    const given = entryOf(options, name);
    return given ? textsOf(given) : null;
  };
  const only = listed('only');
  const except = listed('except');
  return all.filter(({ action }) => (only === null || only.includes(action)) && !except?.includes(action));
}

/** `->middlewareFor('show', 'auth')`, `->withoutMiddlewareFor('index', 'auth')`. */
function narrowed(scope: RouteScope, action: string, after: readonly Link[]): RouteScope {
  return after.reduce((inner, { name, args, at }) => {
    const own = /^(without)?[mM]iddlewareFor$/.exec(name);
    if (!own || !textsOf(args[0]?.value).includes(action)) return inner;
    return withLink(inner, { name: own[1] ? 'withoutMiddleware' : 'middleware', args: args.slice(1), at });
  }, scope);
}

/** The name of a parameter: the resource in the singular, with underscores. */
function parameterOf(name: string): string {
  return name
    .replace(/-/g, '_')
    .replace(/ies$/, 'y')
    .replace(/(x|ch|sh|ss)es$/, '$1')
    .replace(/(?<!s|us|is)s$/, '');
}
