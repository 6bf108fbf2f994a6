/** An audit of dependencies runs in CI and can fail. */
import { defineCheck } from '../check';
import { concludeGate } from '../readiness/gate-check';

export default defineCheck({
  id: 'ci-dependency-scan',
  title: 'CI checks dependencies for known holes',
  question: 'Does CI check dependencies for known vulnerabilities, and can a hit stop it?',
  category: 'ci',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['001', '002'],
  rules: {
    swallowed: 'The step runs, and its failure is ignored.',
    'cannot-install': 'An install before the step cannot succeed, so that it never runs.',
  },
  conclude: (workspace) =>
    concludeGate(workspace, {
      purpose: 'audit',
      does: 'checks dependencies for known vulnerabilities',
      thing: 'the audit',
      advice: 'Add `npm audit --audit-level=high`, `pip-audit` or the dependency review action.',
      scheduledToo: true,
    }),
});
