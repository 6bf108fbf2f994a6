/** What a file's path says about the weight of a credential in it. */
import { withoutPackages } from '../modules/paths';

/** Sort of place, from its path. */
export type PlaceKind = 'code' | 'config' | 'example' | 'docs' | 'test' | 'ci' | 'sample';

const LOCK_FILES =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|poetry\.lock|pdm\.lock|uv\.lock|pipfile\.lock|cargo\.lock|composer\.lock|gemfile\.lock|go\.sum|flake\.lock|packages\.lock\.json|deno\.lock|mix\.lock|podfile\.lock|\.terraform\.lock\.hcl)$/i;
const NOISE =
  /\.(?:map|snap|svg|lcov|sarif)$|(?:^|\/)sarif\.json$|\.min\.(?:js|css)$|(?:^|\/)(?:coverage|lhci|lighthouse[\w-]*|\.lighthouseci|node_modules)\//i;

/** False for files whose hashes and generated data only look like credentials: lock files, source maps, snapshots, coverage. */
export function isSearchedPath(path: string): boolean {
  return !LOCK_FILES.test(path) && !NOISE.test(path);
}

const TEST =
  /(?:^|\/)(?:tests?|Tests?|[\w.-]+[._-]tests?|[\w.]+Tests?|__tests__|__mocks__|__fixtures__|stubs?|\.snapshots|__snapshots__|testutils?|conformance|features\/(?:support|step_definitions)|e2e|fixtures?|database\/factories|mocks?|specs?|testdata|suites|tests?[_-](?:certs?|configs?|data|env|environments?|files|fixtures|keys|resources|servers?|suite|vectors)|(?:docker|integration|load|e2e)-testing|integrationtests?|integration\/resources|testing|stories|cypress|playwright|k6|gatling)\/|(?:^|\/)(?:settings|config|environments?|env)\/tests?\.\w+$|(?:^|\/)(?:run\w*[tT]ests?|test[-_]?envs?)\.(?:sh|cmd|bat|ps1)$|(?:^|\/)phpunit\.xml|(?:^|\/)smoke[-_]?tests?[\w-]*\.\w+$|\.(?:test|spec|stories|cy|e2e)\.[\w.]+$|_(?:test|preview)\.rb$|_test\.(?:go|py|exs?)$|(?:^|\/)(?!(?:la|con|at|pro|fas|grea)test\/)[a-z]+test\/[^/]+\.go$|(?:^|\/)fixtures\.\w+$|(?:^|\/)conftest\.py$|(?:^|\/)[^/]+\/(?:[^/]+\/)*test_[^/]+\.py$|Tests?\.(?:java|kt|cs|php|swift)$|(?:^|\/)src\/test\/|(?:^|\/)(?:pytest|tox)\.ini$|(?:^|\/)(?:jest|vitest|playwright|cypress|karma|wdio)\.(?:config|setup)\.\w+$|(?:^|\/)(?:(?:jest|vitest)-?[sS]etup|[sS]etup-?[tT]ests?)\.[cm]?[jt]sx?$|(?:^|\/)\.env\.(?:[\w-]+[-_])?(?:tests?|testing|ci|e2e|dusk)(?:[.-][\w.-]+)?$/;
const EXAMPLE =
  /\.(?:example|sample|template|dist|tmpl|tpl)(?:\.\w+)?$|(?:^|\/)(?:example|sample|template)\.env|(?:^|\/)env\.(?:example|sample|template)$|[.-](?:example|sample|template)\.[\w]+$|\.env\.[\w.-]*(?:example|sample|template)/i;
const CI =
  /(?:^|\/)(?:\.github|\.gitlab|\.ci|\.circleci|\.buildkite|\.azure-pipelines|\.woodpecker|\.drone)\/|(?:^|\/)(?:\.gitlab-ci|azure-pipelines|bitbucket-pipelines|\.travis|appveyor|\.drone|\.woodpecker|jenkinsfile|cloudbuild)[\w.-]*$|compose[\w-]*[.-](?:test|tests|ci|e2e)[\w.-]*\.ya?ml$|(?:^|\/)ci\/[\w.-]*values[\w.-]*\.ya?ml$/i;
