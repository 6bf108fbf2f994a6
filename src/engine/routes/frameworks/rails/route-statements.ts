/** Statements that the lines of a routes file come to. */
import type { TreeNode } from '../../../parse/tree';
import type { Expression, GuardUse, MountStatement, RouteStatement } from '../../../code/model';
import type { Span } from '../../../span';
import { NAME } from './names';
import type { RouteOptions } from './route-options';

/** What routes are registered on, in a routes file. */
export const ROUTES: Expression = { e: 'name', name: 'routes' };

/** A line of a routes file. */
export interface RouteCall {
  name: string;
  options: RouteOptions;
  block: TreeNode | null;
  at: Span;
}

/** One route; `open`: why it is for everybody. */
export function routeOf(
  methods: string[],
  path: string | null,
  handler: Expression,
  guards: readonly GuardUse[],
  at: Span,
  open?: string,
): RouteStatement {
  return {
    s: 'route',
    framework: NAME,
    on: ROUTES,
    methods,
    paths: [path === null ? { e: 'other', parts: [] } : { e: 'text', value: path === '' ? '/' : path }],
    guards: [...guards],
    handler,
    ...(open !== undefined && { public: open }),
    args: [],
    input: { state: 'unknown', at: null, what: null },
    at,
    line: at.line,
    declLine: null,
  };
}

/** Another file's or engine's routes under a path. */
export function mountOf(what: Expression, path: string, guards: readonly GuardUse[], at: Span): MountStatement {
  return {
    s: 'mount',
    into: ROUTES,
    what,
    prefix: path === '' ? null : { e: 'text', value: path },
    guards: [...guards],
    inherits: 'all',
    takes: 'live',
    args: [],
    at,
  };
}
