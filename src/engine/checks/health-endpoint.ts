/** A route that says whether the application is alive. */
import { defineCheck } from '../check';
import { everyApp } from '../http/apps';
import { count, evidence, fail, findingAt, lineSpan, notApplicable, pass } from '../readiness/answers';
import { healthRoutes } from '../readiness/health';
import { apps } from '../readiness/setup-check';

export default defineCheck({
  id: 'health-endpoint',
  title: 'A health endpoint exists',
  question: 'Does the served application answer on a health path?',
  category: 'observability',
  severity: 'blocker',
  effort: 'low',
  since: '0.1.0',
  asks: ['001', '002', '004'],
  platform: 'looks after its processes, so that there is none to ask',
  reads: 'routes',
  conclude(workspace) {
    const { live, dead } = workspace.derive(healthRoutes);
    if (live.length > 0) {
      return pass(
        'E4',
        `${count(live.length, 'health route')} ${live.length === 1 ? 'is' : 'are'} served.`,
        live.map((route) => evidence(route.path, route.line, `${route.method} ${route.url}`)),
      );
    }
    const unmounted = dead[0];
    if (unmounted) {
      const { dev, url } = unmounted;
      return fail('E2', 'A health route is written, and no application serves it.', [
        findingAt(
          unmounted.path,
          lineSpan(unmounted.line),
          `\`${url}\` answers nobody, because ${dev ? 'only development has it' : 'its router is not part of any application'}. Mount it.`,
          'unmounted',
        ),
      ]);
    }
    const started = apps(workspace)[0];
    const [main] = workspace.derive(everyApp);
    const app = started
      ? { path: started.path, span: started.signal.span }
      : main && { path: main.path, span: main.linked.fact.at };
    if (!app) return notApplicable('Nothing here serves requests.');
    return fail('E0', 'No route says whether the application is alive.', [
      findingAt(
        app.path,
        app.span,
        'No health route was found on this application, so nothing can tell a dead process from a live one. Add `/health` that answers 200, outside of authentication.',
        'no-health',
      ),
    ]);
  },
});
