/** Rate limiting is not what is imported but what a request runs into. */
import { defineCheck, type Conclusion, type Evidence, type EvidenceLevel } from '../check';
import type { Expression } from '../code/model';
import { someExpressionIn } from '../code/visit';
import type { FindingDraft } from '../finding';
import { appName, httpApps, type HttpApp } from '../http/apps';
import { limiterCreations, routeLimits, type Limit, type LimiterCreation } from '../http/limits';
import { proxySettings } from '../http/proxies';
import { declarationsOf } from '../manifests';
import type { LinkedRoute } from '../routes/link/linked';
import type { Workspace } from '../workspace';

/** Share of an application's routes that have to be limited. */
const ENOUGH = 0.5;
/** Routes that probes and browsers ask, which nobody limits on purpose. */
const INFRASTRUCTURE =
  /(?:^|\/)(?:health\w*|live\w*|ready|readiness|ping|metrics|status|favicon\.ico|robots\.txt|docs|openapi\.json|redoc|static|assets|\.well-known)(?:\/|$)|\/\*$/i;

export default defineCheck({
  id: 'rate-limit-enforced',
  title: 'A rate limiter is wired to the application',
  question: 'Do requests run into a rate limiter before they reach the routes?',
  category: 'access',
  severity: 'blocker',
  effort: 'low',
  since: '0.1.0',
  asks: ['001', '002', '003', '004'],
  reads: 'setup',
  rules: {
    'limiter-not-installed': 'A limiter is made and no request reaches it',
    'few-routes-limited': 'Most routes are reached without a limiter',
    'no-limiter': 'There is no limiter',
  },
  conclude(workspace): Conclusion {
    const apps = workspace.derive(httpApps);
    if (apps.length === 0) return { verdict: 'not-applicable', summary: 'No application with HTTP routes was found.' };
    const proxy = proxyLimit(workspace, apps);
    if (proxy)
      return { verdict: 'pass', level: 'E4', summary: 'The proxy in front limits requests.', evidence: [proxy] };
    const outcomes = apps.map((app) => judge(app, workspace));
    const failing = outcomes.filter((outcome) => outcome.findings.length > 0);
    if (failing.length > 0) return failed(failing);
    if (outcomes.every((outcome) => outcome.isUnknown)) {
      const evidence = outcomes.flatMap((outcome) => outcome.evidence);
      return { verdict: 'unknown', summary: 'Which middleware the routes run into could not be followed.', evidence };
    }
    const open = outcomes.some((outcome) => outcome.failsOpen);
    const whole = outcomes.every((outcome) => outcome.limited === outcome.total) && !open;
    const limited = outcomes.reduce((sum, outcome) => sum + outcome.limited, 0);
    const total = outcomes.reduce((sum, outcome) => sum + outcome.total, 0);
    const note = open ? ' One limiter lets everybody pass while its store is not configured.' : '';
    return {
      verdict: 'pass',
      level: whole ? 'E4' : 'E3',
      summary: `${limited} of ${total} routes run into a rate limiter.${note}`,
      evidence: outcomes.flatMap((outcome) => outcome.evidence),
    };
  },
});

interface Outcome {
  limited: number;
  total: number;
  failsOpen: boolean;
  isUnknown: boolean;
  level: EvidenceLevel;
  evidence: Evidence[];
  findings: FindingDraft[];
}

function judge(app: HttpApp, workspace: Workspace): Outcome {
  const limitOf = workspace.derive(routeLimits);
  const routes = app.routes.filter((route) => route.method !== 'HEAD' && route.method !== 'OPTIONS');
  const counted = routes.filter((route) => route.url === null || !INFRASTRUCTURE.test(route.url));
  const considered = counted.length > 0 ? counted : routes;
  const limits = considered.map((route) => ({ route, limit: limitOf(route) }));
  const found = limits.map(({ limit }) => limit).filter((limit) => limit !== null);
  const evidence = [
    ...new Map(found.map((limit) => [`${limit.place.path}:${limit.place.span.line}`, evidenceOf(limit)])).values(),
  ];
  const failsOpen = found.some((limit) => limit.failsOpen);
  const base = { limited: found.length, total: considered.length, failsOpen, evidence: evidence.slice(0, 5) };
  if (found.length >= considered.length * ENOUGH) return { ...base, isUnknown: false, level: 'E4', findings: [] };
  const hidden = limits.filter(
    ({ route, limit }) => limit === null && (hasGap(route) || asksLimiter(route, workspace)),
  );
  if (found.length + hidden.length >= considered.length * ENOUGH)
    return { ...base, isUnknown: true, level: 'E3', findings: [] };
  return { ...base, isUnknown: false, ...gap(app, found, considered, workspace) };
}

