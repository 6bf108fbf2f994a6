/** Objects that are served under a path by what they can do, and the hooks before it (`Framework.services`). */
import { frameworkOf, type ServiceStyle } from '../framework';
import { bases, shortName } from '../link/view-classes';
import { methodOf } from '../link/view-member';
import type { Interpreter } from './interpret';
import type { Place } from './plugins';
import type { Expression, GuardUse, RouteStatement, UseStatement } from '../../code/model';
import { someExpressionIn } from '../../code/visit';
import type { ConfigureStatement } from '../../code/model-setup';
import { optionsOf, textOf, type Guard, type RouterEvent, type RouterNode, type Value } from './values';

/** What an object answers: its own members, and those that its package brings along, whose bodies nobody sees. */
interface Service {
  members: ReadonlyMap<string, Value>;
  symbols: readonly string[];
}

/** Serves what a middleware's place holds, where that is no middleware but an object with members that answer; true when it is one. */
export function serveObject(
  program: Interpreter,
  node: RouterNode,
  fact: UseStatement,
  { value, path }: Guard,
  paths: readonly (string | null)[] | null,
  { scope, depth, condition }: Place,
): boolean {
  const style = frameworkOf(node.fact.framework)?.services;
  if (!style || !paths) return false;
  const [service] = optionsOf(value).flatMap((option) => serviceOf(option, style, program) ?? []);
  if (!service) return false;
  const { symbols, members } = service;
  const methods = fact.args.find(({ name }) => name === 'methods')?.value;
  const list = methods && program.evaluate(methods, scope, depth);
  const only = list?.v === 'list' ? list.items.map(textOf) : undefined;
  const signsIn = symbols.some((symbol) => style.signsIn.test(symbol));
  const decides = symbols.find((symbol) => style.decides.test(symbol));
  const { metadata } = program.registrar.classes.attached({ v: 'record', entries: new Map() });
  for (const [name, { method, item }] of Object.entries(style.members)) {
    const handler = members.get(name);
    if (!handler || (only && !only.includes(name))) continue;
    const route: RouteStatement = {
      ...{
        s: 'route',
        framework: node.fact.framework,
        on: fact.on,
        methods: [method],
        paths: [],
        guards: [],
        args: [],
      },
      ...{ handler: fact.guard.value, input: { state: 'unknown', at: null, what: null } },
      ...(signsIn && { public: 'callers sign in here' }),
      ...{ at: fact.at, line: fact.at.line, declLine: null },
    };
    node.events.push({
      ...{ kind: 'route', path, fact: route, methods: [method], guards: [], handler, leftOutBy: [], owner: null },
      urls: paths.map((one) => (one === null ? null : servedAt(one, item))),
      gap: decides === undefined ? null : `${decides} decides by itself who may call it`,
      condition,
      ...(metadata && { metadata }),
    });
  }
  return true;
}

/** Registers what stands before the members of one service, or of all. */
export function hookServices(
  program: Interpreter,
  node: RouterNode,
  { hooks, service, on, at }: ConfigureStatement,
  { scope, depth, condition }: Place,
): void {
  const style = frameworkOf(node.fact.framework)?.services;
  if (!style || !hooks) return;
  const path = service && textOf(program.evaluate(service, scope, depth));
  const given = program.evaluate(hooks, scope, depth);
  const add = (value: Value | undefined, as: GuardUse['as'], name: string): void => {
    if (!value) return;
    const member = style.members[name];
    for (const guard of program.registrar.flatten(value, { as, value: hooks, at }, scope.path)) {
      const use = { ...guard.use, ...doubtOf(guard.value), name: shortName(guard.value) || nameless(hooks) };
      if (isAway(guard.value, style)) {
        if (guard.use.sometimes === undefined) program.registrar.later.push(() => takeAway(node, path, member));
        continue;
      }
      const places = path === undefined ? [null] : member ? [member.item] : [false, true];
      const paths = places.map((item) => (path == null || item === null ? null : servedAt(path, item)));
      const fact: UseStatement = {
        ...{ s: 'use', framework: node.fact.framework, on, guard: use, paths: null, match: 'exact', reach: 'all', at },
        ...{ sockets: false, role: 'middleware', args: [], classes: true, ...(member && { methods: [member.method] }) },
      };
      node.events.push({
        ...{ kind: 'use', path: scope.path, fact, major: null, guard: { ...guard, use }, condition },
        paths: path === undefined ? null : paths,
      });
    }
  };
  if (given.v !== 'record') return add(given, 'middleware', 'all');
  for (const name of ['all', ...Object.keys(style.members)]) {
    for (const [when, as] of MOMENTS) {
      const lists = when === '' ? given : given.entries.get(when);
      if (lists) add(lists.v === 'record' ? lists.entries.get(name) : name === 'all' ? lists : undefined, as, name);
    }
  }
}

