/** Guards can refuse: what stands in a guard's place verifies a credential and turns away whoever has none. */
import { defineCheck, type Conclusion } from '../check';
import type { FindingDraft, RelatedPlace } from '../finding';
import { count, fail, notApplicable, pass, unknown } from '../readiness/answers';
import type { Judgement } from '../routes/guards/judge';
import { fileContext } from '../routes/context';
import { servedRoutes, shown } from '../routes/findings';
import type { LinkedUse } from '../routes/link/linked';
import { ignoredGuards, unreachedGuards, type UnreachedGuard } from '../routes/unreached';
import type { JudgedGuard } from '../routes/chain';
import type { JudgedRoute } from '../routes/verdict';
import { comparePlaces, type Span } from '../span';
import type { Workspace } from '../workspace';

const RULES = {
  hollow: 'It never refuses anybody.',
  idle: 'It stands where nobody ever asks it.',
  unreached: 'It refuses callers, and the routes that it is meant for lie out of its reach.',
  weak: 'It refuses only when nothing is sent, or believes what the caller says of itself.',
};

interface Group {
  judgement: Judgement;
  rule: 'hollow' | 'weak';
  name: string;
  place: { path: string; span: Span };
  routes: JudgedRoute[];
}

export default defineCheck({
  id: 'auth-guard-ineffective',
  title: 'Guards can refuse',
  question: 'Does everything that stands in a guard’s place verify a credential and refuse callers without one?',
  category: 'access',
  severity: 'blocker',
  effort: 'medium',
  since: '0.1.0',
  asks: ['000'],
  reads: 'routes',
  rules: RULES,
  conclude(workspace): Conclusion {
    const routes = servedRoutes(workspace);
    const guards = routes.flatMap((route) => route.guards.map((guard) => ({ route, guard })));
    const groups = new Map<string, Group>();
    for (const { route, guard } of guards) collect(groups, route, guard);
    const found = [...groups.values()].sort((a, b) =>
      comparePlaces({ path: a.place.path, line: a.place.span.line }, { path: b.place.path, line: b.place.span.line }),
    );
    const idle = [
      ...idleGuards(workspace),
      ...switchedOff(routes),
      ...ignoredGuards(workspace).map(ignoredFinding),
      ...unreachedGuards(workspace, routes).map(unreachedFinding),
    ];
    if (idle.length > 0 && found.length === 0)
      return fail(
        'E3',
        `${count(idle.length, 'guard')} ${idle.length === 1 ? 'stands' : 'stand'} where nobody asks ${idle.length === 1 ? 'it' : 'them'}.`,
        idle,
      );
    if (found.length > 0) {
      const covered = new Set(found.flatMap((group) => group.routes)).size;
      return fail('E3', `${count(found.length, 'guard')} before ${count(covered, 'route')} cannot keep anyone out.`, [
        ...found.map(findingOf),
        ...idle,
      ]);
    }
    const working = guards.filter(({ guard }) => guard.judgement.effect === 'deny');
    if (working.length > 0)
      return pass(
        'E4',
        'Every guard refuses callers without a valid credential.',
        working
          .slice(0, 3)
          .map(({ guard }) => ({ ...guard.judgement.place, note: `${guard.use.name} ${guard.judgement.reason}` })),
      );
    const [undecided] = guards.filter(({ guard }) => guard.judgement.effect === 'unknown');
    if (undecided)
      return unknown(`${undecided.guard.use.name} could not be judged: ${undecided.guard.judgement.reason}.`);
    return notApplicable('No guard stands before any route.');
  },
});

/** Guards on classes that answer no requests. */
function idleGuards(workspace: Workspace): FindingDraft[] {
  const drafts: FindingDraft[] = [];
  for (const { file, facts } of workspace.each('code')) {
    if (fileContext(file.path, file) !== null || file.fileClass === 'vendored') continue;
    for (const { name: owner, idle = [] } of Object.values(facts.classes)) {
      for (const { name, at } of idle)
        drafts.push({
          rule: 'idle',
          severity: 'high',
          place: { path: file.path, span: at },
          message: `${name} stands on ${owner}, which answers no requests: it never runs. Put it on the controller whose routes it should protect.`,
          identity: `${owner} ${name} idle`,
        });
    }
  }
  return drafts;
}

