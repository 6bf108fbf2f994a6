/** Credentials in Markdown tables that have a column for them. */
import type { Detection, Scan } from './detect';
import { wordsOf } from '../names';
import { classifyValue, isDistinctive } from '../values/value';

const MAX_HEADER = 400;
const MAX_ROWS = 40;

/**
 * Strong values below the header of a secret's column, where a name at an offset stands in such a header: the line below it consists of bars,
 * dashes and colons (GitHub Flavored Markdown, "Tables").
 */
export function tableValues({ text, family }: Scan, at: number, name: string): Detection[] {
  if (family !== 'prose') return [];
  const before = text.slice(Math.max(0, at - MAX_HEADER), at);
  const start = at - before.length + before.lastIndexOf('\n') + 1;
  if (text[start] !== '|') return [];
  const length = text.slice(at, at + MAX_HEADER).indexOf('\n');
  if (length < 0) return [];
  const end = at + length;
  const ruler = /\|[\s:|-]{2,400}(?:\n|$)/y;
  ruler.lastIndex = end + 1;
  if (!ruler.test(text)) return [];
  const column = cellsOf(text.slice(start, Math.min(end, start + MAX_HEADER))).findIndex(
    (cell) => start + cell.start <= at && at <= start + cell.start + cell.text.length && isTitle(cell.text),
  );
  return column < 0 ? [] : columnValues(text, ruler.lastIndex, column, name);
}

function columnValues(text: string, first: number, column: number, name: string): Detection[] {
  const found: Detection[] = [];
  let from = first;
  for (let rows = 0; from < text.length && rows < MAX_ROWS; rows++) {
    const end = text.indexOf('\n', from);
    const row = text.slice(from, end < 0 ? text.length : end);
    if (!row.startsWith('|') || row.length > 2000) break;
    const cell = cellsOf(row)[column];
    const bare = cell ? unmarked(cell.text) : '';
    if (cell && classifyValue(bare, name) === 'strong' && isDistinctive(bare)) {
      const begin = from + cell.start + cell.text.indexOf(bare);
      found.push(inTable(name, begin, begin + bare.length));
    }
    from = end < 0 ? text.length : end + 1;
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

/** A title is short: a sentence with the word in it is no title. */
function isTitle(text: string): boolean {
  return wordsOf(text).length <= 3;
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
