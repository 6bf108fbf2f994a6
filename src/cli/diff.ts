/** Changes of a text as a unified diff. */
import type { Style } from '../engine/format/text/style';
import { printable } from '../engine/format/text/width';

const CONTEXT = 2;
/** Above this many cells the table of common lines would cost more than a finer diff is worth. */
const MAX_CELLS = 4_000_000;

/** A line that stays, goes or comes. */
export interface Step {
  sign: ' ' | '-' | '+';
  text: string;
}

/**
 * A unified diff between two texts, as lines; `mask` hides what must not be shown. Empty when they are equal. `before` is undefined for a
 * new file.
 */
export function unifiedDiff(
  path: string,
  before: string | undefined,
  after: string,
  style: Style,
  mask: (line: string) => string,
): string[] {
  const steps = stepsOf(before === undefined ? [] : linesOf(before), linesOf(after));
  if (!steps.some((step) => step.sign !== ' ')) return [];
  const lines = [style.bold(before === undefined ? '--- (new file)' : `--- ${path}`), style.bold(`+++ ${path}`)];
  for (const [start, end] of hunksOf(steps)) {
    const count = (signs: string, list: readonly Step[]): number =>
      list.filter((step) => signs.includes(step.sign)).length;
    const [ahead, own] = [steps.slice(0, start), steps.slice(start, end)];
    const oldSize = count(' -', own);
    const oldStart = count(' -', ahead) + (oldSize === 0 ? 0 : 1);
    lines.push(style.cyan(`@@ -${oldStart},${oldSize} +${count(' +', ahead) + 1},${count(' +', own)} @@`));
    for (const { sign, text } of own) {
      const line = `${sign}${printable(mask(text))}`;
      lines.push(sign === '-' ? style.red(line) : sign === '+' ? style.green(line) : line);
    }
  }
  return lines;
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Stretches of changed steps with their context, as index ranges; those that touch are one. */
function hunksOf(steps: readonly Step[]): [number, number][] {
  const hunks: [number, number][] = [];
  steps.forEach((step, i) => {
    if (step.sign === ' ') return;
    const last = hunks.at(-1);
    const [start, end] = [Math.max(0, i - CONTEXT), Math.min(steps.length, i + 1 + CONTEXT)];
    if (last && start <= last[1]) last[1] = end;
    else hunks.push([start, end]);
  });
  return hunks;
}

/** The way from one list of lines to the other: what is common at both ends stays, between them the longest common subsequence does. */
export function stepsOf(old: readonly string[], fresh: readonly string[]): Step[] {
  const shorter = Math.min(old.length, fresh.length);
  let head = 0;
  while (head < shorter && old[head] === fresh[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail++;
  const same = (lines: readonly string[]): Step[] => lines.map((text) => ({ sign: ' ', text }));
  return [
    ...same(old.slice(0, head)),
    ...middleSteps(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)),
    ...same(old.slice(old.length - tail)),
  ];
}

function middleSteps(a: readonly string[], b: readonly string[]): Step[] {
  const width = b.length + 1;
  const coarse = a.length * b.length > MAX_CELLS;
  const common = new Uint32Array(coarse ? 0 : (a.length + 1) * width);
  for (let i = coarse ? -1 : a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] =
        a[i] === b[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (!coarse && left !== undefined && left === right) {
      steps.push({ sign: ' ', text: left });
      i++;
      j++;
    } else if (
      left !== undefined &&
      (right === undefined || coarse || (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      steps.push({ sign: '-', text: left });
      i++;
    } else if (right !== undefined) {
      steps.push({ sign: '+', text: right });
      j++;
    }
  }
  return steps;
}
