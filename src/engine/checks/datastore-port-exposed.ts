/** Databases, caches and brokers are not reachable from outside. */
import { defineCheck } from '../check';
import { count, evidence, fail, findingAt, notApplicable, pass } from '../readiness/answers';
import { composeFiles, isDatastore } from '../readiness/containers';

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|localhost|\[?::1\]?)$/;

export default defineCheck({
  id: 'datastore-port-exposed',
  title: 'Datastore ports are not published',
  question: 'Are the ports of databases, caches and brokers kept from the outside?',
  category: 'containers',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['001', '002'],
  conclude(workspace) {
    const files = workspace.derive(composeFiles);
    if (files.length === 0) return notApplicable('There is no Compose file for more than development.');
    const stores = files.flatMap(({ path, facts }) =>
      facts.services.filter(isDatastore).map((service) => ({ path, service })),
    );
    const open = stores.flatMap(({ path, service }) =>
      service.ports
        .filter(({ host }) => host === null || !LOOPBACK.test(host))
        .map((port) => ({ path, service, port })),
    );
    if (open.length > 0) {
      return fail(
        'E0',
        `${count(open.length, 'datastore port')} ${open.length === 1 ? 'is' : 'are'} published on every address of the host.`,
        open.map(({ path, service, port }) =>
          findingAt(
            path,
            port.span,
            `Port ${port.target} of ${service.name} is published on every address of the host, past most firewalls, because Docker writes its own rules. Remove it, or bind it to 127.0.0.1.`,
            `${service.name} ${port.target}`,
          ),
        ),
      );
    }
    return pass(
      'E3',
      stores.length === 0 ? 'No datastore runs in Compose.' : 'Datastores publish no port.',
      stores.map(({ path, service }) => evidence(path, service.span, `${service.name} publishes no port`)),
    );
  },
});
