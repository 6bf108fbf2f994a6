import assert from 'node:assert/strict';

import { bind } from '../../../src/engine/checklist/bind';
import { LimitedCalls } from '../../../src/engine/checklist/context';
import { split } from '../../../src/engine/checklist/item';
import { LEXICON } from '../../../src/engine/checklist/lexicon';
import { ASKS_FOR_ABSENCE, ASKS_OF_SERVED_CODE, MAY_STAND_OUTSIDE } from '../../../src/engine/checklist/traits';

/** A phrase per check that a team would write. */
const PHRASES: Record<string, string> = {
  'hardcoded-secret': 'No hardcoded credentials',
  'secret-file-committed': '.env not committed',
  'default-secret-value': 'JWT_SECRET changed from default',
  'default-secret-guard': 'Secret validation at startup',
  'weak-datastore-credentials': 'Database passwords are strong',
  'env-example-present': 'Create .env.example',
  'env-example-drift': 'All environment variables documented',
  'gitignore-env': '.env added to .gitignore',
  'env-validated-at-startup': 'Environment variables validated',
  'debug-off-in-production': 'Debug mode disabled',
  'client-exposed-secret': 'No secrets in the bundle',
  'secrets-manager-used': 'Secrets come from a secrets manager',
  'route-unprotected': 'All API endpoints require authentication',
  'admin-route-role': 'Admin routes are protected',
  'debug-endpoint-exposed': 'Debug endpoints removed',
  'metrics-endpoint-protected': 'Metrics endpoint secured',
  'jwt-hardening': 'Token expiration handling',
  'password-hashing': 'Password hashing with bcrypt',
  'rate-limit-enforced': 'Rate limiting implemented',
  'rate-limit-auth-routes': 'Rate limiting on login',
  'rate-limit-shared-store': 'Rate limiting backed by Redis',
  'cors-restricted': 'CORS restricted to our domains',
  'csrf-protection': 'CSRF protection',
  'trusted-hosts': 'Trusted hosts configured',
  'https-enforced': 'HTTPS enforced',
  'audit-logging': 'Audit logging',
  'security-headers': 'Security headers',
  'csp-strict': 'Content Security Policy',
  'request-size-limit': 'Request size limits',
  'request-timeout': 'Request timeouts',
  'outbound-timeout': 'Timeouts on all external calls',
  'request-schema-validated': 'Input validation',
  'unsafe-html-sink': 'HTML sanitization',
  'sql-injection': 'SQL injection protection',
  'error-handler-registered': 'Global exception handler',
  'error-details-leaked': 'No stack traces in responses',
  'error-boundary': 'Error boundaries',
  'ts-strict': 'TypeScript strict mode enabled',
  'ts-any-budget': 'No any types',
  'py-type-checking': 'mypy configured',
  'root-doc-sprawl': 'Root markdown files consolidated',
  'debug-logging-left': 'Print statements removed',
  'tests-present': 'Unit tests written',
  'e2e-tests-present': 'E2E tests configured',
  'load-test-present': 'Load testing scripts',
  'coverage-gate-effective': 'Coverage threshold',
  'migrations-present': 'Initialize Alembic',
  'migration-chain-valid': 'Database schema with migrations',
  'migration-reversible': 'Migrations are reversible',
  'no-create-all': 'create_all removed',
  'db-pool-configured': 'Connection pooling',
  'db-fk-indexes': 'Indexes on all foreign keys',
  'db-query-timeout': 'Query timeouts',
  'db-backup-automated': 'Automated backups',
  'redis-persistence': 'Redis persistence',
  'health-endpoint': 'Health check endpoint',
  'health-checks-dependencies': 'Database health checks',
  'probes-configured': 'Liveness and readiness probes',
  'metrics-exposed': 'Prometheus metrics',
  'error-tracking': 'Error tracking with Sentry',
  'structured-logging': 'Structured logging',
  'sensitive-data-in-logs': 'No secrets in logs',
  'request-id': 'Correlation IDs',
  'log-rotation': 'Log rotation',
  'alert-rules': 'Alert rules defined',
  tracing: 'Distributed tracing',
  'dockerfile-nonroot': 'Containers run as a non-root user',
  'dockerfile-healthcheck': 'Docker health checks',
  'dockerfile-multistage': 'Multi-stage builds',
  dockerignore: '.dockerignore in every image folder',
  'image-pinned': 'Base images pinned',
  'prod-manifest-complete': 'Production Docker Compose created',
  'required-env-in-manifest': 'All environment variables set',
  'compose-hardening': 'Container resource limits',
  'datastore-port-exposed': 'Database ports not exposed',
  'graceful-shutdown': 'Graceful shutdown',
  'ci-present': 'CI/CD pipeline',
  'ci-runs-tests': 'CI runs the tests',
  'ci-lint': 'Linting in CI',
  'ci-coverage': 'Coverage reported in CI',
  'ci-secret-scan': 'Gitleaks in the pipeline',
  'ci-dependency-scan': 'Dependency scanning',
  'dependency-updates': 'Dependabot',
  'lockfile-used': 'Lock files committed',
  'linter-config': 'ESLint configured',
  'pre-commit': 'Pre-commit hooks',
  'readme-setup': 'README with setup instructions',
  'deployment-doc': 'Deployment guide written',
  'runbook-doc': 'Runbooks',
  'rollback-doc': 'Rollback plan',
  'troubleshooting-doc': 'Troubleshooting guide',
  'api-docs': 'API documentation',
  'security-policy-doc': 'SECURITY.md',
  'references-resolve': 'Broken links fixed',
  'rollback-automated': 'Automated rollback',
  changelog: 'Changelog',
};

