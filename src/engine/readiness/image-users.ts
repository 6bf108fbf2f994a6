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

/** `su app -c …`, `su -s /bin/sh app`: without a name it is root, and before the end of a script it only lends one command to somebody. */
const SU_TO = /^su\s+(?:(?:-l?|--login|-[pm]|-[sg]\s+\S+|-c\s+(?:"[^"]*"|'[^']*'))\s+)*(?!root\b|0\b|-)[\w$"']/;

/** `gosu app "$@"`, `su-exec app:app …`, `setpriv --reuid=app …`, `s6-setuidgid app`. */
const HANDS_OVER =
  /(?:^|[\s"'/])(?:gosu|su-exec|setpriv|s6-setuidgid|runuser|chpst)\s+(?!(?:--?\S+\s+)*["']?(?:root|0)(?:[:\s"']|$))\S/;

/** Whether an image's process has root's rights, where that is said, and why, for people. */
export interface ImageUser {
  /** null = the base image decides, which is not here. */
  root: boolean | null;
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
  const scripts = start ? [[start.words.join(' ')], ...entryScripts(workspace, start.words, all)] : [];
  const handsOver = (texts: string[]): boolean =>
    texts.some((text) => HANDS_OVER.test(text)) || SU_TO.test(texts.at(-1) ?? '');
  if (start && scripts.some(handsOver)) return tell(start.instruction.span, HANDED);
  if (!user && mayBringUser(base, all)) return { root: null, span: last.span, why: '' };
  return { root: true, span: user?.span ?? last.span, why: '' };
}

/** Publishers whose images bring users and start as root all the same (`app` of .NET, `node`, `nginx`). */
const STARTS_AS_ROOT = /^(?:docker\.io|mcr\.microsoft\.com|public\.ecr\.aws)\//;

/** True for an image of an own registry that has users which files are given to and nothing here makes: it may well switch to one. */
function mayBringUser(base: string, all: readonly { keyword: string; text: string }[]): boolean {
  if (!/^[\w-]+\.[\w.-]+(?::\d+)?\//.test(base) || STARTS_AS_ROOT.test(base)) return false;
  if (all.some(({ keyword, text }) => keyword === 'RUN' && /\b(?:useradd|adduser)\b/.test(text))) return false;
  return all.some(({ keyword, text }) => /^(?:COPY|ADD)$/.test(keyword) && /--chown=(?!root|\d)[a-z]/i.test(text));
}

const HANDED = 'the entry point hands over to a user';

/** `root`, `0`, `root:root`. */
export function isRootUser(user: string): boolean {
  return /^(?:root|0)(?::|$)/.test(user.trim());
}

/** Commands of the scripts with which an image starts, found in the workspace by its file name. */
function entryScripts(
  workspace: Workspace,
  words: readonly string[],
  all: readonly { keyword: string; text: string }[],
): string[][] {
  const called = words.find((word) => /\.sh$|(?:^|\/)[\w-]*entrypoint[\w-]*$/.test(word))?.replace(/^.*\//, '');
  if (called === undefined) return [];
  // `COPY docker/entry.sh /app/run.sh`
  const copied = all.find(({ keyword, text }) => keyword === 'COPY' && text.endsWith(`/${called}`));
  const name = /(?:^|\/)([^\s/]+)\s+\S+$/.exec(copied?.text ?? '')?.[1] ?? called;
  return [...workspace.files.keys()]
    .filter((path) => path === name || path.endsWith(`/${name}`))
    .map((path) => (workspace.part(path, 'shellScript') ?? []).map(({ text }) => text));
}
