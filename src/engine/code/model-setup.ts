/** Statements about a router as a whole: it is handed to plugins, its application is configured. */
import type { Span } from '../span';
import type { Argument, Expression, GuardUse, RouterExpression } from './model';

/**
 * Hands a router to a plugin: a router of its own, mounted in `into`, or `into` itself when the plugin is `shared`. A folder of plugins
 * is one after another, each under its folder's name.
 */
export interface PlugStatement {
  s: 'plug';
  into: Expression;
  /** The function, or `null` when they lie in `folder`. */
  plugin: Expression | null;
  /** Relative to the file. */
  folder?: string;
  /** Files of this name in the folder are no plugins, but hooks before those beside them, and with `below` before those further down. */
  hooks?: { name: string; below: boolean };
  prefix: Expression | null;
  /** The router that is made for the plugin. */
  router: RouterExpression;
  /** A function works on `into` itself; an application or router is mounted as it is. */
  direct?: true;
  /** Guards before everything in it. */
  guards?: GuardUse[];
  /** What the plugin is given besides the router. */
  args: Argument[];
  at: Span;
}

/** Settings of an application that change the paths of everything mounted in it. */
export interface ConfigureStatement {
  s: 'configure';
  on: Expression;
  /** Before every path; absent = not changed. */
  prefix?: Expression;
  /** Paths that stay without the prefix. */
  except?: Expression[];
  /** Versions stand in paths, after this (`v`); `fallback`: the version of what names none. */
  versions?: { prefix: string; fallback: Expression | null };
  at: Span;
}
