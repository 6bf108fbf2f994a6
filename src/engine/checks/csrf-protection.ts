/** A browser sends cookies along with whatever another site makes it send: writes that a cookie signs in must tell the difference. */
import { defineCheck, type Conclusion, type Evidence } from '../check';
import type { FindingDraft } from '../finding';
import { appName, everyApp, type HttpApp } from '../http/apps';
import { cookieSettings } from '../http/cookie-settings';
import { defenceFinder, exemptionOf, isWrite, type Defence } from '../http/forgery';
import type { ForgedWrite, ForgedWrites } from '../http/forged-write';
import { frameworkOf } from '../routes/framework';
import { cookieUse, type SessionCookie } from '../http/session-cookies';
import { evidence, fail, findingAt, listed, notApplicable, pass, unknown } from '../readiness/answers';
import { linkProgram } from '../routes/link/link';
import type { LinkedRoute } from '../routes/link/linked';
import { judgedRoutes } from '../routes/verdict';
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
  rules: {
    'cookie-without-samesite': 'A session cookie is sent along from other sites',
    'check-switched-off': 'A write is taken out of the check of the token',
    'cookie-for-every-site': 'A session cookie says SameSite=None',
  },
  conclude(workspace): Conclusion {
    const apps = workspace.derive(everyApp).filter((app) => app.routes.some(isWrite));
    if (apps.length === 0) return notApplicable('No application that takes writes was found.');
    const outcomes = apps.map((app) => judge(app, workspace));
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
  open: SessionCookie[];
  /** Where a write that a session signs in is taken out of the check. */
  switchedOff: Place[];
  by: 'token' | 'header' | 'same-site' | null;
  /** Why the files cannot tell, as a sentence; null = they can. */
  reason: string | null;
  proof: Evidence[];
}

function judge(app: HttpApp, workspace: Workspace): Outcome {
  const known = frameworkOf(app.framework)?.forgedWrites;
  if (known) return judgeWrites(app, known, workspace);
  if (!isRead(app, workspace))
    return {
      open: [],
      switchedOff: [],
      by: null,
      proof: [],
      reason: `How ${appName(app)} keeps its sessions is not read.`,
    };
  const { cookies, validates, unset } = cookieUse(app, workspace);
  const defences = defencesOf(app, workspace);
  const [first] = defences;
  const proof = [
    ...distinct(defences).map(({ path, span, note }) => evidence(path, span, note)),
    ...validates.map(({ path, span }) => evidence(path, span, 'a CSRF token is checked here')),
    ...cookies.filter(({ sameSite }) => sameSite === 'same').map(cookieProof),
  ];
  const base = { open: [], switchedOff: [], reason: null, proof };
  const writes = writesOf(app, workspace);
  if (first && defences.length === writes.length)
    return { ...base, by: defences.every(({ by }) => by === 'token') ? 'token' : 'header' };
  if (cookies.length === 0) {
    const reason = unset && `Callers of ${appName(app)} are known by ${unset}, and what sets it was not found.`;
    return { ...base, by: null, reason };
  }
  const loose = cookies.filter(({ sameSite }) => sameSite !== 'same');
  if (loose.length === 0) return { ...base, by: 'same-site' };
  const exempt = writes.flatMap(({ exemption }) => exemption ?? []);
  const isOpen = loose.some(({ sameSite }) => sameSite !== 'unsettled');
  if (first && exempt.length > 0 && isOpen) return { ...base, switchedOff: exempt, by: null };
  if (first || validates.length > 0)
    return {
      ...base,
      by: null,
      reason: `A CSRF token is checked on some writes of ${appName(app)}; whether it is on all that a cookie signs in cannot be told.`,
    };
  const open = loose.filter(({ sameSite, isRead }) => isRead && sameSite !== 'unsettled');
  if (open.length > 0) return { ...base, open, by: null };
  const [one] = loose;
  return { ...base, by: null, reason: one ? whyUnknown(one) : null };
}

