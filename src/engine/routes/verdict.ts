/** From linked routes to verdicts: who refuses, who only seems to, and the way that was walked. */
import type { RouteVerdict } from '../report/report';
import type { Workspace } from '../workspace';
import { guardPlaces, openPlace, placeOf, wayOf, type ChainPlace, type JudgedGuard } from './chain';
import { fileContext, isRunByTests } from './context';
import { definitionOf } from './guards/reading';
import { GuardJudge, type Judgement } from './guards/judge';
import { linkProgram, routesOutsideTests, type Linked } from './link/link';
import type { LinkedRoute, LinkedUse } from './link/linked';
import { ANY_PAGE } from './link/mounts';
import { someExpressionIn } from '../code/visit';
import { answersNothing, refusesEverybody } from './answers-nothing';
import { effectOf } from './packages/effects';
import { refusesTogether } from './refuses-together';
import type { Value } from './program/values';
import { frameworkOf } from './framework';
import { publicReason } from './public';
import { DOCUMENTATION, DOCUMENTATION_PAGES } from './documentation';

/** A route with its verdict. */
export interface JudgedRoute {
  route: LinkedRoute;
  url: string;
  verdict: RouteVerdict;
  /** Why, as a sentence part. */
  reason: string;
  chain: ChainPlace[];
  /** Everything in a guard's place that has to do with access. */
  guards: JudgedGuard[];
  /** What refuses whoever comes there, for other reasons than that nobody signed in: it may ask for a right. */
  others: LinkedUse[];
  /** Of an open route: a guard nearby that would refuse, and does not reach it. */
  missed?: LinkedUse;
  context: 'test' | 'example' | 'loopback' | null;
}

/** Every route with its verdict. Call through `workspace.derive(judgedRoutes)`. */
export function judgedRoutes(workspace: Workspace): JudgedRoute[] {
  const program = workspace.derive(linkProgram);
  const judge = new GuardJudge(program.interpreter);
  const shadows = new Map<string, LinkedRoute>();
  const judged = routesOutsideTests(program).map((route) => {
    const own = workspace.deriveAs(route, () =>
      program.interpreter.apart(() => judgeRoute(route, program, judge, workspace)),
    );
    return inShadow(own, program, shadows);
  });
  return merged(judged);
}

/** Judges a route by itself. What it rests on is noted: it is judged again when one of these files has changed. */
function judgeRoute(route: LinkedRoute, program: Linked, judge: GuardJudge, workspace: Workspace): JudgedRoute {
  for (const path of placesOf(route)) workspace.part(path, 'code');
  const url = shownUrl(route);
  const node = (route.app && program.nodes.get(route.app)) ?? null;
  const guards: JudgedGuard[] = [];
  const ineffective: LinkedUse[] = [];
  const others: LinkedUse[] = [];
  judge.endpoint = route.endpoint;
  // What is posted to any page is asked about as one of them.
  const asked = route.fact.posted ? { ...route, url: ANY_PAGE } : route;
  let isRefused = false;
  for (const use of route.uses) {
    if (use.ineffective !== null) {
      ineffective.push(use);
      continue;
    }
    // Who is refused at one step never comes to the next ones.
    if (isRefused && use.as === 'step') continue;
    const judgement = skippedJudgement(use, judge.judge(use, asked, node));
    if (judgement.effect !== 'none' || judgement.opened || judgement.refusesBearer) guards.push({ use, judgement });
    if (judgement.refusesAll) others.push(use);
    isRefused ||= use.as === 'step' && judgement.effect === 'deny';
  }
  const context = contextOf(route, workspace);
  const make = (verdict: RouteVerdict, reason: string, extra: ChainPlace[] = []): JudgedRoute => ({
    route,
    url,
    verdict,
    reason,
    chain: [...wayOf(route), ...extra],
    guards,
    others,
    context,
  });
  if (!route.app) return unmounted(route, make);
  // A helper may make applications for tests as well as for what is served: who mounts the router tells.
  if (isRunByTests(route.app.path) || route.chain.some(({ path }) => isRunByTests(path)))
    return make('dead', 'only tests mount its router');
  return decide(route, url, guards, ineffective, judge, node, workspace, make);
}

/** A guard that is taken away on purpose opens the route where it would have refused. */
function skippedJudgement(use: LinkedUse, judgement: Judgement): Judgement {
  if (use.skipped === undefined) return judgement;
  const refuses = judgement.effect !== 'none' && judgement.effect !== 'optional' && judgement.effect !== 'hollow';
  return {
    ...judgement,
    effect: 'none',
    reason: 'is skipped for this action',
    ...(refuses && { opened: true as const }),
  };
}

