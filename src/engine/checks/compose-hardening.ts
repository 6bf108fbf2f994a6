/** Services of the production Compose file are limited, restarted and watched. */
import { defineCheck } from '../check';
import { count, evidence, fail, findingAt, listed, notApplicable, pass } from '../readiness/answers';
import type { PlacedService } from '../readiness/containers';
import { folderOf } from '../manifests';
import { probes } from '../readiness/probes';
import { shippedServices } from '../readiness/services';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'compose-hardening',
  title: 'Compose services are limited, restarted and watched',
  question: 'Does every production service of Compose have resource limits, a restart policy and a health check?',
  category: 'containers',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  everyPlace: true,
  asks: ['001', '004'],
  conclude(workspace) {
    const services = shippedServices(workspace).filter(
      ({ path, service }, index, all) =>
        service.restart?.text !== 'no' && index === all.findIndex((other) => isSame(other, path, service.name)),
    );
    if (services.length === 0) return notApplicable('No Compose file runs anything in production.');
    const open = services.flatMap((placed) => {
      const gaps = gapsOf(workspace, placed);
      return gaps.length === 0 ? [] : [{ ...placed, gaps }];
    });
    if (open.length === 0)
      return pass(
        'E3',
        `All ${count(services.length, 'service')} are limited, restarted and watched.`,
        services.slice(0, 5).map(({ path, service }) => evidence(path, service.span, service.name)),
      );
    const some = services.some(({ service }) => service.restart ?? service.limits ?? service.healthcheck);
    return fail(
      some ? 'E1' : 'E0',
      `${count(open.length, 'service')} of ${services.length} ${open.length === 1 ? 'lacks' : 'lack'} ${listed(open.flatMap(({ gaps }) => gaps))}.`,
      open.map(({ path, service, gaps }) =>
        findingAt(
          path,
          service.span,
          `${service.name} has no ${listed(gaps)}: one service can take the whole machine, stay down, or hang unseen. Add ${gaps.length === 1 ? 'it' : 'them'}.`,
          `${service.name} ${gaps.join()}`,
        ),
      ),
    );
  },
});

/** What no file of the folder gives the service: `-f compose.yml -f compose.deploy.yml` puts services of one name together. */
function gapsOf(workspace: Workspace, { path, service }: PlacedService): string[] {
  const same = shippedServices(workspace).filter((other) => isSame(other, path, service.name));
  const watched = same.some(
    ({ service: own, docker }) =>
      (own.healthcheck !== null && !own.healthcheck.disabled) ||
      workspace
        .derive(probes)
        .some(({ image, name }) => docker !== undefined && image === docker.path && name === 'HEALTHCHECK'),
  );
  return [
    same.some(({ service: own }) => own.limits) ? '' : 'resource limits',
    same.some(({ service: own }) => own.restart) ? '' : 'restart policy',
    watched ? '' : 'health check',
  ].filter((gap) => gap !== '');
}

function isSame(other: PlacedService, path: string, name: string): boolean {
  return folderOf(other.path) === folderOf(path) && other.service.name === name;
}
