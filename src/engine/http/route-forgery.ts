/**
 * CSRF as a fact of each route: what keeps pages of other sites from sending a write in the name of whoever is signed in. It matters where a
 * session or cookie decides who is calling, because browsers send those along with requests of every site.
 */
import { ownKeys } from '../derived';
import type { RouteCsrf } from '../report/report';
import { frameworkOf } from '../routes/framework';
import { linkProgram } from '../routes/link/link';
import type { LinkedApp, LinkedRoute, LinkedUse } from '../routes/link/linked';
import { judgedRoutes, type JudgedRoute } from '../routes/verdict';
import type { Place } from '../span';
import type { Workspace } from '../workspace';
import { anyApp, type HttpApp } from './apps';
import { CallerReader, handlerOf, togetherOf, type CallerWays } from './callers';
import { flaskProtections } from './cookie-settings';
import { defenceFinder, exemptionOf, isWrite } from './forgery';
import type { Defence, ForgedWrite } from '../routes/forged-write';
import { cookieUse, type SessionCookie } from './session-cookies';

/** What is known of a route. */
export type RouteForgery =
  /** `ofPackage`: the cookie is a package's, at its documentation. */
  | (Extract<ForgedWrite, { state: 'checked' }> & { ofPackage?: true })
  | Extract<ForgedWrite, { state: 'switched-off' }>
  /** Cookies that nothing holds back. */
  | { state: 'open'; cookies: readonly OpenCookie[] }
  /** `caller`: how callers are known was not seen, so that it may not be needed at all. */
  | { state: 'unknown'; reason: string; of: 'caller' | 'cookie' }
  | { state: 'not-needed'; reason: string; place: Place | null };

export type OpenCookie = Pick<SessionCookie, 'path' | 'span' | 'what'> & { isNone: boolean };

/** Of a judged route; null = nothing mounts it. */
export type ForgeryOf = (judged: JudgedRoute) => RouteForgery | null;

/** Forged requests of every route. Call through `workspace.derive(routeForgery)`. */
export function routeForgery(workspace: Workspace): ForgeryOf {
  const { interpreter } = workspace.derive(linkProgram);
  const apps = new Map(workspace.derive(anyApp).map((app) => [app.linked, app]));
  const reader = new RouteReader(workspace, new CallerReader(interpreter), apps);
  const found = new Map<JudgedRoute, RouteForgery>();
  for (const judged of workspace.derive(judgedRoutes)) {
    if (!judged.route.app) continue;
    found.set(
      judged,
      isWrite(judged.route)
        ? workspace.deriveAs(keyOf(judged.chain), () => interpreter.apart(() => reader.of(judged)))
        : NO_WRITE,
    );
  }
  return (judged) => found.get(judged) ?? null;
}

const NO_WRITE: RouteForgery = { state: 'not-needed', reason: 'it changes nothing', place: null };

const keyOf = ownKeys();

class RouteReader {
  private readonly findDefence;

  constructor(
    private readonly workspace: Workspace,
    private readonly callers: CallerReader,
    private readonly apps: ReadonlyMap<LinkedApp, HttpApp>,
  ) {
    this.findDefence = defenceFinder(workspace);
  }

  of(judged: JudgedRoute): RouteForgery {
    const { route, verdict } = judged;
    const app = route.app && this.apps.get(route.app);
    const isAsked = verdict === 'protected' || verdict === 'conditional' || verdict === 'weak' || verdict === 'unknown';
    const framework = frameworkOf(route.app?.fact.framework ?? '');
    if (framework?.forgedWrites && app) return this.ofFramework(judged, app, isAsked && verdict !== 'unknown');
    const exemption = exemptionOf(route, this.workspace);
    if (exemption)
      return exemption.signedIn
        ? { state: 'switched-off', place: exemption }
        : { state: 'not-needed', reason: 'it is taken out of the check, and asks for no session', place: exemption };
    const defence = this.defenceOf(route);
    if (defence) return { state: 'checked', by: defence.by, proof: defence };
    if (!isAsked) return { state: 'not-needed', reason: 'nobody is asked who is calling', place: null };
    const ways = this.waysOf(judged);
    if (ways.validates) {
      const { path, line } = ways.validates;
      const proof = { path, span: lineSpan(line), note: 'a CSRF token is checked here', by: 'token' as const };
      return { state: 'checked', by: 'token', proof };
    }
    return app ? this.byCookies(route, app, ways) : unseen('the application is a test or an example');
  }