/** Phrases that sound like a check and speak of something else. */
const OTHERS = [
  'Comprehensive error handling',
  'Create alert rule',
  'Download rate limit',
  'Full TypeScript coverage',
  'Load testing for the mail provider',
  'React strict mode',
  'Run migrations',
  'Performance indexes created',
  'File size limits',
  'Migration tools',
  'Information security policy',
  'Vulnerability scan (1 critical, 5 medium)',
  '.env.example',
  'UX metrics collection',
  'Rate limiting (external APIs)',
  'Rate limiting on the Parcels API',
  'Diet/health tags',
  'Created database migration script',
  'Audit logs centralized',
  'Audit logging for all admin actions',
  'Fix audit log endpoints',
  'Form validation',
  'Respects the rate limits of the GitHub API',
  'Input validation on all forms',
  'Create placeholder secrets in Secret Manager for all categories',
  '2.3 Map all secrets from `.env.example` to Secret Manager names',
  'Store `DATABASE_URL` in GCP Secret Manager',
  '3.4 Add `ORIGINS` to Secret Manager',
  'Enable Secret Manager API',
  'Runs database migrations if needed',
  '8.5 Verify coverage thresholds',
  'Watch Sentry for new errors',
  'SQL injection prevention audit',
  'Create `infra/bucket-cors.json` with CORS policy for the app domains',
  'Error recovery tested',
  '2.6 Add unit tests (`forms/profile.test.tsx`)',
];

describe('the words that name a check', () => {
  it('are known for every entry of the lexicon', () => {
    assert.deepEqual(Object.keys(PHRASES).sort(), Object.keys(LEXICON).sort());
  });

  for (const [id, phrase] of Object.entries(PHRASES)) {
    it(`read "${phrase}" as ${id}`, () => {
      const { checks, strength } = bind({ ...split(phrase), mark: 'done', notation: 'task' });
      assert.deepEqual({ checks, strength }, { checks: [id], strength: 'strong' });
    });
  }

  it('are known for everything that is said of checks beside their words', () => {
    const named = [...ASKS_FOR_ABSENCE, ...ASKS_OF_SERVED_CODE, ...MAY_STAND_OUTSIDE];
    assert.deepEqual(
      named.filter((id) => !(id in LEXICON)),
      [],
    );
  });

  it('tell limits of sign-in from limits and sign-in', () => {
    const read = (title: string): string[] => bind({ title, detail: '', mark: 'done', notation: 'task' }).checks;
    assert.deepEqual(read('Rate limiting and authentication enforced'), ['rate-limit-enforced']);
    assert.deepEqual(read('Rate limiting on all authentication endpoints'), ['rate-limit-auth-routes']);
    assert.deepEqual(read('Request ID for tracing'), ['request-id']);
    assert.deepEqual(read('Correlation IDs & tracing'), ['request-id']);
    assert.deepEqual(read('Correlation IDs for distributed tracing'), ['request-id']);
    assert.deepEqual(read('Rate limiting on the public API'), ['rate-limit-enforced']);
  });

  it('claim of what is documented or rotated no more than they say', () => {
    const less = (title: string): string[] | undefined =>
      bind({ title, detail: '', mark: 'done', notation: 'task' }).claimsLess;
    assert.deepEqual(less('Environment variables documented'), ['env-example-drift']);
    assert.deepEqual(less('All environment variables documented'), undefined);
    assert.deepEqual(less('Log rotation configured'), ['log-rotation']);
    assert.deepEqual(less('Log rotation for every file'), undefined);
    assert.deepEqual(less('XSS protection'), ['unsafe-html-sink']);
    assert.deepEqual(less('HTML sanitized'), undefined);
    assert.deepEqual(less('Strict-Transport-Security and Content-Security-Policy headers'), ['csp-strict']);
    assert.deepEqual(less('Strict content security policy'), undefined);
  });

  it('tell in several ways that settings are ignored', () => {
    for (const title of ['Add .env to .gitignore', '.env files are in .gitignore'])
      assert.deepEqual(bind({ title, detail: '', mark: 'done', notation: 'task' }).checks, ['gitignore-env']);
  });

  for (const phrase of OTHERS) {
    it(`do not bind "${phrase}"`, () => {
      const { strength } = bind({ ...split(phrase), mark: 'done', notation: 'task' });
      assert.notEqual(strength, 'strong');
    });
  }
});

