/** Images run as a user without rights. */
import { defineCheck } from '../check';
import { count, evidence, fail, findingAt, notApplicable, pass } from '../readiness/answers';
import { baseImage, dockerfiles, inherited, type PlacedDockerfile } from '../readiness/containers';
import { shippedServices } from '../readiness/services';

/** Images that switch to a user of their own (distroless "nonroot" tags, NGINX unprivileged, Bitnami, Chainguard). */
const NONROOT_BASE = /nonroot|nginx-unprivileged|(?:^|\/)bitnami\/|cgr\.dev\/chainguard\//;

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
        docker && service.user !== null && !isRoot(service.user) ? [docker.path] : [],
      ),
    );
    const rooted = all.filter((docker) => !byService.has(docker.path) && runsAsRoot(docker));
    if (rooted.length > 0) {
      return fail(
        'E0',
        `${count(rooted.length, 'image')} of ${all.length} ${rooted.length === 1 ? 'runs' : 'run'} as root.`,
        rooted.map(({ path, last, facts }) => {
          const user = lastUser({ path, last, facts });
          return findingAt(
            path,
            user?.span ?? last.span,
            'This image runs its process as root, so a break-in gets all rights inside the container. Add a user and switch to it with `USER` before the start command.',
            'root',
          );
        }),
        all.filter((docker) => !rooted.includes(docker)).map(proof),
      );
    }
    return pass(
      'E4',
      `${all.length === 1 ? 'The image runs' : `All ${all.length} images run`} without root's rights.`,
      all.map(proof),
    );
  },
});

function lastUser({ facts, last }: PlacedDockerfile) {
  return inherited(facts, last)
    .filter(({ keyword }) => keyword === 'USER')
    .at(-1);
}

function runsAsRoot(docker: PlacedDockerfile): boolean {
  const user = lastUser(docker);
  return user ? isRoot(user.text) : !NONROOT_BASE.test(baseImage(docker.facts, docker.last));
}

function isRoot(user: string): boolean {
  return /^(?:root|0)(?::|$)/.test(user.trim());
}

function proof(docker: PlacedDockerfile) {
  const user = lastUser(docker);
  return evidence(
    docker.path,
    user?.span ?? docker.last.span,
    user ? `runs as ${user.text}` : 'the base image brings a user',
  );
}