function hasGap(route: LinkedRoute): boolean {
  return (
    route.gaps.length > 0 ||
    route.uses.some((use) => use.as === 'middleware' && use.value.v === 'unknown' && use.value.why !== null)
  );
}

/** A middleware asks what is called a limiter, and what it then answers was made in a way that could not be followed. */
function asksLimiter({ uses }: LinkedRoute, workspace: Workspace): boolean {
  return uses.some(({ ineffective, value }) => {
    if (ineffective !== null || value.v !== 'function' || !workspace.part(value.path, 'code')) return false;
    return someExpressionIn(
      value.fact.body,
      (one) =>
        one.e === 'call' &&
        /^_?(?:check|consume|acquire|enforce|hit|allow|is)\w*rate_?limit/i.test(lastName(one.callee)),
    );
  });
}

function lastName(callee: Expression): string {
  return callee.e === 'member' || callee.e === 'name' ? callee.name : '';
}

function evidenceOf({ place, note }: Limit): Evidence {
  return { path: place.path, line: place.span.line, note };
}

/** The finding for an application whose routes are open to floods, at the limiter that would have done it, if there is one. */
function gap(
  app: HttpApp,
  found: Limit[],
  routes: LinkedRoute[],
  workspace: Workspace,
): Pick<Outcome, 'level' | 'findings'> {
  const [creation] = workspace
    .derive(limiterCreations)
    .filter((one) => belongsTo(one, app, workspace))
    .sort((a, b) => rank(a, app) - rank(b, app));
  const at = { path: app.path, span: app.linked.fact.at };
  const made = { ...at, kind: 'definition' as const, note: 'the application is made here' };
  if (creation) return atCreation(creation, app, found, routes, made);
  const share =
    found.length > 0
      ? `Only ${found.length} of ${routes.length} routes of ${appName(app)} are rate limited`
      : `No route of ${appName(app)} is rate limited`;
  const declared = limiterPackage(workspace, app);
  const hint = declared ? ` The package ${declared} is declared, and no route was seen to run into what it makes.` : '';
  const finding: FindingDraft = {
    rule: found.length > 0 ? 'few-routes-limited' : 'no-limiter',
    place: at,
    message: `${share}: anybody can try passwords and flood it.${hint} Put a limiter in front of all routes.`,
    identity: `no-limiter ${app.framework}`,
  };
  return { level: found.length > 0 ? 'E3' : declared ? 'E1' : 'E0', findings: [finding] };
}

/** The limiter that was meant for the application comes first: an object nobody uses, then one beside the application. */
function rank({ className, path }: LimiterCreation, app: HttpApp): number {
  return (className !== null && path === app.path ? 0 : 2) + (path === app.path ? 0 : 1);
}

function atCreation(
  creation: LimiterCreation,
  app: HttpApp,
  found: Limit[],
  routes: LinkedRoute[],
  made: NonNullable<FindingDraft['related']>[number],
): Pick<Outcome, 'level' | 'findings'> {
  const isPartial = found.length > 0;
  const place = { path: creation.path, span: creation.span };
  const uses = found.slice(0, 5).map((limit) => ({ ...limit.place, kind: 'evidence' as const, note: limit.note }));
  const message = isPartial
    ? `This limiter covers ${found.length} of ${routes.length} routes; the others can be flooded. Install it for the whole application.`
    : `This limiter exists and is never reached: nothing adds it to ${appName(app)}, so no request is limited. ${hintFor(creation)}`;
  const finding: FindingDraft = {
    rule: isPartial ? 'few-routes-limited' : 'limiter-not-installed',
    place,
    message,
    identity: `${creation.made} ${creation.name ?? ''}`,
    related: [made, ...uses],
    fixes: ['install-limiter'],
    data: fixData(creation, app),
  };
  return { level: 'E2', findings: [finding] };
}

