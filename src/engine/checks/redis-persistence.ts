/** What Redis holds survives its container, or nobody minds. */
import { defineCheck } from '../check';
import { evidence, fail, findingAt, listed, notApplicable, pass, unknown } from '../readiness/answers';
import { composeFiles, isDatastore, type PlacedService } from '../readiness/containers';
import { REDIS_IMAGE } from '../readiness/redis';
import { isForDevelopment, isForProduction } from '../readiness/scope';
import { folderOf } from '../manifests';

export default defineCheck({
  id: 'redis-persistence',
  title: 'Redis keeps its data',
  question: 'Does the Redis of production keep its data, or say that it is a cache?',
  category: 'database',
  severity: 'low',
  effort: 'low',
  since: '0.1.0',
  asks: ['002'],
  conclude(workspace) {
    const all = workspace
      .derive(composeFiles)
      // Datastores alone, in a file that is not named for production, are there for developers.
      .filter(({ path, facts }) => isForProduction(path) || facts.services.some((service) => !isDatastore(service)))
      .flatMap(({ path, facts }) => facts.services.map((service): PlacedService => ({ path, service })));
    const stores = all.filter(({ service }) => REDIS_IMAGE.test(service.image?.text ?? ''));
    if (stores.length === 0) {
      const cluster = workspace
        .each('deployment')
        .flatMap(({ file, facts }) =>
          isForDevelopment(file.path)
            ? []
            : facts.images
                .filter(({ text }) => REDIS_IMAGE.test(text))
                .map(({ span }) => evidence(file.path, span, 'runs here')),
        );
      return cluster.length > 0
        ? unknown('Redis runs in the cluster; what its volumes keep is not read.', cluster)
        : notApplicable('No production file here runs Redis.');
    }
    const kept = stores.filter(({ service }) => !isCache(service));
    if (kept.length === 0) return notApplicable('Redis is set up as a cache.');
    const lost = kept.filter(({ path, service }) => !isKept(all, path, service));
    if (lost.length > 0)
      return fail(
        'E0',
        `${listed(lost.map(({ service }) => service.name))} loses its data with its container.`,
        lost.map(({ path, service }) =>
          findingAt(
            path,
            service.span,
            `${service.name} has no volume for its data, so queues, sessions and counters are gone when the container is replaced. Mount a volume at /data with \`--appendonly yes\`, or say \`--save "" --appendonly no\` if it is a cache.`,
            service.name,
          ),
        ),
      );
    const logged = kept.every(({ service }) => /appendonly\s+yes/.test(service.command?.text ?? ''));
    return pass(
      logged ? 'E4' : 'E3',
      logged ? 'Redis writes every change to a volume.' : 'Redis saves snapshots to a volume.',
      kept.map(({ path, service }) => evidence(path, service.span, `${service.name} has a volume`)),
    );
  },
});

/** Snapshots off and no log, or a policy that drops whatever it likes (redis.io, "Key eviction"). */
function isCache({ command, environment }: PlacedService['service']): boolean {
  const text = `${command?.text ?? ''} ${environment.map(({ value }) => value ?? '').join(' ')}`;
  if (/appendonly\s+yes/.test(text)) return false;
  return /--save\s+(?:""|''|--|$)/.test(text) || /maxmemory-policy\s+allkeys-/.test(text);
}

/** A volume where the image keeps its data, in any file that is put together with this one. */
function isKept(all: readonly PlacedService[], path: string, { name }: PlacedService['service']): boolean {
  return all.some(
    (other) =>
      other.service.name === name &&
      folderOf(other.path) === folderOf(path) &&
      other.service.mounts.some((target) => /data|\/var\/lib/.test(target)),
  );
}
