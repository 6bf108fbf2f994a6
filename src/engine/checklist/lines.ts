/**
 * Lines of a Markdown document that may hold items. Own rules instead of CommonMark's, because teams nest code fences in a way that
 * CommonMark closes too early, and keep checklists inside `markdown` fences.
 */
import type { LineTable } from '../span';
import { isSpace } from '../text/units';
import { repairOf } from './mojibake';

/** A line that is not blank. Most are decided by their first character, so their text is only cut out when somebody asks for it. */
export class MarkdownLine {
  private own: string | undefined;

  constructor(
    /** From 1, in the text as it is. */
    readonly number: number,
    /** UTF-16 unit of the first character that is no white space. */
    readonly first: number,
    /** That character stands in the first column. */
    readonly atMargin: boolean,
    /** Inside a fence whose content counts. */
    readonly fenced: boolean,
    private readonly read: () => string,
  ) {}

  /** With emoji repaired; never used for positions. */
  get text(): string {
    return (this.own ??= this.read());
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
  const repair = repairOf(text);
  /** The last line before a fence says whether it holds a file. */
  let before: MarkdownLine | undefined;
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
        fences.push({ info, marker, counts: holdsMarkdown(info) && !(before && NAMES_FILE.test(before.text)) });
      else if (info !== '' && holdsMarkdown(open.info)) fences.push({ info, marker, counts: false });
      else fences.pop();
      continue;
    }
    if (open && !open.counts) continue;
    const line = new MarkdownLine(number, first, at === start, open !== undefined, () =>
      repair(text.slice(start, end)),
    );
    if (!open) before = line;
    onLine(line);
  }
}

function holdsMarkdown(info: string): boolean {
  return info === '' || info === 'markdown' || info === 'md';
}

function isFenceLine([, marker = '']: RegExpExecArray, open: Fence | undefined): boolean {
  return !open || (marker[0] === open.marker[0] && marker.length >= Math.min(3, open.marker.length));
}