/** What the fix needs to know. */
function fixData(creation: LimiterCreation, app: HttpApp): Record<string, unknown> {
  const { name, symbol, className, made, call, span } = creation;
  const state = app.node.fields.get('state');
  const hasDefaults = call.args.some(
    ({ name: argument }) => argument === 'default_limits' || argument === 'application_limits',
  );
  return {
    app: { path: app.path, name: app.node.name, endLine: app.linked.fact.at.endLine },
    limiter: {
      name,
      symbol,
      className,
      made,
      endLine: span.endLine,
      hasDefaults,
      onState: state?.v === 'record' && state.entries.has('limiter'),
    },
  };
}

function hintFor({ symbol, className }: LimiterCreation): string {
  if (symbol?.startsWith('slowapi')) return 'Its default limits act only when SlowAPIMiddleware is added.';
  if (className !== null)
    return `Pass the class to add_middleware instead of making an object of it.`.replace('the class', className);
  return 'Pass it to app.use before the routes.';
}

/** In the application's language, and under the same package or service folder. */
function belongsTo(creation: LimiterCreation, app: HttpApp, workspace: Workspace): boolean {
  const language = (path: string): string | undefined => workspace.part(path, 'code')?.language;
  if (language(creation.path) !== language(app.path)) return false;
  const top = (path: string): string =>
    path
      .split('/')
      .slice(0, path.startsWith('apps/') || path.startsWith('services/') || path.startsWith('packages/') ? 2 : 1)
      .join('/');
  return top(creation.path) === top(app.path) || !creation.path.includes('/') || !app.path.includes('/');
}

/** A limiter package that the application's manifest declares. */
function limiterPackage(workspace: Workspace, app: HttpApp): string | undefined {
  const language = workspace.part(app.path, 'code')?.language;
  const [declared] =
    language === 'python'
      ? declarationsOf(workspace, 'python', /^(?:slowapi|fastapi-limiter|flask-limiter|django-ratelimit|limits)$/)
      : declarationsOf(
          workspace,
          'npm',
          /^(?:express-rate-limit|express-slow-down|rate-limiter-flexible|@fastify\/rate-limit|express-brute)$/,
        );
  return declared?.dependency.name;
}

/** A proxy of the deployment that limits: nginx `limit_req` (a zone alone does nothing), ingress annotations, Traefik's middleware. */
function proxyLimit(workspace: Workspace, apps: readonly HttpApp[]): Evidence | undefined {
  const urls = apps.flatMap(({ routes }) => routes.flatMap(({ url }) => url ?? []));
  // A limit of `location /ws` lets everything else pass. What a proxy takes off a path nobody sees, so `/api` is believed.
  const reaches = (location = '/'): boolean =>
    /^\/(?:api\b.*)?$/.test(location) || urls.filter((url) => url.startsWith(location)).length >= urls.length * ENOUGH;
  const limit = workspace
    .derive(proxySettings)
    .find(
      ({ setting: { name, value, location } }) =>
        value !== '' &&
        reaches(location) &&
        (/^limit_req$|^rate_limit$/.test(name) ||
          /\/limit-(?:rps|rpm)$/.test(name) ||
          /^traefik\.http\.middlewares\..*ratelimit\.average$/i.test(name)),
    );
  return (
    limit && {
      path: limit.path,
      line: limit.setting.span.line,
      note: `${limit.setting.name} ${limit.setting.value ?? ''}`.trim(),
    }
  );
}

function failed(outcomes: Outcome[]): Conclusion {
  const order: EvidenceLevel[] = ['E0', 'E1', 'E2', 'E3', 'E4'];
  const level = outcomes.map((outcome) => outcome.level).sort((a, b) => order.indexOf(a) - order.indexOf(b))[0] ?? 'E0';
  const findings = outcomes.flatMap((outcome) => outcome.findings);
  const [first] = findings;
  const where = first?.place?.span ? ` (${first.place.path}:${first.place.span.line})` : '';
  const limited = outcomes.reduce((sum, outcome) => sum + outcome.limited, 0);
  const total = outcomes.reduce((sum, outcome) => sum + outcome.total, 0);
  const created =
    first?.rule === 'limiter-not-installed'
      ? `A limiter is made${where} and no request reaches it`
      : `${limited} of ${total} routes run into a rate limiter${where}`;
  return {
    verdict: 'fail',
    level,
    summary: `${created}.`,
    evidence: outcomes.flatMap((outcome) => outcome.evidence),
    findings,
    everyPlace: limited > 0,
  };
}
