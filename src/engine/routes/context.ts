/** Where code stands decides whether it is served to anyone: tests and examples are not. */
import type { FileView } from '../facts';
import { withoutPackages } from '../modules/paths';

const TEST =
  /(^|\/)(tests?|__tests__|e2e|spec|specs|testing|fixtures?|mocks?|(?:mock|fake|stub)[_-][^/]+(?=\/)|__mocks__|conftest\.py)(\/|$)|(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$|\.(test|spec)\.[cm]?[jt]sx?$/i;
/**
 * Files that a test runner takes, by their names: go test, pytest, JavaScript's and Ruby's runners, Maven's folder for tests. They are no
 * part of what is built or served.
 */
const RUN_BY_TESTS =
  /(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$|_test\.(go|rb)$|_spec\.rb$|[.-](test|spec)\.[cm]?[jt]sx?$|(^|\/)src\/test\/(java|kotlin)\/|(^|\/)tests?\/(.*\/)?[^/]+Test\.php$/;
const EXAMPLE =
  /(^|\/)(examples?|samples?|demos?|snippets?|docs?|docs_src|tutorials?|templates?|cookiecutter[^/]*)\/|(^|\/)[^/]*example[^/]*$|\.example\./i;

/** What a team has put away at the top of its repository. Further down such a name may be a path that is served. */
const PUT_AWAY = /^[._]?(?:archives?|archived|deprecated|attic|old|backups?)\//i;

/** True for code that was put away: nothing is built or served from there. */
export function isPutAway(path: string): boolean {
  return PUT_AWAY.test(path);
}

/** Whether only a test runner ever loads a file. */
export function isRunByTests(path: string): boolean {
  return RUN_BY_TESTS.test(path);
}

/** `test`, `example` (what was put away, too) or null for a file. */
export function fileContext(path: string, file: FileView | undefined): 'test' | 'example' | null {
  const place = withoutPackages(path);
  if (file?.fileClass === 'test' || TEST.test(place)) return 'test';
  return EXAMPLE.test(place) || isPutAway(path) ? 'example' : null;
}
