/** The files around a moved secret: `.env` gets the value, its template a placeholder, `.gitignore` the rules. */
import type { FileEdit, FixContext } from '../fix';
import { folderOf, isWithin } from '../manifests';
import type { Workspace } from '../workspace';
import { appendLines, dotenvValue, dotenvValues } from './dotenv-edit';
import { isEnvTemplate } from './environment';
import { isIgnoredPath } from './ignore-rules';

const MANIFEST = /(?:^|\/)(?:package\.json|pyproject\.toml|requirements\.txt|docker-compose\.ya?ml|compose\.ya?ml)$/;

/** A variable that is written to `.env`; a null value goes to the template only. */
export interface EnvEntry {
  name: string;
  value: string | null;
}

/** `a/.env` in the folder that has one or a template already, from a file's own folder upwards; else the root. */
export async function envFileFor(context: FixContext, path: string): Promise<string> {
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
    const file = `${folder}/.env`;
    if ((await context.exists(file)) || templateIn(context.workspace, folder) !== undefined) return file;
    if (
      isPackage(context.workspace, folder) &&
      !(await context.exists('.env')) &&
      templateIn(context.workspace, '') === undefined
    )
      return file;
  }
  return '.env';
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

/** Edits of `.env`, its template and `.gitignore`; files that need nothing are left out. */
export async function envEdits(
  context: FixContext,
  envPath: string,
  entries: readonly EnvEntry[],
): Promise<FileEdit[]> {
  const edits: FileEdit[] = [];
  const current = await context.readText(envPath);
  const known = dotenvValues(current ?? '');
  const fresh = entries.filter(({ name, value }) => value !== null && !known.has(name));
  if (fresh.length > 0) {
    const lines = fresh.map(({ name, value }) => `${name}=${dotenvValue(value ?? '')}`);
    edits.push({
      path: envPath,
      create: current === undefined,
      edits: [appendLines(current ?? '', lines)],
      label: `Keep the value in ${envPath}, which is not committed`,
    });
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
  const path = templateIn(context.workspace, folder) ?? (folder === '' ? '.env.example' : `${folder}/.env.example`);
  const text = await context.readText(path);
  const known = dotenvValues(text ?? '');
  const missing = entries.filter(({ name }) => !known.has(name));
  if (missing.length === 0) return undefined;
  const lines = missing.map(({ name }) => `${name}=${placeholderFor(name)}`);
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
  const template = folder === '' ? '.env.example' : `${folder}/.env.example`;
  const siblings = [envPath, `${envPath}.local`, `${envPath}.production`];
  const isCovered = siblings.every((path) => isIgnoredPath(workspace, path));
  const isTemplateOpen = !isIgnoredPath(workspace, template);
  if (isCovered && isTemplateOpen) return undefined;
  const path = nearestIgnoreFile(workspace, folder);
  const text = await context.readText(path);
  const lines = [...(isCovered ? [] : ['.env*']), '!.env*.example', ...(isCovered ? [] : templateRules(workspace))];
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
