/** Whether what is named is there. What only exists after a build, elsewhere, or under a name to fill in cannot be told from the files. */
import { joinPath } from '../collect/shell';
import { isIgnoredPath } from '../env/ignore-rules';
import { folderOf } from '../manifests';
import { closestTo } from '../modules/paths';
import { editDistance, nearestWord } from '../text/did-you-mean';
import type { Workspace } from '../workspace';

/** Folders that builds, tests and installs fill. */
const BUILT =
  /(?:^|\/)(?:dist|build|builds|out|outputs?|coverage|htmlcov|node_modules|vendor|target|bin|obj|\.?venv|env|tmp|temp|\.?cache|generated|gen|_build|_site|site|\.next|\.nuxt|\.output|artifacts?|playwright-report|test-results|storybook-static)\//i;
/** Folders that a running program or its operators fill. */
const FILLED = /(?:^|\/)(?:logs?|reports?|downloads?|data|uploads?|storage|secrets?|certs?|ssl|backups?|keys?)\//i;
/** A program is written, not filled in. */
const PROGRAM = /\.(?:sh|bash|py|[cm]?[jt]s|rb)$/;
const PLACEHOLDER =
  /[<>{}$*?|%!=,"'`[\]~]|\.\.\.|…|(?:^|[/_.-])(?:your|my|path|some|foo|bar|baz|xxx+|name|example|placeholder|script-?name|file-?name|yyyy|n{3,}|x\.y)(?:[/_.-]|$)|path\/to/i;
/** Known names without an extension; another target without one is a page of a web site. */
const BARE_FILE = /(?:^|\/)(?:LICEN[CS]E|COPYING|NOTICE|AUTHORS|CODEOWNERS|Makefile|Dockerfile|Procfile|Jenkinsfile)$/;
/** Names that every second sample uses. */
const GENERIC =
  /^(?:\.\/)?(?:index|main|app|server|run|test|tests|script|setup|install|start|manage|hello|demo|sample|client|bot|train|file|program|module|build|deploy|entrypoint|docker-compose(?:\.\w+)?|requirements(?:-\w+)?|locustfile|k6|Dockerfile)(?:\.\w+)?$/i;

/** True when the files cannot say whether something of this path is there. */
export function isOpen(workspace: Workspace, path: string): boolean {
  const isMade = BUILT.test(path) || (FILLED.test(path) && !PROGRAM.test(path));
  return isMade || PLACEHOLDER.test(path) || isIgnoredPath(workspace, path) || isInSubmodule(workspace, path);
}

/** A folder above is listed as one entry: another repository lives there. */
function isInSubmodule(workspace: Workspace, path: string): boolean {
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder))
    if (workspace.files.has(folder)) return true;
  return false;
}

/** A compiled file whose source is there counts: what compiles it is not followed. */
export function isThere(workspace: Workspace, path: string): boolean {
  if (workspace.has(path)) return true;
  const source = /^(.*)\.([cm]?)js$/.exec(path);
  return (
    source !== null && [`.${source[2] ?? ''}ts`, '.tsx'].some((end) => workspace.files.has(`${source[1] ?? ''}${end}`))
  );
}

/** Path behind a link, where the document's own place decides; null when it cannot be told or is a page of a site. */
export function linkedPath(workspace: Workspace, document: string, name: string): string | null {
  const extension = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase();
  if ((extension === undefined && !BARE_FILE.test(name)) || extension === 'html' || extension === 'htm') return null;
  if (name.startsWith('/') && !(extension === 'md' && workspace.has(name.slice(1).split('/')[0] ?? ''))) return null;
  return name.startsWith('/') ? joinPath('', name) : joinPath(folderOf(document), decoded(name));
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Files by their last name, at any case. Call through `workspace.derive(filesByName)`. */
export function filesByName(workspace: Workspace): ReadonlyMap<string, string[]> {
  const byName = new Map<string, string[]>();
  for (const path of workspace.files.keys()) {
    const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
    const list = byName.get(name);
    if (list) list.push(path);
    else byName.set(name, [path]);
  }
  return byName;
}

function namesByFolder(workspace: Workspace): ReadonlyMap<string, string[]> {
  const byFolder = new Map<string, string[]>();
  for (const path of workspace.files.keys()) {
    const folder = folderOf(path);
    const name = path.slice(folder === '' ? 0 : folder.length + 1);
    const list = byFolder.get(folder);
    if (list) list.push(name);
    else byFolder.set(folder, [name]);
  }
  return byFolder;
}

/**
 * For commands of documents, of which nobody says where they run: the file is there when any file's path ends so, and is only missed where
 * the name is one of this repository's (its folder is here, or a name that samples do not use).
 */
export function isMissedAnywhere(workspace: Workspace, document: string, name: string): boolean {
  const path = joinPath('', name.replace(/^(?:\.\.\/)+/, ''));
  if (path === null || path === '' || name.startsWith('/') || workspace.has(path)) return false;
  const base = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const alike = workspace.derive(filesByName).get(base) ?? [];
  if (alike.some((other) => other.endsWith(`/${path}`)) || isOpen(workspace, path)) return false;
  if (!path.includes('/')) return !GENERIC.test(path) && !document.includes('/');
  const [first = ''] = path.split('/');
  const near = folderOf(document);
  return [first, near === '' ? first : `${near}/${first}`].some((folder) => workspace.folders.has(folder));
}

/** The file that was most likely meant: of the same name elsewhere, else of a like name in the same folder. */
export function nearestFile(workspace: Workspace, path: string): string | undefined {
  const base = path.slice(path.lastIndexOf('/') + 1);
  const same = workspace.derive(filesByName).get(base.toLowerCase()) ?? [];
  if (same.length > 0 && same.length <= 12) return closestTo(path, same);
  const folder = folderOf(path);
  const siblings = workspace.derive(namesByFolder).get(folder) ?? [];
  const word = nearestName(base, siblings);
  return word === undefined ? undefined : (joinPath(folder, word) ?? undefined);
}

/** The name that was most likely meant: one slip away, or the same words with more or fewer of them. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (known.length > 300) return undefined;
  const stem = stemOf(name);
  let stems = stemsOf.get(known);
  if (!stems) stemsOf.set(known, (stems = known.map(stemOf)));
  return nearestWord(
    name,
    known.filter((_, i) => {
      const own = stems[i] ?? '';
      const [short, long] = own.length < stem.length ? [own, stem] : [stem, own];
      const most = Math.ceil(long.length / 8);
      if (short.length > 3 && long.includes(short)) return true;
      // Slips rarely change how a word begins, and distances are dear.
      return own[0] === stem[0] && long.length - short.length <= most && editDistance(own, stem) <= most;
    }),
  );
}

/** Stems of lists of names: many references of a document are looked for in the same few. */
const stemsOf = new WeakMap<readonly string[], string[]>();

/** Letters alone: `type-check` is `typecheck`. */
function stemOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.\w+$/, '')
    .replace(/[^a-z0-9]/g, '');
}
