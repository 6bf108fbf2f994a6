/** A value in a Python module that reads the project's settings object: a required field of its pydantic class. */
import type { FileEdit, FixContext, TextEdit } from '../../fix';
import { settingsClasses } from '../detect/settings-class';
import type { LiteralSpan } from './literal';
import { newlineOf, type PlaceInText, type Replacement } from './place';

/** `from app.config import settings`, or a function that gives them. */
const IMPORT = /^from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+(?:[^\n#]*[\s,(])?(settings|get_settings)\b(?![ \t]+as\b)/m;

/**
 * Reads the field in the place of the whole literal (pydantic documentation, "Settings Management": a field without a default is required,
 * and its name is the variable's, in any case). Undefined where there is no such object, or its variables have other names.
 */
export async function settingsField(place: PlaceInText, literal: LiteralSpan): Promise<Replacement | undefined> {
  const { text, path, start, end, variable, context } = place;
  if (literal.contentStart !== start || literal.contentEnd !== end || /b/i.test(literal.prefix)) return undefined;
  const imported = IMPORT.exec(text);
  if (!imported || imported.index > start) return undefined;
  const [, module = '', object = ''] = imported;
  const home = await settingsModule(context, path, module);
  const body = home && classBody(home.text);
  if (!home || !body || home.path === path) return undefined;
  const first = /^([ \t]+)([A-Za-z]\w*)[ \t]*:[ \t]*[^\n=:]/m.exec(body.text);
  if (!first) return undefined;
  const [, indent = '', sample = ''] = first;
  const field = sample === sample.toUpperCase() ? variable : variable.toLowerCase();
  const isThere = new RegExp(`^[ \\t]+${field}[ \\t]*:`, 'm').test(body.text);
  const at = body.start + first.index;
  const declaration: FileEdit = {
    path: home.path,
    create: false,
    edits: [{ start: at, end: at, newText: `${indent}${field}: str${newlineOf(home.text)}` }],
    label: `Require ${field} in the settings`,
  };
  const read = `${object === 'settings' ? object : `${object}()`}.${field}`;
  return {
    edits: [{ start: literal.start, end: literal.end, newText: read }],
    label: `Read ${read}`,
    files: isThere ? [] : [declaration],
    isSetting: true,
  };
}

/** The module of that name, seen from the file that imports it. */
async function settingsModule(
  context: FixContext,
  from: string,
  module: string,
): Promise<{ path: string; text: string } | undefined> {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const name = module.slice(dots).replaceAll('.', '/');
  const folder = from.split('/').slice(0, -Math.max(dots, 1));
  const paths = [...context.workspace.files.keys()].filter((path) => path.endsWith('.py'));
  const wanted = [`${name}.py`, `${name}/__init__.py`, `${name}/config.py`, `${name}/settings.py`].map((file) =>
    file.replace(/^\//, ''),
  );
  const found =
    dots > 0
      ? wanted.map((file) => [...folder, file].join('/')).find((file) => paths.includes(file))
      : wanted.flatMap((file) =>
          paths.filter((path) => path === file || path.endsWith(`/${file}`)).sort((a, b) => a.length - b.length),
        )[0];
  const text = found === undefined ? undefined : await context.readText(found);
  return found === undefined || text === undefined ? undefined : { path: found, text };
}

/** Body of the one class that reads variables by its fields' names. */
function classBody(text: string): { start: number; text: string } | undefined {
  if (!/\bBaseSettings\b/.test(text) || /env_prefix|alias|case_sensitive\s*=\s*True|\benv\s*=/.test(text))
    return undefined;
  const [own, ...others] = settingsClasses(text).filter(({ start }) =>
    /\(\s*(?:\w+\.)?BaseSettings\s*\)\s*$/.test(text.slice(text.lastIndexOf('\n', start - 1) + 1, start)),
  );
  return own && others.length === 0 ? { start: own.start, text: text.slice(own.start, own.end) } : undefined;
}

/**
 * The variable that a field of a pydantic settings class reads, whose default an edit takes away: its name behind `env_prefix` (pydantic documentation, "Settings
 * Management"). Null where the prefix is not written there; undefined outside of such a class, and where the field has an alias.
 */
export function requiredVariable(text: string, { start: at, newText }: TextEdit): string | null | undefined {
  if (newText !== '' && newText !== '...') return undefined;
  const own = settingsClasses(text).find(({ start, end }) => start <= at && at < end);
  const header = own && text.slice(text.lastIndexOf('\n', own.start - 1) + 1, own.start);
  const line = text.slice(text.lastIndexOf('\n', at) + 1).split('\n', 1)[0] ?? '';
  const field = /^[ \t]+([A-Za-z]\w*)[ \t]*:/.exec(line)?.[1];
  if (!own || !field || !/\bBaseSettings\b/.test(header ?? '') || /alias|\benv\s*=/.test(line)) return undefined;
  const prefix = /\benv_prefix["']?\s*[=:]\s*(?:["'](\w*)["'])?/.exec(text.slice(own.start, own.end));
  if (!prefix) return field.toUpperCase();
  return prefix[1] === undefined ? null : (prefix[1] + field).toUpperCase();
}
