/** A request that hangs does not hold a worker for ever. */
import { defineCheck, type Conclusion, type Evidence, type EvidenceLevel } from '../check';
import type { FindingDraft } from '../finding';
import { frontLimits } from '../http/front-limits';
import { timeLimits } from '../http/time-limits';
import { declarationsOf } from '../manifests';
import { count, evidence, fail, findingAt, notApplicable, pass, relatedTo, unknown } from '../readiness/answers';
import { signalsOf, type PlacedSignal } from '../readiness/served';
import type { Place } from '../span';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'request-timeout',
  title: 'Requests have a time limit',
  question: 'Does the server end requests that take too long?',
  category: 'http',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['002'],
  reads: 'routes',
  rules: { missing: 'Nothing ends a request.', unreached: 'A time limit is written, and no request meets it.' },
  conclude(workspace): Conclusion {
    const all = workspace.derive(timeLimits);
    if (all.length === 0) return notApplicable('No application with HTTP routes was found.');
    const limits = unique(all.flatMap((one) => one.limits));
    const open = uniquePlaces(all.flatMap((one) => one.open));
    const front = open.length > 0 ? workspace.derive(frontLimits) : null;
    if (front?.covers)
      return pass('E3', 'The proxy in front gives up on requests that take too long; the application goes on.', [
        ...front.limits,
        ...limits,
      ]);
    if (open.length > 0) return missing(workspace, open, [...limits, ...(front?.limits ?? [])]);
    const undecided = all.find((one) => one.undecided !== null)?.undecided;
    if (undecided) return unknown(undecided, limits);
    return all.some((one) => one.partly)
      ? pass('E3', 'Requests have a time limit, which does not hold in every case.', limits)
      : pass('E4', 'Requests that take too long are ended.', limits);
  },
});

function missing(workspace: Workspace, open: readonly Place[], proof: Evidence[]): Conclusion {
  const written = signalsOf(workspace, 'request-timeout')[0];
  const declared = [
    ...declarationsOf(workspace, 'npm', /^(?:connect-timeout|express-timeout-handler|koa-timeout|@hapi\/timeout)$/),
    ...declarationsOf(workspace, 'python', /timeout-middleware|asgi-timeout/),
  ].map(({ path, dependency }) => evidence(path, dependency.span, `declares ${dependency.name}`));
  const level: EvidenceLevel = written ? 'E2' : declared.length > 0 ? 'E1' : 'E0';
  return fail(
    level,
    proof.length > 0
      ? `${count(open.length, 'way', 'ways')} to run the application ${open.length === 1 ? 'has' : 'have'} no time limit on requests.`
      : 'Nothing ends a request that takes too long.',
    open.map((place) => finding(place, written)),
    [...proof, ...declared],
  );
}

function finding({ path, span }: Place, written: PlacedSignal | undefined): FindingDraft {
  const hint = written
    ? `A time limit is written in ${written.path}, and no request meets it. Add it to the application.`
    : adviceFor(path);
  return findingAt(
    path,
    span,
    `Nothing here ends a request that takes too long, so a few that hang can hold every worker. ${hint}`,
    'missing',
    {
      rule: written ? 'unreached' : 'missing',
      related: written ? [relatedTo(written.path, written.signal.span, 'never met')] : [],
    },
  );
}

function adviceFor(path: string): string {
  if (path.endsWith('.go'))
    return 'Give the `http.Server` a `WriteTimeout`, or wrap its handler in `http.TimeoutHandler`.';
  return 'Set a limit in the server or in a middleware, or `proxy_read_timeout` in the proxy in front.';
}

function unique(all: readonly Evidence[]): Evidence[] {
  return [...new Map(all.map((one) => [`${one.path}:${one.line}`, one])).values()];
}

function uniquePlaces(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [`${place.path}:${place.span.line}`, place])).values()];
}
