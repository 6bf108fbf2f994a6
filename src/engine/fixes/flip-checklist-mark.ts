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
  safe: true,
  async build(finding, { readText }) {
    const text = finding.path === null ? undefined : await readText(finding.path);
    if (text === undefined || finding.path === null || finding.line === null)
      return { refused: 'The document is gone.' };
    const lines = new LineTable(text);
    const line = lines.line(finding.line);
    const toDone = finding.rule !== 'claimed-not-so';
    const edit = flip(line, lines.offset(finding.line, 1), toDone);
    if (!edit) return { refused: 'This item has no mark that can be flipped without changing its words.' };
    const title = toDone ? 'Tick this item' : 'Take back the mark';
    const file = { path: finding.path, create: false, edits: [edit], label: title };
    return { title, files: [file], needsConfirmation: false, nextSteps: [] };
  },
});

/** Only the mark changes, in the notation the line already uses. */
function flip(line: string, start: number, toDone: boolean): TextEdit | undefined {
  // "No tests exist ❌" would be false with the mark flipped: the sentence itself has to change, which is a person's job.
  if (toDone && /^\W*(?:\*\*status\*\*\W*)?(?:no|missing|lack|without|not)\b/i.test(line)) return undefined;
  for (const [done, open] of PAIRS) {
    const [from, to] = toDone ? [open, done] : [done, open];
    const at = line.indexOf(from);
    if (at >= 0) return { start: start + at, end: start + at + from.length, newText: to };
  }
  return undefined;
}