  /** A framework that keeps sessions, and asks for tokens, by itself. */
  private ofFramework({ route, guards }: JudgedRoute, { node, framework }: HttpApp, isAsked: boolean): RouteForgery {
    const { interpreter } = this.workspace.derive(linkProgram);
    const write = frameworkOf(framework)?.forgedWrites?.({ route, guards, node, interpreter }) ?? null;
    if (!write) return { state: 'not-needed', reason: 'no session of a browser decides who is calling', place: null };
    // Whom nobody asks who he is, nobody can be made to act for.
    if (write.state !== 'checked' && !isAsked)
      return { state: 'not-needed', reason: 'nobody is asked who is calling', place: null };
    if (write.state === 'unknown') return { ...write, of: 'cookie' };
    if (write.state !== 'open') return write;
    return { state: 'open', cookies: [{ ...write.place, what: write.what, isNone: write.isNone }] };
  }

  /** The defence of a write, where it has one. */
  private defenceOf(route: LinkedRoute): Defence | null {
    const framework = route.app?.fact.framework;
    const [whole] = framework === 'flask' ? this.workspace.derive(flaskProtections) : [];
    if (whole) return { ...whole, note: 'CSRFProtect is put on the application here', by: 'token' };
    // nextjs.org/docs ("Server Actions": the Origin header is compared with the Host header).
    if (route.fact.posted && framework === 'nextjs')
      return {
        path: route.path,
        span: route.fact.at,
        note: 'Next.js compares the origin of server actions',
        by: 'header',
      };
    const found = route.uses.map(this.findDefence).filter((defence) => defence !== null);
    return found.find(({ by }) => by === 'token') ?? found[0] ?? null;
  }

  /** How those are known that the route lets in: by what refuses the others, or by the handler where nothing before it does. */
  private waysOf({ route, guards }: JudgedRoute): CallerWays {
    const deciding = guards.filter(({ judgement: { effect } }) => /^(?:deny|weak|conditional|unknown)$/.test(effect));
    // What the handler refuses by itself is judged as if it stood before it.
    const read = deciding.filter(({ use }) => !isHandler(use, route)).map(({ use }) => this.callers.ofUse(use));
    const handler = handlerOf(route.handlerValue);
    const own = handler && this.callers.ofValue(handler);
    const all = togetherOf([...read, ...(own && read.length === 0 ? [own] : [])]);
    const validates = all.validates ?? own?.validates ?? null;
    const around = togetherOf(
      route.uses.filter(({ ineffective }) => ineffective === null).map((use) => this.callers.ofUse(use)),
    );
    // Whoever the user is, a session that stands before the route has found him.
    const bySession = (all.user || (all.outside !== null && !all.header)) && around.session;
    return { ...all, validates: validates ?? around.validates, session: all.session || bySession };
  }

