/** What is given as a handler where a router, or an object that serves requests, may stand in a function's place. */
import type { MountStatement, RouteStatement } from '../../code/model';
import { frameworkOf } from '../framework';
import { effectOf } from '../packages/effects';
import type { Interpreter } from './interpret';
import { nodeOf, optionsOf, type Guard, type RouterNode, type Scope, type Value } from './values';

/** Method of an object that answers requests, in Go and in Python. */
export const ANSWERING = ['__call__', 'ServeHTTP'];

/** The last of a list is the handler: what stands before it in there comes before it. */
function lastOf(value: Value): { last: Value; before: Value } {
  const last = value.v === 'list' ? value.items.at(-1) : undefined;
  if (value.v !== 'list' || !last) return { last: value, before: { v: 'list', items: [] } };
  return { last, before: { v: 'list', items: value.items.slice(0, -1) } };
}

/**
 * The routers among what a route is given as its handler, and the handlers, at most four of each; nothing of a route that may be none. `before`:
 * the list of what was given in front of it, where it is the end of a list (`exports.create = [guard, handler]`).
 */
export function split(
  value: Value,
  { maybe }: RouteStatement,
  node: RouterNode,
  program: Interpreter,
): { routers: Value[]; handlers: Value[]; before: Value } {
  const { last, before } = lastOf(value);
  const options = maybe && last.v === 'unknown' ? [] : optionsOf(last).slice(0, 4);
  if (!frameworkOf(node.fact.framework)?.servesRouters) return { routers: [], handlers: options, before };
  const routers: Value[] = [];
  const handlers: Value[] = [];
  for (const option of options) {
    const inner = nodeOf(option);
    if (inner && (inner.events.length > 0 || !inner.fact.wraps)) routers.push(option);
    else handlers.push(...optionsOf(inner ? wrapped(inner, program) : answering(option, program)));
  }
  return { routers, handlers, before };
}

/** Whether an application keeps its own paths where it is given to a router (`Framework.leavesApplications`), by itself or in an adapter. */
export function isLeft(value: Value, { fact }: RouterNode): boolean {
  if (frameworkOf(fact.framework)?.leavesApplications !== true) return false;
  const isApp = (one: Value | undefined): boolean => one !== undefined && nodeOf(one)?.fact.role === 'app';
  if (isApp(value)) return true;
  if (value.v !== 'external' || effectOf(value.symbol, []) !== 'pages') return false;
  return value.values.some(
    ({ value: given }) => isApp(given) || (given.v === 'record' && isApp(given.entries.get('app'))),
  );
}

/** What `http.StripPrefix` is put around, where that is no router. */
function wrapped({ fact, scope }: RouterNode, program: Interpreter): Value {
  const value = fact.wraps && scope ? program.evaluate(fact.wraps, scope) : undefined;
  return value ? answering(value, program) : { v: 'unknown', why: null, name: null };
}

/** The method of an object that answers. */
function answering(value: Value, program: Interpreter): Value {
  const method = value.v === 'instance' ? program.bound(value.of, value, 'ServeHTTP') : undefined;
  return method ?? value;
}

/** Mounts a router where it is given as a handler: paths stay whole, what shortens them says so itself. */
export function serveRouter(
  node: RouterNode,
  target: Value,
  { at }: RouteStatement,
  guards: Guard[],
  { path }: Scope,
  condition: string | null,
): void {
  const none = { e: 'other' as const, parts: [] };
  const fact: MountStatement = {
    s: 'mount',
    into: none,
    what: none,
    prefix: null,
    guards: [],
    inherits: 'all',
    takes: 'live',
    args: [],
    at,
  };
  if (nodeOf(target) !== node) node.events.push({ kind: 'mount', path, fact, target, prefix: '', guards, condition });
}
