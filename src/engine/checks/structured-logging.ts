/** Logs can be searched by machines. */
import { defineCheck } from '../check';
import { concludeSetUp } from '../readiness/setup-check';

export default defineCheck({
  id: 'structured-logging',
  title: 'Logs are structured',
  question: 'Does the served application write structured logs in production?',
  category: 'observability',
  severity: 'medium',
  effort: 'medium',
  since: '0.1.0',
  asks: ['001', '002'],
  reads: 'setup',
  conclude: (workspace) =>
    concludeSetUp(workspace, {
      kind: 'json-logs',
      holds: 'Logs are structured with $.',
      thing: 'structured logging',
      missing:
        'Logs are plain text, so nobody can search them by request, user or error when it matters. Write JSON (structlog, python-json-logger, pino) from the place where the application starts.',
      unreached: 'Call the set-up where the application starts, before anything logs.',
      weak: {
        summary: 'A logger is set up, and it writes plain text.',
        message:
          'This logger writes plain text, so nobody can search its lines by request, user or error when it matters. Give it a JSON format in production.',
      },
      packages: /^(?:structlog|python-json-logger|loguru|pino|winston|bunyan|nestjs-pino)$/,
    }),
});
