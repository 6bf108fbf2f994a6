/**
 * Lines of a Markdown document that may hold items. Own rules instead of CommonMark's, because teams nest code fences in a way that
 * CommonMark closes too early, and keep checklists inside `markdown` fences.
 */
import { mayRepairShortKeys, repairMojibake } from './mojibake';

export interface MarkdownLine {
  /** From 1, in the text as it is. */
  number: number;
  /** With emoji repaired; never used for positions. */
  text: string;
  /** Inside a fence whose content counts. */
  fenced: boolean;
}

interface Fence {
  info: string;
  marker: string;
  counts: boolean;
}

const FENCE = /^\s*(`{3,}|~{3,})\s*([\w+-]*)/;

/** Longest line that is read: no item of a person is longer. */
const MAX_LINE = 2000;

/** The lines outside code, and those inside `markdown` fences that are not the content of a named file. */
export function markdownLines(text: string): MarkdownLine[] {
  const lines: MarkdownLine[] = [];
  const fences: Fence[] = [];
  const allowShort = mayRepairShortKeys(text);
  let namesFile = false;
  let number = 0;
  for (const raw of text.split(/\r\n|\r|\n/)) {
    number++;
    if (raw.length > MAX_LINE) continue;
    const match = FENCE.exec(raw);
    const open = fences.at(-1);
    if (match && isFenceLine(match, open)) {
      const [, marker = '', info = ''] = match;
      if (!open) fences.push({ info, marker, counts: !namesFile && holdsMarkdown(info) });
      else if (info !== '' && holdsMarkdown(open.info)) fences.push({ info, marker, counts: false });
      else fences.pop();
      continue;
    }
    if (open && !open.counts) continue;
    const line = repairMojibake(raw, allowShort);
    if (!open && line.trim() !== '') namesFile = /^\s*(?:\*\*)?(?:file|create|path)\b[^`]*`[^`]+`/i.test(line);
    lines.push({ number, text: line, fenced: open !== undefined });
  }
  return lines;
}

function holdsMarkdown(info: string): boolean {
  return info === '' || info === 'markdown' || info === 'md';
}

function isFenceLine([, marker = '']: RegExpExecArray, open: Fence | undefined): boolean {
  return !open || (marker[0] === open.marker[0] && marker.length >= Math.min(3, open.marker.length));
}
