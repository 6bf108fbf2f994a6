/** Where code stands decides whether it is served to anyone: tests and examples are not. */
import type { FileView } from '../facts';

const TEST =
  /(^|\/)(tests?|__tests__|e2e|spec|specs|testing|fixtures?|mocks?|__mocks__|conftest\.py)(\/|$)|(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$|\.(test|spec)\.[cm]?[jt]sx?$/i;
const EXAMPLE =
  /(^|\/)(examples?|samples?|demos?|snippets?|docs?|docs_src|tutorials?|templates?|cookiecutter[^/]*)\/|(^|\/)[^/]*example[^/]*$|\.example\./i;

/** `test`, `example` or null for a file. */
export function fileContext(path: string, file: FileView | undefined): 'test' | 'example' | null {
  if (file?.fileClass === 'test' || TEST.test(path)) return 'test';
  return EXAMPLE.test(path) ? 'example' : null;
}
