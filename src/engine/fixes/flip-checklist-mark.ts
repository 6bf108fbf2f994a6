import { defineFix, type TextEdit } from '../fix';
import { LineTable } from '../span';

/** Marks in pairs: what stands for "done" and what stands for "not done" in the same notation. */
const PAIRS: readonly [done: string, open: string][] = [
  ['[x]', '[ ]'],
  ['[X]', '[ ]'],
  ['✅', '❌'],
  ['☑', '☐'],
];

export default defineFix({
  id: 'flip-checklist-mark',
  title: (finding) => (finding.rule === 'claimed-not-so' ? 'Take back the mark' : 'Tick this item'),
  safe: false,
  unsafeBecause: 'It changes what your team claims.',
  async build(finding, { readText }) {
    const text = finding.path === null ? undefined : await readText(finding.path);
    if (text === undefined || finding.path === null || finding.line === null)
      return { refused: 'The document is gone.' };
    const lines = new LineTable(text);
    const line = lines.line(finding.line);
    const toDone = finding.rule !== 'claimed-not-so';
    const edit = flip(line, lines.offset(finding.line, 1), toDone);
    if (!edit) return { refused: 'No mark of this item can be flipped alone: its words have to change with it.' };
    const title = toDone ? 'Tick this item' : 'Take back the mark';
    const file = { path: finding.path, create: false, edits: [edit], label: title };
    return { title, files: [file], needsConfirmation: false, nextSteps: [] };
  },
});

/** Words of a status cell, alone or behind the mark. */
const DONE_WORDS = /^\s*(?:done|complete[d]?|pass(?:ed)?|yes|implemented|resolved)\b/i;
const OPEN_WORDS = /^\s*(?:open|pending|to ?do|no|not (?:done|started)|missing|failed|fail)\b/i;

/** Only the mark and its word change, in the notation the line already uses. */
function flip(line: string, start: number, toDone: boolean): TextEdit | undefined {
  // "❌ No tests exist" would be false with the mark flipped: the sentence itself has to change, which is a person's job. A task says
  // what is to be reached: "[ ] No secrets in the code" is ticked.
  if (toDone && !line.includes('[ ]') && /^\W*(?:\*\*status\*\*\W*)?(?:no|missing|lack|without|not)\b/i.test(line))
    return undefined;
  for (const [done, open] of PAIRS) {
    const [from, to] = toDone ? [open, done] : [done, open];
    const at = line.indexOf(from);
    if (at < 0) continue;
    const after = line.slice(at + from.length);
    const word = from.startsWith('[') ? '' : statusWord(after, toDone);
    const newWord = word === '' ? '' : word.replace(/\S.*$/, toDone ? 'Done' : 'Open');
    return { start: start + at, end: start + at + from.length + word.length, newText: to + newWord };
  }
  return flipWord(line, start, toDone);
}

/** The word behind a mark that says the same as the mark; empty where the words go on, because they are the item then. */
function statusWord(after: string, toDone: boolean): string {
  const word = (toDone ? OPEN_WORDS : DONE_WORDS).exec(after)?.[0] ?? '';
  return /^\**\s*(?:[|,;:.(–—-]|$)/.test(after.slice(word.length)) ? word : '';
}

/** A status cell that holds a word and no mark: "| PASS |". */
function flipWord(line: string, start: number, toDone: boolean): TextEdit | undefined {
  if (!line.trimStart().startsWith('|')) return undefined;
  const pattern = toDone ? OPEN_WORDS : DONE_WORDS;
  for (const match of line.matchAll(/\|([^|]*)(?=\|)/g)) {
    const cell = match[1] ?? '';
    const word = pattern.exec(cell)?.[0];
    if (word === undefined || word.trim() !== cell.trim()) continue;
    const at = start + match.index + 1 + (word.length - word.trimStart().length);
    return { start: at, end: at + word.trim().length, newText: toDone ? 'Done' : 'Open' };
  }
  return undefined;
}
