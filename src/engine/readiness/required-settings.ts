/** Settings without which an application does not start, or starts unsafe: what every manifest that runs it has to pass. */
import type { EnvRead } from '../env/facts';
import { environment, isStandardVariable } from '../env/environment';
import type { HttpApp } from '../http/apps';
import { folderOf, isWithin } from '../manifests';
import { frameworkOf } from '../routes/framework';
import { wordsOf } from '../secrets/names';
import type { Span } from '../span';
import type { Workspace } from '../workspace';
import { deployments, type Unit } from './deployed';
import { isScript, isShipped } from './scope';
import { reaches, served } from './served';

export interface RequiredSetting {
  /** Upper case. */
  name: string;
  path: string;
  span: Span;
  why: 'required' | 'refused' | 'signs' | 'store';
}

/** A read of the environment with its file. */
export interface PlacedRead {
  path: string;
  read: EnvRead;
}

/** What one application loads and reads. */
interface Loaded {
  files: string[];
  reads: PlacedRead[];
}

/** Where an application reads which variables. */
export function readsOf(workspace: Workspace, app: HttpApp): readonly PlacedRead[] {
  return workspace.derive(loadedByApps).get(app.path)?.reads ?? [];
}

/** Files that run with the application: of JavaScript and Python what it loads, of others everything in its package. */
export function filesOf(workspace: Workspace, app: HttpApp): readonly string[] {
  return workspace.derive(loadedByApps).get(app.path)?.files ?? [];
}

/** By the file of the application: three checks ask, and following imports takes its time. */
function loadedByApps(workspace: Workspace): ReadonlyMap<string, Loaded> {
  const found = new Map<string, Loaded>();
  for (const { app } of workspace.derive(deployments)) {
    if (found.has(app.path)) continue;
    const files = filesWith(workspace, app);
    const reads = files.flatMap((path) => (workspace.part(path, 'env')?.reads ?? []).map((read) => ({ path, read })));
    found.set(app.path, { files, reads });
  }
  return found;
}

const FOLLOWED = new Set(['python', 'javascript', 'typescript']);

function filesWith(workspace: Workspace, app: HttpApp): string[] {
  // What is laid out as files is loaded by their names, not by the configuration.
  if (frameworkOf(app.framework)?.site !== undefined)
    return [...workspace.derive(served).files].filter((path) => isWithin(path, folderOf(app.path)));
  const language = workspace.view(app.path)?.language ?? 'other';
  const loaded = FOLLOWED.has(language) ? [...reaches(workspace, app.path).files] : [];
  if (loaded.length > 1) return loaded;
  const folder = workspace
    .derive(environment)
    .packages.map((own) => own.folder)
    .filter((one) => isWithin(app.path, one))
    .sort((a, b) => b.length - a.length)[0];
  return workspace
    .each('env')
    .filter(({ file }) => isShipped(file) && !isScript(file.path) && isWithin(file.path, folder ?? ''))
    .map(({ file }) => file.path);
}

/** Every required setting of an application, by name. */
export function requiredSettings(workspace: Workspace, app: HttpApp): RequiredSetting[] {
  const reads = readsOf(workspace, app).filter(({ read }) => !isStandardVariable(read.name));
  const found = new Map<string, RequiredSetting>();
  const add = ({ path, read }: PlacedRead, why: RequiredSetting['why']): void => {
    const name = read.name.toUpperCase();
    if (!found.has(name)) found.set(name, { name, path, span: read.span, why });
  };
  const refused = new Set(filesOf(workspace, app).flatMap((path) => refusals(workspace, path)));
  for (const placed of reads) {
    const { read } = placed;
    if (read.setting && !read.hasDefault) add(placed, 'required');
    else if (refused.has(read.name.toUpperCase())) add(placed, 'refused');
    else if (signs(read.name)) add(placed, 'signs');
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Secrets that a guard refuses when the program starts: one that runs in production, or one that stands at the margin of its file. */
function refusals(workspace: Workspace, path: string): string[] {
  const guards = workspace.part(path, 'secretGuards') ?? [];
  return guards
    .filter(({ flag, kind, span }) => flag !== null || (kind === 'presence' && span.column <= MARGIN))
    .map(({ name }) => name);
}

/** `if not `, `if (!` at the beginning of a line. */
const MARGIN = 5;

const SIGNER = new Set(['jwt', 'session', 'cookie', 'app', 'auth', 'nextauth', 'token', 'signing', 'django', 'flask']);

/** The key that an application signs its sessions and tokens with: `SECRET_KEY`, `JWT_SECRET`, `APP_KEY`; `AUTH_GITHUB_SECRET` is a provider's. */
function signs(name: string): boolean {
  const words = wordsOf(name);
  const [last, before, first] = [words.at(-1), words.at(-2), words.at(-3)];
  if (words.length > 3 || first === 'refresh') return false;
  if (name.toUpperCase() === 'SECRET_KEY_BASE') return true;
  if (last === 'key' && before === 'secret') return first === undefined || SIGNER.has(first);
  if (words.length > 2) return false;
  return (last === 'secret' || last === 'key') && before !== undefined && SIGNER.has(before);
}

/** Stores by their images, and the variables that say where one is. */
const STORES: readonly [RegExp, RegExp][] = [
  [/(?:redis|valkey|keydb)/i, /^(?:\w+_)?(?:REDIS|VALKEY)_(?:URL|URI|HOST|DSN)$/],
  [/(?:postgres|postgis|pgvector|timescale)/i, /^(?:DATABASE|POSTGRES|POSTGRESQL|PG|DB)_?(?:URL|URI|HOST|SERVER|DSN)$/],
  [/(?:mysql|mariadb)/i, /^(?:DATABASE|MYSQL|MARIADB|DB)_?(?:URL|URI|HOST|DSN)$/],
  [/mongo/i, /^(?:MONGO(?:DB)?|DATABASE|DB)_?(?:URL|URI|HOST|DSN)$/],
];

/** Addresses of stores that run beside a service and that it is not told, where the application has no default for them. */
export function storeSettings(
  workspace: Workspace,
  app: HttpApp,
  { path, service }: Unit,
  passed: ReadonlySet<string>,
): RequiredSetting[] {
  if (!service) return [];
  const beside = workspace.part(path, 'compose')?.services ?? [];
  const reads = readsOf(workspace, app);
  return STORES.flatMap(([image, names]) => {
    if (!beside.some((one) => one.image !== null && image.test(one.image.text))) return [];
    const own = reads.filter(({ read }) => names.test(read.name.toUpperCase()));
    const first = own.find(({ read }) => !read.hasDefault);
    if (!first || own.some(({ read }) => read.hasDefault || passed.has(read.name.toUpperCase()))) return [];
    return [{ name: first.read.name.toUpperCase(), path: first.path, span: first.read.span, why: 'store' as const }];
  });
}
