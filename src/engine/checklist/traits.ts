/** What is true of a check in every checklist, whatever the words of an item: needed where items are compared, and where no words are. */

/** Checks whose good state is that something is absent ("no hardcoded secrets"). */
export const ASKS_FOR_ABSENCE: ReadonlySet<string> = new Set([
  'debug-logging-left',
  'no-create-all',
  'sensitive-data-in-logs',
  'datastore-port-exposed',
  'references-resolve',
  'sql-injection',
  'error-details-leaked',
  'hardcoded-secret',
  'secret-file-committed',
  'default-secret-value',
  'client-exposed-secret',
  'debug-endpoint-exposed',
]);

/** What may be in place outside of the repository: that nothing of it is here says nothing. */
export const MAY_STAND_OUTSIDE: ReadonlySet<string> = new Set([
  'db-backup-automated',
  'log-rotation',
  'alert-rules',
  'ci-secret-scan',
  'ci-dependency-scan',
  'trusted-hosts',
  'request-timeout',
  'secrets-manager-used',
]);

/** What a platform in front of the application does by itself, once one is named. */
export const PLATFORM_DOES: ReadonlySet<string> = new Set(['https-enforced']);

/** Checks that say E1 where they have found nothing of what was asked: settings are read anyway, whether somebody looks at them or not. */
export const NOTHING_AT_E1: ReadonlySet<string> = new Set(['env-validated-at-startup']);

/** Checks whose thing is there without anybody's doing: an engine has a pool of its own, only a size of it has to be set. */
export const THERE_BY_DEFAULT: ReadonlySet<string> = new Set(['db-pool-configured']);

/**
 * What teams write themselves instead of taking a library for it, by the names of the files in which it then stands (lower case, without
 * folder and extension). Where there is such a file, that a check has found nothing does not say that nothing is there.
 */
export const OWN_FILE: Readonly<Record<string, RegExp>> = {
  'structured-logging': /(?:^|[-_.])logs?$|logger|logging$/,
  'error-tracking': /sentry|error[-_.]?(?:track|monitor|report)/,
  tracing: /trac(?:er?|ing)$|telemetry|otel/,
  'request-id': /request[-_.]?id|correlation/,
  'request-timeout': /timeout/,
  'security-headers': /security[-_.]?headers|helmet/,
  'csrf-protection': /csrf|xsrf/,
  'rate-limit-enforced': /rate[-_.]?limit|throttl/,
  'rate-limit-auth-routes': /rate[-_.]?limit|throttl|brute[-_.]?force/,
  'error-handler-registered': /error[-_.]?(?:handl|middleware)|exception/,
  'error-boundary': /error[-_.]?boundary|^error$/,
  'metrics-exposed': /metrics|prometheus/,
  'graceful-shutdown': /shutdown/,
  'health-endpoint': /health/,
  'audit-logging': /audit/,
  'db-query-timeout': /timeout|query[-_.]?(?:wrapper|runner|executor)/,
  'env-validated-at-startup': /env[-_.]?valid|valid\w*[-_.]?env|^env$/,
};

/** The same by the path in the tree, in lower case. */
export const OWN_PATH: Readonly<Record<string, RegExp>> = {
  'migrations-present': /(?:^|\/)(?:migrations|db\/migrate)\/(?:[^/]+\/)?[^/]+\.(?:php|sql|[jt]s|py|rb|go|java|kt|cs)$/,
};

/** Checks of what served code does: they know the usual libraries, and what a team has written itself only where its routes are read. */
export const ASKS_OF_SERVED_CODE: ReadonlySet<string> = new Set([
  'route-unprotected',
  'admin-route-role',
  'jwt-hardening',
  'password-hashing',
  'rate-limit-enforced',
  'rate-limit-auth-routes',
  'rate-limit-shared-store',
  'cors-restricted',
  'csrf-protection',
  'trusted-hosts',
  'https-enforced',
  'audit-logging',
  'security-headers',
  'csp-strict',
  'request-size-limit',
  'request-timeout',
  'outbound-timeout',
  'request-schema-validated',
  'error-handler-registered',
  'error-boundary',
  'health-endpoint',
  'health-checks-dependencies',
  'metrics-exposed',
  'error-tracking',
  'structured-logging',
  'request-id',
  'tracing',
  'graceful-shutdown',
  'env-validated-at-startup',
  'api-docs',
]);
