/**
 * What a web framework tells the routes. One file in `frameworks/` describes one (with helpers named after it), `frameworks/index.ts`
 * lists them. Linking, guards and verdicts read code facts and ask here; nothing else names a framework.
 */
import type ts from 'typescript';
import type { Lowering } from '../collect/javascript-lowering';
import type { PythonFramework } from '../collect/python-expressions';
import type { Span } from '../span';
import type { EffectRule } from './externals';
import { FRAMEWORKS } from './frameworks';
import type { Argument, Expression, RouterExpression } from './model';

export interface Framework {
  /** Name in facts and in the report: `fastapi`, `express`. */
  name: string;
  /** What its calls mean where they are written in Python. */
  python?: PythonFramework;
  /** The same for JavaScript and TypeScript; several parts where one takes what the other leaves. */
  javascript?: readonly JavaScriptFramework[];
  /**
   * The router that a class or function of the framework makes, where it is only reached through other files: a subclass, a name that is
   * re-exported. `symbol` as in `Origin`, without the call; `.X` for a bare name.
   */
  routerOf?(symbol: string, args: readonly Argument[], at: Span): RouterExpression | undefined;
  /** How the path of a middleware is compared with a route's; absent = by segment, `prefix` taking everything below. */
  covers?: PathRule;
  /** What its own guards and middleware do, by symbol; of packages made for it, `externals.ts` tells. */
  effects?: readonly EffectRule[];
  /** Classes of it that middleware and guards extend, with the method that it calls. */
  entries?: readonly { base: RegExp; method: string }[];
  /** How a guard stands in a route's own declaration. */
  guard: GuardStyle;
}

/**
 * `dependency`: in a list that a keyword takes, wrapped in a call that is imported (`dependencies=[Depends(user)]`) · `middleware`: given
 * as it is, before the handler.
 */
export type GuardStyle = DependencyStyle | { as: 'middleware' };

export interface DependencyStyle {
  as: 'dependency';
  keyword: string;
  call: string;
  from: string;
}

/** Compares the path of a middleware with a route's; `major`: version of the framework, null = not known. */
export type PathRule = (
  path: string,
  url: string,
  match: 'prefix' | 'exact' | 'param',
  major: number | null,
) => boolean;

/** What a JavaScript framework tells the lowering: which of its calls and members mean routes, mounts, guards, refusals. */
export interface JavaScriptFramework {
  name: string;
  /** A file may hold routes or guards of this framework. Must over-accept: what it refuses is only read when a link leads there. */
  prefilter(text: string): boolean;
  /**
   * The call as an expression of the model, or undefined when it is not the framework's. It may add statements to the current block
   * (`lowering.emit`): a registration inside an expression still registers.
   */
  call?(node: ts.CallExpression | ts.NewExpression, lowering: Lowering): Expression | undefined;
  /** A member that is not called: `req.headers`. */
  member?(node: ts.PropertyAccessExpression | ts.ElementAccessExpression, lowering: Lowering): Expression | undefined;
  /** A part taken by destructuring: `const { headers } = req`. */
  part?(owner: Expression, key: string, lowering: Lowering): Expression | undefined;
}

/** The framework of that name, if there is a description of it. */
export function frameworkOf(name: string): Framework | undefined {
  return FRAMEWORKS.find((framework) => framework.name === name);
}

/** The router that something of a package makes when it is called, or undefined. */
export function routerOf(symbol: string, args: readonly Argument[], at: Span): RouterExpression | undefined {
  for (const framework of FRAMEWORKS) {
    const router = framework.routerOf?.(symbol, args, at);
    if (router) return router;
  }
  return undefined;
}

/** The method that a framework calls on objects of a class, by the packages' classes that it extends. */
export function entryMethod(bases: readonly string[]): string | undefined {
  const entries = FRAMEWORKS.flatMap((framework) => framework.entries ?? []);
  return entries.find(({ base }) => bases.some((symbol) => base.test(symbol)))?.method;
}
