/** Settings classes of pydantic that a new name in a dotenv file would stop from starting. */
import { closingOf, maskText } from '../collect/mask';
import type { FileEdit, FixContext, TextEdit } from '../fix';
import { isWithin } from '../manifests';

/**
 * `extra="ignore"` for every class that reads `.env` and does not know one of these names: by default each line of the file has to be a
 * field of the class (pydantic documentation, "Settings Management", Dotenv support), as of pydantic 2.
 */
export async function lenientSettings(
  context: FixContext,
  folder: string,
  names: readonly string[],
): Promise<FileEdit[]> {
  const edits: FileEdit[] = [];
  if (names.length === 0) return edits;
  const paths = [...context.workspace.files.keys()].filter(
    (path) =>
      path.endsWith('.py') && isWithin(path, folder) && (context.workspace.part(path, 'env')?.reads.length ?? 0) > 0,
  );
  for (const path of paths) {
    const text = (await context.readText(path)) ?? '';
    if (!/\bpydantic_settings\b/.test(text) || names.every((name) => isField(text, name))) continue;
    const own = [...configurations(text), ...inClasses(text)];
    if (own.length > 0)
      edits.push({ path, create: false, edits: own, label: 'Let the settings pass over other names in .env' });
  }
  return edits;
}

/** A field of that name, in any case, or one that is called so by an alias. */
function isField(text: string, name: string): boolean {
  return new RegExp(`^[ \\t]+${name}[ \\t]*:|["']${name}["']`, 'im').test(text);
}

/** `model_config = SettingsConfigDict(env_file=".env")`, also as a dictionary. */
function configurations(text: string): TextEdit[] {
  const edits: TextEdit[] = [];
  const masked = maskText(text, 'python');
  for (const match of masked.code.matchAll(/\bmodel_config\b[^=\n]{0,80}=\s*(?:\w*Dict|dict)?\s*([({])/g)) {
    const start = match.index + match[0].length;
    const end = closingOf(masked.code, start - 1);
    const isCall = match[1] === '(';
    const edit =
      end < text.length && inArguments(masked.text, start, end, isCall ? 'extra="ignore"' : '"extra": "ignore"');
    if (edit) edits.push(edit);
  }
  return edits;
}

/** @param text without comments, at the same offsets */
function inArguments(text: string, start: number, end: number, pair: string): TextEdit | undefined {
  const inside = text.slice(start, end);
  if (!readsDotenv(inside)) return undefined;
  const stated = /\bextra["']?\s*[=:]\s*["'](\w+)["']/.exec(inside);
  if (stated) return stated[1] === 'forbid' ? over(start + stated.index, stated[0], 'forbid') : undefined;
  const body = inside.trimEnd();
  const at = start + body.length;
  if (!body.endsWith(',')) return { start: at, end: at, newText: `, ${pair}` };
  const indent = /(\r?\n[ \t]*)[^\n]*$/.exec(body)?.[1];
  return { start: at, end: at, newText: indent === undefined ? ` ${pair},` : `${indent}${pair},` };
}

/** `class Config:` with `env_file = ".env"`. */
function inClasses(text: string): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const match of text.matchAll(/^([ \t]+)class Config\b[^\n]*\n((?:\1[ \t]+[^\n]*(?:\n|$)|[ \t]*\r?\n)+)/gm)) {
    const body = match[2] ?? '';
    const start = match.index + match[0].length - body.length;
    const file = /^([ \t]+)env_file\b[^\n]*?(\r?\n|$)/m.exec(body);
    if (!file || !readsDotenv(file[0])) continue;
    const stated = /\bextra\s*=\s*(["'])forbid\1/.exec(body);
    if (stated) edits.push(over(start + stated.index, stated[0], 'forbid'));
    else if (!/^[ \t]+extra\b/m.test(body)) {
      const at = start + file.index;
      edits.push({
        start: at,
        end: at,
        newText: `${file[1] ?? ''}extra = "ignore"${text.includes('\r\n') ? '\r\n' : '\n'}`,
      });
    }
  }
  return edits;
}

/** An `env_file` that is `.env`, among others, or a name that may stand for it. */
function readsDotenv(settings: string): boolean {
  const value = /\benv_file["']?\s*[=:]\s*([^]*)/.exec(settings)?.[1];
  if (value === undefined || /^None\b/.test(value)) return false;
  const own = /^(?:[\w.]*\([^)]*\)|[^,\n]*)/.exec(value)?.[0] ?? '';
  return !/["']/.test(own) || /\.env["']/.test(own);
}

function over(at: number, found: string, word: string): TextEdit {
  const start = at + found.indexOf(word);
  return { start, end: start + word.length, newText: 'ignore' };
}
