/** Logs can be searched by machines. */
import { defineCheck } from '../check';
import { everyApp } from '../http/apps';
import { evidence, fail, findingAt, pass } from '../readiness/answers';
import { concludeSetUp } from '../readiness/setup-check';
import { goLoggers, ownFormatters } from '../readiness/structured-logs';
import type { Conclusion } from '../verdict';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'structured-logging',
  title: 'Logs are structured',
  question: 'Does the served application write structured logs in production?',
  category: 'observability',
  severity: 'medium',
  effort: 'medium',
  since: '0.1.0',
  asks: ['001', '002'],
  platform:
    'keeps each line that it writes with the function, the time and the call; whether the lines themselves can be searched was not found here',
  reads: 'setup',
  conclude: (workspace) =>
    ofGo(workspace) ??
    concludeSetUp(workspace, {
      also: ownFormatters,
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

/** An application in Go: a logger that the program makes, or one that it never does; null = not told. */
function ofGo(workspace: Workspace): Conclusion | null {
  const [main] = workspace.derive(everyApp);
  if (main?.path.endsWith('.go') !== true) return null;
  const all = goLoggers(workspace);
  const used = all.filter((one) => one.used);
  const [first] = all;
  if (used.length > 0)
    return pass(
      'E4',
      `Logs are structured with ${used[0]?.library ?? ''}.`,
      used.slice(0, 4).map(({ path, span, library }) => evidence(path, span, `${library} writes JSON`)),
    );
  if (!first) return null;
  const message =
    'A structured logger is made here, and nothing calls this function. Call it where the program starts, before anything logs.';
  return fail('E2', 'Structured logging is written, and nothing that is served gets there.', [
    findingAt(first.path, first.span, message, `${first.library} unreached`),
  ]);
}
