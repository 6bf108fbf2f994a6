/** Packages from outside that shipped code loads, and whether a manifest declares them. */
import type { ManifestFacts } from '../collect/manifest';
import { normalisePythonName } from '../collect/python-names';
import { folderOf, isWithin, manifests } from '../manifests';
import { dirname, join } from '../modules/paths';
import { moduleResolver } from '../modules/resolve';
import { NODE_STANDARD, PYTHON_STANDARD } from '../modules/standard';
import { pythonModules } from '../routes/names/python';
import type { Workspace } from '../workspace';
import { isScript, isShipped } from './scope';

/** An import of a package from outside. */
export interface OutsideImport {
  /** npm: the package's name. Python: the module's first name. */
  name: string;
  path: string;
  line: number;
  /** Manifests that could declare it, nearest first. */
  manifests: string[];
  declared: boolean;
}

/** A manifest with the folder that it speaks for: `requirements/base.txt` speaks for the folder above. */
interface Speaker {
  path: string;
  folder: string;
  manifest: ManifestFacts;
}

/** Every import of a package from outside in shipped code that always runs. Call through `workspace.derive(outsideImports)`. */
export function outsideImports(workspace: Workspace): OutsideImport[] {
  return [...pythonImports(workspace), ...npmImports(workspace)];
}

function speakers(workspace: Workspace, ecosystem: 'npm' | 'python'): Speaker[] {
  return manifests(workspace, ecosystem)
    .filter(({ manifest }) => manifest.kind !== 'pnpm-workspace')
    .map(({ path, manifest }) => ({ path, manifest, folder: folderOf(path).replace(/(?:^|\/)requirements$/, '') }))
    .sort((a, b) => b.folder.length - a.folder.length || rank(a.path) - rank(b.path));
}

/** Where a reader would add a package, of several manifests in one folder. */
function rank(path: string): number {
  return /(?:^|\/)(?:pyproject\.toml|Pipfile)$/.test(path) ? 0 : /(?:^|\/)requirements\.(?:txt|in)$/.test(path) ? 1 : 2;
}

/** Those at or above a path. An import may find what any of them installs. */
function above(path: string, all: readonly Speaker[]): Speaker[] {
  return all.filter(({ folder }) => isWithin(path, folder));
}

function pythonImports(workspace: Workspace): OutsideImport[] {
  const all = speakers(workspace, 'python').filter(({ manifest }) => manifest.dependencies.length > 0);
  const own = ownModules(workspace);
  const resolver = workspace.derive(pythonModules);
  /** By the folder of the nearest manifest and the module. */
  const known = new Map<string, boolean>();
  const out: OutsideImport[] = [];
  for (const { file, facts } of workspace.each('imports')) {
    if (!isShipped(file) || isScript(file.path) || /(?:^|\/)(?:setup|noxfile|tasks|fabfile)\.py$/.test(file.path))
      continue;
    let at: Speaker[] | undefined;
    for (const { from, line } of facts.modules) {
      const name = from.split('.')[0] ?? '';
      if (line === undefined || name === '' || PYTHON_STANDARD.has(name) || own.has(name)) continue;
      if (resolver.resolve(file.path, from).kind !== 'package') continue;
      at ??= above(file.path, all);
      if (at.length === 0) break;
      const key = `${at[0]?.folder ?? ''} ${name}`;
      let declared = known.get(key);
      if (declared === undefined) {
        declared = at.some(({ manifest }) => manifest.dependencies.some((one) => provides(one.name, name)));
        known.set(key, declared);
      }
      out.push({ name, path: file.path, line, manifests: at.map(({ path }) => path), declared });
    }
  }
  return out;
}

/** Names of the workspace's own modules and packages, wherever they lie: paths may be added at run time. */
function ownModules(workspace: Workspace): Set<string> {
  const names = new Set<string>();
  for (const path of workspace.files.keys()) {
    if (!path.endsWith('.py')) continue;
    const parts = path.slice(0, -3).split('/');
    for (const part of parts) names.add(part);
  }
  for (const { manifest } of manifests(workspace, 'python'))
    if (manifest.name !== null) names.add(manifest.name.replaceAll('-', '_'));
  return names;
}

