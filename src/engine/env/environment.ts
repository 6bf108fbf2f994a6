/** What a workspace's environment variables look like as a whole. Use through `workspace.derive`. */
import type { Conclusion } from '../check';
import type { FileView } from '../facts';
import { folderOf, isWithin } from '../manifests';
import { placeOfPath } from '../secrets/places';
import type { Workspace } from '../workspace';
import type { EnvDeclaration, EnvRead } from './facts';

/** A folder that is built and deployed on its own: it has a manifest, or is the root. */
export interface EnvPackage {
  folder: string;
  /** First read of each variable, by name; tests left out. */
  reads: Map<string, { path: string; read: EnvRead; count: number }>;
  /** Reads whose name is computed. */
  dynamic: number;
}

export interface Environment {
  packages: EnvPackage[];
  /** Templates (`.env.example` and relatives), tracked or new, by path. */
  templates: { path: string; declares: EnvDeclaration[] }[];
}

const TEMPLATE =
  /(?:^|\/)(?:\.env[\w.-]*\.(?:example|sample|template|dist|tmpl|tpl)(?:\.[\w-]+)?|\.env\.(?:example|sample|template|dist)[\w.-]*|\.?(?:example|sample|template|dist)\.env|env\.(?:example|sample|template|dist)|\.env-(?:example|sample|template))$/i;
const MANIFEST =
  /(?:^|\/)(?:package\.json|pyproject\.toml|requirements\.txt|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|Gemfile|composer\.json|deno\.jsonc?)$/;

/** True for a file that documents variables and is meant to be committed. */
export function isEnvTemplate(path: string): boolean {
  return TEMPLATE.test(path);
}

/** Variables that the operating system, the shell, CI services and hosts set by themselves. */
const STANDARD =
  /^(?:NODE_ENV|PATH|HOME|USER|USERNAME|PWD|SHELL|LANG|LC_\w+|TZ|TERM|TMP|TEMP|TMPDIR|HOSTNAME|EDITOR|CI|PORT|PYTHONPATH|PYTHONUNBUFFERED|VIRTUAL_ENV|XDG_\w+|APPDATA|LOCALAPPDATA|USERPROFILE|PROGRAMFILES\w*|SYSTEMROOT|WINDIR|COMSPEC|GITHUB_(?:ACTIONS|SHA|REF|REPOSITORY|RUN_ID|WORKSPACE|EVENT_NAME|EVENT_PATH|ACTOR|OUTPUT|ENV|STEP_SUMMARY|REF_NAME|HEAD_REF|BASE_REF)|VERCEL(?:_\w+)?|NETLIFY|RENDER|RAILWAY_\w+|DYNO|FLY_\w+|AWS_LAMBDA_\w+|AWS_EXECUTION_ENV|K_SERVICE|KUBERNETES_\w+|NEXT_RUNTIME|NEXT_PHASE|npm_\w+|INIT_CWD|JEST_WORKER_ID|VITEST\w*|MODE|DEV|PROD|SSR|BASE_URL|FORCE_COLOR|NO_COLOR|COLORTERM|DISPLAY|PYTEST_\w+|SSH_\w+|SUDO_USER|_|LOGNAME|OS|NODE_OPTIONS|LISTEN_(?:PID|FDS|FDNAMES)|NOTIFY_SOCKET|WATCHDOG_(?:PID|USEC)|DJANGO_SETTINGS_MODULE|WERKZEUG_\w+|ANALYZE|ELECTRON_\w+|BROWSER)$/;

/** True for a variable that a team does not document because it does not set it. */
export function isStandardVariable(name: string): boolean {
  return STANDARD.test(name);
}

/** The packages with what they read, and the templates. */
export function environment(workspace: Workspace): Environment {
  const folders = packageFolders(workspace);
  const packages = new Map<string, EnvPackage>();
  const templates: Environment['templates'] = [];
  for (const { file, facts } of workspace.each('env')) {
    if (isEnvTemplate(file.path)) templates.push({ path: file.path, declares: facts.declares });
    if (!countsReads(file)) continue;
    const folder = folders.find((candidate) => isWithin(file.path, candidate)) ?? '';
    const own = packages.get(folder) ?? { folder, reads: new Map(), dynamic: 0 };
    packages.set(folder, own);
    own.dynamic += facts.dynamic;
    for (const read of facts.reads) {
      if (isStandardVariable(read.name)) continue;
      const known = own.reads.get(read.name);
      if (known) known.count++;
      else own.reads.set(read.name, { path: file.path, read, count: 1 });
    }
  }
  const reading = [...packages.values()].filter((own) => own.reads.size + own.dynamic > 0);
  return { packages: reading.sort((a, b) => (a.folder < b.folder ? -1 : 1)), templates };
}

function countsReads(file: FileView): boolean {
  if (file.fileClass === 'vendored' || file.fileClass === 'generated') return false;
  const place = placeOfPath(file.path);
  return place !== 'test' && place !== 'docs' && place !== 'sample' && place !== 'ci';
}

/** Deepest first, the root last. */
function packageFolders(workspace: Workspace): string[] {
  const folders = new Set(['']);
  for (const path of workspace.files.keys()) if (MANIFEST.test(path)) folders.add(folderOf(path));
  return [...folders].sort((a, b) => b.length - a.length);
}

/** Where no variable is read by its name. */
export function nothingRead({ packages }: Environment): Conclusion {
  return packages.some(({ dynamic }) => dynamic > 0)
    ? { verdict: 'unknown', summary: 'Environment variables are read by names that are put together at run time.' }
    : { verdict: 'not-applicable', summary: 'Nothing here reads environment variables.' };
}

/** Templates that document a package: in its folder, in one above, or below it. */
export function templatesFor(
  own: Pick<EnvPackage, 'folder'>,
  templates: Environment['templates'],
): Environment['templates'] {
  return templates.filter(
    ({ path }) => isWithin(own.folder === '' ? path : `${own.folder}/`, folderOf(path)) || isWithin(path, own.folder),
  );
}