describe('an item that names a thing and speaks of another', () => {
  const strengthOf = (words: string, mark: 'done' | 'not-done' = 'done'): string =>
    bind({ ...split(words), mark, notation: 'task' }).strength;

  for (const words of [
    'Ready for a CI/CD pipeline',
    '**CI/CD ready:** YES',
    'Rework the build to prepare for strict mode',
    'Error tracking client updated to latest',
    '@sentry/node header leak fixed',
    'Sentry account (for error tracking)',
    'API documentation (via code)',
    'All entities have rate limiting tasks',
    'GitHub secrets used in CI/CD',
    'CORS widget origin',
    'CI/CD pipeline secured',
    'Prepare rollback plan',
    'Sentry DSN moved to the environment',
    'Connection pool exhaustion',
  ])
    it(`binds no more than weakly: ${words}`, () => assert.notEqual(strengthOf(words), 'strong'));

  it('still binds the thing itself', () => {
    for (const words of [
      'CI/CD pipeline',
      'Sentry error tracking',
      'Integrate Sentry',
      'API documentation',
      'CORS origins restricted',
    ])
      assert.equal(strengthOf(words), 'strong', words);
  });

  it('binds the same in other words', () => {
    const checksOf = (words: string): string[] => bind({ ...split(words), mark: 'done', notation: 'task' }).checks;
    assert.deepEqual(checksOf('No API keys or passwords in code'), ['hardcoded-secret']);
    assert.deepEqual(checksOf('.env files never committed to git'), ['secret-file-committed']);
    assert.deepEqual(checksOf('Automated daily backups'), ['db-backup-automated']);
    assert.deepEqual(checksOf('Backup automation configured'), ['db-backup-automated']);
    assert.deepEqual(checksOf('All credentials stored in Secret Manager'), ['secrets-manager-used']);
    assert.equal(strengthOf('Moved to Google Secret Manager'), 'strong');
    assert.equal(strengthOf('AWS Secrets Manager integration configured'), 'strong');
    assert.deepEqual(checksOf('Remove debug endpoints'), ['debug-endpoint-exposed']);
    assert.deepEqual(checksOf('No debugging print statements left in code'), ['debug-logging-left']);
    assert.deepEqual(checksOf('1.2 Structured logging'), ['structured-logging']);
    assert.deepEqual(checksOf('Database recovery tested'), ['att-restore-tested']);
    assert.equal(strengthOf('Run as non-root user'), 'strong');
  });

  it('takes no paragraph behind a bold lead for a title', () => {
    const paragraph = `**Production settings.** Set the production settings, ${'then look at each of them, '.repeat(5)}write DEPLOYMENT.md.`;
    assert.notEqual(strengthOf(paragraph, 'not-done'), 'strong');
  });

  it('binds weakly below titles that judge documents, and in more languages', () => {
    const item = { ...split('No hardcoded API keys'), mark: 'done' as const, notation: 'bullet' as const };
    const below = (...above: string[]): string =>
      bind(item, { above, hasTitle: false, document: new LimitedCalls('') }).strength;
    assert.equal(below('Security'), 'strong');
    assert.equal(below('Documentation quality standards', 'Validation'), 'weak');
    assert.equal(below('Shop auf Render'), 'weak');
    assert.equal(below("Statut d'intégration"), 'weak');
    assert.equal(below('Load balancer'), 'weak');
    assert.equal(below('Configure alerts for'), 'weak');
    assert.equal(below('Load balancer', 'Application'), 'strong');
  });
});
