/** What classes put before their actions by calls in their bodies. */
import type { Span } from '../span';
import type { Argument, Expression, GuardUse } from './model';

/** In the order in which a class says it: the order in which it holds. */
export type FilterFact =
  /** What another class puts before its actions comes here: a superclass, a mixin. */
  | { f: 'take'; of: Expression; at: Span }
  /**
   * Methods named by texts, functions or objects, then the options that narrow them: `only`, `except` (actions), `if`, `unless` (methods or
   * functions). `skip` takes away what is there. `title`: what people call it; it has no name by which it could be added again or taken away.
   */
  | { f: 'add' | 'prepend' | 'skip'; as: GuardUse['as']; args: Argument[]; title?: string; at: Span }
  /** A call on the class itself: a class method, its own or inherited, may do any of these. */
  | { f: 'call'; name: string; args: Argument[]; at: Span };
