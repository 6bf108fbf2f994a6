/** Reading and extending dotenv files. A dotenv file is only ever added to: what somebody set stays. */
import type { TextEdit } from '../fix';

/** Values of a dotenv text by name; the last one wins, as readers do it. */
export function dotenvValues(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const match of text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(.*)$/gm)) {
    values.set(match[1] ?? '', unquote((match[2] ?? '').trim()));
  }
  return values;
}

function unquote(raw: string): string {
  const quote = raw[0];
  if (quote === "'") return raw.slice(1, raw.indexOf("'", 1) < 0 ? undefined : raw.indexOf("'", 1));
  if (quote === '"')
    return raw
      .slice(1)
      .replace(/"[^"]*$/, '')
      .replace(/\\n/g, '\n')
      .replace(/\\(["\\$])/g, '$1');
  return raw.replace(/\s+#.*$/, '');
}

/** A value as a dotenv file writes it: bare where nothing can be misread, in single quotes else. */
export function dotenvValue(value: string): string {
  if (/^[\w.,:/+=@%~-]*$/.test(value)) return value;
  if (!/['\n]/.test(value)) return `'${value}'`;
  return `"${value.replace(/[\\"$]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}

/** What a file that is sourced writes before each name: without it, programs that the shell starts see nothing of it. */
export function exportLead(text: string): string {
  const names = text.match(/^[ \t]*(?:export[ \t]+)?[A-Za-z_]\w*=/gm) ?? [];
  return names.length > 0 && names.every((name) => /^\s*export\s/.test(name)) ? 'export ' : '';
}

/** Appends lines to a text, on lines of their own and in its own line ends. */
export function appendLines(text: string, lines: readonly string[]): TextEdit {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const lead = text === '' || text.endsWith('\n') ? '' : newline;
  return { start: text.length, end: text.length, newText: lead + lines.map((line) => line + newline).join('') };
}
