/** Statements about a router as a whole: it is handed to plugins, its application is configured. */
import type { Span } from '../span';
import type { Argument, Expression, GuardUse, RouterExpression } from './model';

/** Parameter of a constructor that a class does not write: whatever it is given, its base class gets. */
export const HANDED_ON = '<args>';

/**
 * Hands a router to a plugin: a router of its own, mounted in `into`, or `into` itself when the plugin is `shared`. A folder of plugins
 * is one after another, each under its folder's name.
 */
export interface PlugStatement {
  s: 'plug';
  into: Expression;
  /** The function, or `null` when they lie in `folder`. */
  plugin: Expression | null;
  folder?: PluginFolder;
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

/** A folder whose files are plugins, each below the path of its folder. */
export interface PluginFolder {
  /** Relative to the file, where that is how it is written; and what it is worked out by. */
  written: string | null;
  dir: Expression | null;
  /** Before the path of each. */
  prefix: Expression | null;
  /** Which files are taken and which are not: part of a path, a pattern, or a function that is given the path. */
  takes: Expression | null;
  leaves: (Expression | null)[];
  /** Folders below it that are looked into at most; null = all. */
  depth: number | null;
  /** Names of folders are no part of paths. */
  flat?: true;
  /** In a folder with a file of this name that is the only plugin beside those of folders below. */
  index: string;
  /** Files of this name are no plugins, but hooks before those beside them, and with `below` before those further down. */
  hooks?: { name: string; below: boolean };
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
  /** Settings that are lists of paths, by name. */
  settings?: { name: string; value: Expression }[];
  /** Says that everything in it is for everybody: what stands before it by default does not count. */
  opens?: GuardUse;
  /**
   * What stands before the members of its services, or of the one at the path `service`: lists by the moment (`before`, `around`) and the
   * member, `all` for every one.
   */
  hooks?: Expression;
  service?: Expression;
  /** Switched on in it, for guards that need it (`GuardUse.needs`). */
  enables?: string[];
  at: Span;
}

/** What an application must have switched on for a guard to count; `without`: why it does not otherwise, as a sentence part. */
export interface Need {
  feature: string;
  without: string;
}

/**
 * A place in lists of rules of one application. A request is the matter of the first list, by `order` (null = last), whose paths fit it;
 * in that list the first rule that fits decides.
 */
export interface Rule {
  list: string;
  order: number | null;
  /** Paths of the list; null = all. */
  within: Expression[] | null;
  /** It stands before everything that its list takes, whichever rule decides. */
  always?: true;
  /** It lets everybody through. */
  opens?: true;
  /** Whether it decides is not in the files: why, as a sentence part. */
  maybe?: string;
}
