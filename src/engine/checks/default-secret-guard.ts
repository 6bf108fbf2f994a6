/** Start-up refuses every default of a secret that the workspace itself ships. */
import { defineCheck, type Conclusion } from '../check';
import type { FindingDraft, RelatedPlace } from '../finding';
import { listed } from '../readiness/answers';
import { isSet, shippedVariables, type Answer, type GuardedVariable, type PlacedGuard } from '../secrets/shipped';
import { isEnvTemplate } from '../env/environment';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'default-secret-guard',
  title: 'Start-up refuses every default that ships',
  question: 'Does the program refuse to start with each default secret that the repository itself ships?',
  category: 'secrets',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  asks: ['001', '002'],
  rules: {
    unguarded: 'Nothing at start-up refuses the default',
    accepted: 'A guard exists and accepts a default that ships',
    'never-on': 'The guard runs only in production, and nothing says that it is production',
  },
  conclude(workspace): Conclusion {
    const variables = workspace.derive(shippedVariables).filter(isDefault);
    if (variables.length === 0) {
      return {
        verdict: 'not-applicable',
        summary: 'No variable that holds a secret ships with a default that start-up could refuse.',
      };
    }
    const open = variables.filter(isUnguarded);
    const findings = [
      ...unguarded(open),
      ...variables
        .filter((variable) => !open.includes(variable))
        .flatMap((variable) => findingsOf(workspace, variable)),
    ];
    const guards = variables.flatMap((variable) => variable.guards).filter(({ guard }) => guard.kind !== 'presence');
    const evidence = guards.map(({ path, guard }) => ({ path, line: guard.span.line, note: `judges ${guard.name}` }));
    if (findings.length === 0) {
      return { verdict: 'pass', level: 'E4', summary: 'Start-up refuses every default that ships.', evidence };
    }
    const accepted = new Set(findings.filter(({ rule }) => rule !== 'unguarded').map(({ data }) => data?.variable))
      .size;
    const summary = `${open.length + accepted} of ${variables.length} secrets with a default can be started with it.`;
    return { verdict: 'fail', level: guards.length === 0 ? 'E0' : 'E3', summary, evidence, findings };
  },
});

/** What a committed `.env` sets is a value in use, told by the check of such values; here it counts beside a default or a guard. */
function isDefault({ answers, guards }: GuardedVariable): boolean {
  return guards.some(({ guard }) => guard.kind !== 'presence') || answers.some(({ shipped }) => !isInUse(shipped));
}

function isInUse({ fact, path }: Answer['shipped']): boolean {
  return fact.position === 'dotenv' && !isEnvTemplate(path);
}

function findingsOf(workspace: Workspace, variable: GuardedVariable): FindingDraft[] {
  const accepted = acceptedAnswers(variable);
  if (accepted.length === 0) return neverOn(workspace, variable);
  return accepted.map((answer) => acceptedDefault(variable, answer, comparing(variable)));
}

function comparing({ guards }: GuardedVariable): PlacedGuard[] {
  return guards.filter(({ guard }) => guard.kind !== 'presence');
}

function acceptedAnswers({ answers }: GuardedVariable): Answer[] {
  return answers.filter(({ refusedBy }) => refusedBy.length === 0);
}

function isUnguarded(variable: GuardedVariable): boolean {
  return acceptedAnswers(variable).length > 0 && comparing(variable).length === 0;
}

/** One finding for all of them: each default is told by its own check already, and what is missing is one start-up check. */
function unguarded(variables: readonly GuardedVariable[]): FindingDraft[] {
  const places = variables.flatMap((variable) => {
    const { name } = variable;
    const open = acceptedAnswers(variable).map(({ shipped }) => ({ name, shipped }));
    return [...open.filter(({ shipped }) => !isInUse(shipped)), ...open.filter(({ shipped }) => isInUse(shipped))];
  });
  const [first, ...others] = places;
  if (!first) return [];
  const names = variables.map(({ name }) => name);
  const message =
    names.length === 1
      ? `Nothing at start-up refuses the default of ${listed(names)} (${first.shipped.fact.mask}). A deployment that forgets the variable runs with a published value. Require it, or refuse the default when the program starts.`
      : `Nothing at start-up refuses the defaults of ${listed(names)}. A deployment that forgets one of them runs with a published value. Require them, or refuse the defaults when the program starts.`;
  return [
    {
      rule: 'unguarded',
      place: { path: first.shipped.path, span: first.shipped.span },
      message,
      identity: first.name,
      related: others.map(({ name, shipped: { path, span } }): RelatedPlace => ({
        path,
        span,
        kind: 'evidence',
        note: name === first.name ? 'another default that ships' : `the default of ${name}`,
      })),
      fixes: fixesAt(first.shipped),
      data: { variable: first.name, ...dataOf(first.shipped) },
    },
  ];
}

function acceptedDefault({ name }: GuardedVariable, { shipped }: Answer, guards: readonly PlacedGuard[]): FindingDraft {
  return {
    rule: 'accepted',
    place: { path: shipped.path, span: shipped.span },
    message: `The guard on ${name} accepts this value (${shipped.fact.mask}), which ships with the repository. Whoever starts with it is not stopped. Refuse it too, or require at least 32 characters that are no placeholder.`,
    identity: `${name} ${shipped.fact.position}`,
    related: guards.map(({ path, guard }) => ({ path, span: guard.span, kind: 'guard', note: `the guard on ${name}` })),
    fixes: fixesAt(shipped),
    data: { variable: name, ...dataOf(shipped) },
  };
}

/** Only what code and compose fall back to can be required. */
function fixesAt(shipped: Answer['shipped'] | undefined): string[] {
  return ['fallback', 'setting', 'compose'].includes(shipped?.fact.position ?? '') ? ['require-secret'] : [];
}

function dataOf(shipped: Answer['shipped'] | undefined): Record<string, unknown> {
  if (!shipped) return {};
  const { fact } = shipped;
  return {
    label: 'default-secret',
    rule: fact.rule,
    name: fact.name,
    env: fact.env,
    position: fact.position,
    hash: fact.hash,
    host: fact.host,
    scheme: fact.scheme,
  };
}

/** Guards that need a flag which no manifest sets. */
function neverOn(workspace: Workspace, { name, guards, answers }: GuardedVariable): FindingDraft[] {
  const always = guards.some(({ guard }) => guard.flag === null && guard.kind !== 'presence');
  const flagged = answers.flatMap(({ refusedBy }) => refusedBy).find(({ guard }) => guard.flag !== null);
  if (always || !flagged || flagged.guard.flag === null || isSet(workspace, flagged.guard.flag)) return [];
  const { guard, path } = flagged;
  return [
    {
      rule: 'never-on',
      place: { path, span: guard.span },
      message: `This guard on ${name} runs only when ${flagged.guard.flag} says production, and no manifest sets that. A deployment starts without it. Set it in the image or the manifest, or let the guard run always.`,
      identity: name,
      data: { variable: name },
    },
  ];
}
