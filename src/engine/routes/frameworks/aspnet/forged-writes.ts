/**
 * ASP.NET Core: cookies that sign in are SameSite=Lax by themselves, antiforgery tokens are checked where an attribute or a filter says so.
 * Documentation, "Prevent Cross-Site Request Forgery (XSRF/CSRF) attacks in ASP.NET Core", "Work with SameSite cookies".
 */
import type { LinkedUse } from '../../link/linked';
import { ANTIFORGERY, COOKIES } from './sessions';
import { byToken, placeOf, type Asked, type ForgedWrite } from '../../forged-write';

/** What ASP.NET Core does about forged requests of one write. */
export function aspnetWrite({ route }: Asked): ForgedWrite | null {
  const mark = (symbol: string): LinkedUse | undefined =>
    route.uses.find(({ value }) => value.v === 'external' && value.symbol === symbol);
  const cookies = mark(COOKIES.kept);
  if (!cookies) return null;
  const check = mark(ANTIFORGERY.checks) ?? route.uses.find(({ name }) => /AutoValidateAntiforgeryToken/i.test(name));
  if (check && !mark(ANTIFORGERY.ignores)) return byToken(placeOf(check), `${check.name} checks a token`);
  const none = mark(COOKIES.everySite);
  if (none) return { state: 'open', place: placeOf(none), what: 'the cookie that signs in', isNone: true };
  const proof = {
    ...placeOf(cookies),
    note: 'the cookie that signs in is SameSite=Lax by default',
    by: 'header' as const,
  };
  return { state: 'checked', by: 'same-site', proof };
}
