/** A step of CI runs the tests, is reached, and can fail. */
import { defineCheck } from '../check';
import { concludeGate } from '../readiness/gate-check';

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
  },
  conclude: (workspace) =>
    concludeGate(workspace, {
      purpose: 'test',
      does: 'runs the tests',
      thing: 'the tests',
      advice: 'Add a step that runs them on every push and pull request.',
    }),
});
