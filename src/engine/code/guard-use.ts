/** What stands in a guard's place, in code facts. */
import type { Span } from '../span';
import type { Expression } from './model';
import type { Need } from './model-setup';

/** Something in a guard's place. */
export interface GuardUse {
  /**
   * `dependency`: runs before the handler, its return value is ignored · `middleware`: may answer instead of passing on ·
   * `decorator`: wraps the handler · `hook`: runs before the handler, whatever it returns answers in its place · `permission`: is asked
   * before the handler, false refuses · `gate`: the same, and it may answer or throw by itself ·
   * `step`: runs before the handler, which is not reached once it has answered, thrown or returned a refusal.
   */
  as: 'dependency' | 'middleware' | 'decorator' | 'hook' | 'permission' | 'gate' | 'step';
  /** The function, object, list of them, or the call that makes it. */
  value: Expression;
  /** It stands where it has no effect; the reason, as a sentence part ("stands above the route decorator"). */
  ineffective?: string;
  /** It is taken away here on purpose; how, as a sentence part. */
  skipped?: string;
  /** Whatever it does, callers can get around it; the reason, as a sentence part. */
  bypassed?: string;
  /** It is not always there; in words, as a sentence part ("is only there under a condition"). */
  sometimes?: string;
  /** It is not there where this key of a configuration file is false (`[functions.hello]`, `verify_jwt = false`). */
  off?: { file: string; section: string; key: string };
  /** Whoever runs it decides by what it answers, in ways of which not all are followed: why nothing is known where it is not seen to refuse. */
  undecided?: string;
  /** It counts only where the application has something switched on. */
  needs?: Need;
  /** What people call it, where its value does not say. */
  name?: string;
  /** It is a default: a route that is `exempt` does without it. */
  byDefault?: true;
  /** A function that is given what comes next and makes what answers in its place (net/http, echo). */
  around?: true;
  /** As `UseStatement.passes`, wherever it stands. */
  passes?: true;
  at: Span;
}