  private byCookies(route: LinkedRoute, app: HttpApp, ways: CallerWays): RouteForgery {
    const home = route.handler ? { path: route.handler.path, span: route.handler.fact.at } : null;
    if (!ways.session && ways.cookies.size === 0) {
      if (ways.lax !== null)
        return {
          state: 'checked',
          by: 'same-site',
          ofPackage: true,
          proof: {
            ...(home ?? { path: route.path, span: route.fact.at }),
            note: `the cookie of ${ways.lax} is SameSite=Lax by default`,
            by: 'header',
          },
        };
      if (ways.header || (ways.stated && ways.outside === null && !ways.user))
        return {
          state: 'not-needed',
          reason: ways.header
            ? 'callers are known by a header, which no other site can send'
            : 'callers are known by what they send, not by a session',
          place: null,
        };
      return unseen(
        ways.outside === null ? 'how callers are known was not seen' : `${ways.outside} finds out who is calling`,
      );
    }
    if (!isRead(app, this.workspace)) return unseen(`how sessions are kept with ${app.framework} is not read`);
    const { cookies, unset } = cookieUse(app, this.workspace);
    const own = cookies.filter(({ name }) => (name === null ? ways.session : ways.cookies.has(name)));
    const relevant = own.length > 0 ? own : cookies;
    const [first] = relevant;
    if (!first)
      return {
        state: 'unknown',
        reason: `callers are known by ${unset ?? 'a cookie'}, and what sets it was not found`,
        of: 'cookie',
      };
    const loose = relevant.filter(({ sameSite }) => sameSite !== 'same');
    const open = loose.filter(({ sameSite, isRead }) => isRead && sameSite !== 'unsettled');
    if (open.length > 0)
      return { state: 'open', cookies: open.map((cookie) => ({ ...cookie, isNone: cookie.sameSite === 'none' })) };
    const [one] = loose;
    if (one) return { state: 'unknown', reason: whyUnsettled(one), of: 'cookie' };
    const proof = { path: first.path, span: first.span, note: heldNote(first), by: 'header' as const };
    return { state: 'checked', by: 'same-site', proof };
  }
}

function isHandler({ definition, value }: LinkedUse, { handler }: LinkedRoute): boolean {
  return value.v === 'unknown' && definition !== null && definition === handler;
}

function unseen(reason: string): RouteForgery {
  return { state: 'unknown', reason, of: 'caller' };
}

/** True for what is written in Python or JavaScript: of Go, nothing is known of sessions. */
export function isRead({ routes }: HttpApp, workspace: Workspace): boolean {
  return routes.some(({ path }) => /^(?:python|javascript)$/.test(workspace.part(path, 'code')?.language ?? ''));
}

/** What holds a cookie back, for people. */
export function heldNote({ what, byDefault }: SessionCookie): string {
  return byDefault ? `${what} is SameSite=Lax by default` : `${what} is SameSite`;
}

/** Why the files cannot tell whether other sites can use a cookie. */
export function whyUnsettled({ what, sameSite, path, span }: SessionCookie): string {
  const where = `${what} (${path}:${span.line})`;
  return sameSite === 'unsettled'
    ? `what ${where} says of SameSite comes from where no file tells`
    : `SameSite is not set on ${where}, and no code that signs callers in by it was found`;
}

function lineSpan(line: number): Place['span'] {
  return { line, column: 1, endLine: line, endColumn: 1 };
}

/** As the report has it; null = nothing mounts it. */
export function csrfEntry({ route }: JudgedRoute, forgery: RouteForgery | null): RouteCsrf | null {
  if (!forgery) return null;
  const home = { path: route.path, line: route.fact.line };
  const at = (place: Place | null): { path: string; line: number } =>
    place ? { path: place.path, line: place.span.line } : home;
  switch (forgery.state) {
    case 'not-needed':
      return { kind: 'not-needed', by: forgery.reason, ...at(forgery.place), level: 'E0' };
    case 'checked':
      return {
        kind: 'protected',
        by: forgery.proof.note,
        ...at(forgery.proof),
        level: forgery.by === 'token' ? 'E4' : 'E3',
      };
    case 'switched-off':
      return { kind: 'exempted', by: 'taken out of the check here', ...at(forgery.place), level: 'E0' };
    case 'open': {
      const [cookie] = forgery.cookies;
      return {
        kind: 'missing',
        by: cookie ? `nothing holds back ${cookie.what}` : '',
        ...at(cookie ?? null),
        level: 'E0',
      };
    }
    case 'unknown':
      return { kind: 'unknown', by: forgery.reason, ...home, level: 'E0' };
  }
}
