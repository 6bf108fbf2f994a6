/** Whose rights the process of an image has: by `USER`, by its base image, and by what its entry point hands over to. */
import type { DockerInstruction } from '../collect/dockerfile';
import type { Span } from '../span';
import type { Workspace } from '../workspace';
import { baseImage, inherited, lastOf, startOf, type PlacedDockerfile } from './containers';

/**
 * Images that end in a `USER` of their own: distroless "nonroot" tags, chiselled .NET (learn.microsoft.com, "Ubuntu Chiseled + .NET"), NGINX
 * unprivileged, Bitnami, Chainguard, and programs whose Dockerfiles say so.
 */
const OWN_USER =
  /nonroot|nginx-unprivileged|-chiseled|-distroless\b|(?:^|\/)bitnami(?:legacy)?\/|^cgr\.dev\/|(?:^|\/)prom\/|prometheus\/(?:prometheus|alertmanager)|(?:^|\/)grafana\/(?:grafana|loki|tempo|mimir|alloy)|opentelemetry-collector|(?:^|\/)(?:pgadmin4|keycloak|n8n|elasticsearch|kibana|logstash|memcached|superset|airflow|jenkins|puppeteer)(?:[:@/-]|$)/;

/** Images whose entry point starts as root to put folders right and then hands over to a user (github.com/docker-library, `gosu`, `su-exec`). */
const STEPS_DOWN =
  /(?:^|\/)(?:postgres|postgis|pgvector|timescaledb(?:-ha)?|mysql|mariadb|mongo|redis|valkey|rabbitmq|cassandra|influxdb|neo4j|ghost)(?:[:@]|$)/;

/** `gosu app "$@"`, `su-exec app:app …`, `setpriv --reuid=app …`, `s6-setuidgid app`, `su app -c …`. */
const HANDS_OVER =
  /(?:^|[\s"'/])(?:gosu|su-exec|setpriv|s6-setuidgid|runuser|chpst|su)\s+(?!(?:--?\S+\s+)*["']?(?:root|0)(?:[:\s"']|$))\S/;

/** Whether an image's process has root's rights, where that is said, and why, for people. */
export interface ImageUser {
  root: boolean;
  span: Span;
  why: string;
}

export function imageUser(workspace: Workspace, docker: PlacedDockerfile): ImageUser {
  const { facts, last } = docker;
  const all = inherited(facts, last);
  const user = lastUser(all);
  if (user && !isRootUser(user.text)) return { root: false, span: user.span, why: `runs as ${user.text}` };
  const base = baseImage(facts, last);
  if (!user && OWN_USER.test(base)) return { root: false, span: last.span, why: 'the base image brings a user' };
  const entry = all.findLast(({ keyword }) => keyword === 'ENTRYPOINT');
  if (!entry && !lastOf(last, 'CMD') && STEPS_DOWN.test(base))
    return { root: false, span: last.span, why: 'the entry point of the base image hands over to a user' };
  const start = startOf({ ...last, instructions: all });
  if (start && HANDS_OVER.test(`${start.words.join(' ')} `))
    return { root: false, span: start.instruction.span, why: 'the start command hands over to a user' };
  if (start && entryScripts(workspace, start.words).some((text) => HANDS_OVER.test(text)))
    return { root: false, span: start.instruction.span, why: 'the entry point hands over to a user' };
  return { root: true, span: user?.span ?? last.span, why: 'runs as root' };
}

function lastUser(all: readonly DockerInstruction[]): DockerInstruction | undefined {
  return all.findLast(({ keyword }) => keyword === 'USER');
}

/** `root`, `0`, `root:root`. */
export function isRootUser(user: string): boolean {
  return /^(?:root|0)(?::|$)/.test(user.trim());
}

/** Commands of the script with which an image starts, found in the workspace by its file name. */
function entryScripts(workspace: Workspace, words: readonly string[]): string[] {
  const name = words.find((word) => /\.sh$|(?:^|\/)[\w-]*entrypoint[\w-]*$/.test(word))?.replace(/^.*\//, '');
  if (name === undefined) return [];
  return [...workspace.files.keys()]
    .filter((path) => path === name || path.endsWith(`/${name}`))
    .flatMap((path) => workspace.part(path, 'shellScript') ?? [])
    .map(({ text }) => text);
}
