/** Simple Markdown (paragraphs, lists, code fences, tables) as terminal lines. */
import type { Style } from './style';
import { printable, wrap } from './width';

export function markdownLines(markdown: string, width: number, style: Style): string[] {
  const lines: string[] = [];
  let paragraph: string[] = [];
  let fence: string | undefined;
  const flush = (): void => {
    if (paragraph.length > 0) lines.push(...block(paragraph.join(' '), width));
    paragraph = [];
  };
  for (const line of markdown.split(/\r?\n/)) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined || mark !== undefined) {
      flush();
      if (fence === undefined) fence = mark;
      else if (mark?.startsWith(fence)) fence = undefined;
      else lines.push(style.cyan(`  ${printable(line)}`));
    } else if (line.trim() === '') {
      flush();
      if (lines.length > 0 && lines.at(-1) !== '') lines.push('');
    } else if (/^\s*\|[\s:|-]+\|\s*$/.test(line)) {
      continue;
    } else if (/^\s*([-*+]|\d+\.|\|)\s/.test(line)) {
      flush();
      paragraph = [line];
    } else paragraph.push(paragraph.length === 0 ? line : line.trim());
  }
  flush();
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

/** A paragraph, a list item with its hanging indent, or a table row. */
function block(text: string, width: number): string[] {
  const item = /^(\s*)([-*+]|\d+\.)\s+/.exec(text);
  if (!item) return wrap(plain(text.replace(/^\s*\|\s*|\s*\|\s*$/g, '').replace(/\s*\|\s*/g, '  ')), width);
  const sign = /\d/.test(item[2] ?? '') ? (item[2] ?? '') : '•';
  const indent = `${item[1] ?? ''}${' '.repeat(sign.length + 1)}`;
  const rows = wrap(plain(text.slice(item[0].length)), width - indent.length);
  return rows.map((row, i) => (i === 0 ? `${item[1] ?? ''}${sign} ${row}` : indent + row));
}

/** Inline marks taken away: what they mark reads well without them. */
function plain(text: string): string {
  return printable(text)
    .replace(/\[([^\]]+)\]\(([^)]+)\)/g, (_, label: string, target: string) =>
      /^https?:/.test(target) && target !== label ? `${label} (${target})` : label,
    )
    .replace(/<(https?:[^>]+)>/g, '$1')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/[‹›]/g, '');
}
