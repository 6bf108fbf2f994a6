/** Credentials in prose that has a form of its own: Markdown tables with a column for passwords, and `login: user / password`. */
import type { Detection, Scan } from './detect';
import { isSecretName, wordsOf } from './names';
import { classifyValue, isDistinctive } from './value';

/** What the line below the header of a Markdown table starts with. */
export const TABLE_KEYS: readonly string[] = ['|---', '| ---', '|:--', '| :-'];

const MAX_ROWS = 40;

/** Strong values below the header of a secret's column. */
export function tableValues(scan: Scan, start: number): Detection[] {
  const { text } = scan;
  if (scan.family !== 'prose' || text[start - 1] !== '\n') return [];
  const header = text.slice(text.lastIndexOf('\n', start - 2) + 1, start - 1);
  if (header.length > 400 || !header.includes('|')) return [];
  const columns = cellsOf(header).flatMap(({ text: name }, at) => (isSecretTitle(name) ? [{ name, at }] : []));
  if (columns.length === 0) return [];
  const found: Detection[] = [];
  let from = text.indexOf('\n', start) + 1;
  for (let rows = 0; from > 0 && rows < MAX_ROWS; rows++) {
    const end = text.indexOf('\n', from);
    const row = text.slice(from, end < 0 ? text.length : end);
    if (!/^\s{0,8}\|/.test(row) || row.length > 2000) break;
    const cells = cellsOf(row);
    for (const { name, at } of columns) {
      const cell = cells[at];
      const bare = cell && unmarked(cell.text);
      if (!cell || !bare || classifyValue(bare, name) !== 'strong' || !isDistinctive(bare)) continue;
      const begin = from + cell.start + cell.text.indexOf(bare);
      found.push(inTable(name, begin, begin + bare.length));
    }
    from = end < 0 ? 0 : end + 1;
  }
  return found;
}

function inTable(name: string, start: number, end: number): Detection {
  const rule = /token/i.test(name)
    ? 'token'
    : /key/i.test(name)
      ? 'api-key'
      : /secret/i.test(name)
        ? 'secret'
        : 'password';
  return {
    rule,
    value: 'strong',
    position: 'prose',
    name: wordsOf(name).join('_').toUpperCase(),
    env: null,
    start,
    end,
    proven: false,
  };
}

function isSecretTitle(title: string): boolean {
  return wordsOf(title).length <= 3 && isSecretName(wordsOf(title).join('_'));
}

/** `**v**`, `` `v` `` → v. */
function unmarked(cell: string): string {
  return cell.replace(/^[`*_]{1,3}/, '').replace(/[`*_]{1,3}$/, '');
}

function cellsOf(row: string): { text: string; start: number }[] {
  const cells: { text: string; start: number }[] = [];
  let from = row.indexOf('|') + 1;
  if (row.slice(0, from - 1).trim() !== '') from = 0;
  while (from <= row.length) {
    const bar = row.indexOf('|', from);
    const end = bar < 0 ? row.length : bar;
    const cell = row.slice(from, end);
    cells.push({ text: cell.trim(), start: from + cell.length - cell.trimStart().length });
    from = end + 1;
  }
  return cells;
}
