/** Calls of packages on one path of a body: judged by what is known of them, or taken to fail on a made-up credential. */
import { NOBODY, type Abstract } from './abstract';
import { effectOf } from '../packages/effects';
import type { Argument } from '../../code/model';
import { PlainCallRunner } from './plain';
import { FAILED, FORMAL, found, mayRaise, raise, UNKNOWN, type Context, type Result, type State } from './state';

/** What makes or checks signatures. */
export const SIGNS = /hmac|crypto\S*verify|verify_?(?:message|signature)/i;

export abstract class PackageRunner extends PlainCallRunner {
  /** A call to a package. */
  protected external(
    symbol: string,
    args: readonly Argument[],
    tainted: readonly Abstract[],
    state: State,
    context: Context,
  ): Result {
    const effect = effectOf(symbol, args);
    if (effect === 'identity') return found(state, { v: 'absent' });
    if (effect === 'session') return found(state, NOBODY);
    if (effect === 'deny') return raise({ ...state, credential: true }, context, 401);
    // The third argument of PyJWT 1 and of ruby-jwt is `verify` (github.com/jwt/ruby-jwt, "Algorithms and Usage").
    const off = args.some(
      ({ name, value }, index) =>
        (name === 'verify' || (name === null && index === 2 && effect === 'verify')) &&
        value.e === 'constant' &&
        value.value === false,
    );
    const unverified =
      off ||
      (effect === 'verify' &&
        JSON.stringify(args).includes('"verify_signature"},"value":{"e":"constant","value":false'));
    const claimed = tainted.length > 0 && tainted.every((value) => value.v === 'junk' && value.claimed);
    if (effect === 'claims' || unverified)
      return tainted.some((value) => value.v === 'absent')
        ? raise(state, context)
        : found(state, tainted.length > 0 ? { v: 'junk', claimed: true } : UNKNOWN);
    if (effect === 'raises') return raise({ ...state, credential: true }, context, 401);
    if (effect === 'verify' && tainted.length > 0 && !claimed) return raise({ ...state, credential: true }, context);
    if (effect === 'compare' && tainted.length > 0) {
      const both = tainted.length > 1 && tainted.every((value) => value.v === 'junk');
      return found({ ...state, credential: true }, both || claimed ? FORMAL : { v: 'constant', value: false });
    }
    if (tainted.length > 0) {
      // Whatever it is of, nobody else can sign.
      const known = claimed && !SIGNS.test(symbol);
      return this.failure(known ? state : { ...state, unread: state.unread ?? symbol }, known);
    }
    return found(state, { v: 'external', symbol: `${symbol}()`, separator: '.', args, values: [] });
  }

  /** What comes of handing a made-up credential to something out of reach: it fails, by answer or by exception. */
  protected failure(state: State, claimed: boolean): Result {
    return claimed ? found(state, UNKNOWN) : mayRaise(state, FAILED);
  }
}
