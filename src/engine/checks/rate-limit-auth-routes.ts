/** The routes that take passwords and codes are the ones that get guessed at. */
import { defineCheck, type Conclusion } from '../check';
import { everyApp, httpApps } from '../http/apps';
import { routeLimits } from '../http/limits';
import { count, evidence, fail, findingAt, listed, notApplicable, pass, unknown } from '../readiness/answers';
import type { LinkedRoute } from '../routes/link/linked';

/** Where a password is tried, an account made or a mail sent. */
const CORE =
  /^(?:log-?in|sign-?in|authenticate|register|registration|sign-?up|forgot(?:[-_]?password)?|(?:request[-_])?(?:password|account)[-_]?(?:reset|recovery)|reset[-_]?password|magic[-_]?links?|otp|send[-_](?:otp|code))$/i;
/** Where a code or token is tried. */
const FURTHER = /^(?:token|verify|verification|confirm|mfa|2fa|totp|passwords?|reset|resend)$/i;
/** Words that say nothing by themselves: a cache is reset and an order confirmed, too. Something above them must be about signing in. */
const VAGUE = /^(?:confirm|reset|resend)$/i;
const ABOUT_SIGNING_IN = /auth|account|user|member|passw|log-?in|sign-?(?:in|up)|regist|session|mail|otp|verif/i;
/** Below a word of the above: how it is done. */
const WAY = /^(?:(?:access[-_]?)?tokens?|json|email|password|local|credentials)$/i;

export default defineCheck({
  id: 'rate-limit-auth-routes',
  title: 'Sign-in routes are rate limited',
  question: 'Do sign-in, sign-up and password-reset routes run into a rate limiter?',
  category: 'access',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  everyPlace: true,
  asks: ['001', '002'],
  reads: 'setup',
  conclude(workspace): Conclusion {
    const apps = workspace.derive(httpApps);
    const routes = apps.flatMap((app) => app.routes).filter(isWrite);
    const core = routes.filter((route) => isAbout(route, CORE));
    const further = routes.filter((route) => !core.includes(route) && isAbout(route, FURTHER));
    const asked = core.length > 0 ? core : further;
    if (asked.length === 0) {
      return workspace
        .derive(everyApp)
        .some((app) => app.routes.some((route) => isWrite(route) && isAbout(route, CORE)))
        ? unknown('How sign-in is limited is not read.')
        : notApplicable('No route takes a password or a code.');
    }
    const limitOf = workspace.derive(routeLimits);
    const open = asked.filter((route) => limitOf(route) === null);
    const hidden = open.filter((route) => route.gaps.length > 0);
    const limits = asked.flatMap((route) => limitOf(route) ?? []);
    const places = limits.map(({ place, note }) => evidence(place.path, place.span, note));
    if (open.length > 0 && hidden.length === open.length) {
      return unknown('What stands before the sign-in routes could not be followed.', places);
    }
    if (open.length > hidden.length) {
      const some = limits.length > 0 ? `${limits.length} of ${asked.length} sign-in routes are` : 'No sign-in route is';
      return fail(limits.length > 0 ? 'E3' : 'E1', `${some} rate limited.`, open.map(openFinding), places);
    }
    const rest = further.filter((route) => core.length > 0 && limitOf(route) === null);
    const note = rest.length > 0 ? ` Without one: ${listed(rest.map((route) => route.url ?? '?'))}.` : '';
    return pass(
      note === '' ? 'E4' : 'E3',
      `${count(asked.length, 'sign-in route')} ${asked.length === 1 ? 'runs' : 'run'} into a limiter.${note}`,
      places,
    );
  },
});

function isWrite({ method }: LinkedRoute): boolean {
  return /^(?:POST|PUT|PATCH|ALL)$/.test(method);
}

/** By the last segment that is no parameter: `/magic-link/verify` is about verifying. */
function isAbout(route: LinkedRoute, words: RegExp): boolean {
  const segments = (route.url ?? '').split('/').filter((segment) => segment !== '' && !/^[:{[]/.test(segment));
  const [above = '', last = ''] = segments.length > 1 ? segments.slice(-2) : ['', ...segments];
  if (VAGUE.test(last) && !segments.slice(0, -1).some((segment) => ABOUT_SIGNING_IN.test(segment))) return false;
  // `/login/access-token` is a way to sign in, too.
  return words.test(last) || (WAY.test(last) && words.test(above));
}

function openFinding(route: LinkedRoute): ReturnType<typeof findingAt> {
  const name = `${route.method} ${route.url ?? ''}`.trim();
  return findingAt(
    route.path,
    route.fact.at,
    `${name} can be tried as often as anybody likes, so passwords and codes can be guessed. Limit it to a few attempts per minute.`,
    name,
  );
}
