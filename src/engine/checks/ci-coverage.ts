/** The tests of CI measure coverage. */
import { defineCheck } from '../check';
import { concludeGate } from '../readiness/gate-check';

export default defineCheck({
  id: 'ci-coverage',
  title: 'CI measures coverage',
  question: 'Does CI measure how much of the code the tests run?',
  category: 'ci',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['001'],
  rules: {
    swallowed: 'The step runs, and its failure is ignored.',
    'cannot-install': 'An install before the step cannot succeed, so that it never runs.',
  },
  conclude: (workspace) =>
    concludeGate(workspace, {
      purpose: 'coverage',
      does: 'measures coverage',
      thing: 'the measurement',
      advice: 'Add `--coverage` or `--cov` to the test step, and a threshold.',
    }),
});
