/** One checklist item, from one line: its mark, its words, and what its author says of it. */
import type { Claim } from '../report/report';
import type { Mode } from './sections';

/** A line read as an item, before anything is bound to it. */
export interface RawItem {
  /** Words that say what the item is about. */
  title: string;
  /** Words after the title (in brackets, after a colon or an arrow, other cells): they never bind strongly. */
  detail: string;
  mark: Mark | null;
  notation: 'task' | 'bullet' | 'numbered' | 'row' | 'status' | 'box' | 'bare';
}

export type Mark = 'done' | 'not-done' | 'partial';

const DONE = '(?:✅|☑️?|✔️?|✓|🟢)';
const NOT_DONE = '(?:❌|✗|✘|☐|□)';
const PARTIAL = '(?:⚠️?|⏳|🚧|🔄|🟡)';
const SYMBOLS = new Map<number | undefined, Mark>([
  ...symbols('✅☑✔✓🟢', 'done'),
  ...symbols('❌✗✘☐□🔴', 'not-done'),
  ...symbols('⚠⏳🚧🔄🟡', 'partial'),
]);

function symbols(list: string, mark: Mark): [number | undefined, Mark][] {
  return [...list].map((symbol) => [symbol.codePointAt(0), mark]);
}

const LEADING = new RegExp(`^(${DONE}|${NOT_DONE}|${PARTIAL}|🔴)\\ufe0f?\\s*`, 'u');
const TRAILING = new RegExp(`\\s(${DONE}|${NOT_DONE}|${PARTIAL})\\ufe0f?\\s*(?:\\([^)]*\\)|[A-Z ]{2,20})?\\s*$`, 'u');

const LIGHT = /^[🟢🟡🔴]\s*[*_`]*(\p{L}.*)$/u;

/** `**Title**: ✅ more`: the mark stands behind a bold lead. Lights say there how urgent something is. */
const BEHIND_LEAD = /^\*\*([^*]+)\*\*\s*:?\s*([✅☑✔✓❌✗✘⚠⏳🚧🔄])\ufe0f?\s*[-–—:]?\s*(.*)$/u;
/** `**✅ Title**`: the mark stands inside the bold lead. */
const INSIDE_LEAD = /^\*\*([✅☑✔✓❌✗✘⚠⏳🚧🔄🟡🔴🟢]\ufe0f?)\s*/u;

/** The state that an emoji or a word stands for. */
export function markOf(symbol: string): Mark | null {
  const known = SYMBOLS.get(symbol.codePointAt(0));
  // A light before words takes its meaning from them: "🟢 On track", "🔴 High".
  const beside = LIGHT.exec(symbol)?.[1];
  if (known && beside === undefined) return known;
  if (beside !== undefined) return markOf(beside);
  const text = symbol.replace(/[*_`]/g, '').trim();
  const inside = SYMBOLS.get(text.codePointAt(0));
  if (inside) return inside;
  const word = text.toLowerCase();
  if (
    /^(?:done|pass(?:ed|ing)?|completed?|yes|implemented|resolved|fixed|closed|ok|ready|live|verified|operational|working|healthy)\b/.test(
      word,
    )
  )
    return 'done';
  if (/^(?:in[- ]progress|partial(?:ly)?|started|wip|ongoing|in review|on track)\b/.test(word)) return 'partial';
  if (
    /^(?:pending|to ?do|not (?:done|started|implemented)|no|fail(?:ed|ing)?|missing|open|blocked|incomplete)\b/.test(
      word,
    )
  )
    return 'not-done';
  return null;
}

/** True for the first characters (UTF-16 units) of lines that `readItem` can read: bullets, numbers, quotes, `Status` and marks. */
export function mayBeItem(first: number): boolean {
  return first > 127 || (first >= 48 && first <= 57) || '-*+>Ss'.includes(String.fromCharCode(first));
}

/** Reads a line that is no heading, label or table row. */
export function readItem(text: string): RawItem | undefined {
  const list = /^\s*(?:>\s*)?([-*+]|\d+[.)])\s+(.*)$/.exec(text);
  if (list) return fromList(list[1] ?? '', (list[2] ?? '').trim());
  const status = /^\s*\*{0,2}status\*{0,2}\s*:\s*\*{0,2}\s*(.*)$/i.exec(text);
  if (status) return fromStatus((status[1] ?? '').trim());
  const bare = LEADING.exec(text.trim());
  if (!bare) return undefined;
  const rest = text.trim().slice(bare[0].length);
  const isBox = /^[☐□☑]/u.test(text.trim());
  return { ...split(rest), mark: markOf(bare[1] ?? ''), notation: isBox ? 'box' : 'bare' };
}

const STAR = 0x2a;
const BRACKET = 0x5b;
const TILDE = 0x7e;
/** Characters above hold every mark but the boxes. */
const ASCII_END = 0x7f;
const MARK_CHARACTER = /[^\0-\x7f]/;

