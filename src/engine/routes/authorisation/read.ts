/** What is read of a function, and with what it is read. */
import type { Question } from './tests';

/** One question that is asked on the way. */
export interface Found {
  question: Question;
  path: string;
  line: number;
  /** Only the caller's own record is looked up. */
  self?: true;
  /** Nothing but the name of what is called says so. */
  byName?: string;
  /**
   * It is what a look-up is limited to, not a condition. `asked`: what the request names is looked up · `named`: the same, as far as its
   * variables tell.
   */
  lookUp?: 'any' | 'named' | 'asked';
}

export interface Read {
  asks: Found[];
  /** What its answer turns on. */
  answers: Question[];
  /** It hands the caller to something that cannot be read. */
  outside: string | null;
  /** It does something with who is calling. */
  usesCaller: boolean;
  /** Fields of the object at hand in which it leaves who is calling. */
  fields: readonly string[];
}

/** What a function is given: parameters that hold the caller, and those that are known to be empty. */
export interface Given {
  callers: readonly string[];
  empty?: readonly string[];
  /** Those that hold the answer to a question. */
  answers?: ReadonlyMap<string, Question>;
}
