/** The files around a moved secret: `.env` gets the value, its template a placeholder, `.gitignore` the rules. */
import type { FileEdit, FixContext } from '../fix';
import { folderOf, isWithin } from '../manifests';
import type { Workspace } from '../workspace';
import { appendLines, dotenvValue, dotenvValues, exportLead } from './dotenv-edit';
import { environment, isEnvTemplate } from './environment';
import { isIgnoredPath } from './ignore-rules';
import { lenientSettings } from './lenient-settings';

const MANIFEST = /(?:^|\/)(?:package\.json|pyproject\.toml|requirements\.txt|docker-compose\.ya?ml|compose\.ya?ml)$/;

/** A variable that is written to `.env`; a null value goes to the template only. */
export interface EnvEntry {
  name: string;
  value: string | null;
  /** A settings class declares it, or does so after the edit. */
  isSetting?: true;
  /** It had a default until now: its template gets none either, for everybody who copies that would start with it again. */
  isRequired?: true;
}

const COMPOSE = /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/;

/** `a/.env` in the folder that has one or a template already, from a file's own folder upwards; else the root. */
export async function envFileFor(context: FixContext, path: string): Promise<string> {
  if (COMPOSE.test(path) || context.workspace.part(path, 'secrets')?.manifest === 'compose')
    return envFileOfCompose(context, path);
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
    const file = `${folder}/.env`;
    if ((await context.exists(file)) || templateIn(context.workspace, folder) !== undefined) return file;
    if (isPackage(context.workspace, folder) && !(await isReadIn(context, folder))) return file;
  }
  return '.env';
}

/** Whether the root's dotenv file, or its template, is meant for a package: it names what the package reads. */
async function isReadIn(context: FixContext, folder: string): Promise<boolean> {
  const packages = context.workspace.derive(environment).packages.filter((own) => isWithin(`${own.folder}/`, folder));
  for (const file of ['.env', templateIn(context.workspace, '')]) {
    const names = [...dotenvValues((file && (await context.readText(file))) ?? '').keys()];
    if (names.some((name) => packages.some(({ reads }) => reads.has(name)))) return true;
  }
  return false;
}

/**
 * Compose reads the file beside its own, wherever it is started from (Docker documentation, "Set, use, and manage variables in a Compose
 * file", `.env` file). One further up is meant where it declares what the compose file reads: then people start it from there.
 */
async function envFileOfCompose(context: FixContext, path: string): Promise<string> {
  const folder = folderOf(path);
  const own = within(folder, '.env');
  if ((await context.exists(own)) || templateIn(context.workspace, folder) !== undefined) return own;
  const reads = new Set(
    [...((await context.readText(path)) ?? '').matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name]) => name),
  );
  for (let above = folder; above !== '';) {
    above = folderOf(above);
    const file = within(above, '.env');
    for (const one of [file, templateIn(context.workspace, above)]) {
      const text = one === undefined ? undefined : await context.readText(one);
      if ([...dotenvValues(text ?? '').keys()].some((name) => reads.has(name))) return file;
    }
  }
  return own;
}

function within(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function isPackage(workspace: Workspace, folder: string): boolean {
  return [...workspace.files.keys()].some(
    (path) => folderOf(path) === folder && MANIFEST.test(path) && !/requirements/.test(path),
  );
}

/** The template in a folder, the plainest name first. */
export function templateIn(workspace: Workspace, folder: string): string | undefined {
  return [...workspace.files.keys()]
    .filter((path) => folderOf(path) === folder && isEnvTemplate(path))
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0];
}

/** `your-mail-password`: plainly no value. */
export function placeholderFor(name: string): string {
  return `your-${name.toLowerCase().replace(/_/g, '-')}`;
}

/** No value, or the placeholder of a template that was copied. */
export function isUnset(value: string | undefined): boolean {
  return value === undefined || value === '' || /^your-/.test(value);
}

