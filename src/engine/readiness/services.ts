/** Compose services with the image they are built from. */
import type { Workspace } from '../workspace';
import { composeFiles, type PlacedDockerfile, type PlacedService } from './containers';
import { dockerfileOf } from './probes';

export interface ShippedService extends PlacedService {
  docker: PlacedDockerfile | undefined;
}

/** Services of all Compose files that are not for development alone. */
export function shippedServices(workspace: Workspace): ShippedService[] {
  return workspace
    .derive(composeFiles)
    .flatMap(({ path, facts }) =>
      facts.services.map((service) => ({ path, service, docker: dockerfileOf(workspace, path, service) })),
    );
}
