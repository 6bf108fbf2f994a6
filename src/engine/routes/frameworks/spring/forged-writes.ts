/**
 * Spring Security: every filter chain asks writes for a token unless it is switched off there. Reference, "Cross Site Request Forgery
 * (CSRF)" and "CSRF protection for stateless APIs".
 */
import type { LinkedUse } from '../../link/linked';
import { MARKS } from './marks';
import { byToken, placeOf, type Asked, type ForgedWrite } from '../../forged-write';

/** What Spring Security does about forged requests of one write. */
export function springWrite({ route }: Asked): ForgedWrite | null {
  const chain = route.uses.find(isSecurity);
  // `web.ignoring()`: no filter of any chain sees the request, so that no session is read either.
  if (!chain || chain.name === 'web.ignoring()') return null;
  const mark = (name: string): LinkedUse | undefined =>
    route.uses.find(({ value }) => value.v === 'external' && value.symbol === MARKS + name);
  const off = mark('no-csrf');
  if (!off) return byToken(placeOf(chain), 'Spring Security asks writes for a token unless told otherwise');
  if (mark('stateless')) return null;
  const login = mark('signs-in');
  if (login && off.paths === null)
    return { state: 'open', place: placeOf(off), what: `the session of ${login.name}`, isNone: false };
  if (login || off.paths !== null) return login ? { state: 'switched-off', place: placeOf(off) } : null;
  if (mark('bearer')) return null;
  return {
    state: 'unknown',
    reason: `The check of the token is switched off (${off.path}:${off.at.line}), and whether callers are known by a session cannot be told.`,
  };
}

/** A rule of a chain, or what Spring Boot puts there by itself. */
function isSecurity({ use, value }: LinkedUse): boolean {
  if (use?.fact.rule) return true;
  return value.v === 'external' && /^org\.springframework\.security\./.test(value.symbol);
}
