/** Classes that need more than one file: the team's `.gitattributes`, and foreign projects copied into the tree. */
import { minimatch, Minimatch } from 'minimatch';
import type { FileClass, FileEntry, FileFacts } from '../facts';
import { MAX_GLOB_LENGTH } from '../config/config';
import { comparePaths } from '../span';

const LICENCE = /^(?:licen[cs]e|copying)(?:\.(?:md|txt|rst))?$/i;
/** Files that stand at the top of a repository and hardly ever in a part of one. */
const REPOSITORY_FILES = ['.gitattributes', '.editorconfig'];
/** Files that name the members of a workspace. */
const MEMBER_LISTS = ['package.json', 'pnpm-workspace.yaml', 'pnpm-workspace.yml'];
const MANIFESTS = ['package.json', 'pyproject.toml', 'requirements.txt', 'setup.py', 'setup.cfg', 'Pipfile', 'go.mod'];

/** True for a file that decides the classes of others: it is collected before them. */
export function decidesClasses(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return LICENCE.test(name) || MEMBER_LISTS.includes(name) || name === '.gitattributes';
}

/** Paths that the workspace makes part of somebody else's project, as far as the files that decide it have been collected. */
export function foreignPaths(
  facts: ReadonlyMap<string, FileFacts>,
  files: ReadonlyMap<string, FileEntry>,
): ReadonlySet<string> {
  const attributed = attributeRules(facts);
  const folders = foreignFolders(facts, files);
  const foreign = new Set<string>();
  if (attributed.length === 0 && folders.length === 0) return foreign;
  for (const path of files.keys()) {
    const fileClass = attributedClass(path, 'hand-written', attributed);
    if (fileClass === 'vendored' || (!fileClass && folders.some((folder) => path.startsWith(folder))))
      foreign.add(path);
  }
  return foreign;
}

/**
 * Folders (with trailing `/`, '' = everywhere) whose files may turn out to be somebody else's, told from the list of files alone: what has
 * attributes of its own, or looks like the top of a repository.
 */
export function undecidedFolders(files: readonly FileEntry[]): string[] {
  const listed = new Set(files.map(({ path }) => path));
  return files.flatMap(({ path }) => {
    const start = path.lastIndexOf('/') + 1;
    const [folder, name] = [path.slice(0, start), path.slice(start)];
    if (name === '.gitattributes') return [folder];
    return folder !== '' && LICENCE.test(name) && isRepositoryTop(folder, listed) ? [folder] : [];
  });
}

function isRepositoryTop(folder: string, files: ReadonlySet<string> | ReadonlyMap<string, unknown>): boolean {
  return REPOSITORY_FILES.some((name) => files.has(`${folder}${name}`));
}

/** The facts with the classes that the whole workspace decides; unchanged files keep their object. */
export function withWorkspaceClasses(
  facts: ReadonlyMap<string, FileFacts>,
  files: ReadonlyMap<string, FileEntry>,
): Map<string, FileFacts> {
  const attributed = attributeRules(facts);
  const foreign = foreignFolders(facts, files);
  const out = new Map<string, FileFacts>();
  for (const [path, file] of inOrder(facts)) {
    const fileClass =
      attributedClass(path, file.fileClass, attributed) ??
      (foreign.some((folder) => path.startsWith(folder)) ? 'vendored' : file.fileClass);
    out.set(path, fileClass === file.fileClass ? file : reclassed(file, fileClass));
  }
  return out;
}

/** Files are nearly always in order already, and looking is a fraction of sorting. */
function inOrder(facts: ReadonlyMap<string, FileFacts>): Iterable<[string, FileFacts]> {
  let last: string | undefined;
  for (const path of facts.keys()) {
    if (last !== undefined && comparePaths(last, path) > 0) return [...facts].sort(([a], [b]) => comparePaths(a, b));
    last = path;
  }
  return facts;
}

/** The same facts give the same object again, so that they count as unchanged. */
const reclassedFacts = new WeakMap<FileFacts, FileFacts>();

function reclassed(file: FileFacts, fileClass: FileClass): FileFacts {
  const known = reclassedFacts.get(file);
  if (known?.fileClass === fileClass) return known;
  const copy = { ...file, fileClass };
  reclassedFacts.set(file, copy);
  return copy;
}

interface FolderRule {
  folder: string;
  /** Takes a path relative to the folder. */
  matches: (path: string) => boolean;
  fileClass: FileClass;
  on: boolean;
}

function attributeRules(facts: ReadonlyMap<string, FileFacts>): FolderRule[] {
  const rules: FolderRule[] = [];
  for (const file of facts.values())
    for (const { pattern, attribute, on } of file.parts.attributes ?? [])
      if (attribute !== 'documentation' && pattern.length <= MAX_GLOB_LENGTH)
        rules.push({
          folder: file.path.slice(0, Math.max(0, file.path.lastIndexOf('/'))),
          matches: matcher(pattern),
          fileClass: attribute,
          on,
        });
  // Deeper files win over shallower ones, later lines over earlier ones.
  return rules.sort((a, b) => a.folder.length - b.folder.length);
}

/** gitattributes(5): a pattern without `/` matches names at any depth, every other one is relative to the file's folder. */
function matcher(pattern: string): (path: string) => boolean {
  const anchored = pattern.replace(/^\//, '');
  const glob = new Minimatch(anchored, { dot: true, matchBase: !pattern.includes('/'), braceExpandMax: 1 });
  return (path) => glob.match(path);
}

/** What the attributes say of a path, or undefined when they say nothing. */
function attributedClass(path: string, own: FileClass, rules: FolderRule[]): FileClass | undefined {
  let result: FileClass | undefined;
  for (const { folder, matches, fileClass, on } of rules) {
    if (folder !== '' && !path.startsWith(`${folder}/`)) continue;
    if (!matches(folder === '' ? path : path.slice(folder.length + 1))) continue;
    if (on) result = fileClass;
    else if (result === fileClass || own === fileClass) result = 'hand-written';
  }
  return result;
}

/**
 * Folders (with trailing `/`) that hold another project: a licence of its own that differs from the root's, a file that belongs to the top
 * of a repository, no member of the workspace, and a host project around it.
 */
export function foreignFolders(facts: ReadonlyMap<string, FileFacts>, files: ReadonlyMap<string, FileEntry>): string[] {
  const hosted = [...files.keys()].some(
    (path) => !path.includes('/') && (MANIFESTS.includes(path) || /\.(?:py|[jt]sx?)$/.test(path)),
  );
  if (!hosted) return [];
  const own = new Set([...files.keys()].filter((path) => LICENCE.test(path)).map((path) => facts.get(path)?.hash));
  const members = [...facts.values()].flatMap((file) => file.parts.manifest?.workspaces ?? []);
  const folders: string[] = [];
  for (const path of files.keys()) {
    const slash = path.lastIndexOf('/');
    if (slash < 0 || !LICENCE.test(path.slice(slash + 1))) continue;
    const folder = path.slice(0, slash);
    if (own.has(facts.get(path)?.hash)) continue;
    if (!isRepositoryTop(`${folder}/`, files)) continue;
    if (
      members.some((glob) => !glob.startsWith('!') && minimatch(folder, glob.replace(/^\.\//, '').replace(/\/$/, '')))
    )
      continue;
    folders.push(`${folder}/`);
  }
  return folders.sort(comparePaths);
}