/** An application whose framework tells of each write what is done about it. */
function judgeWrites({ routes, node }: HttpApp, of: ForgedWrites, workspace: Workspace): Outcome {
  const { interpreter } = workspace.derive(linkProgram);
  const judged = new Map(workspace.derive(judgedRoutes).map((one) => [one.route, one]));
  const writes = routes.filter(isWrite).flatMap((route): ForgedWrite[] => {
    const { guards = [], verdict } = judged.get(route) ?? {};
    const write = interpreter.apart(() => of({ route, guards, node, interpreter }));
    // Whom nobody asks who he is, nobody can be made to act for.
    const isAsked = verdict === 'protected' || verdict === 'conditional' || verdict === 'weak';
    return write && (write.state === 'checked' || isAsked) ? [write] : [];
  });
  const found = <S extends ForgedWrite['state']>(state: S): Extract<ForgedWrite, { state: S }>[] =>
    writes.filter((write): write is Extract<ForgedWrite, { state: S }> => write.state === state);
  const checked = found('checked');
  const proof = distinct(checked.map((write) => write.proof))
    .slice(0, MAX_PROOF)
    .map(({ path, span, note }) => evidence(path, span, note));
  const open = distinct(
    found('open').map(({ place, ...write }) => ({ ...place, ...write, note: '', by: 'token' as const })),
  );
  const by = checked.length === 0 ? null : checked.every((write) => write.by === 'token') ? 'token' : 'same-site';
  return {
    open: open.map(({ path, span, what, isNone }) => ({
      path,
      span,
      what,
      sameSite: isNone ? ('none' as const) : ('absent' as const),
      byDefault: false,
      isRead: true,
    })),
    switchedOff: distinct(found('switched-off').map(({ place }) => ({ ...place, note: '', by: 'token' as const }))),
    by,
    reason: found('unknown')[0]?.reason ?? null,
    proof,
  };
}

/** Places of the proof that are shown. */
const MAX_PROOF = 5;

/** True for what is written in Python or JavaScript: of Go, nothing is known of sessions. */
function isRead({ routes }: HttpApp, workspace: Workspace): boolean {
  return routes.some(({ path }) => /^(?:python|javascript)$/.test(workspace.part(path, 'code')?.language ?? ''));
}

/** Writes, without those that are taken out of the check and ask for no session: webhooks. */
function writesOf(app: HttpApp, workspace: Workspace): { route: LinkedRoute; exemption: Place | null }[] {
  return app.routes.filter(isWrite).flatMap((route) => {
    const exemption = exemptionOf(route, workspace);
    return exemption && !exemption.signedIn ? [] : [{ route, exemption }];
  });
}

/** The defence of each write, where it has one. */
function defencesOf(app: HttpApp, workspace: Workspace): Defence[] {
  const find = defenceFinder(workspace);
  const [whole] = app.framework === 'flask' ? workspace.derive(cookieSettings).protects : [];
  return writesOf(app, workspace).flatMap(({ route, exemption }): Defence | Defence[] => {
    if (exemption) return [];
    if (whole) return { ...whole, note: 'CSRFProtect is put on the application here', by: 'token' };
    // nextjs.org/docs ("Server Actions": the Origin header is compared with the Host header).
    if (route.fact.posted && app.framework === 'nextjs')
      return {
        path: route.path,
        span: route.fact.at,
        note: 'Next.js compares the origin of server actions',
        by: 'header',
      };
    const found = route.uses.map(find).filter((defence) => defence !== null);
    return found.find(({ by }) => by === 'token') ?? found[0] ?? [];
  });
}

function distinct<D extends Defence>(defences: readonly D[]): D[] {
  return [...new Map(defences.map((defence) => [`${defence.path}:${defence.span.line}`, defence])).values()];
}

function whyUnknown({ what, sameSite, path, span }: SessionCookie): string {
  const where = `${what} (${path}:${span.line})`;
  return sameSite === 'unsettled'
    ? `What ${where} says of SameSite comes from where no file tells.`
    : `SameSite is not set on ${where}, and no code that signs callers in by it was found.`;
}

function cookieProof({ path, span, what, byDefault }: SessionCookie): Evidence {
  return evidence(path, span, byDefault ? `${what} is SameSite=Lax by default` : `${what} is SameSite`);
}

function findingFor({ path, span, what, sameSite }: SessionCookie): FindingDraft {
  const isNone = sameSite === 'none';
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
