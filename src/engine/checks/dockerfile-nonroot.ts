/** Images run as a user without rights. */
import { defineCheck } from '../check';
import { count, evidence, fail, findingAt, notApplicable, pass, unknown } from '../readiness/answers';
import { dockerfiles } from '../readiness/containers';
import { imageUser, isRootUser } from '../readiness/image-users';
import { shippedServices } from '../readiness/services';

export default defineCheck({
  id: 'dockerfile-nonroot',
  title: 'Containers run as a user without rights',
  question: 'Does every image that ships run its process as a user other than root?',
  category: 'containers',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  asks: ['004'],
  conclude(workspace) {
    const all = workspace.derive(dockerfiles);
    if (all.length === 0) return notApplicable('No image that runs something is built here.');
    const byService = new Set(
      shippedServices(workspace).flatMap(({ docker, service }) =>
        docker && service.user !== null && !isRootUser(service.user) ? [docker.path] : [],
      ),
    );
    const judged = all.map((docker) => ({ path: docker.path, ...imageUser(workspace, docker) }));
    const rooted = judged.filter(({ path, root }) => root && !byService.has(path));
    const open = judged.filter(({ path, root }) => root === null && !byService.has(path));
    const proofs = judged
      .filter((one) => !rooted.includes(one) && !open.includes(one))
      .map(({ path, span, root, why }) => evidence(path, span, root ? 'Compose sets a user' : why));
    if (rooted.length > 0) {
      return fail(
        'E0',
        `${count(rooted.length, 'image')} of ${all.length} ${rooted.length === 1 ? 'runs' : 'run'} as root.`,
        rooted.map(({ path, span }) =>
          findingAt(
            path,
            span,
            'This image runs its process as root, so a break-in gets all rights inside the container. Add a user and switch to it with `USER` before the start command.',
            'root',
          ),
        ),
        proofs,
      );
    }
    const [first] = open;
    if (first) {
      return unknown(
        `Whether the base image of ${first.path} switches to the user that gets its files is not here. Write \`USER\`.`,
      );
    }
    return pass(
      'E4',
      `${all.length === 1 ? 'The image runs' : `All ${all.length} images run`} without root's rights.`,
      proofs,
    );
  },
});