/** When hooks run, and as what; without a moment they are put around. What they return before a call is passed on, only errors end it. */
const MOMENTS = [
  ['around', 'middleware'],
  ['', 'middleware'],
  ['before', 'dependency'],
] as const;

function serviceOf(value: Value, { members, ...style }: ServiceStyle, program: Interpreter): Service | undefined {
  const symbols = value.v === 'instance' ? bases(value.of, program) : value.v === 'external' ? [value.symbol] : [];
  const isWhole = symbols.some((symbol) => style.brings.test(symbol));
  const create = symbols.some((symbol) => style.signsIn.test(symbol) || style.decides.test(symbol));
  const own = (name: string): Value | undefined => {
    if (value.v === 'record') return value.entries.get(name);
    return (value.v === 'instance' && methodOf(value.of, name, program)) || undefined;
  };
  const found = Object.keys(members).flatMap((name): [string, Value][] => {
    const handler = own(name) ?? (isWhole || (create && name === 'create') ? { v: 'unknown', why: null, name } : null);
    return handler ? [[name, handler as Value]] : [];
  });
  return found.length > 0 ? { members: new Map(found), symbols } : undefined;
}

/** Slashes around a service's path do not count. */
function servedAt(path: string, item: boolean): string {
  return `/${path.replace(/^\/+|\/+$/g, '')}${item ? '/:id' : ''}`.replace(/^\/\//, '/');
}

/** `disallow()`, `disallow('external')`; of other transports requests know nothing. */
function isAway(value: Value, { takesAway }: ServiceStyle): boolean {
  if (value.v !== 'external' || !takesAway.test(value.symbol)) return false;
  const kinds = value.values.map((one) => textOf(one.value));
  return kinds.length === 0 || kinds.includes('external') || kinds.includes('rest');
}

function takeAway(
  node: RouterNode,
  path: string | null | undefined,
  member: { item: boolean; method: string } | undefined,
): void {
  if (path === null) return;
  const isIt = (event: RouterEvent): boolean => {
    if (event.kind !== 'route' || event.metadata === undefined) return false;
    if (member && !event.methods.includes(member.method)) return false;
    const items = member ? [member.item] : [false, true];
    return event.urls.some((url) =>
      path === undefined
        ? !member || url?.endsWith('/:id') === member.item
        : items.some((item) => url === servedAt(path, item)),
    );
  };
  node.events = node.events.filter((event) => !isIt(event));
}

/** A hook that turns somebody away, by what could not be followed, is none that lets everybody through. */
function doubtOf(value: Value): Pick<GuardUse, 'undecided'> {
  const turnsAway = (part: Expression): boolean => part.e === 'refusal' && (part.status === 401 || part.status === 403);
  const refuses = value.v === 'function' && someExpressionIn(value.fact.body, turnsAway);
  return refuses ? { undecided: 'whom it turns away could not be followed' } : {};
}

function nameless(hooks: Expression): string {
  return hooks.e === 'name' ? hooks.name : 'a hook';
}
