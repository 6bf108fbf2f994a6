/** Every package with code has a test that reaches it. */
import { defineCheck } from '../check';
import { count, evidence, fail, findingAt, listed, notApplicable, pass } from '../readiness/answers';
import { testedPackages } from '../readiness/tested-packages';

export default defineCheck({
  id: 'package-without-tests',
  title: 'Every package has tests',
  question: 'Does every package with code have tests?',
  category: 'testing',
  severity: 'medium',
  effort: 'high',
  since: '0.1.0',
  asks: ['002'],
  reads: 'code',
  conclude(workspace) {
    const all = workspace.derive(testedPackages);
    if (all.length === 0) return notApplicable('There is no package with code to test.');
    const proofs = all.flatMap(({ name, test }) => (test === null ? [] : [evidence(test, 1, `tests ${name}`)]));
    const open = all.filter(({ test }) => test === null);
    if (open.length === 0)
      return pass('E3', all.length === 1 ? 'The package has tests.' : `All ${all.length} packages have tests.`, proofs);
    return fail(
      open.some(({ script }) => script) ? 'E2' : 'E0',
      `${count(open.length, 'package')} of ${all.length} ${open.length === 1 ? 'has' : 'have'} no tests: ${listed(open.map(({ name }) => name))}.`,
      open.map(({ path, name, script, sources }) =>
        findingAt(
          path,
          script,
          `${name} has ${sources} files of code and no test${script ? ', though a `test` script' : ''}: nothing tells when a change breaks it. Add a test of its most important path.`,
          'no-tests',
        ),
      ),
      proofs,
    );
  },
});
