/** A value in Terraform or OpenTofu: a sensitive variable, given from outside. */
import type { FileEdit, FixContext, TextEdit } from '../../fix';
import { folderOf } from '../../manifests';
import { literalAround, type LiteralSpan } from './literal';
import { newlineOf, wholeLine, type PlaceInText, type Replaced } from './place';

/** True for configuration and variable files. */
export function isTerraform(path: string): boolean {
  return /\.(?:tf|tfvars|tofu)$/i.test(path);
}

/** `var.x`, its declaration with `sensitive = true`, and `TF_VAR_x` (Terraform documentation, "Input Variables"). */
export async function replaceInTerraform(place: PlaceInText): Promise<Replaced> {
  const { path, text, start, end } = place;
  const literal = isInHeredoc(text, start, end)
    ? { ...HEREDOC, contentStart: start, contentEnd: end }
    : literalAround(text, start, end, 'code');
  if (!literal) return { refused: `The value in ${path} is part of a longer text: take it out by hand.` };
  const value = text.slice(literal.contentStart, literal.contentEnd);
  const assigned = /(?:^|\n)[ \t]*"?([\w-]+)"?[ \t]*=[ \t]*$/.exec(
    text.slice(Math.max(0, literal.start - 200), literal.start),
  );
  if (/\.tfvars$/i.test(path)) {
    const name = assigned?.[1];
    if (name === undefined) return { refused: `The value in ${path} is part of a larger one: take it out by hand.` };
    return {
      ...given(name, value),
      edits: [{ ...wholeLine(text, literal.start), newText: '' }],
      label: `Take ${name} out of the file`,
    };
  }
  const block = /(?:^|\n)[ \t]*(\w+)[ \t]+"([\w-]+)"(?:[ \t]+"[\w-]+")?[ \t]*\{[^{}]*$/.exec(
    // Braces in a description are no blocks.
    text.slice(0, literal.start).replace(/"[^"\n]*[{}][^"\n]*"/g, (quoted) => `"${'_'.repeat(quoted.length - 2)}"`),
  );
  if (block?.[1] === 'backend')
    return {
      refused: `A backend in ${path} takes no variables: give the value with "terraform init -backend-config", or in the environment that the backend reads.`,
    };
  if (block?.[1] === 'variable' && assigned?.[1] === 'default')
    return withoutDefault(place, block[2] ?? '', value, block.index + block[0].indexOf('variable'));
  const name = await variableName(place);
  const isWhole = literal.end > 0 && literal.contentStart === start && literal.contentEnd === end;
  const edit: TextEdit = isWhole
    ? { start: literal.start, end: literal.end, newText: `var.${name}` }
    : { start, end, newText: `\${var.${name}}` };
  const declaration = await declare(place.context, folderOf(path), name);
  return {
    ...given(name, text.slice(start, end)),
    edits: declaration?.path === path ? [edit, ...declaration.edits] : [edit],
    label: `Read var.${name}`,
    files: declaration && declaration.path !== path ? [declaration] : [],
  };
}

/** Stands for a text that is never taken as a whole. */
const HEREDOC: LiteralSpan = { start: 0, end: 0, contentStart: 0, contentEnd: 0, prefix: '', quote: '' };

/** Between `<<EOT` and the line that ends it, where `${…}` is filled in as in quotes (Terraform documentation, "Strings and Templates"). */
function isInHeredoc(text: string, start: number, end: number): boolean {
  const open = [...text.slice(0, start).matchAll(/<<[-~]?(\w+)[ \t]*\r?\n/g)].at(-1);
  if (!open) return false;
  const close = new RegExp(`^[ \\t]*${open[1] ?? ''}[ \\t]*$`, 'm');
  const from = open.index + open[0].length;
  return !close.test(text.slice(from, start)) && close.test(text.slice(end));
}

function given(name: string, value: string): { entry: { name: string; value: string }; nextSteps: string[] } {
  return {
    entry: { name: `TF_VAR_${name}`, value },
    nextSteps: [
      `Terraform reads TF_VAR_${name} from the environment, not from .env: load it with "set -a; . ./.env; set +a", or take it from a secret store.`,
    ],
  };
}

/** The default goes, and the declaration says that the value is to be kept out of the output. */
function withoutDefault({ text, start }: PlaceInText, name: string, value: string, blockStart: number): Replaced {
  const line = wholeLine(text, start);
  const indent = /^[ \t]*/.exec(text.slice(line.start))?.[0] ?? '  ';
  const close = text.indexOf('}', start);
  const isMarked = /\bsensitive[ \t]*=[ \t]*true\b/.test(text.slice(blockStart, close < 0 ? undefined : close));
  return {
    ...given(name, value),
    edits: [{ ...line, newText: isMarked ? '' : `${indent}sensitive = true${newlineOf(text)}` }],
    label: `Take the default of ${name} away`,
  };
}

async function variableName({ variable, path, context }: PlaceInText): Promise<string> {
  const name = variable.toLowerCase();
  // A variable of that name that is there already and means something else keeps its name.
  const known = await declared(context, folderOf(path));
  return known.get(name) === false ? `${name}_secret` : name;
}

/** Names of the module's variables, and whether they are sensitive. */
async function declared(context: FixContext, folder: string): Promise<Map<string, boolean>> {
  const names = new Map<string, boolean>();
  for (const path of [...context.workspace.files.keys()]) {
    if (folderOf(path) !== folder || !/\.(?:tf|tofu)$/i.test(path)) continue;
    const text = (await context.readText(path)) ?? '';
    for (const match of text.matchAll(/^[ \t]*variable[ \t]+"([\w-]+)"[ \t]*\{([^}]*)\}/gm))
      names.set(
        match[1] ?? '',
        /\bsensitive[ \t]*=[ \t]*true\b/.test(match[2] ?? '') || !/\bdefault\b/.test(match[2] ?? ''),
      );
  }
  return names;
}

async function declare(context: FixContext, folder: string, name: string): Promise<FileEdit | undefined> {
  if ((await declared(context, folder)).has(name)) return undefined;
  const path = folder === '' ? 'variables.tf' : `${folder}/variables.tf`;
  const text = await context.readText(path);
  const newline = newlineOf(text ?? '');
  const lead = text === undefined || text === '' ? '' : text.endsWith('\n') ? newline : newline + newline;
  const lines = [`variable "${name}" {`, '  type      = string', '  sensitive = true', '}', ''];
  const at = text?.length ?? 0;
  return {
    path,
    create: text === undefined,
    edits: [{ start: at, end: at, newText: lead + lines.join(newline) }],
    label: `Declare ${name} as sensitive`,
  };
}
