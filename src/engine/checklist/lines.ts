/**
 * Lines of a Markdown document that may hold items. Own rules instead of CommonMark's, because teams nest code fences in a way that
 * CommonMark closes too early, and keep checklists inside `markdown` fences.
 */
import type { LineTable } from '../span';
import { isSpace } from '../text/units';
import { repairOf } from './mojibake';

/** A line that is not blank. One object stands for all lines of a document, in turn: copy what must stay. */
export class MarkdownLine {
  /** From 1, in the text as it is. */
  number = 0;
  /** UTF-16 unit of the first character that is no white space. */
  first = 0;
  /** Characters of white space before it. */
  indent = 0;
  /** Inside a fence whose content counts. */
  fenced = false;
  private start = 0;
  private end = 0;
  private own: string | undefined;

  constructor(
    private readonly source: string,
    private readonly repair: (line: string) => string,
  ) {}

  /** With emoji repaired; never used for positions. Most lines are decided by their first character, so it is only cut out when somebody asks. */
  get text(): string {
    return (this.own ??= this.repair(this.source.slice(this.start, this.end)));
  }

  /** Goes to the line between two offsets. */
  move(number: number, start: number, end: number): void {
    this.number = number;
    this.start = start;
    this.end = end;
    this.own = undefined;
  }
}

interface Fence {
  info: string;
  marker: string;
  counts: boolean;
}

const FENCE = /^\s*(`{3,}|~{3,})\s*([\w+-]*)/;
const NAMES_FILE = /^\s*(?:\*\*)?(?:file|create|path)\b[^`]*`[^`]+`/i;

const BACKTICK = 0x60;
const TILDE = 0x7e;

/** Longest line that is read: no item of a person is longer. */
const MAX_LINE = 2000;

/** Calls for the lines outside code, and for those inside `markdown` fences that are not the content of a named file; not for blank ones. */
export function eachMarkdownLine(text: string, table: LineTable, onLine: (line: MarkdownLine) => void): void {
  const fences: Fence[] = [];
  const line = new MarkdownLine(text, repairOf(text));
  /** Stretch of the last line before a fence: it says whether the fence holds a file. */
  let before = 0;
  let beforeEnd = 0;
  for (let number = 1; number <= table.count; number++) {
    const start = table.startOf(number);
    const end = table.endOf(number);
    let at = start;
    while (at < end && isSpace(text.charCodeAt(at))) at++;
    if (at === end || end - start > MAX_LINE) continue;
    const first = text.charCodeAt(at);
    const open = fences.at(-1);
    const match = first === BACKTICK || first === TILDE ? FENCE.exec(text.slice(start, end)) : null;
    if (match && isFenceLine(match, open)) {
      const [, marker = '', info = ''] = match;
      if (!open)
        fences.push({ info, marker, counts: holdsMarkdown(info) && !NAMES_FILE.test(text.slice(before, beforeEnd)) });
      else if (info !== '' && holdsMarkdown(open.info)) fences.push({ info, marker, counts: false });
      else fences.pop();
      continue;
    }
    if (open && !open.counts) continue;
    if (!open) {
      before = start;
      beforeEnd = end;
    }
    line.move(number, start, end);
    line.first = first;
    line.indent = at - start;
    line.fenced = open !== undefined;
    onLine(line);
  }
}

function holdsMarkdown(info: string): boolean {
  return info === '' || info === 'markdown' || info === 'md';
}

function isFenceLine([, marker = '']: RegExpExecArray, open: Fence | undefined): boolean {
  return !open || (marker[0] === open.marker[0] && marker.length >= Math.min(3, open.marker.length));
}