/** Edits of `.env`, its template and `.gitignore`; files that need nothing are left out. */
export async function envEdits(
  context: FixContext,
  envPath: string,
  entries: readonly EnvEntry[],
): Promise<FileEdit[]> {
  const edits: FileEdit[] = [];
  if (entries.length === 0) return edits;
  const current = await context.readText(envPath);
  const known = dotenvValues(current ?? '');
  // The last line of a name wins, so that one behind an empty value takes its place.
  const fresh = entries.filter(({ name, value }) => value !== null && isUnset(known.get(name)));
  if (fresh.length > 0) {
    const lead = exportLead(current ?? '');
    const lines = fresh.map(({ name, value }) => `${lead}${name}=${dotenvValue(value ?? '')}`);
    edits.push({
      path: envPath,
      create: current === undefined,
      edits: [appendLines(current ?? '', lines)],
      label: `Keep the value in ${envPath}, which is ${context.workspace.files.get(envPath)?.tracked ? 'committed still' : 'not committed'}`,
    });
    const unknown = fresh.filter(({ isSetting }) => !isSetting).map(({ name }) => name);
    edits.push(...(await lenientSettings(context, folderOf(envPath), unknown)));
  }
  const template = await templateEdit(context, envPath, entries);
  if (template) edits.push(template);
  const ignore = await ignoreEdit(context, envPath);
  if (ignore) edits.push(ignore);
  return edits;
}

async function templateEdit(
  context: FixContext,
  envPath: string,
  entries: readonly EnvEntry[],
): Promise<FileEdit | undefined> {
  const folder = folderOf(envPath);
  const path = templateIn(context.workspace, folder) ?? within(folder, '.env.example');
  const text = await context.readText(path);
  const known = dotenvValues(text ?? '');
  const missing = entries.filter(({ name }) => !known.has(name));
  if (missing.length === 0) return undefined;
  const lead = exportLead(text ?? '');
  const lines = missing.map(({ name, isRequired }) => `${lead}${name}=${isRequired ? '' : placeholderFor(name)}`);
  return {
    path,
    create: text === undefined,
    edits: [appendLines(text ?? '', lines)],
    label: `Name ${missing.map(({ name }) => name).join(', ')} in ${path}`,
  };
}

/** Rules that keep dotenv files out of git and their templates in; undefined when they are there. */
export async function ignoreEdit(context: FixContext, envPath: string): Promise<FileEdit | undefined> {
  const { workspace } = context;
  const folder = folderOf(envPath);
  const template = templateIn(workspace, folder) ?? within(folder, '.env.example');
  const siblings = [envPath, `${envPath}.local`, `${envPath}.production`];
  const isCovered = siblings.every((path) => isIgnoredPath(workspace, path));
  const isTemplateOpen = !isIgnoredPath(workspace, template);
  if (isCovered && isTemplateOpen) return undefined;
  const path = nearestIgnoreFile(workspace, folder);
  const text = await context.readText(path);
  const name = template.slice(template.lastIndexOf('/') + 1);
  const lines = isCovered
    ? [/^\.env.*\.example$/.test(name) ? '!.env*.example' : `!${name}`]
    : ['.env*', '!.env*.example', ...templateRules(workspace)];
  return {
    path,
    create: text === undefined,
    edits: [appendLines(text ?? '', lines)],
    label: 'Keep .env files out of git, and their templates in',
  };
}

/** Rules that keep templates of other names: `!.env.sample`. */
function templateRules(workspace: Workspace): string[] {
  const names = [...workspace.files.keys()]
    .filter((path) => isEnvTemplate(path) && !isIgnoredPath(workspace, path))
    .map((path) => path.slice(path.lastIndexOf('/') + 1));
  return [...new Set(names)]
    .filter((name) => /^\.env(?!.*\.example$)/.test(name))
    .sort()
    .map((name) => `!${name}`);
}

/** The deepest `.gitignore` that already speaks for a folder; a rule there wins over those above. */
function nearestIgnoreFile(workspace: Workspace, folder: string): string {
  const files = [...workspace.files.keys()].filter(
    (path) => /(?:^|\/)\.gitignore$/.test(path) && isWithin(folder === '' ? '' : `${folder}/`, folderOf(path)),
  );
  return files.sort((a, b) => b.length - a.length)[0] ?? '.gitignore';
}

/** Joins edits of one file; offsets are those of the same text. */
export function mergeFileEdits(edits: readonly FileEdit[]): FileEdit[] {
  const byPath = new Map<string, FileEdit>();
  for (const edit of edits) {
    const known = byPath.get(edit.path);
    if (known) known.edits.push(...edit.edits);
    else byPath.set(edit.path, { ...edit, edits: [...edit.edits] });
  }
  for (const edit of byPath.values()) edit.edits.sort((a, b) => a.start - b.start || a.end - b.end);
  return [...byPath.values()];
}
