/** Which files count: the team's own code that ships, and manifests that are not for development alone. */
import type { FileFacts } from '../facts';
import { withoutPackages } from '../modules/paths';

const ASIDE =
  /^docs?\/|(?:^|\/)(?:examples?|samples?|demos|_?archives?|_?archived|sandbox|playground|templates?|fixtures?|mocks?|\.devcontainer|[._]?old|_?deprecated|_?legacy|backups?)\//i;
const DEV_NAME =
  /(?:^|[._-])(?:dev|develop|development|local|tests?|testing|ci|e2e|override|debug|gitpod|examples?|samples?|demo|playwright|cypress|storybook)(?:[._-]|$)/i;

/** Written by the team and neither a test, an example nor set aside. */
export function isShipped(file: Pick<FileFacts, 'path' | 'fileClass'>): boolean {
  return file.fileClass === 'hand-written' && !isOutside(file.path);
}

/** Dozens of checks ask it of every file with every keystroke. */
const outside = new Map<string, boolean>();
const MAX_REMEMBERED = 200_000;

function isOutside(path: string): boolean {
  let answer = outside.get(path);
  if (answer === undefined) {
    answer = isAside(path) || isTestTool(path);
    if (outside.size >= MAX_REMEMBERED) outside.clear();
    outside.set(path, answer);
  }
  return answer;
}

/** Set aside: examples, documentation, archives. */
export function isAside(path: string): boolean {
  return ASIDE.test(withoutPackages(path));
}

/** Set aside, or for development; Helm's folder for templates holds no samples. */
export function isManifestAside(path: string): boolean {
  const plain = path.replace(/(^|\/)templates\//g, '$1');
  return isAside(plain) || isForDevelopment(plain);
}

/** Helpers of tests that carry no test name themselves. */
function isTestTool(path: string): boolean {
  return /(?:^|\/)(?:testing|test[-_]utils?|load[-_]?tests?)\/|(?:^|\/)[^/]*(?:load[-_]?test|test[-_]?(?:suite|runner|helper))[^/]*$/i.test(
    path,
  );
}

/** Run by hand or by a scheduler, not by the served application. */
export function isScript(path: string): boolean {
  return /(?:^|\/)(?:scripts?|tools?|bin|hack|ci|utils?\/scripts|migrations?|alembic|seeds?|seeders?|benchmarks?)\//i.test(
    path,
  );
}

/** A manifest for development or tests alone, by its name and folder. */
export function isForDevelopment(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.(?:ya?ml|json|toml)$/i, '');
  return (
    DEV_NAME.test(name.replace(/^(?:docker-)?compose/i, '').replace(/^dockerfile/i, '')) ||
    isAside(path) ||
    /(?:^|\/)(?:tests?|e2e|cypress|playwright|dev|development)\//i.test(path)
  );
}

/** True for the name of a stage or of another part that is for development or tests. */
export function isDevelopmentName(name: string): boolean {
  return DEV_NAME.test(name);
}

/** Named for production, or in a folder of that name. */
export function isForProduction(path: string): boolean {
  return /(?:^|[/._-])(?:prod|production|live)(?:[/._-]|$)/i.test(path);
}
