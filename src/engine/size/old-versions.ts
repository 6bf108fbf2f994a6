/** Files that look like an older or newer version of another one, by their names and what stands beside them. */
import { folderOf } from '../manifests';
import type { Workspace } from '../workspace';
import { isAside } from '../readiness/scope';

export interface OldVersion {
  path: string;
  /** The file or folder beside it that it is a version of; null for left-over copies. */
  of: string | null;
  /** The part of the name that says so. */
  mark: string;
  /** Files that it stands for. */
  files: number;
}

const CODE = /\.(?:py|[cm]?[jt]sx?|vue|svelte|go|rs|java|kt|rb|php|cs|scss|css|sh)$/;
/** Endings of a name without its extension: `client_old`, `client-v2`, `client.backup`. */
const WRITTEN =
  /^(.+?)([._-](?:old|orig|original|backup|bak|copy|deprecated|legacy|obsolete|enhanced|improved|refactored|v[2-9]|completed|new|final|fixed|updated))$/i;
/** Words that name a state or a step just as often: the two files must also define the same things. */
const WEAK = /^[._-](?:completed|new|final|fixed|updated)$/i;
/** The same in the middle of one word: `ClientOld`, `ClientV2`. */
const JOINED = /^(.*[a-z\d])(Old|Original|Backup|Deprecated|Legacy|Obsolete|Enhanced|Improved|Refactored|V[2-9])$/;
/** Folders and files that a file manager names when somebody copies or makes one. */
const COPIED =
  /(?:^|\/)(?:New folder(?: \(\d+\))?|Copy of [^/]+|[^/]+ - Copy(?: \(\d+\))?|[^/]+ copy(?: \d+)?)(?=\/|$|\.[a-z]+$)/i;
/** `.bak` and the like in git. */
const LEFT_OVER = /\.(?:bak|orig|old|backup)$/i;

/** Every such file, in path order. Call through `workspace.derive(oldVersions)`. */
export function oldVersions(workspace: Workspace): OldVersion[] {
  /** By what would be deleted in one go: a copied folder, the left-overs of a folder, a file. */
  const found = new Map<string, OldVersion>();
  for (const path of workspace.files.keys()) {
    const fileClass = workspace.view(path)?.fileClass;
    if (isAside(path) || fileClass === 'vendored' || fileClass === 'test') continue;
    const entry = copyOf(workspace, path) ?? (fileClass === 'hand-written' ? versionOf(workspace, path) : undefined);
    if (!entry) continue;
    const first = found.get(entry.key);
    if (first) first.files++;
    else found.set(entry.key, { ...entry.version, path, files: 1 });
  }
  return [...found.values()];
}

interface Named {
  key: string;
  version: Pick<OldVersion, 'of' | 'mark'>;
}

function copyOf(workspace: Workspace, path: string): Named | undefined {
  const copy = COPIED.exec(path);
  if (copy) {
    const at = path.slice(0, copy.index + copy[0].length);
    return { key: at, version: { of: null, mark: at.slice(at.lastIndexOf('/') + 1) } };
  }
  const ending = LEFT_OVER.exec(path)?.[0];
  if (ending === undefined) return undefined;
  return {
    key: `${folderOf(path)}/*${ending}`,
    version: { of: beside(workspace, path.replace(LEFT_OVER, '')), mark: ending },
  };
}

function versionOf(workspace: Workspace, path: string): Named | undefined {
  if (!CODE.test(path)) return undefined;
  const dot = path.lastIndexOf('.');
  const slash = path.lastIndexOf('/');
  const stem = path.slice(slash + 1, dot);
  const match = WRITTEN.exec(stem) ?? JOINED.exec(stem);
  if (!match?.[1] || !match[2]) return undefined;
  const folder = path.slice(0, slash + 1);
  const of = [
    `${folder}${match[1]}${path.slice(dot)}`,
    `${folder}${match[1]}`,
    ...otherExtensions(path.slice(dot)).map((extension) => `${folder}${match[1]}${extension}`),
  ]
    .map((candidate) => beside(workspace, candidate))
    .find((candidate) => candidate !== null);
  if (!of || (WEAK.test(match[2]) && !defineTheSame(workspace, path, of))) return undefined;
  return { key: path, version: { of, mark: match[2] } };
}

/** At least two definitions by the same names, and half of the smaller file's. */
function defineTheSame(workspace: Workspace, one: string, other: string): boolean {
  const names = [one, other].map((path) => {
    const code = workspace.part(path, 'code');
    return new Set(
      code ? [...Object.values(code.functions), ...Object.values(code.classes)].map(({ name }) => name) : [],
    );
  });
  const [first = new Set<string>(), second = new Set<string>()] = names;
  const shared = [...first].filter((name) => second.has(name)).length;
  return shared >= 2 && shared * 2 >= Math.min(first.size, second.size);
}

function otherExtensions(extension: string): string[] {
  return /^\.(?:jsx?|tsx?)$/.test(extension) ? ['.js', '.jsx', '.ts', '.tsx'] : [];
}

function beside(workspace: Workspace, path: string): string | null {
  return workspace.has(path) ? path : null;
}