/** Guards that count only where their application has something switched on which it has not: one finding per file and kind. */
function switchedOff(routes: readonly JudgedRoute[]): FindingDraft[] {
  const drafts = new Map<string, FindingDraft & { related: RelatedPlace[] }>();
  for (const judged of routes) {
    for (const { as, needs, ineffective, path, at, name } of judged.route.uses) {
      // Limits have a check of their own.
      if (!needs || ineffective !== needs.without || as !== 'permission') continue;
      const key = `${path} ${needs.feature}`;
      const draft = drafts.get(key) ?? {
        rule: 'idle',
        severity: 'high',
        place: { path, span: at },
        message: `${name} ${ineffective}. Switch that on, or ask for the caller in another way.`,
        identity: `${needs.feature} switched off`,
        related: [],
      };
      draft.related.push(relatedRoute(judged));
      drafts.set(key, draft);
    }
  }
  return [...drafts.values()];
}

/** A middleware file that is never looked at. */
function ignoredFinding({ path, at, name, ineffective }: LinkedUse): FindingDraft {
  return {
    rule: 'idle',
    severity: 'blocker',
    place: { path, span: at },
    message: `${name} ${ineffective ?? 'is never run'}. It would refuse callers, and it never runs.`,
    identity: `${name} ignored`,
  };
}

/** A guard whose routes lie outside its reach. */
function unreachedFinding({ use, routes }: UnreachedGuard): FindingDraft {
  const { path, at, name, ineffective } = use;
  const [first] = routes;
  const others = routes.length - 1;
  const which = `${first ? shown(first) : ''}${others > 0 ? ` and ${count(others, 'other route')}` : ''}`;
  return {
    rule: 'unreached',
    severity: 'high',
    place: { path, span: at },
    message: `${name} refuses callers, but ${which} ${others > 0 ? 'lie' : 'lies'} out of its reach: it ${(ineffective ?? 'is not asked there').replace(/, which it does not reach$/, '')}. Nothing else keeps anyone out there.`,
    identity: `${name} unreached`,
    related: routes.map((route) => ({ ...relatedRoute(route), note: `${shown(route)} is open` })),
    data: { routes: routes.length },
  };
}

function collect(groups: Map<string, Group>, route: JudgedRoute, { use, judgement }: JudgedGuard): void {
  if (judgement.effect !== 'hollow' && judgement.effect !== 'weak') return;
  // A hollow guard beside one that works is reported too: whoever reads the code takes it for a guard. A weak one then does no harm.
  if (judgement.effect === 'weak' && route.verdict === 'protected') return;
  const { definition } = judgement;
  const place = definition ? { path: definition.path, span: definition.at } : { path: use.path, span: use.at };
  const key = `${place.path}:${place.span.line}:${place.span.column}:${judgement.effect}`;
  const group = groups.get(key) ?? {
    judgement,
    rule: judgement.effect,
    name: definition?.name && !definition.name.startsWith('<') ? definition.name : use.name,
    place,
    routes: [],
  };
  group.routes.push(route);
  groups.set(key, group);
}

function findingOf(group: Group): FindingDraft {
  const { judgement, rule, name, place, routes } = group;
  const isAlone = routes.some(({ verdict }) => verdict !== 'protected') && judgement.other !== true;
  return {
    rule,
    severity: isAlone && rule === 'hollow' ? 'blocker' : 'high',
    place: { path: place.path, span: place.span },
    message: messageOf(group),
    identity: `${name} ${rule}`,
    related: routes.map(relatedRoute),
    data: { routes: routes.length },
  };
}

function messageOf({ judgement, rule, name, routes }: Group): string {
  const [first] = routes;
  const covers = routes.length === 1 && first ? shown(first) : count(routes.length, 'route');
  const isHandler = first !== undefined && judgement.definition === null && first.route.handler?.fact.name === name;
  const what = isHandler
    ? `The handler of ${covers} ${judgement.reason}.`
    : `${name} stands before ${covers} and ${judgement.reason}.`;
  const parts = [what, isHandler || judgement.other ? '' : consequenceOf(routes), todoOf(rule, judgement)];
  return parts.filter(Boolean).join(' ');
}

function consequenceOf(routes: readonly JudgedRoute[]): string {
  const open = routes.filter(({ verdict }) => verdict !== 'protected');
  const [only] = open;
  if (!only) return 'Another guard keeps these routes closed today.';
  return `It is all that stands before ${open.length === 1 ? shown(only) : count(open.length, 'route')}.`;
}

function todoOf(rule: Group['rule'], { reason }: Judgement): string {
  if (reason.includes('list of open paths')) return 'Compare whole paths, and "/" by equality only.';
  return rule === 'hollow'
    ? 'Make it raise or answer 401 when the credential is missing or wrong.'
    : 'Verify the credential against something the caller cannot make up.';
}

function relatedRoute(judged: JudgedRoute): RelatedPlace {
  return {
    path: judged.route.path,
    span: judged.route.fact.at,
    kind: 'route',
    note: `${shown(judged)} is covered by it`,
  };
}
