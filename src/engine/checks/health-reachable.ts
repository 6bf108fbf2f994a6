/** Probes need no credentials. */
import { defineCheck } from '../check';
import { evidence, fail, findingAt, lineSpan, notApplicable, pass, unknown } from '../readiness/answers';
import { healthRoutes } from '../readiness/health';
import { probes } from '../readiness/probes';

export default defineCheck({
  id: 'health-reachable',
  title: 'Probes reach the health route',
  question: 'Can a probe reach a health route without credentials?',
  category: 'observability',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  asks: ['001'],
  reads: 'routes',
  rules: { protected: 'Every health route asks for credentials.', broken: 'The probe asks something else.' },
  conclude(workspace) {
    const { live } = workspace.derive(healthRoutes);
    if (live.length === 0) return notApplicable('There is no health route.');
    const open = live.filter(({ verdict }) => verdict !== 'protected' && verdict !== 'unknown');
    const shut = live.filter(({ verdict }) => verdict === 'protected');
    const blind = workspace
      .derive(probes)
      .filter(
        ({ problem, name, url }) =>
          problem !== null && url !== null && name === 'HEALTHCHECK' && !/calls `/.test(problem),
      );
    if (open.length === 0 && shut.length > 0) {
      return fail('E3', 'Every health route asks for credentials, which no probe has.', [
        ...shut.map((route) =>
          findingAt(
            route.path,
            lineSpan(route.line),
            `\`${route.url}\` is behind authentication, so probes and load balancers get 401 and take the process for dead. Serve it outside of the guard.`,
            route.url,
            { rule: 'protected' },
          ),
        ),
        ...blind.map(({ path, span, problem }) =>
          findingAt(path, span, `This probe never reaches the health route. ${problem ?? ''}`, 'probe', {
            rule: 'broken',
          }),
        ),
      ]);
    }
    if (open.length === 0)
      return unknown(
        'It could not be told whether the health routes ask for credentials.',
        live.map((route) => evidence(route.path, route.line, route.url)),
      );
    return pass(
      'E4',
      'A health route answers without credentials.',
      open.map((route) => evidence(route.path, route.line, `${route.url} is open`)),
    );
  },
});
