/** Whose rights the process of an image has: by `USER`, by its base image, and by what its entry point hands over to. */
import type { Span } from '../span';
import type { Workspace } from '../workspace';
import { baseImage, inherited, startOf, type PlacedDockerfile } from './containers';

/**
 * Images that end in a `USER` of their own: distroless "nonroot" tags, chiselled .NET (learn.microsoft.com, "Ubuntu Chiseled + .NET"), NGINX
 * unprivileged, Bitnami, Chainguard, and programs whose Dockerfiles say so.
 */
const OWN_USER =
  /nonroot|nginx-unprivileged|-chiseled|(?:^|\/)bitnami\w*\/|^cgr\.dev\/|(?:^|\/)prom\/|(?:^|\/)grafana\/grafana|opentelemetry-collector|(?:^|\/)(?:pgadmin4|keycloak)(?:[:@/]|$)/;

/** Images whose entry point starts as root to put folders right and then hands over to a user (github.com/docker-library, `gosu`, `su-exec`). */
const STEPS_DOWN =
  /(?:^|\/)(?:postgres|postgis|pgvector|timescaledb(?:-ha)?|mysql|mariadb|mongo|redis|valkey|rabbitmq)(?:[:@]|$)/;

/** `gosu app "$@"`, `su-exec app:app …`, `setpriv --reuid=app …`, `s6-setuidgid app`, `su app -c …`. */
const HANDS_OVER =
  /(?:^|[\s"'/])(?:gosu|su-exec|setpriv|s6-setuidgid|runuser|chpst|su)\s+(?!(?:--?\S+\s+)*["']?(?:root|0)(?:[:\s"']|$))\S/;

/** Whether an image's process has root's rights, where that is said, and why, for people. */
export interface ImageUser {
  root: boolean;
  span: Span;
  why: string;
}

export function imageUser(workspace: Workspace, { facts, last }: PlacedDockerfile): ImageUser {
  const all = inherited(facts, last);
  const user = all.findLast(({ keyword }) => keyword === 'USER');
  const start = startOf({ ...last, instructions: all });
  const base = baseImage(facts, last);
  const tell = (span: Span, why: string): ImageUser => ({ root: false, span, why });
  if (user && !isRootUser(user.text)) return tell(user.span, `runs as ${user.text}`);
  if (!user && OWN_USER.test(base)) return tell(last.span, 'the base image brings a user');
  if (!start && STEPS_DOWN.test(base)) return tell(last.span, HANDED);
  const commands = start ? [start.words.join(' '), ...entryCommands(workspace, start.words)] : [];
  if (start && commands.some((text) => HANDS_OVER.test(text))) return tell(start.instruction.span, HANDED);
  return { root: true, span: user?.span ?? last.span, why: '' };
}

const HANDED = 'the entry point hands over to a user';

/** `root`, `0`, `root:root`. */
export function isRootUser(user: string): boolean {
  return /^(?:root|0)(?::|$)/.test(user.trim());
}

/** Commands of the script with which an image starts, found in the workspace by its file name. */
function entryCommands(workspace: Workspace, words: readonly string[]): string[] {
  const name = words.find((word) => /\.sh$|(?:^|\/)[\w-]*entrypoint[\w-]*$/.test(word))?.replace(/^.*\//, '');
  if (name === undefined) return [];
  return [...workspace.files.keys()]
    .filter((path) => path === name || path.endsWith(`/${name}`))
    .flatMap((path) => workspace.part(path, 'shellScript') ?? [])
    .map(({ text }) => text);
}
