/** A value in shell scripts of any family. */
import type { TextEdit } from '../../fix';
import { lineAround, newlineOf, type PlaceInText, type Replaced } from './place';

const MAKEFILE = /(?:^|\/)(?:gnu)?makefile$|\.mk$/i;

/** True for files of make and just. */
export function isBuildFile(path: string): boolean {
  return MAKEFILE.test(path) || /(?:^|\/)justfile$/i.test(path);
}

export function replaceInShell(place: PlaceInText): Replaced {
  const { path, start, end, variable } = place;
  if (/\.psm?1$/i.test(path)) return { edits: [powerShell(place)] };
  if (/\.(?:bat|cmd)$/i.test(path)) return { edits: [{ start, end, newText: `%${variable}%` }] };
  if (MAKEFILE.test(path)) return { edits: [inMakefile(place)] };
  if (/(?:^|\/)justfile$/i.test(path))
    return { refused: `${path} reads variables with env("${variable}"): put that in the place of the value.` };
  if (/\.fish$/i.test(path)) return { edits: [quotedShell(place, `$${variable}`)] };
  return { edits: [posix(place)] };
}

/** Make knows the environment as variables of its own: one that is defined by itself never ends (GNU make manual, "Flavors"). */
function inMakefile({ text, start, end, variable }: PlaceInText): TextEdit {
  const line = lineAround(text, start);
  // Lines that begin with a tab are the shell's; make itself passes `$$` on.
  if (text[line.start] === '\t') return { start, end, newText: `$\${${variable}:?set ${variable}}` };
  const before = text.slice(line.start, start);
  const own = /^(export[ \t]+)?([\w.-]+)[ \t]*[:?]*=[ \t]*$/.exec(before);
  // A part of another variable's value: make ends where that is used without it ("Conditional Functions").
  if (own?.[2] !== variable || text.slice(end, line.end).trim() !== '')
    return { start, end, newText: `$(or $(${variable}),$(error set ${variable}))` };
  const lines = [`ifndef ${variable}`, `$(error set ${variable})`, 'endif', ...(own[1] ? [`export ${variable}`] : [])];
  return { ...line, newText: lines.join(newlineOf(text)) };
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
  const quote = quoteAround(text.slice(lineAround(text, start).start, start));
  if (quote === "'") {
    const isWhole = text[start - 1] === "'" && text[end] === "'";
    return isWhole ? { start: start - 1, end: end + 1, newText: `"${read}"` } : { start, end, newText: `'"${read}"'` };
  }
  return { start, end, newText: quote === '"' ? read : `"${read}"` };
}

/** The quote that is open at the end of a line's beginning: each hides the other one, and only `'` hides the backslash (POSIX, "Quoting"). */
function quoteAround(before: string): string {
  let open = '';
  for (const [sign] of before.matchAll(/\\.|["']/g)) {
    if (open === '' && sign.length === 1) open = sign;
    else if (sign.endsWith(open) && (sign.length === 1 || open === "'")) open = '';
  }
  return open;
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