/** What a line is, its first character says; most patterns are not even tried. */
function fromList(bullet: string, text: string): RawItem {
  const isBold = text.charCodeAt(0) === STAR;
  const body = isBold ? text.replace(INSIDE_LEAD, '$1 **') : text;
  const first = body.charCodeAt(0);
  const box = first === BRACKET ? /^\[([ xX~/-])\]\s+(.*)$/.exec(body) : null;
  if (box) {
    const mark = box[1] === ' ' ? 'not-done' : box[1] === 'x' || box[1] === 'X' ? 'done' : 'partial';
    const rest = (box[2] ?? '').replace(LEADING, '');
    return { ...split(rest), mark, notation: 'task' };
  }
  const notation = /^\d/.test(bullet) ? 'numbered' : 'bullet';
  const struck = first === TILDE ? /^~~(.+)~~\s*(.*)$/.exec(body) : null;
  if (struck) return { title: struck[1] ?? '', detail: struck[2] ?? '', mark: 'done', notation };
  if (!MARK_CHARACTER.test(body)) return { ...split(body), mark: null, notation };
  const leading = first > ASCII_END ? LEADING.exec(body) : null;
  if (leading) return { ...split(body.slice(leading[0].length)), mark: markOf(leading[1] ?? ''), notation };
  const lead = isBold ? BEHIND_LEAD.exec(body) : null;
  if (lead)
    return {
      title: (lead[1] ?? '').replace(/:$/, ''),
      detail: lead[3] ?? '',
      mark: markOf(lead[2] ?? ''),
      notation,
    };
  const trailing = TRAILING.exec(body);
  if (trailing) return { ...split(body.slice(0, trailing.index)), mark: markOf(trailing[1] ?? ''), notation };
  return { ...split(body), mark: null, notation };
}

function fromStatus(body: string): RawItem | undefined {
  const leading = LEADING.exec(body);
  if (!leading || body.length === leading[0].length) return undefined;
  return { ...split(body.slice(leading[0].length)), mark: markOf(leading[1] ?? ''), notation: 'status' };
}

/** Title and detail: a bold lead, or the words before a colon, an arrow, a dash or a bracket. */
export function split(body: string): { title: string; detail: string } {
  const todo = /^\*{0,2}(?:TODO|FIXME)\b:?\*{0,2}:?\s+(.+)$/.exec(body);
  if (todo) return split(todo[1] ?? '');
  const bold = /^\*\*(.+?)\*\*\s*:?\s*[-–—:]?\s*(.*)$/.exec(body);
  if (bold) return { title: (bold[1] ?? '').replace(/:$/, ''), detail: bold[2] ?? '' };
  const cut = /\s+(?:[-–—→]|->)\s+|:\s+|\s+\(/.exec(body);
  if (!cut || cut.index < 3) return { title: body, detail: '' };
  return { title: body.slice(0, cut.index), detail: body.slice(cut.index + cut[0].length) };
}

/** Words that say how something stands and not what. */
const BARE_STATE =
  /^(?:(?:not|never) (?:yet )?)?(?:configured|implemented|set ?up|started|done|available|present|enabled|in place|installed|defined|written|completed?|finished)(?: yet)?$|^(?:none|missing|nothing)(?: yet)?$/i;

/** True for an item that says nothing but a state: what it is about stands above it. */
export function isBareState({ title, detail, mark, notation }: RawItem): boolean {
  return mark !== null && detail === '' && notation !== 'row' && BARE_STATE.test(title.replace(/[*_`.]/g, '').trim());
}

/** Names of what a report writes down of each finding. */
const FIELD =
  /^(?:impact|fix(?:es)?|issues?|problems?|locations?|files?|lines?|severity|risks?|evidence|description|details?|recommendations?|remediation|solution|code|effort|cause|root cause|why|current|example|exploit|attack(?: vector)?|cwe|cvss|affected)$/i;

/** True for an unmarked line that describes a gap and is none: "**Impact**: anybody may …". */
export function isDescription({ title, mark }: RawItem): boolean {
  return mark === null && FIELD.test(title.replace(/[*_`:]/g, '').trim());
}

/** True for an open line that grades how far it is ("❌ Runbooks: 10%"). In a task box the figure is the aim. */
export function isGrade({ mark, detail, notation }: RawItem): boolean {
  return mark === 'not-done' && notation !== 'task' && /^~?[1-9]\d? ?%/.test(detail.trim());
}

/** Words that take back part of what a ✅ says. */
const WEAKENED =
  /\b(?:partial(?:ly)?|basic|mostly|relaxed|disabled|skip(?:ped)?|bypass(?:ed)?|temporar\w+|needs? (?:review|verification|work)|in progress|limited|optional(?:ly)?|planned|coming soon)\b/i;

/** Words that make the sentence speak of what is missing. */
const NEGATIVE = /^(?:no|missing|lack(?:s|ing)?(?: of)?|without|not|zero|never|absence of)\b/i;

/** True when an item's words say that something is not there. */
export function isNegative(title: string): boolean {
  return NEGATIVE.test(title.replace(/[*_`]/g, '').trim());
}

/**
 * What the item claims of the requirement behind it.
 *
 * @param absence whether the good state of its check is that something is absent ("no hardcoded secrets")
 */
export function claimOf(item: RawItem, mode: Mode, absence: boolean): Claim {
  if (mode === 'history' || mode === 'consequence' || mode === 'template' || mode === 'advice') return 'unstated';
  const isTask = item.notation === 'task' || item.notation === 'box';
  if (mode === 'plan' && (!isTask || item.mark === 'not-done')) return 'planned';
  if (mode === 'procedure' && isTask && item.mark === 'not-done') return 'planned';
  if (mode === 'goal' && !isTask && item.notation !== 'row' && item.mark !== null) return 'planned';
  if (item.mark === null) return mode === 'gap' && item.notation !== 'numbered' ? 'not-done' : 'unstated';
  if (item.mark === 'partial') return 'partial';
  if (item.mark === 'not-done') return 'not-done';
  if (isNegative(item.title) && !absence) return 'unstated';
  return WEAKENED.test(`${item.title} ${item.detail}`) ? 'partial' : 'done';
}
