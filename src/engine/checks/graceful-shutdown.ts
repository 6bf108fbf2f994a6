/** The application closes what it holds before it ends. */
import { defineCheck } from '../check';
import { evidence, fail, findingAt, notApplicable, pass } from '../readiness/answers';
import { served, signalsOf } from '../readiness/served';
import { apps } from '../readiness/setup-check';

export default defineCheck({
  id: 'graceful-shutdown',
  title: 'The application shuts down in order',
  question: 'Does the application close its connections when it is told to stop?',
  category: 'containers',
  severity: 'low',
  effort: 'low',
  since: '0.1.0',
  asks: ['001'],
  platform: 'ends it itself',
  reads: 'setup',
  rules: { missing: 'Nothing runs at the end.', idle: 'What runs at the end closes nothing.' },
  conclude(workspace) {
    const app = apps(workspace)[0];
    if (!app) return notApplicable('Nothing here serves requests.');
    const reach = workspace.derive(served);
    const all = signalsOf(workspace, 'shutdown').filter(({ path }) => reach.files.has(path));
    const good = all.filter(({ signal }) => signal.good);
    if (good.length > 0)
      return pass(
        'E4',
        'Connections are closed when the application is told to stop.',
        good.slice(0, 3).map(({ path, signal }) => evidence(path, signal.span, signal.detail)),
      );
    const idle = all[0];
    if (idle)
      return fail('E2', 'A shutdown handler runs, and it closes nothing.', [
        findingAt(
          idle.path,
          idle.signal.span,
          'This runs at the end and closes nothing, so work that was begun is cut off. Close the database and what else is open.',
          'idle',
          { rule: 'idle' },
        ),
      ]);
    return fail('E0', 'Nothing runs when the application is told to stop.', [
      findingAt(
        app.path,
        app.signal.span,
        'Nothing runs when this application is told to stop, so each deployment cuts off requests and leaves connections open. Add a lifespan or a handler for SIGTERM.',
        'missing',
        { rule: 'missing' },
      ),
    ]);
  },
});
