/** Test files with cases in them. */
import { defineCheck } from '../check';
import { CODE_LANGUAGES } from '../collect/language';
import { count, evidence, fail, findingAt, lineSpan, missing, notApplicable, pass } from '../readiness/answers';
import { gatesFor } from '../readiness/ci-gates';
import { isAside } from '../readiness/scope';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'tests-present',
  title: 'Automated tests exist',
  question: 'Are there automated tests that assert something?',
  category: 'testing',
  severity: 'blocker',
  effort: 'high',
  since: '0.1.0',
  asks: ['001', '002'],
  conclude(workspace) {
    const files = [...workspace.each('testCases')].filter(
      ({ file }) => file.fileClass !== 'vendored' && !isAside(file.path),
    );
    const real = files.filter(({ facts }) => facts.asserts > 0);
    if (real.length > 0) {
      const cases = real.reduce((sum, { facts }) => sum + facts.cases, 0);
      const run = gatesFor(workspace, 'test').some((gate) => !gate.swallowed && !gate.blocked);
      return pass(
        run ? 'E4' : 'E3',
        `${count(real.length, 'test file')} with ${count(cases, 'case')}${run ? ', run by CI' : ''}.`,
        real.slice(0, 3).map(({ file, facts }) => evidence(file.path, facts.line, `${count(facts.cases, 'case')}`)),
      );
    }
    const hollow = files[0];
    if (hollow) {
      return fail('E2', 'Test files exist, and none of them asserts anything.', [
        findingAt(
          hollow.file.path,
          lineSpan(hollow.facts.line),
          'This test asserts nothing, so it only proves that the code can be called. Compare results with what they should be.',
          'no-assertion',
        ),
      ]);
    }
    if (!hasCode(workspace)) return notApplicable('There is no code to test.');
    return fail('E0', 'There are no automated tests.', [
      missing(
        manifestOf(workspace),
        'No automated test was found, so every change is tried out on users. Start with one test of the most important path and run it in CI.',
      ),
    ]);
  },
});

function hasCode(workspace: Workspace): boolean {
  return [...workspace.views].some((file) => CODE_LANGUAGES.has(file.language) && file.fileClass === 'hand-written');
}

function manifestOf(workspace: Workspace): string | null {
  return [...workspace.each('manifest')].find(({ file }) => file.fileClass !== 'vendored')?.file.path ?? null;
}
