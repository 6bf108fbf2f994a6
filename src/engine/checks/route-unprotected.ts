/** Every route that is not public by design is behind a guard that verifies a credential. */
import { defineCheck, type Conclusion, type Evidence } from '../check';
import type { FindingDraft } from '../finding';
import { count, fail, notApplicable, unknown } from '../readiness/answers';
import {
  loopbackRoutes,
  relatedChain,
  servedRoutes,
  severityOf,
  shortPlace,
  shown,
  siblingGuard,
  type SiblingGuard,
} from '../routes/findings';
import { frameworkOf } from '../routes/framework';
import { linkProgram } from '../routes/link/link';
import { canAddGuard } from '../routes/edits/guard-edit';
import type { JudgedRoute } from '../routes/verdict';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'route-unprotected',
  title: 'Routes are protected',
  question: 'Is every route that is not public by design behind a guard that verifies who is calling?',
  category: 'access',
  severity: 'blocker',
  effort: 'low',
  since: '0.1.0',
  everyPlace: true,
  asks: ['000', '003'],
  reads: 'routes',
  conclude(workspace): Conclusion {
    const routes = servedRoutes(workspace);
    const local = loopbackRoutes(workspace).filter(({ verdict }) => verdict === 'unprotected');
    const localFindings = local.map((route) => localFinding(route));
    const { cut } = workspace.derive(linkProgram);
    if (routes.length === 0 && local.length === 0)
      return cut.length > 0
        ? unknown(CUT, cutEvidence(cut))
        : notApplicable('No routes that are served to others were found.');
    const open = routes.filter(({ verdict }) => verdict === 'unprotected');
    const closed = routes.filter(({ verdict }) => verdict === 'protected');
    if (open.length > 0) {
      const findings = [...open.map((route) => openFinding(route, workspace)), ...localFindings];
      const level = closed.length > 0 ? 'E2' : 'E0';
      return fail(level, summaryOf(open, routes), findings, open.map(evidenceOf));
    }
    const undecided = routes.filter(({ verdict }) => verdict === 'unknown');
    if (undecided.length > 0) {
      const [first] = undecided;
      const why = first ? `${shown(first)}: ${first.reason}` : '';
      return {
        verdict: 'unknown',
        summary: `${count(undecided.length, 'route')} of ${routes.length} could not be followed to a guard. ${why}.`,
        evidence: undecided.slice(0, 12).map(evidenceOf),
        findings: localFindings,
      };
    }
    if (cut.length > 0)
      return { verdict: 'unknown', summary: CUT, evidence: cutEvidence(cut), findings: localFindings };
    return {
      verdict: 'pass',
      level: 'E4',
      summary: passSummary(routes),
      evidence: closed.slice(0, 3).flatMap(guardEvidence),
      findings: localFindings,
    };
  },
});

const CUT = 'What runs when the application starts could not be followed to its end, so routes may be missing.';

function cutEvidence(cut: readonly string[]): Evidence[] {
  return cut.map((path) => ({ path, line: 1, note: 'too much is run while this module is loaded' }));
}

function summaryOf(open: readonly JudgedRoute[], routes: readonly JudgedRoute[]): string {
  const writes = open.filter(({ route }) => route.method !== 'GET').length;
  const what = writes > 0 && writes === open.length ? ' that change data' : '';
  return `${count(open.length, 'route')} of ${routes.length}${what} ${open.length === 1 ? 'answers' : 'answer'} anyone.`;
}

function passSummary(routes: readonly JudgedRoute[]): string {
  const open = routes.filter(({ verdict }) => verdict === 'public-by-design').length;
  const rest = open > 0 ? ` ${count(open, 'route')} ${open === 1 ? 'is' : 'are'} open on purpose.` : '';
  return `No route of ${routes.length} answers callers who have not signed in, but for those that are meant to.${rest}`;
}

function openFinding(judged: JudgedRoute, workspace: Workspace): FindingDraft {
  const { route } = judged;
  const [app] = judged.chain;
  const between = app
    ? `the app (${shortPlace(app.path, app.at.line)}) and this handler`
    : 'the application and this handler';
  const why = judged.reason === 'no guard stands on the way' ? `no guard between ${between}` : judged.reason;
  const sibling = siblingGuard(workspace, judged);
  const todo = todoOf(judged, sibling);
  const canAdd = sibling !== null && canAddGuard(route, sibling, workspace);
  return {
    severity: severityOf(judged),
    place: { path: route.path, span: route.fact.at },
    message: `${shown(judged)} answers anyone who can reach the server: ${why}. ${todo}`,
    identity: `${route.method} ${judged.url}`,
    related: relatedChain(judged.chain),
    fixes: canAdd ? ['add-guard', 'mark-public'] : ['mark-public'],
    data: { method: route.method, url: judged.url, line: route.fact.line, ...(sibling && { guard: sibling.name }) },
  };
}

function todoOf({ url, route }: JudgedRoute, sibling: SiblingGuard | null): string {
  if (/(^|\/)(web)?hooks?(\/|$)/i.test(url) && route.method === 'POST')
    return 'Verify the sender’s signature before anything is done.';
  if (route.method === 'WEBSOCKET') return 'Verify a token before the connection is accepted.';
  if (!sibling) return 'Put a guard before it, or say that it is public.';
  const style = frameworkOf(route.fact.framework)?.guard;
  const name = style?.as === 'dependency' && style.call !== null ? `${style.call}(${sibling.name})` : sibling.name;
  return `Add ${name}, as ${sibling.count === 1 ? 'a sibling route does' : 'its sibling routes do'}.`;
}

function localFinding(judged: JudgedRoute): FindingDraft {
  const { route } = judged;
  return {
    severity: 'low',
    place: { path: route.path, span: route.fact.at },
    message: `${shown(judged)} answers any program on this machine: its application listens on the loopback address only. Put a guard before it before it listens anywhere else.`,
    identity: `${route.method} ${judged.url}`,
    related: relatedChain(judged.chain),
    fixes: ['mark-public'],
    data: { method: route.method, url: judged.url, line: route.fact.line },
  };
}

function evidenceOf(judged: JudgedRoute): Evidence {
  return { path: judged.route.path, line: judged.route.fact.line, note: `${shown(judged)}: ${judged.reason}` };
}

function guardEvidence(judged: JudgedRoute): Evidence[] {
  return judged.chain
    .filter(({ kind }) => kind === 'guard')
    .map(({ path, at, note }) => ({ path, line: at.line, note }));
}
