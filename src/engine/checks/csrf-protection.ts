/** A browser sends cookies along with whatever another site makes it send: writes that a cookie signs in must tell the difference. */
import { defineCheck, type Conclusion, type Evidence } from '../check';
import type { FindingDraft } from '../finding';
import { appName, everyApp, type HttpApp } from '../http/apps';
import { isWrite } from '../http/forgery';
import {
  isRead,
  routeForgery,
  heldNote,
  whyUnsettled,
  type ForgeryOf,
  type OpenCookie,
  type RouteForgery,
} from '../http/route-forgery';
import { cookieUse } from '../http/session-cookies';
import { evidence, fail, findingAt, listed, notApplicable, pass, unknown } from '../readiness/answers';
import { frameworkOf } from '../routes/framework';
import type { LinkedRoute } from '../routes/link/linked';
import { judgedRoutes, type JudgedRoute } from '../routes/verdict';
import type { Place } from '../span';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'csrf-protection',
  title: 'Writes that a cookie signs in are protected against forged requests',
  question: 'Are writes that a cookie signs in protected against requests that other sites forge?',
  category: 'access',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['002'],
  reads: 'routes',
  rules: {
    'cookie-without-samesite': 'A session cookie is sent along from other sites',
    'check-switched-off': 'A write is taken out of the check of the token',
    'cookie-for-every-site': 'A session cookie says SameSite=None',
  },
  conclude(workspace): Conclusion {
    const apps = workspace.derive(everyApp).filter((app) => app.routes.some(isWrite));
    if (apps.length === 0) return notApplicable('No application that takes writes was found.');
    const forgeryOf = workspace.derive(routeForgery);
    const judged = new Map(workspace.derive(judgedRoutes).map((one) => [one.route, one]));
    const outcomes = apps.map((app) => judge(app, forgeryOf, judged, workspace));
    const findings = outcomes.flatMap(({ open, switchedOff }) => [
      ...open.map(findingFor),
      ...switchedOff.map(exemptFinding),
    ]);
    const proof = outcomes.flatMap((outcome) => outcome.proof);
    if (findings.length > 0) {
      const names = [...new Set(outcomes.flatMap(({ open }) => open.map(({ what }) => what)))];
      if (names.length === 0)
        return fail('E3', 'Some writes are taken out of the check of the token.', findings, proof);
      return fail('E0', `Other sites can send writes with ${listed(names)}.`, findings, proof);
    }
    const reason = outcomes.find((outcome) => outcome.reason !== null)?.reason;
    if (reason) return unknown(reason, proof);
    const defended = outcomes.filter((outcome) => outcome.by !== null);
    if (defended.length === 0) return notApplicable('No cookie that signs callers in was found.');
    if (defended.every(({ by }) => by === 'token'))
      return pass('E4', 'Writes are refused without a token that only your own pages know.', proof);
    const isHeader = defended.some(({ by }) => by === 'header');
    const summary = isHeader
      ? 'Writes are refused when they come from a form of another site.'
      : 'Browsers keep the session cookie from writes of other sites (SameSite).';
    return pass('E3', summary, proof);
  },
});

interface Outcome {
  /** Cookies that nothing holds back. */
  open: OpenCookie[];
  /** Where a write that a session signs in is taken out of the check. */
  switchedOff: Place[];
  by: 'token' | 'header' | 'same-site' | null;
  /** Why the files cannot tell, as a sentence; null = they can. */
  reason: string | null;
  proof: Evidence[];
}

/** What the writes of an application come to together. */
function judge(
  app: HttpApp,
  forgeryOf: ForgeryOf,
  judged: ReadonlyMap<LinkedRoute, JudgedRoute>,
  workspace: Workspace,
): Outcome {
  const writes = app.routes.filter(isWrite).flatMap((route) => {
    const one = judged.get(route);
    return (one && forgeryOf(one)) ?? [];
  });
  const found = <S extends RouteForgery['state']>(state: S): Extract<RouteForgery, { state: S }>[] =>
    writes.filter((write): write is Extract<RouteForgery, { state: S }> => write.state === state);
  // Of a cookie that a package keeps the files say nothing.
  const checked = found('checked').filter(({ ofPackage }) => !ofPackage);
  const unset = checked.length === 0 ? heldBack(app, workspace) : [];
  const unknownWrite = found('unknown').find(({ of }) => of === 'cookie');
  return {
    open: distinct(found('open').flatMap(({ cookies }) => cookies)),
    switchedOff: distinct(found('switched-off').map(({ place }) => place)),
    by: unset.length > 0 ? 'same-site' : leastOf(checked.map(({ by }) => by)),
    reason: unknownWrite ? sentence(unknownWrite.reason) : checked.length > 0 ? null : unread(app, workspace),
    proof: distinct([...checked.map(({ proof }) => proof), ...unset])
      .slice(0, MAX_PROOF)
      .map(({ path, span, note }) => evidence(path, span, note)),
  };
}

/** Cookies that sign in, of which no write was seen to ask: browsers keep all of them from other sites. */
function heldBack(app: HttpApp, workspace: Workspace): (Place & { note: string })[] {
  if (frameworkOf(app.framework)?.forgedWrites || !isRead(app, workspace)) return [];
  const { cookies } = cookieUse(app, workspace);
  return cookies.every(({ sameSite }) => sameSite === 'same')
    ? cookies.map((cookie) => ({ ...cookie, note: heldNote(cookie) }))
    : [];
}

/** Why nothing can be said of an application in which no write was found to be signed in by a cookie; null = there is none. */
function unread(app: HttpApp, workspace: Workspace): string | null {
  if (frameworkOf(app.framework)?.forgedWrites) return null;
  if (!isRead(app, workspace)) return `How ${appName(app)} keeps its sessions is not read.`;
  const { cookies, unset } = cookieUse(app, workspace);
  if (cookies.length === 0)
    return unset && `Callers of ${appName(app)} are known by ${unset}, and what sets it was not found.`;
  const loose = cookies.find(({ sameSite }) => sameSite !== 'same');
  return loose ? sentence(whyUnsettled(loose)) : null;
}

/** The weakest of what holds writes back. */
function leastOf(all: readonly NonNullable<Outcome['by']>[]): Outcome['by'] {
  return (['same-site', 'header', 'token'] as const).find((by) => all.includes(by)) ?? null;
}

function sentence(part: string): string {
  return `${part.charAt(0).toUpperCase()}${part.slice(1).replace(/\.$/, '')}.`;
}

/** Places of the proof that are shown. */
const MAX_PROOF = 5;

function distinct<P extends Place>(places: readonly P[]): P[] {
  return [...new Map(places.map((place) => [`${place.path}:${place.span.line}`, place])).values()];
}

function findingFor({ path, span, what, isNone }: OpenCookie): FindingDraft {
  return findingAt(
    path,
    span,
    isNone
      ? `Browsers send ${what} with requests of every other site, and no write asks for a CSRF token. Check a token, or set SameSite to Lax if no other site embeds you.`
      : `Nothing keeps browsers from sending ${what} with a form of another site, so that site can act in a user's name. Set SameSite to Lax or Strict, or check a CSRF token on every write.`,
    what,
    { rule: isNone ? 'cookie-for-every-site' : 'cookie-without-samesite' },
  );
}

function exemptFinding({ path, span }: Place): FindingDraft {
  return findingAt(
    path,
    span,
    "This write is signed in by a session and taken out of the check of the CSRF token, so another site can send it in a user's name. Let the token be checked here too.",
    'exempt',
    { rule: 'check-switched-off' },
  );
}
