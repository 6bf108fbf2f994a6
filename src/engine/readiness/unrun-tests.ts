/** Parts of a workspace that have tests which no step of CI runs, beside parts whose tests are run. */
import { folderOf, isWithin, manifests } from '../manifests';
import type { Workspace } from '../workspace';
import { everyApp } from '../http/apps';
import type { Gate } from './ci-gates';
import { familyOf, type Family } from './program-family';
import { isAside, isForDevelopment } from './scope';
import { mayRun } from './test-runs';

export interface UnrunTests {
  /** Folder of the package; `''` = the workspace. */
  folder: string;
  family: Family;
  /** Its test files with assertions, in path order. */
  tests: string[];
  /** It is run: an application is in it, or a package that is started. Others are libraries. */
  served: boolean;
}

/** Packages whose tests none of the gates may run, those with most tests first. */
export function unrunTests(workspace: Workspace, gates: readonly Gate[]): UnrunTests[] {
  const runs = gates.flatMap(({ tests }) => tests);
  return testedParts(workspace)
    .filter(({ family, folder }) => !runs.some((run) => mayRun(run, family, folder)))
    .sort((a, b) => b.tests.length - a.tests.length);
}

/** Packages with tests of their own. Tests that drive a whole system are nobody's: they need one that runs. */
function testedParts(workspace: Workspace): UnrunTests[] {
  const homes: Record<string, string[]> = {
    javascript: foldersOf(workspace, 'npm'),
    python: foldersOf(workspace, 'python'),
  };
  const apps = workspace.derive(everyApp).map(({ path }) => path);
  const started = manifests(workspace, 'npm').filter(({ manifest }) =>
    manifest.scripts.some(({ name }) => /^(?:start|serve|preview)(?::|$)/.test(name)),
  );
  const isServed = (family: Family, folder: string): boolean =>
    folder === '' ||
    apps.some((path) => familyOf(path) === family && isWithin(path, folder)) ||
    (family === 'javascript' && started.some(({ path }) => folderOf(path) === folder)) ||
    workspace.files.has(`${folder}/Dockerfile`);
  const parts = new Map<string, UnrunTests>();
  for (const { file, facts } of workspace.each('testCases')) {
    const family = familyOf(file.path);
    if (!family || facts.asserts === 0 || facts.e2e || file.fileClass === 'vendored') continue;
    if (isAside(file.path)) continue;
    const folder = (homes[family] ?? []).find((one) => isWithin(file.path, one)) ?? '';
    // A package made for tests, or one that only developers use, is no part of what is served.
    if (folder !== '' && isForDevelopment(`${folder}/package`)) continue;
    const key = `${family} ${folder}`;
    const part = parts.get(key) ?? { folder, family, tests: [], served: isServed(family, folder) };
    part.tests.push(file.path);
    parts.set(key, part);
  }
  return [...parts.values()];
}

/** Folders of an ecosystem's manifests, the deepest first. */
function foldersOf(workspace: Workspace, ecosystem: 'npm' | 'python'): string[] {
  const all = manifests(workspace, ecosystem).filter(({ manifest }) => manifest.kind !== 'pnpm-workspace');
  return [...new Set(all.map(({ path }) => folderOf(path)))].sort((a, b) => b.length - a.length);
}
