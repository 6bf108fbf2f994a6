/** Packages of the workspace with the code that is theirs, and whether a test reaches it. */
import type { Span } from '../span';
import { folderOf, isWithin, manifests } from '../manifests';
import { moduleResolver } from '../modules/resolve';
import { pythonModules } from '../routes/names/python';
import type { Workspace } from '../workspace';
import { isAside, isForDevelopment, isScript, isShipped } from './scope';

export interface TestedPackage {
  /** Its manifest. */
  path: string;
  folder: string;
  name: string;
  /** Shipped files of code that are nearest to its manifest. */
  sources: number;
  /** A test file in it, or one that imports from it. */
  test: string | null;
  /** Its `test` script. */
  script: Span | null;
}

const CODE = new Set(['python', 'javascript', 'typescript', 'vue', 'svelte', 'astro']);
/** Languages of tests whose cases are not counted. Documents and settings among the tests test nothing. */
const OTHER_TESTS = new Set(['sql', 'go', 'java', 'ruby', 'php', 'csharp']);
const SETTINGS =
  /\.config\.\w+$|\.d\.[cm]?ts$|(?:^|\/)(?:\.[\w.-]+|__init__)\.\w+$|(?:^|\/)(?:setup|manage|conftest|noxfile)\.py$/;

/** Packages with code to test, in path order. Call through `workspace.derive(testedPackages)`. */
export function testedPackages(workspace: Workspace): TestedPackage[] {
  const packages = packagesIn(workspace);
  const byFolder = new Map<string, TestedPackage[]>();
  for (const own of packages) byFolder.set(own.folder, [...(byFolder.get(own.folder) ?? []), own]);
  /** Packages of the nearest folder at or above a file. */
  const owners = (path: string): TestedPackage[] => {
    for (let folder = folderOf(path); ; folder = folderOf(folder)) {
      const own = byFolder.get(folder);
      if (own || folder === '') return own ?? [];
    }
  };
  for (const { path, language, fileClass } of workspace.views) {
    if (fileClass === 'test' && OTHER_TESTS.has(language)) mark(owners(path), path);
    if (!CODE.has(language) || !isShipped({ path, fileClass }) || isScript(path) || SETTINGS.test(path)) continue;
    for (const own of owners(path)) if (isOf(own.path, language)) own.sources++;
  }
  for (const { file, facts } of workspace.each('testCases')) {
    if (facts.asserts === 0 || file.fileClass === 'vendored') continue;
    mark(
      owners(file.path).filter((own) => isOf(own.path, file.language)),
      file.path,
    );
    for (const target of importedBy(workspace, file.path))
      mark(
        owners(target).filter((own) => isOf(own.path, file.language)),
        file.path,
      );
  }
  return packages.filter(({ sources, path, name }) => sources > 1 && !isLeftAlone(path, name));
}

function mark(packages: readonly TestedPackage[], path: string): void {
  for (const own of packages) own.test ??= path;
}

/** True for a file that the kind of manifest speaks for. */
function isOf(manifest: string, language: string): boolean {
  return manifest.endsWith('package.json') === (language !== 'python');
}

/** One per folder and language. Requirements below another Python manifest are a part of its package. */
function packagesIn(workspace: Workspace): TestedPackage[] {
  const python = manifests(workspace, 'python').filter(({ manifest }) => manifest.kind !== 'setup-cfg');
  const all = [
    ...manifests(workspace, 'npm').filter(({ manifest }) => manifest.kind === 'npm'),
    ...python.filter(
      ({ path, manifest }) =>
        manifest.kind === 'pyproject' ||
        !python.some((other) => folderOf(other.path) !== folderOf(path) && isWithin(path, folderOf(other.path))),
    ),
  ];
  // `requirements-dev.txt` lies beside the manifest of the package, and before it.
  all.sort((a, b) => Number(isForDevelopment(a.path)) - Number(isForDevelopment(b.path)));
  const seen = new Set<string>();
  return all.flatMap(({ path, manifest }): TestedPackage[] => {
    const folder = folderOf(path);
    const key = `${manifest.ecosystem} ${folder}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const script = manifest.scripts.find(({ name }) => name === 'test')?.span ?? null;
    return [
      {
        path,
        folder,
        name: manifest.name ?? (folder === '' ? 'The workspace' : folder),
        sources: 0,
        test: null,
        script,
      },
    ];
  });
}

const SUPPORT =
  /(?:^|[/_-])(?:e2e|tests?|eslint|tsconfig|prettier|tailwind|typescript|jest|types|storybook|website|docs?)(?:[/_-](?:config|plugin|preset|tests?))?s?$/i;

/** Examples, configuration that packages share, suites of tests that are packages themselves. Their code is nobody else's. */
function isLeftAlone(path: string, name: string): boolean {
  return isAside(path) || isForDevelopment(path) || SUPPORT.test(name) || SUPPORT.test(folderOf(path));
}

/** Files of the workspace that a test imports. */
function importedBy(workspace: Workspace, path: string): string[] {
  const python = workspace
    .part(path, 'imports')
    ?.modules.map(({ from }) => workspace.derive(pythonModules).resolve(path, from));
  const script = workspace
    .part(path, 'module')
    ?.imports.map(({ from }) => workspace.derive(moduleResolver).resolve(path, from));
  return [...(python ?? []), ...(script ?? [])].flatMap((target) => (target.kind === 'file' ? [target.path] : []));
}
