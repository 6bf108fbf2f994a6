/** Errors reach people. */
import { defineCheck } from '../check';
import { concludeSetUp } from '../readiness/setup-check';

export default defineCheck({
  id: 'error-tracking',
  title: 'Errors are tracked',
  question: 'Does the served application report its errors to an error tracker?',
  category: 'observability',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  asks: ['000', '002'],
  platform: 'keeps what it throws in its log; whether somebody hears of it no file tells',
  reads: 'setup',
  conclude: (workspace) =>
    concludeSetUp(workspace, {
      kind: 'error-tracking',
      holds: 'Errors are reported with $.',
      thing: 'error tracking',
      missing:
        'Nothing reports errors of this application, so users find them first. Initialise an error tracker (Sentry, Rollbar, Bugsnag) where the application starts, with its address from the environment.',
      unreached: 'Import it where the application starts.',
      ofSites: true,
      packages: /^(?:sentry-sdk|@sentry\/\w+|rollbar|bugsnag|@bugsnag\/\w+|elastic-apm|newrelic)$/,
    }),
});
