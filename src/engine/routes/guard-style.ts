/** How guards stand in routes' own declarations, for edits that add one. */
import type { GuardUse } from '../code/model';

/**
 * `dependency`: in a list that a keyword takes, wrapped in a call that is imported (`dependencies=[Depends(user)]`) · `middleware`: given
 * as it is, before the handler · `decorator`: on a line of its own above the handler's `def` · `option`: in an object of options, under a
 * key (`{ preHandler: [user] }`), before or after the handler · `gate`: in a decorator that takes it, above the handler
 * (`@UseGuards(User)`) · `body`: a call at the start of the handler's own body · `filter`: named by a call in the body of the class ·
 * `chain`: by a call behind the one that declares the route.
 */
export type GuardStyle =
  | DependencyStyle
  | { as: 'middleware' }
  | DecoratorStyle
  | { as: 'option'; of: GuardUse['as']; keyword: string; options: 'before' | 'after' }
  | { as: 'gate'; decorator: string; from: string }
  | { as: 'body' }
  | AnnotationStyle
  | { as: 'filter' }
  | ChainStyle
  /** Behind the handler (`e.GET("/x", h, guard)`). */
  | { as: 'last' }
  /** A call in front of the method (`r.With(guard).Get("/x", h)`). */
  | { as: 'with' }
  /** A call around the handler (`mux.Handle("/x", guard(h))`). */
  | { as: 'wrapper' };

/** Guards are annotations or attributes above the handler, copied as siblings write them. */
export interface AnnotationStyle {
  as: 'annotation';
  /** What one looks like. */
  written: RegExp;
  /** Packages or namespaces of the framework's own, by name. */
  from: Readonly<Record<string, string>>;
  /** How an import is written. */
  importOf(from: string, name: string): string;
}

export interface ChainStyle {
  as: 'chain';
  /** The call that takes a guard by its name. */
  method: string;
}

export interface DecoratorStyle {
  as: 'decorator';
  /** Classes are guarded by mixins left of their bases. */
  mixins?: true;
  /** Views of that name are guarded by classes: in an attribute, of functions in a decorator that is imported. */
  permissions?: { views: string; attribute: string; decorator: string; from: string };
}

export interface DependencyStyle {
  as: 'dependency';
  keyword: string;
  /** What it is wrapped in, and where that is imported from; null = given as it is. */
  call: string | null;
  from: string;
}
