/** Critical paths are tested from end to end. */
import { defineCheck } from '../check';
import { count, evidence, fail, findingAt, lineSpan, missing, notApplicable, pass } from '../readiness/answers';
import { isAside } from '../readiness/scope';
import { apps } from '../readiness/setup-check';

export default defineCheck({
  id: 'e2e-tests-present',
  title: 'Critical paths have end-to-end tests',
  question: 'Do tests drive the whole system along its critical paths?',
  category: 'testing',
  severity: 'medium',
  effort: 'high',
  since: '0.1.0',
  asks: ['003', '004'],
  reads: 'code',
  conclude(workspace) {
    const all = [...workspace.each('testCases')].filter(
      ({ file, facts }) => facts.e2e && file.fileClass !== 'vendored',
    );
    const live = all.filter(({ file }) => !isAside(file.path));
    if (live.length > 0)
      return pass(
        'E4',
        `${count(live.length, 'end-to-end test file')}.`,
        live.slice(0, 3).map(({ file, facts }) => evidence(file.path, facts.line, count(facts.cases, 'case'))),
      );
    const archived = all[0];
    if (archived)
      return fail('E1', 'End-to-end tests exist in an archive only.', [
        findingAt(
          archived.file.path,
          lineSpan(archived.facts.line),
          'These end-to-end tests are set aside and run no more. Bring the ones that still matter back and run them in CI.',
          'archived',
        ),
      ]);
    const front = [...workspace.views].some(
      (file) => file.fileClass === 'hand-written' && /\.(?:[jt]sx|vue|svelte|html)$/.test(file.path),
    );
    if (apps(workspace).length === 0 && !front) return notApplicable('There is nothing to drive.');
    return fail('E0', 'No test drives the whole system.', [
      missing(
        null,
        'No test drives the system the way a user does, so parts that work alone can fail together. Write one for the most important path (Playwright, Cypress, or the client of your framework).',
      ),
    ]);
  },
});