/** Modules whose distribution has a name of its own (pypi.org, each project's page). */
const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  attr: 'attrs',
  bs4: 'beautifulsoup4',
  Crypto: 'pycryptodome',
  Cryptodome: 'pycryptodomex',
  cv2: 'opencv-python|opencv-python-headless|opencv-contrib-python|opencv-contrib-python-headless',
  faiss: 'faiss-cpu|faiss-gpu',
  fitz: 'pymupdf',
  git: 'gitpython',
  grpc: 'grpcio',
  googleapiclient: 'google-api-python-client',
  jose: 'python-jose',
  ldap: 'python-ldap',
  MySQLdb: 'mysqlclient',
  mysql: 'mysql-connector-python|mysql-connector',
  nacl: 'pynacl',
  OpenSSL: 'pyopenssl',
  PIL: 'pillow',
  pkg_resources: 'setuptools',
  rest_framework: 'djangorestframework',
  sklearn: 'scikit-learn',
  skimage: 'scikit-image',
  vertexai: 'google-cloud-aiplatform',
  win32api: 'pywin32',
  win32con: 'pywin32',
  yaml: 'pyyaml',
  zmq: 'pyzmq',
};

/** Modules that come with a distribution which could not run without them (its own requirements). */
const BROUGHT: Readonly<Record<string, string>> = {
  anyio: 'starlette|fastapi|httpx|litestar',
  asgiref: 'django',
  bson: 'pymongo|motor',
  botocore: 'boto3|aiobotocore',
  click: 'flask|typer|uvicorn|celery',
  gridfs: 'pymongo|motor',
  itsdangerous: 'flask',
  jinja2: 'flask|ansible',
  kombu: 'celery',
  django_filters: 'wagtail',
  markupsafe: 'flask|jinja2',
  marshmallow: 'flask-marshmallow|marshmallow-sqlalchemy|webargs',
  modelcluster: 'wagtail',
  numpy: 'pandas|scipy|scikit-learn|torch|tensorflow',
  packaging: 'gunicorn|pytest|black',
  psycopg2: 'aiopg',
  pydantic: 'fastapi|pydantic-settings|sqlmodel|django-ninja|langchain|openai',
  pydantic_core: 'pydantic|fastapi',
  requests: 'requests-oauthlib',
  rest_framework: 'wagtail',
  sqlalchemy: 'flask-sqlalchemy|sqlmodel|alembic',
  starlette: 'fastapi',
  taggit: 'wagtail',
  typing_extensions: 'pydantic|fastapi|sqlalchemy|opentelemetry-sdk',
  urllib3: 'requests|boto3',
  werkzeug: 'flask|flask-restx',
  willow: 'wagtail',
  wtforms: 'flask-wtf|flask-admin',
};

/** Parts of names that say nothing of what a distribution gives. */
const COMMON = new Set(
  'django flask python client async http rest core tools utils extension plugin server'.split(' '),
);

/**
 * Whether a distribution gives a module. Names differ often and nobody lists how (`django-allauth`, `psycopg2-binary`,
 * `google-cloud-storage`), so a declaration that has a telling part of its name in common with the module is believed.
 */
function provides(distribution: string, module: string): boolean {
  const known = `${DISTRIBUTIONS[module] ?? ''}|${BROUGHT[module] ?? ''}`.split('|');
  if (known.some((one) => one !== '' && (distribution === one || distribution.startsWith(`${one}-`)))) return true;
  const name = normalisePythonName(module);
  const squeezed = name.replaceAll('-', '');
  const whole = distribution.replaceAll('-', '');
  const bare = distribution.replace(/^(?:python|py)-?|-?(?:python|py)\d?$/g, '').replaceAll('-', '');
  if (`-${distribution}-`.includes(`-${name}-`) || bare === squeezed || whole === squeezed) return true;
  if (squeezed.length >= 8 && whole.includes(squeezed)) return true;
  const parts = distribution.split('-').filter(isTelling);
  return name.split('-').some((own) => isTelling(own) && parts.some((part) => isAlike(own, part)));
}

function isTelling(part: string): boolean {
  return part.length >= 4 && !COMMON.has(part);
}

function isAlike(a: string, b: string): boolean {
  return a === b || (a.length >= 5 && b.startsWith(a)) || (b.length >= 5 && a.startsWith(b));
}

