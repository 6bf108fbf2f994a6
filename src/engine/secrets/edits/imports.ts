/** Imports that a read of the environment needs. */
import type { TextEdit } from '../../fix';
import { PYTHON_STANDARD } from '../../modules/standard';
import type { Dialect } from './access';

/** The import that a read at an offset needs, if the file lacks it, or has it further down in Python, where lines are run in their order. */
export function importEdit(text: string, dialect: Dialect, at = text.length): TextEdit | undefined {
  switch (dialect) {
    case 'python':
      return pythonImport(text, at);
    case 'go':
      return goImport(text);
    case 'sveltekit':
      return svelteImport(text);
    default:
      return undefined;
  }
}

/** `os` in the block of imports that `gofmt` keeps sorted, or a line of its own below `package` (Go specification, "Import declarations"). */
function goImport(text: string): TextEdit | undefined {
  if (/^\s*(?:import\s+)?"os"\s*$/m.test(text)) return undefined;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const block = /^import \(\r?\n((?:[ \t]*(?:[\w.]+ )?"[^"\n]+"[ \t]*\r?\n)*)/m.exec(text);
  if (block) {
    const start = block.index + block[0].length - (block[1] ?? '').length;
    const lines = (block[1] ?? '').split(/(?<=\n)/);
    const before = lines.filter((line) => /"([^"]+)"/.exec(line)?.[1] !== undefined && nameIn(line) < 'os');
    const at = start + before.join('').length;
    return { start: at, end: at, newText: `\t"os"${newline}` };
  }
  const single = /^import [^\n]*\n/m.exec(text);
  const home = /^package \w+[^\n]*\n/m.exec(text);
  const at = single ? single.index : home ? home.index + home[0].length : undefined;
  if (at === undefined) return undefined;
  return { start: at, end: at, newText: single ? `import "os"${newline}` : `${newline}import "os"${newline}` };
}

/** Paths of other hosts come behind the standard library. */
function nameIn(line: string): string {
  const name = /"([^"]+)"/.exec(line)?.[1] ?? '';
  return name.includes('.') ? '~' : name;
}

/** SvelteKit documentation, "$env/dynamic/private". */
function svelteImport(text: string): TextEdit | undefined {
  if (/^import \{[^}]*\benv\b[^}]*\} from ['"]\$env\/dynamic\/private['"]/m.test(text)) return undefined;
  return {
    start: 0,
    end: 0,
    newText: `import { env } from '$env/dynamic/private';${text.includes('\r\n') ? '\r\n' : '\n'}`,
  };
}

function pythonImport(text: string, at: number): TextEdit | undefined {
  if (
    /^(?:import[ \t]+(?:[\w. ,]+,[ \t]*)?os\b(?![.\w]|[ \t]+as\b)|from[ \t]+os[ \t]+import[ \t]+environ\b.*\n(?=[\s\S]*^import os\b))/m.test(
      text.slice(0, at),
    )
  )
    return undefined;
  const place = importPlace(text);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const [block = ''] = /^(?:(?:import|from)\b[^\n]*(?:\n|$))*/.exec(text.slice(place)) ?? [];
  const modules = [...block.matchAll(/^(?:import|from)[ \t]+([\w.]+)/gm)].map(
    ([, name = '']) => name.split('.')[0] ?? '',
  );
  const isOwnGroup = modules.length === 0 ? place < text.length : !modules.some((name) => PYTHON_STANDARD.has(name));
  // In the order of the alphabet among the imports of the standard library, as sorted imports have it.
  const before = /^(?:import[ \t]+[a-n]\w*[ \t]*\r?\n)*/.exec(isOwnGroup ? '' : block)?.[0].length ?? 0;
  const start = place + before;
  return { start, end: start, newText: `import os${newline}${isOwnGroup ? newline : ''}` };
}

/** Before the first import that is not from `__future__`; else below shebang, comments and docstring. */
function importPlace(text: string): number {
  for (const match of text.matchAll(/^(?:import|from)[ \t]+(?!__future__)/gm)) {
    if (!isInDocstring(text, match.index)) return match.index;
  }
  const head =
    /^(?:(?:#[^\n]*|[ \t]*)\n)*(?:[rRuU]?("""|''')[\s\S]*?\1[^\n]*\n)?(?:(?:#[^\n]*|[ \t]*|from __future__[^\n]*)\n)*/.exec(
      text,
    )?.[0] ?? '';
  return head.length;
}

function isInDocstring(text: string, at: number): boolean {
  return regionsBefore(text, at) % 2 === 1;
}

function regionsBefore(text: string, at: number): number {
  return (text.slice(0, at).match(/"""|'''/g) ?? []).length;
}
