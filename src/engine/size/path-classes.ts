/** Rules that need a path only: names and folders that tools give to what they write, and that teams give to what they copy in. */
import type { FileClass } from '../facts';

/** Class of a file and the rule that decided, for the report and for people who wonder. */
export interface Classification {
  fileClass: FileClass;
  /** Name of the rule; null = no rule applies, it is hand-written. */
  rule: string | null;
}

/** Names, in lower case, of files that package managers write. The host leaves them unread (`node/skip.ts`). */
export const LOCK_FILES: ReadonlySet<string> = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
  'deno.lock',
  'poetry.lock',
  'pipfile.lock',
  'uv.lock',
  'pdm.lock',
  'pixi.lock',
  'conda-lock.yml',
  'cargo.lock',
  'go.sum',
  'composer.lock',
  'gemfile.lock',
  'flake.lock',
  'mix.lock',
  'podfile.lock',
  'pubspec.lock',
  'gradle.lockfile',
  'packages.lock.json',
  '.terraform.lock.hcl',
]);

/** Folders of foreign code. `vendor` alone is also a word of commerce: it counts at the root, among static files, and above what Go, Composer and Bundler put there (`vendor/github.com/`). */
const VENDORED =
  /(?:^|\/)(?:node_modules|bower_components|site-packages|wp-(?:admin|includes)|third[-_]?party|_vendor|Pods)\/|^vendor\/|(?:^|\/)vendor\/(?:bundle|composer|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6})\/|(?:^|\/)(?:static|public|assets|js|css|lib)\/vendors?\/|(?:^|\/)(?:static|public)\/libs\/|(?:^|\/)wwwroot\/lib\/|(?:^|\/)\.?venv\/|(?:^|\/)\.yarn\/(?:releases|plugins)\//;

/** Folders and names of tool output: it belongs out of git, not into smaller files. */
const ARTEFACTS: readonly [RegExp, string][] = [
  [/(?:^|\/)(?:coverage|htmlcov|lcov-report|\.nyc_output)\//, 'coverage-report'],
  [
    /(?:^|\/)(?:lighthouse-reports?|\.lighthouseci|playwright-report|test-results|allure-(?:report|results))\//,
    'report',
  ],
  [
    /(?:^|\/)(?:dist|storybook-static|\.next|\.nuxt|\.output|\.svelte-kit|\.turbo|\.parcel-cache|__pycache__)\//,
    'build-output',
  ],
  [/(?:^|\/)build\/(?:static|assets|_next|lib|bdist[^/]*)\//, 'build-output'],
  [/\.(?:tsbuildinfo|log|bak|orig|rej|swp|pyc)$/, 'leftover'],
  [
    /(?:^|\/)(?:lcov\.info|coverage-(?:final|summary)\.json|junit(?:[-_.][^/]*)?\.xml|coverage\.xml|\.coverage)$/,
    'report',
  ],
  [/(?:^|[/_.-])(?:debug|dump|response|page_?source)(?:[_.-][^/]*)?\.html?$/i, 'page-dump'],
];

/** Names that code generators give to what they write. */
const GENERATED =
  /(?:^|\/)(?:generated|__generated__|\.prisma)\/|(?:^|\/)__snapshots__\/|\.snap$|_pb2(?:_grpc)?\.pyi?$|\.pb(?:\.gw)?\.go$|_pb\.(?:js|ts|d\.ts)$|_grpc_pb\.|\.(?:generated|gen)\.[^/]+$|\.g\.dart$|\.designer\.cs$|\.map$|(?:^|\/)next-env\.d\.ts$|(?:^|\/)db\/(?:\w+_)?structure\.sql$/i;

/** Steps of a schema's history: frozen once they ran. The file itself must look like a step, not only its folder. */
const MIGRATION =
  /(?:^|\/)alembic\/versions\/[^/]+\.py$|(?:^|\/)(?:migrations?|migrate)\/(?:[^/]+\/)*(?:[^/]+\.sql|(?:V?\d+(?:[_.-]|__)|[0-9a-f]{8,}_)[^/]*\.(?:py|[cm]?[jt]s|rb|php))$/i;

const TESTS =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|e2e|specs?|cypress)\/|[._-](?:test|spec|cy|e2e|stories)\.[^/]+$|(?:^|\/)(?:test_[^/]+|tests)\.py$|_test\.(?:py|go|rb)$|(?:^|\/)conftest\.py$|Tests?\.(?:java|cs|kt)$/;

const DATA =
  /\.(?:csv|tsv|jsonl|ndjson|geojson|svg|po|pot|ics|har|ipynb|xlf|parquet)$|(?:^|\/)(?:locales?|i18n|translations)\/[^/]*(?:\/[^/]+)*\.(?:json|ya?ml)$/i;

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What the path alone says, or null. */
export function classifyPath(path: string): Classification | null {
  const name = nameOf(path);
  const lower = name.toLowerCase();
  if (LOCK_FILES.has(lower)) return { fileClass: 'generated', rule: 'lock-file' };
  if (VENDORED.test(path)) return { fileClass: 'vendored', rule: 'vendored-folder' };
  for (const [pattern, rule] of ARTEFACTS) if (pattern.test(path)) return { fileClass: 'artefact', rule };
  if (/\.min\.(?:js|mjs|cjs|css|html)$/.test(lower)) return { fileClass: 'minified', rule: 'minified' };
  if (GENERATED.test(path)) return { fileClass: 'generated', rule: 'generated-name' };
  if (TESTS.test(path)) return { fileClass: 'test', rule: 'test' };
  if (MIGRATION.test(path)) return { fileClass: 'generated', rule: 'migration' };
  if (DATA.test(path)) return { fileClass: 'data', rule: 'data' };
  return null;
}
