/** A step of CI runs the tests, is reached, and can fail. */
import { defineCheck } from '../check';
import { count, fail, findingAt, lineSpan, listed, notApplicable, unknown } from '../readiness/answers';
import { gatesFor, pipelines, type Gate } from '../readiness/ci-gates';
import { concludeGate } from '../readiness/gate-check';
import { unrunTests, type UnrunTests } from '../readiness/unrun-tests';
import type { Conclusion } from '../verdict';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'ci-runs-tests',
  title: 'CI runs the tests',
  question: 'Does CI run the tests on every change, and can they stop it?',
  category: 'ci',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  asks: ['001', '003'],
  rules: {
    swallowed: 'The step runs, and its failure is ignored.',
    'cannot-install': 'An install before the step cannot succeed, so that it never runs.',
    'not-run': 'A package has tests, and no step runs them.',
  },
  conclude(workspace) {
    if (workspace.each('testCases').length === 0 && gatesFor(workspace, 'test').length === 0)
      return notApplicable('There are no tests to run.');
    const gate = concludeGate(workspace, {
      purpose: 'test',
      does: 'runs the tests',
      thing: 'the tests',
      advice: 'Add a step that runs them on every push and pull request.',
    });
    return gate.verdict === 'pass' ? ofEveryPackage(workspace, gate) : gate;
  },
});

/** CI tests something: is it everything that has tests? */
function ofEveryPackage(workspace: Workspace, gate: Conclusion & { verdict: 'pass' }): Conclusion {
  const working = gatesFor(workspace, 'test').filter(({ swallowed, blocked }) => !swallowed && !blocked);
  const all = unrunTests(workspace, working);
  const open = all.filter(({ served }) => served);
  const [first] = working;
  if (all.length === 0 || !first) return gate;
  if (open.length === 0)
    return { ...gate, summary: `${gate.summary} The tests of ${listed(all.map(nameOf))} no step runs.` };
  const names = listed(open.map(nameOf));
  const calls = workspace.derive(pipelines).some(({ facts }) => facts.onChange && facts.remote.length > 0);
  if (calls)
    return unknown(
      `CI runs tests, and those of ${names} only if a workflow of another repository does.`,
      gate.evidence ?? [],
    );
  return fail(
    'E3',
    `CI runs tests, and none of ${names}.`,
    open.map((part) => notRun(part, first)),
    gate.evidence ?? [],
  );
}

function notRun(part: UnrunTests, gate: Gate) {
  const example = part.tests[0] ?? '';
  return findingAt(
    gate.path,
    lineSpan(gate.line),
    `CI runs tests from here on, and no step runs those of ${nameOf(part)} (${count(part.tests.length, 'file')}, ${example} among them), so they can break unseen. Add a step that runs them.`,
    `not-run ${part.family} ${part.folder}`,
    { rule: 'not-run', related: [{ path: example, span: lineSpan(1), kind: 'evidence', note: 'no step runs it' }] },
  );
}

const LANGUAGES = {
  python: 'Python',
  javascript: 'JavaScript',
  go: 'Go',
  java: 'Java',
  ruby: 'Ruby',
  php: 'PHP',
  csharp: 'C#',
};

/** "web", or "the Python code" for what has no folder of its own. */
function nameOf({ folder, family }: UnrunTests): string {
  return folder === '' ? `the ${LANGUAGES[family]} code` : folder;
}
