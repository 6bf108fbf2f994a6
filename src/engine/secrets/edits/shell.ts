/** A value in shell scripts of any family. */
import type { TextEdit } from '../../fix';
import { lineAround, type PlaceInText, type Replaced } from './place';

export function replaceInShell(place: PlaceInText): Replaced {
  const { path, text, start, end, variable } = place;
  if (/\.psm?1$/i.test(path)) return { edits: [powerShell(place)] };
  if (/\.(?:bat|cmd)$/i.test(path)) return { edits: [{ start, end, newText: `%${variable}%` }] };
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (name.startsWith('makefile') || name.endsWith('.mk')) {
    // Lines that begin with a tab are the shell's; make itself passes `$$` on.
    const isRecipe = text[lineAround(text, start).start] === '\t';
    return { edits: [{ start, end, newText: isRecipe ? `$\${${variable}:?set ${variable}}` : `$(${variable})` }] };
  }
  if (name === 'justfile')
    return { refused: `${path} reads variables with env("${variable}"): put that in the place of the value.` };
  if (/\.fish$/i.test(path)) return { edits: [quotedShell(place, `$${variable}`)] };
  return { edits: [posix(place)] };
}

/** `"${X:?set X}"`, with the quotes that fit those around it: the script ends with a clear message when X is not set. */
function posix(place: PlaceInText): TextEdit {
  const { text, start, end, variable } = place;
  const required = `\${${variable}:?set ${variable}}`;
  const open = /\$\{[A-Za-z_]\w*:?-$/.exec(text.slice(Math.max(0, start - 130), start));
  if (open && text[end] === '}') return { start: start - open[0].length, end: end + 1, newText: required };
  return quotedShell(place, required);
}

function quotedShell({ text, start, end }: PlaceInText, read: string): TextEdit {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start).replace(/\\./g, '');
  const isIn = (quote: string): boolean => before.split(quote).length % 2 === 0;
  if (isIn("'")) {
    const isWhole = text[start - 1] === "'" && text[end] === "'";
    return isWhole ? { start: start - 1, end: end + 1, newText: `"${read}"` } : { start, end, newText: `'"${read}"'` };
  }
  return { start, end, newText: isIn('"') ? read : `"${read}"` };
}

/** `$env:X` is read in double quotes and outside of quotes (PowerShell documentation, "about_Quoting_Rules"). */
function powerShell({ text, start, end, variable }: PlaceInText): TextEdit {
  const quote = text[start - 1] ?? '';
  if ((quote === '"' || quote === "'") && text[end] === quote)
    return { start: start - 1, end: end + 1, newText: `$env:${variable}` };
  const before = text.slice(lineAround(text, start).start, start);
  const isSingle = before.split("'").length % 2 === 0;
  return isSingle
    ? { start, end, newText: `' + $env:${variable} + '` }
    : { start, end, newText: `$($env:${variable})` };
}
