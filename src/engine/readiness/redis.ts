/** Whether a store that all processes share is there already: Redis or one that speaks its protocol. */
import type { Evidence } from '../verdict';
import type { Workspace } from '../workspace';
import { evidence } from './answers';
import { composeFiles } from './containers';
import { isAside, isForDevelopment, isShipped } from './scope';

/** Images of Redis and of what speaks its protocol. */
export const REDIS_IMAGE = /(?:^|\/)(?:redis|valkey|keydb|redis-stack(?:-server)?)(?=[:@]|$)/;
const ADDRESS =
  /^(?:\w+_)?(?:REDIS|VALKEY|UPSTASH)_?(?:URL|URI|DSN|HOST|HOSTNAME|ADDR|ADDRESS|REST_URL|CONNECTION(?:_STRING)?|TLS_URL)$/i;

/** Where Redis is run or its address read by what ships; null = nowhere. Call through `workspace.derive(redis)`. */
export function redis(workspace: Workspace): Evidence | null {
  for (const { path, facts } of workspace.derive(composeFiles)) {
    const service = facts.services.find(({ image }) => image !== null && REDIS_IMAGE.test(image.text));
    if (service) return evidence(path, service.span, 'Redis runs here');
  }
  for (const { file, facts } of workspace.each('deployment')) {
    if (file.fileClass === 'vendored' || isAside(file.path) || isForDevelopment(file.path)) continue;
    const image = facts.images.find(({ text }) => REDIS_IMAGE.test(text));
    if (image) return evidence(file.path, image.span, 'Redis runs here');
  }
  for (const { file, facts } of workspace.each('env')) {
    if (!isShipped(file)) continue;
    const read = facts.reads.find(({ name }) => ADDRESS.test(name));
    if (read) return evidence(file.path, read.span, `reads ${read.name}`);
  }
  return null;
}