const DOCUMENT = /\.(?:md|mdx|markdown|rst|adoc|txt|org|log|html?|patch|diff)$/i;
/** Texts that programs read. */
const READ_BY_PROGRAMS = /(?:^|\/)(?:requirements|robots|userlist|CMakeLists)[\w.-]*\.txt$/i;
const DOCS = /(?:^|\/)(?:(?:api-?|[a-z]+[_-])?docs?|documentation|wiki)\//i;
const SAMPLE =
  /(?:^|\/)(?:(?:[\w.-]*[-_])?(?:examples?|samples?)|demos?\/snippets|snippets|tutorials?|playground)(?:\/|\.[\w]+$)|\.ipynb$|\.(?:http|rest|bru)$|\.postman_collection\.json$/i;
/** Go keeps copies of modules under their hosts' names (go.dev, "Go Modules Reference", Vendoring). */
const VENDORED_MODULE = /(?:^|\/)vendor\/[\w-]+(?:\.[\w-]+)+\//;
/** A folder of samples: a template in it is a part of the sample. */
const SAMPLE_FOLDER = /(?:^|\/)(?:examples?|samples?)\//i;
const TRANSLATIONS =
  /(?:^|\/)(?:i18n|locales?|lang|langs|languages?|translations?|l10n)\/|(?:^|\/)(?:messages|strings|labels|translations?)(?:[_.-]\w+)*\.(?:properties|json|ya?ml|ts|js|xml)$/i;
const DEV =
  /[.-](?:dev|develop|development|local|override)(?:[.-]|$)|_(?:dev|development|local)\.\w+$|(?:^|\/)\.(?:devcontainer|ddev|vscode|idea)\/|(?:^|\/)vagrant[\w.-]*(?:\/|$)|(?:^|\/)(?:dev|develop|local|development)(?:[-_](?:env|environment|setup))?\//i;

/** Where a credential stands, by path alone. A `test_*.py` in the root is code: people keep scripts there. */
export function placeOfPath(path: string): PlaceKind {
  if (TEST.test(path)) return 'test';
  if (EXAMPLE.test(path)) return SAMPLE_FOLDER.test(path) ? 'sample' : 'example';
  if (CI.test(path)) return 'ci';
  if (DOCUMENT.test(path) && !READ_BY_PROGRAMS.test(path)) return 'docs';
  if (TRANSLATIONS.test(path)) return 'docs';
  if (VENDORED_MODULE.test(path) || SAMPLE.test(withoutPackages(path))) return 'sample';
  // A schema that lies with the documents is run all the same.
  if (DOCS.test(path) && !/\.sql$/i.test(path)) return 'docs';
  return 'code';
}

/** True for a module of JavaScript or TypeScript that holds settings: `auth.config.js`, `environment.prod.ts`. */
export function isSettingsPath(path: string): boolean {
  return /(?:^|\/)config\/env\/[\w.-]+\.[cm]?[jt]s$|(?:^|\/)(?:[\w-]+\.)?(?:config|configuration|settings|constants|secrets?|env|environment)(?:\.\w+)?\.[cm]?[jt]s$/.test(
    path,
  );
}

/** True for files meant for one developer's machine. */
export function isDevelopmentPath(path: string): boolean {
  return DEV.test(path);
}

/** True for texts of a user interface: what stands under a secret's name there is a label. */
export function isTranslationPath(path: string): boolean {
  return TRANSLATIONS.test(path) && !/(?:^|\/)values\/strings\.xml$/.test(path);
}

/** True for scripts that fill a new database. */
export function isSeedPath(path: string): boolean {
  return /(?:^|\/)[\w-]*seed(?:s|er|ers|ing)?[\w-]*(?:\/|\.\w+$)/i.test(path);
}
