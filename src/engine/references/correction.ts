/** What to write in place of a name that leads nowhere, and where it stands. */
import { folderOf } from '../manifests';
import { relativeTo } from '../modules/paths';
import type { TextEdit } from '../fix';
import { LineTable } from '../span';
import { editDistance } from '../text/did-you-mean';
import type { Reference } from './facts';
import { fencesOf, isBetweenTicks } from './fences';
import { eachLink, pathOf } from './links';

export interface Correction {
  kind: Reference['kind'];
  /** As it stands in the text; of a link its path, decoded. */
  written: string;
  instead: string;
}

/** Letters that may differ, be missing or be too many in a name that was mistyped. */
const MAX_SLIPS = 1;

/** Folders further up than what is written, in which a file of the same name is no longer what was meant. */
const MAX_STEPS_UP = 2;

function stepsUp(path: string): number {
  return path.split('/').filter((step) => step === '..').length;
}

/** Nothing that a shell, YAML or JSON would take for anything but a part of a word. */
const PLAIN = /^[\w./:@-]+$/;

/**
 * How the nearest thing is named at the same place; undefined where it cannot be put there as it is.
 * @param folder in which the name is looked up; null = nobody says
 */
export function insteadOf(
  kind: Reference['kind'],
  written: string,
  nearest: string | undefined,
  folder: string | null,
): string | undefined {
  // An address with a slip in it leads to no file.
  if (nearest === undefined || written.includes('://')) return undefined;
  if (kind === 'script' || kind === 'target')
    return isSlip(written, nearest) && PLAIN.test(nearest) ? nearest : undefined;
  if (kind === 'link' && written.startsWith('/')) return encoded(`/${nearest}`);
  const isSibling = folderOf(nearest) === folderOf(written.replace(/^\.\//, ''));
  if (folder === null && !isSibling) return undefined;
  const way = relativeTo(folder ?? '', nearest);
  if (stepsUp(way) > stepsUp(written) + MAX_STEPS_UP) return undefined;
  const plain = way.replace(/^\.\//, '');
  // A program in the folder at hand is only found with the dot before it.
  const needsDot = written.startsWith('./') || (kind === 'file' && written.includes('/') && !plain.includes('/'));
  const name = needsDot ? way : plain;
  if (kind === 'link') return encoded(name);
  return isSlip(nameOf(written), nameOf(name)) && PLAIN.test(name) ? name : undefined;
}

/** Another script does another thing (`db:deploy`, `deploy`): only a slip of the same name is put right, of a file with the same ending. */
function isSlip(written: string, nearest: string): boolean {
  const lettersOf = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return endOf(nearest) === endOf(written) && editDistance(lettersOf(written), lettersOf(nearest)) <= MAX_SLIPS;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function encoded(path: string): string {
  return path.replaceAll(' ', '%20').replaceAll('(', '%28').replaceAll(')', '%29');
}

/** What a program is run by follows its ending. */
function endOf(path: string): string {
  return /\.\w+$/.exec(path)?.[0] ?? '';
}

/** Every place of a document that names it so: it is told of once. */
export function correctionsInDocument(text: string, correction: Correction): TextEdit[] {
  const fences = fencesOf(text);
  const isInCode = (at: number): boolean =>
    isBetweenTicks(text, at) || fences.some(({ start, end }) => start <= at && at < end);
  const edits: TextEdit[] = [];
  if (correction.kind === 'link')
    eachLink(text, (target, at) => {
      if (pathOf(target) !== correction.written || isInCode(at)) return;
      const rest = /(?::\d+(?:[-:]\d+)?)?(?:[#?].*)?$/.exec(target)?.[0] ?? '';
      edits.push({ start: at, end: at + target.length - rest.length, newText: correction.instead });
    });
  else for (const edit of namesIn(text, 0, correction)) if (isInCode(edit.start)) edits.push(edit);
  return edits.sort((a, b) => a.start - b.start);
}

/** The places in the lines of a command. */
export function correctionsInLines(text: string, from: number, to: number, correction: Correction): TextEdit[] {
  const lines = new LineTable(text);
  const start = lines.offset(from, 1);
  return namesIn(text.slice(start, lines.offset(to, 1) + lines.line(to).length), start, correction);
}

/** Words that run a script or a target, before its name in the same command. */
const RUNS = { script: /\b(?:npm|pnpm|yarn|bun)\b[^|&;\n]*$/, target: /\bg?make\b[^|&;\n]*$/ };

/** Whole words of a text that are the name, behind what runs it. */
function namesIn(text: string, offset: number, { kind, written, instead }: Correction): TextEdit[] {
  const edits: TextEdit[] = [];
  for (let at = text.indexOf(written); at >= 0; at = text.indexOf(written, at + written.length)) {
    const end = at + written.length;
    if (/[\w./:@-]$/.test(text.slice(Math.max(0, at - 1), at)) || /^(?:[\w/:@-]|\.\w)/.test(text.slice(end, end + 2)))
      continue;
    const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
    if ((kind === 'script' || kind === 'target') && !RUNS[kind].test(line)) continue;
    edits.push({ start: offset + at, end: offset + end, newText: instead });
  }
  return edits;
}