/** Files whose positions a judged route shows. */
function placesOf(route: LinkedRoute): Set<string> {
  const places: readonly { path: string }[] = [
    route,
    ...route.chain,
    ...route.uses,
    ...route.uses.flatMap(({ value, definition }) => definition ?? definitionOf(value) ?? []),
    ...(route.handler ? [route.handler] : []),
  ];
  return new Set(places.map(({ path }) => path));
}

/** The route, or that it is never reached: its application got an earlier one for the same path. */
function inShadow(own: JudgedRoute, program: Linked, shadows: Map<string, LinkedRoute>): JudgedRoute {
  const { route, url, verdict } = own;
  const earlier = shadowed(route, url, program, shadows);
  if (!earlier || (verdict !== 'unprotected' && verdict !== 'hollow')) return own;
  const reason = `the same path is declared earlier, at ${earlier.path}:${earlier.fact.line}`;
  return { ...own, verdict: 'dead', reason, chain: wayOf(route) };
}

/** Conditions that hold on a developer's machine only. */
const DEVELOPMENT =
  /^(?!not )(?!.* and not ).*(debug|dev(elopment)?\b|"(local|dev|development|test|testing)"|is_(local|dev|test))/i;

type Make = (verdict: RouteVerdict, reason: string, extra?: ChainPlace[]) => JudgedRoute;

function unmounted(route: LinkedRoute, make: Make): JudgedRoute {
  const [gap] = route.gaps;
  return gap === undefined ? make('dead', 'no application mounts its router') : make('unknown', gap);
}

function decide(
  route: LinkedRoute,
  url: string,
  guards: JudgedGuard[],
  ineffective: readonly LinkedUse[],
  judge: GuardJudge,
  node: Parameters<GuardJudge['judgeHandler']>[3],
  workspace: Workspace,
  make: Make,
): JudgedRoute {
  const denying = guards.find(({ judgement }) => judgement.effect === 'deny');
  if (denying) return make('protected', denying.judgement.reason, guardPlaces(denying));
  const together = refusesTogether(guards);
  if (together) return make('protected', together.reason, together.places);
  const own = handlerJudgement(route, judge, node);
  if (own?.effect === 'deny')
    return make('protected', own.reason, [placeOf(own, 'guard', `the handler ${own.reason}`)]);
  if (own && own.effect !== 'none') guards.push({ use: handlerUse(route), judgement: own });
  const stated = publicReason(workspace, {
    file: route.path,
    url,
    method: route.method,
    handler: route.handler?.fact.name ?? '',
    ...commentLines(route),
  });
  const opened = guards.find(({ judgement }) => judgement.opened);
  const byNature =
    route.fact.public ??
    documents(route) ??
    answersNothing(route) ??
    handsOn(route, guards, workspace) ??
    guards.find(({ judgement }) => judgement.stated)?.judgement.stated ??
    (opened && openedBecause(opened, route.method));
  const open = stated ?? (byNature === undefined ? null : { reason: byNature, by: 'path' as const });
  for (const effect of ['unknown', 'conditional', 'weak'] as const) {
    const guard = guards.find(({ judgement }) => judgement.effect === effect);
    if (!guard) continue;
    if (effect === 'unknown' && open) break;
    // What a page for everybody answers to a wrong password, or a made-up invitation, keeps nobody from asking.
    if (open && guard.judgement === own) continue;
    // What stands around a page, and what stands in front of it only under a condition, does less than the page says of itself.
    if (isAround(guard.use) && (effect === 'conditional' || (open && effect === 'weak'))) continue;
    // What stands before pages was never meant for what is posted to any of them.
    if (effect !== 'unknown' && open && route.fact.posted && guard.use.bypassed !== null) continue;
    // What stands before pages under a condition holds nobody off who posts elsewhere.
    if (effect === 'conditional' && route.fact.posted && guard.use.bypassed !== null)
      return make('weak', `${guard.use.name}: ${guard.use.bypassed}`, guardPlaces(guard));
    return make(effect, `${guard.use.name}: ${guard.judgement.reason}`, guardPlaces(guard));
  }
  // Documentation that a setting switches is there for some and not for others.
  if (open?.reason === DOCUMENTATION && route.condition !== null)
    return make('conditional', `exists only when ${route.condition}`, openPlace(route, open));
  if (open) return make('public-by-design', open.reason, openPlace(route, open));
  const hollow = guards.find(({ judgement }) => judgement.effect === 'hollow' && !judgement.other);
  const broken = brokenOnTheWay(route, guards, workspace);
  if (broken !== null) return make('unknown', broken);
  if (hollow) return make('hollow', `${hollow.use.name} ${hollow.judgement.reason}`, guardPlaces(hollow));
  const [gap] = route.gaps;
  if (gap !== undefined || route.url === null) return make('unknown', gap ?? 'its path is not literal');
  if (frameworkOf(route.fact.framework)?.leavesApplications && leavesPages(route, workspace))
    return make('unknown', 'it hands requests to an application, which decides');
  if (route.condition !== null && DEVELOPMENT.test(route.condition))
    return make(
      'conditional',
      `exists only when ${route.condition}`,
      openPlace(route, { reason: `only when ${route.condition}` }),
    );
  const gone = refusesEverybody(route, (handler) => judge.endsOf(handler, route.url, route.method));
  if (gone !== null) return make('public-by-design', gone, openPlace(route, { reason: gone }));
  return openRoute(route, ineffective, guards, judge, node, make);
}