/** Names that hosts and bundlers give a meaning: scopes of Docusaurus and Ember, modules of frameworks and editors. */
const HOSTED =
  /^(?:[~#$:]|@(?:theme|site|generated|ember|glimmer|env|\/|$)|(?:vscode|k6|bun|meteor|virtual|server-only|client-only|aws-lambda|ziggy(?:-js)?)$)|:/;

/** What test runners load before the tests, what tools are configured with, declarations. */
const SET_UP =
  /(?:^|\/)[^/]*(?:(?:jest|vitest|test)s?[.-]?(?:setup|preset)|setup-?tests?|\.config|rc|\.d)\.[cm]?[jt]sx?$/i;

/** npm packages that come with another one which hands them on (its own dependencies, documented for use). */
const HANDED_ON: readonly [RegExp, RegExp][] = [
  [/^(?:vue|vue-router|h3|ofetch|ufo|nitropack|@unhead\/.+|@vue\/.+)$/, /^(?:nuxt|nuxi)$/],
  [/^@vue\//, /^vue$/],
  [/^express$/, /^@nestjs\/platform-express$/],
  [/^(?:fastify)$/, /^@nestjs\/platform-fastify$/],
  [/^(?:jest-\w+|@jest\/.+)$/, /^jest$/],
  [/^(?:mongodb|bson)$/, /^mongoose$/],
  [/^(?:react-router|history)$/, /^react-router-dom$/],
  [/^webpack$/, /^(?:next|react-scripts|gatsby)$/],
  [/^vite$/, /^(?:vitest|astro|@sveltejs\/kit)$/],
  [/^@docusaurus\//, /^@docusaurus\/core$/],
];

function npmImports(workspace: Workspace): OutsideImport[] {
  const all = speakers(workspace, 'npm');
  const own = new Set(all.map(({ manifest }) => manifest.name));
  const anywhere = new Set(all.flatMap(({ manifest }) => manifest.dependencies.map(({ name }) => name)));
  const mapped = workspace.each('pathMapping').flatMap(({ facts }) => facts.paths.map(({ pattern }) => pattern));
  // Many files import the same few packages.
  const asked = new Map<string, boolean>();
  const isOwn = (folder: string, name: string): boolean => {
    const key = `${folder}\n${name}`;
    const known = asked.get(key) ?? isFolder(workspace, folder, name);
    asked.set(key, known);
    return known;
  };
  const resolver = workspace.derive(moduleResolver);
  const out: OutsideImport[] = [];
  for (const { file, facts } of workspace.each('module')) {
    if (!isShipped(file) || isScript(file.path) || SET_UP.test(file.path)) continue;
    let at: Speaker[] | undefined;
    for (const { from, how, nested, line } of facts.imports) {
      if (how === 'dynamic' || nested || HOSTED.test(from)) continue;
      const resolved = resolver.resolve(file.path, from);
      if (resolved.kind !== 'package' || own.has(resolved.name) || NODE_STANDARD.has(resolved.name)) continue;
      const { name } = resolved;
      if (!/^(?:@[\w.-]+\/)?[a-z0-9][\w.-]*$/.test(name) || mapped.some((pattern) => isMapped(pattern, from))) continue;
      at ??= hasImportMap(workspace, file.path) ? [] : above(file.path, all);
      if (at.length === 0) break;
      if (at.some(({ folder }) => isOwn(folder, name))) continue;
      const types = `@types/${name.replace(/^@/, '').replace('/', '__')}`;
      const handed = HANDED_ON.filter(([pattern]) => pattern.test(name));
      // What any package of the workspace declares is installed for all of them, as long as packages are hoisted.
      const declared =
        anywhere.has(name) || anywhere.has(types) || handed.some(([, by]) => [...anywhere].some((one) => by.test(one)));
      out.push({ name, path: file.path, line, manifests: at.map(({ path }) => path), declared });
    }
  }
  return out;
}

function isMapped(pattern: string, specifier: string): boolean {
  return pattern.endsWith('*') ? specifier.startsWith(pattern.slice(0, -1)) : pattern === specifier;
}

/** `components/Button`, `@components/Button`: a bundler's alias for a folder of the package. */
function isFolder(workspace: Workspace, folder: string, name: string): boolean {
  const first = (name.split('/')[0] ?? '').replace(/^@/, '');
  return ['', 'src', 'app', 'client', 'src/app', 'src/client'].some((base) =>
    [first, name].some((one) => workspace.has(join(folder, base, one)) || hasFile(workspace, join(folder, base, one))),
  );
}

function hasFile(workspace: Workspace, stem: string): boolean {
  return ['.ts', '.tsx', '.js', '.jsx', '.vue'].some((extension) => workspace.files.has(stem + extension));
}

/** Files that give names of packages a meaning besides package.json: Deno's (docs.deno.com, "import maps") and Rails' (importmap-rails). */
const IMPORT_MAPS = ['deno.json', 'deno.jsonc', 'import_map.json', 'config/importmap.rb'];

function hasImportMap(workspace: Workspace, path: string): boolean {
  if (/(?:^|\/)supabase\/functions\//.test(path)) return true;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (IMPORT_MAPS.some((name) => workspace.files.has(join(folder, name)))) return true;
    if (folder === '') return false;
  }
}
