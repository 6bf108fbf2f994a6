/** Where a Markdown document shows code: fences, and what stands between backticks. */

export interface Fence {
  start: number;
  end: number;
  /** Offset of its first line of content. */
  body: number;
  info: string;
}

const FENCE = /^[ \t>]*(?:(?:[-*+]|\d+\.)[ \t]+)?(`{3,}|~{3,})[ \t]*([^\s`]*)[^\n`]*$/;

/** Stretches of fenced code; a fence inside a longer one or inside a `markdown` one is its content. */
export function fencesOf(text: string): Fence[] {
  const fences: Fence[] = [];
  let open: { marker: string; start: number; body: number; info: string } | undefined;
  const hasTildes = text.includes('~~~');
  for (let mark = nextMark(text, 0, hasTildes); mark >= 0;) {
    const start = text.lastIndexOf('\n', mark) + 1;
    const line = lineFrom(text, start);
    const [, marker = '', info = ''] = FENCE.exec(line) ?? [];
    if (marker !== '' && !open) open = { marker, start, body: start + line.length + 1, info };
    else if (marker !== '' && open && marker.startsWith(open.marker) && info === '') {
      fences.push({ start: open.start, end: start, body: open.body, info: open.info });
      open = undefined;
    }
    mark = nextMark(text, start + line.length, hasTildes);
  }
  if (open) fences.push({ start: open.start, end: text.length, body: open.body, info: 'open' });
  return fences;
}

/** Offset of what may be a fence's marker; tildes are so rare that most texts hold none. */
function nextMark(text: string, from: number, hasTildes: boolean): number {
  const ticks = text.indexOf('```', from);
  const tildes = hasTildes ? text.indexOf('~~~', from) : -1;
  return ticks < 0 || tildes < 0 ? Math.max(ticks, tildes) : Math.min(ticks, tildes);
}

/** The rest of the line from an offset. */
export function lineFrom(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? undefined : end).trimEnd();
}

/** A place that an odd number of backticks of its line stands before. */
export function isBetweenTicks(text: string, at: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  const ticks = before.includes('`') ? before.split('`').length - 1 : 0;
  return ticks % 2 === 1;
}
