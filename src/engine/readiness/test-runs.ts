/** Which tests a command of a pipeline runs: of what language, and in which folders. */
import { joinPath, wordsOf } from '../collect/shell';
import { folderOf } from '../manifests';
import type { Workspace } from '../workspace';
import type { Family } from './program-family';

export interface TestRun {
  /** Language of the tests; null = any: a script that only its name tells of. */
  family: Family | null;
  /** Folders whose tests it runs, `''` = all; null = cannot be told, so that it may be any. */
  folders: string[] | null;
}

/** Runners by the start of their documented command lines; others may test anything. */
const RUNNERS: readonly [RegExp, Family][] = [
  [
    /^(?:pytest|py\.test|nose2|unittest|coverage run|behave|tox|nox|(?:[\w./-]*\/)?manage\.py test|django(?:-admin)? test)\b/,
    'python',
  ],
  [
    /^(?:jest|vitest|mocha|ava|node --test|karma|wtr|web-test-runner|uvu|deno test|bun test|ng test|react-scripts test|craco test|playwright|cypress|wdio|testcafe|nightwatch|cucumber-js)\b/,
    'javascript',
  ],
  [/^go test\b/, 'go'],
  [/^(?:[\w./-]*\/)?(?:mvnw?|gradlew?)\b/, 'java'],
  [/^dotnet test\b/, 'csharp'],
  [/^(?:rspec|rails|rake)\b/, 'ruby'],
  [/^(?:phpunit|pest|php artisan|artisan)\b/, 'php'],
];

/** What a runner that is called directly runs. `folder` is where it is called, null when that cannot be told. */
export function testRun(workspace: Workspace, command: string, folder: string | null): TestRun {
  const family = RUNNERS.find(([pattern]) => pattern.test(command))?.[1] ?? null;
  // `python backend/manage.py test` runs where its program lies.
  const program = /^([\w./-]+)\/(?:manage\.py|mvnw|gradlew) /.exec(command)?.[1] ?? '';
  const home = folder === null ? null : joinPath(folder, program);
  if (home === null) return { family, folders: null };
  const named = argumentsOf(command)
    .map((word) => joinPath(home, word.replace(/::.*$/, '').replace(/\/?(?:\.\.\.|\*.*)$/, '')))
    .filter((path): path is string => path !== null && path !== home && isThere(workspace, path))
    // A solution or project file names what it builds, which lies around it.
    .map((path) => (/\.(?:sln|slnx|slnf|csproj|fsproj)$/.test(path) ? folderOf(path) : path));
  return { family, folders: named.length > 0 ? named : [home] };
}

/** Arguments that may be paths; the values of options that name a configuration are none. */
function argumentsOf(command: string): string[] {
  const words = wordsOf(command).slice(1);
  return words.filter(
    (word, index) =>
      !word.startsWith('-') && /[/.]|^\w+$/.test(word) && !/^--?c(?:onfig)?$/.test(words[index - 1] ?? ''),
  );
}

function isThere(workspace: Workspace, path: string): boolean {
  if (workspace.files.has(path)) return true;
  for (const file of workspace.files.keys()) if (file.startsWith(`${path}/`)) return true;
  return false;
}

/** True when the run may hold the tests that lie in `folder`. */
export function mayRun({ family, folders }: TestRun, of: Family, folder: string): boolean {
  if (family !== null && family !== of) return false;
  return folders === null || folders.some((one) => overlaps(one, folder));
}

/** One is the other, or lies in it: a runner takes what is below it, and one that is called inside of a package tests a part of it. */
function overlaps(one: string, other: string): boolean {
  return one === other || one === '' || other === '' || other.startsWith(`${one}/`) || one.startsWith(`${other}/`);
}