/** It belongs to what is around the route, which can be left out. */
function isAround({ level, bypassed, as }: LinkedUse): boolean {
  return level === 'route' && as === 'dependency' && bypassed !== null;
}

/** Taken away on purpose is stated in code; of a write, a reviewer wants to know. */
function openedBecause({ use, judgement }: JudgedGuard, method: string): string {
  const isWrite = use.skipped !== undefined && /^(?:POST|PUT|PATCH|DELETE)$/.test(method);
  return `${use.name} ${judgement.reason}${isWrite ? ', so that anybody may send this write: make sure that this is meant' : ''}`;
}

/** A handler of a package whose pages are documentation. */
function documents({ handlerValue }: LinkedRoute): string | undefined {
  return handlerValue?.v === 'external' && DOCUMENTATION_PAGES.test(handlerValue.symbol) ? DOCUMENTATION : undefined;
}

/** A handler for whatever else is asked for that leaves it to the pages of another application, where nothing stands before it. */
function handsOn(route: LinkedRoute, guards: readonly JudgedGuard[], workspace: Workspace): string | undefined {
  const { fact, url } = route;
  const isLeft = frameworkOf(fact.framework)?.leavesApplications === true;
  const isRest = url?.includes('*') === true || (isLeft && guards.length === 0 && /^\/$|\+\}/.test(url ?? ''));
  return isRest && leavesPages(route, workspace)
    ? 'it leaves pages to another application, whose routes are listed by themselves'
    : undefined;
}

/** Whether a handler hands what it is asked to an application. */
function leavesPages({ fact, handlerValue }: LinkedRoute, workspace: Workspace): boolean {
  const { interpreter } = workspace.derive(linkProgram);
  const isPages = (value: Value | null): boolean => value?.v === 'external' && effectOf(value.symbol, []) === 'pages';
  // One whose own routes are listed is not known by the adapter alone.
  if (handlerValue?.v !== 'function')
    return frameworkOf(fact.framework)?.leavesApplications !== true && isPages(handlerValue);
  return someExpressionIn(
    handlerValue.fact.body,
    (one) => one.e === 'call' && isPages(interpreter.evaluateKnown(one.callee, handlerValue.scope)),
  );
}

/** A syntax error above a place of the way may hide a guard: nothing is called open while it is there. */
function brokenOnTheWay(route: LinkedRoute, guards: readonly JudgedGuard[], workspace: Workspace): string | null {
  const places = [
    ...route.chain.map(({ path, at }) => ({ path, line: at.endLine })),
    ...guards.flatMap(({ judgement }) =>
      judgement.definition ? [{ path: judgement.definition.path, line: Infinity }] : [],
    ),
  ];
  for (const { path, line } of places) {
    const broken = workspace.part(path, 'code')?.broken;
    if (broken && broken.line <= line) return `there is a syntax error at ${path}:${broken.line}`;
  }
  return null;
}

function handlerJudgement(
  route: LinkedRoute,
  judge: GuardJudge,
  node: Parameters<GuardJudge['judgeHandler']>[3],
): Judgement | null {
  const handler = route.handlerValue;
  return handler?.v === 'function' ? judge.judgeHandler(handler, route.url, route.method, node) : null;
}

