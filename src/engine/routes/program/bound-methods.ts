/**
 * Methods of a router that are handed on as values and register where they are called: `protected(router.get, '/orders')` above a handler,
 * whose decorator ends with `method(path)(handler)`. The route stands where the handler does.
 */
import type { RouteStatement } from '../../code/model';
import { text, type RouterNode, type Value } from './values';

const VERB = /^(?:get|post|put|patch|delete|options|head|trace|websocket)$/;

/** `router.get` of a Python router, or the name of such a method; undefined for any other member. */
export function registeringMember(self: Value, node: RouterNode, name: string): Value | undefined {
  if (self.v === 'router' && self.verb !== undefined) return name === '__name__' ? text(self.verb) : undefined;
  return VERB.test(name) && node.path.endsWith('.py') ? { v: 'router', node, verb: name } : undefined;
}

/** Where a route stands that is registered on behalf of its handler; undefined where no function of the workspace serves it. */
export function besideHandler(
  fact: RouteStatement,
  handler: Value,
  url: string | null,
): { path: string; fact: RouteStatement } | undefined {
  if (handler.v !== 'function') return undefined;
  const { path } = handler;
  const { at, decorators } = handler.fact;
  const calls = decorators.filter((one) => one.e === 'call');
  const names = ({ args }: (typeof calls)[number]): boolean =>
    args.some(({ value }) => value.e === 'text' && value.value === url);
  const by = (calls.find(names) ?? calls[0])?.at;
  return { path, fact: { ...fact, at: by ?? at, line: at.line, declLine: by?.line ?? null } };
}