function handlerUse(route: LinkedRoute): LinkedUse {
  return {
    as: 'decorator',
    level: 'route',
    path: route.path,
    at: route.handler?.fact.at ?? route.fact.at,
    name: route.handler?.fact.name || 'the handler',
    definition: route.handler,
    origin: null,
    value: { v: 'unknown', why: null, name: null },
    sockets: true,
    paths: null,
    within: null,
    use: null,
    args: [],
    ineffective: null,
    bypassed: null,
  };
}

/** Open: the way, and what stands nearby without reaching it. */
function openRoute(
  route: LinkedRoute,
  ineffective: readonly LinkedUse[],
  guards: readonly JudgedGuard[],
  judge: GuardJudge,
  node: Parameters<GuardJudge['judgeHandler']>[3],
  make: Make,
): JudgedRoute {
  const stray = route.strays.find((use) => judge.isMeant(use, node));
  const reason = openReason(stray ? [...ineffective, stray] : ineffective, guards);
  const note = stray && `${stray.name} ${stray.ineffective}`;
  const place: ChainPlace[] = stray && note ? [{ path: stray.path, at: stray.at, note, kind: 'guard' }] : [];
  const open = make('unprotected', reason, [...openPlace(route, null), ...place]);
  const idle = ineffective.find((use) => !use.needs && judge.isMeant(use, node));
  const missed = idle ?? stray;
  return missed ? { ...open, missed } : open;
}

function openReason(ineffective: readonly LinkedUse[], guards: readonly JudgedGuard[]): string {
  const [first] = ineffective;
  if (first?.ineffective) return `${first.name} ${first.ineffective}`;
  const optional = guards.find(({ use, judgement }) => judgement.effect === 'optional' && use.level === 'route');
  return optional ? `${optional.use.name} ${optional.judgement.reason}` : 'no guard stands on the way';
}

/** A comment for a route stands above its decorators, on them, or on the `def` line. */
function commentLines(route: LinkedRoute): { from: number; to: number } {
  const { fact } = route;
  return {
    from: Math.min(
      fact.declLine ?? fact.line,
      fact.at.line,
      route.handler?.path === route.path ? route.handler.fact.extent.line : fact.line,
    ),
    to: Math.max(fact.line, fact.declLine ?? 0),
  };
}

function shownUrl(route: LinkedRoute): string {
  const url = route.url ?? '…';
  return url === '' ? '/' : url;
}

// Context and several mounts ----------------------------------------------------------------------------------------------------------

function contextOf(route: LinkedRoute, workspace: Workspace): JudgedRoute['context'] {
  const own = fileContext(route.path, workspace.view(route.path));
  const served = route.app ? fileContext(route.app.path, workspace.view(route.app.path)) : null;
  if (own ?? served) return own ?? served;
  return route.app?.loopback ? 'loopback' : null;
}

/** The route that answers in this one's place, because its application got it first. */
function shadowed(
  route: LinkedRoute,
  url: string,
  program: Linked,
  shadows: Map<string, LinkedRoute>,
): LinkedRoute | null {
  if (route.url === null || !route.app || route.fact.posted) return null;
  const app = program.apps.indexOf(route.app);
  const key = `${app} ${route.method} ${url.replace(/\{[^}]*\}|:\w+/g, '{}')}`;
  const earlier = shadows.get(key);
  if (!earlier) shadows.set(key, route);
  return earlier && (earlier.path !== route.path || earlier.fact.line !== route.fact.line) ? earlier : null;
}

/** Worst first: what a route that is mounted several times is shown as. */
const ORDER: readonly RouteVerdict[] = [
  'unprotected',
  'hollow',
  'weak',
  'unknown',
  'conditional',
  'public-by-design',
  'protected',
  'dead',
];

/** One entry per place, method and path; what only a test mounts counts for nothing beside what is served. */
function merged(routes: readonly JudgedRoute[]): JudgedRoute[] {
  const served = new Set(
    routes.filter(isServed).map(({ route }) => `${route.path}:${route.fact.line}:${route.method}`),
  );
  const byKey = new Map<string, JudgedRoute>();
  for (const one of routes) {
    const { route } = one;
    const place = `${route.path}:${route.fact.line}:${route.method}`;
    if (!isServed(one) && served.has(place)) continue;
    const key = `${place}:${one.url}`;
    const present = byKey.get(key);
    if (!present || ORDER.indexOf(one.verdict) < ORDER.indexOf(present.verdict)) byKey.set(key, one);
  }
  return [...byKey.values()];
}

function isServed({ route, context }: JudgedRoute): boolean {
  return route.app !== null && context !== 'test' && context !== 'example';
}
