/** A Markdown document to its checklist items. Pure; never throws; positions are those of the text as it is. */
import type { Claim } from '../report/report';
import { LineTable } from '../span';
import { holdsAny } from '../text/words';
import {
  bind,
  bindingComment,
  holdsBindingComment,
  isReadable,
  speaksOfAbsence,
  type Binding,
  type BindingComment,
} from './bind';
import { claimOf, markOf, mayBeItem, readItem, split, type RawItem } from './item';
import { eachMarkdownLine, type MarkdownLine } from './lines';
import { RUNTIME } from './lexicon';
import { isDamaged } from './mojibake';
import { clean, GAP_WORDS, isMetaLabel, modeOf, Sections, type Mode } from './sections';

export interface ChecklistItem {
  line: number;
  /** The item's words, with what looks like a secret masked. */
  text: string;
  section: string[];
  claim: Claim;
  checks: string[];
  strength: Binding['strength'];
  owner: string | null;
  due: string | null;
}

export interface ChecklistDocument {
  /** By its name, or because it holds at least five tasks: every item is listed. Else only those that name a check. */
  isChecklist: boolean;
  items: ChecklistItem[];
}

const CHECKLIST_NAME = /(?:production|readiness|checklist|launch|deploy|go[-_]?live|todo|audit|status)/i;
const MIN_TASKS = 5;
const MIN_MARKS = 5;

/** Documents that quote others: change logs, licences, dependencies' documentation. */
const NEVER =
  /(?:^|\/)(?:changelog|license|code_of_conduct)\b[^/]*\.mdx?$|(?:^|\/)(?:node_modules|vendor|third_party)\//i;

/** @param lines those of the text, where somebody has them already */
export function parseChecklist(path: string, text: string, lines = new LineTable(text)): ChecklistDocument | undefined {
  const isNamed = CHECKLIST_NAME.test(path.slice(path.lastIndexOf('/') + 1));
  if (NEVER.test(path) || !(isNamed || mayCount(text))) return undefined;
  const { found, tasks, marks } = new Reader().read(text, lines);
  const isChecklist = isNamed || tasks >= MIN_TASKS;
  const counts = isChecklist || marks >= MIN_MARKS;
  const items: ChecklistItem[] = [];
  for (const one of found) {
    if (!counts && !one.own) continue;
    const item = bound(one, (checks) => isChecklist || !counts || checks.length > 0);
    if (item) items.push(item);
  }
  return items.length === 0 ? undefined : { isChecklist, items };
}

/** A line that claims something, before it is known whether the document counts. */
interface Found {
  line: number;
  item: RawItem;
  mode: Mode;
  section: string[];
  /** What a comment binds it to. */
  own: BindingComment | undefined;
  /** From a cell of its row; an owner in its own words goes before that of its section. */
  owner: string | null;
  sectionOwner: string | null;
  due: string | null;
}

/** The item that a line is, where its checks (or none) are worth keeping. */
function bound(found: Found, isKept: (checks: readonly string[]) => boolean): ChecklistItem | undefined {
  const { item, own, mode } = found;
  const words = own ? { checks: own.checks, strength: 'bound' as const } : bind(item);
  if (!isKept(words.checks)) return undefined;
  // A person who binds an item has read its words.
  const absence = own !== undefined || speaksOfAbsence(words.checks);
  const claim = claimOf(item, mode, absence);
  const strength = words.strength === 'strong' && isLoose(item, claim) ? 'weak' : words.strength;
  if (item.mark === null && claim === 'unstated' && !own) return undefined;
  const text = `${item.title}${item.detail === '' ? '' : ` (${item.detail.replace(/\)$/, '')})`}`;
  return {
    line: found.line,
    text: maskSecrets(clean(text)).slice(0, 200),
    section: found.section,
    claim: own || isReadable(item, absence) ? claim : 'unstated',
    checks: words.checks,
    strength,
    owner: found.owner ?? /(?:^|\s)(@[\w-]+)/.exec(text)?.[1] ?? found.sectionOwner,
    due: found.due ?? /\b(20\d\d-\d\d-\d\d)\b/.exec(text)?.[1] ?? null,
  };
}

/**
 * True for an open item that existing code does not close: it asks for running or proving a thing, or its details narrow an unmarked
 * bullet down to a part.
 */
function isLoose(item: RawItem, claim: Claim): boolean {
  if (claim !== 'not-done') return false;
  return RUNTIME.test(`${item.title} ${item.detail}`.toLowerCase()) || (item.mark === null && item.detail !== '');
}

/** Every mark outside of tables holds one of these. */
const MARK = /\[[ xX~/-]\]|[✅❌☑☐□✔✓✗✘⚠⏳🚧🔄🟡🔴🟢]|~~/u;
/** Head of a column whose cells may say in words whether a row is done. */
const STATES = /\|[\W_]*(?:status|state|done|result|progress|complete|implemented|ready)/i;

const MARKS = new RegExp(MARK, 'gu');

/** False for a document that has too few marks to count, whatever they turn out to be, and binds no item by a comment. */
function mayCount(text: string): boolean {
  const wanted = Math.min(MIN_TASKS, MIN_MARKS);
  let count = 0;
  MARKS.lastIndex = 0;
  while (count < wanted && MARKS.test(text)) count++;
  return count === wanted || STATES.test(text) || isDamaged(text) || holdsBindingComment(text);
}

const HASH = 0x23;
const STAR = 0x2a;
const PIPE = 0x7c;

/** Reads the lines of a document; what a line is, its first character says. */
class Reader {
  private readonly sections = new Sections();
  private readonly found: Found[] = [];
  private table: Table | undefined;
  private comment: BindingComment | undefined;
  private owner: string | null = null;
  /** The document may have sections that list what is missing. */
  private hasGaps = false;
  private tasks = 0;
  private marks = 0;

  /** `tasks` and `marks` are counted in the whole document. */
  read(text: string, lines: LineTable): { found: Found[]; tasks: number; marks: number } {
    const hasComments = holdsBindingComment(text);
    this.hasGaps = holdsAny(text, GAP_WORDS);
    eachMarkdownLine(text, lines, (line) => {
      if (line.first === HASH && line.atMargin && !line.fenced && this.readHeading(line.text)) return;
      if (line.first === PIPE) return this.readRow(line);
      this.table = undefined;
      if (hasComments && this.readComment(line.text)) return;
      if ((line.first === STAR || isCapital(line.first)) && this.readLabel(line.text)) return;
      if (mayBeItem(line.first) || this.comment) this.readClaim(line, hasComments);
    });
    return { found: this.found, tasks: this.tasks, marks: this.marks };
  }

  private readHeading(text: string): boolean {
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(text);
    if (!heading) return false;
    this.sections.heading(heading[1]?.length ?? 1, heading[2] ?? '');
    this.owner = null;
    this.table = undefined;
    return true;
  }

  /** A binding comment on a line of its own: it is about the next one. */
  private readComment(text: string): boolean {
    const comment = bindingComment(text);
    if (!comment || text.replace(/<!--.*?-->/, '').trim() !== '') return false;
    this.comment = comment;
    return true;
  }

  private readClaim(line: MarkdownLine, hasComments: boolean): void {
    // Nearly all lines of a document claim nothing: they are left before anything is matched.
    const own = hasComments ? bindingComment(line.text) : undefined;
    if (!MARK.test(line.text) && !this.comment && !own && !(this.hasGaps && this.sections.mode === 'gap')) return;
    const item = readItem(line.text.replace(/<!--.*?-->/g, '').trimEnd());
    if (item) this.add(line, item);
    else this.comment = undefined;
  }

  /** A line of its own that opens a list; metadata labels end the label before them. */
  private readLabel(text: string): boolean {
    const match = /^\s*(?:\*\*([^*]+)\*\*\s*:?|([A-Z][^|:*]{2,60}):)\s*(.*)$/.exec(text);
    if (!match) return false;
    const label = match[1] ?? match[2] ?? '';
    const rest = (match[3] ?? '').trim();
    if (isMetaLabel(label)) {
      if (/^owner|^assignee/i.test(label)) this.owner = clean(rest) || null;
      this.sections.setLabel(undefined);
      return !/^\s*\*{0,2}status/i.test(text);
    }
    if (rest !== '' && !(match[1] && modeOf(label))) return false;
    this.sections.setLabel(label);
    return true;
  }

  private readRow(line: MarkdownLine): void {
    if (!this.table) this.table = new Table(cellsOf(line.text));
    else if (this.table.hasStates) {
      const row = this.table.item(cellsOf(line.text));
      if (row) this.add(line, row.item, row.owner, row.due);
    }
  }

  private add(line: MarkdownLine, item: RawItem, owner: string | null = null, due: string | null = null): void {
    if (item.notation === 'task') this.tasks++;
    if (item.mark !== null) this.marks++;
    const own = bindingComment(line.text) ?? this.comment;
    this.comment = undefined;
    if (own?.ignore) return;
    const { mode, path: section } = this.sections;
    if (item.mark === null && !own && mode !== 'gap') return;
    this.found.push({ line: line.number, item, mode, section, own, owner, sectionOwner: this.owner, due });
  }
}

function isCapital(unit: number): boolean {
  return unit >= 65 && unit <= 90;
}

/** Column heads whose cells say whether a row is done. "Required", "Supported" and the like do not. */
const STATUS_HEAD = /^(?:status|state|done|result|progress|completed?|implemented|ready)\b/i;
const TITLE_HEAD =
  /^(?:item|task|check|requirement|feature|component|area|control|what|description|aspect|action|step|deliverable)\b/i;
const CRITERIA_HEAD = /\b(?:criteria|definition of done)\b/i;

class Table {
  private readonly status: number;
  private readonly owner: number;
  private readonly due: number;
  private readonly titles: number[];
  private readonly criteria: number;

  constructor(heads: string[]) {
    const plain = heads.map(clean);
    this.status = plain.findIndex((head) => STATUS_HEAD.test(head));
    this.owner = plain.findIndex((head) => /^(?:owner|assignee|responsible)\b/i.test(head));
    this.due = plain.findIndex((head) => /^(?:due|deadline|target date|by when)\b/i.test(head));
    this.criteria = plain.findIndex((head) => CRITERIA_HEAD.test(head));
    const named = plain.findIndex((head) => TITLE_HEAD.test(head));
    this.titles = this.status < 0 ? [] : [named < 0 || named === this.status ? Math.max(0, this.status - 1) : named];
  }

  /** A column says whether a row is done. */
  get hasStates(): boolean {
    return this.status >= 0;
  }

  item(cells: string[]): { item: RawItem; owner: string | null; due: string | null } | undefined {
    const status = cells[this.status] ?? '';
    const mark = markOf(status);
    const title = this.titles.map((index) => cells[index] ?? '').join(' ');
    if (mark === null || clean(title) === '') return undefined;
    const { title: head, detail } = split(title);
    const criteria = cells[this.criteria] ?? '';
    const useCriteria = criteria !== '' && bind({ title: head, detail, mark, notation: 'row' }).strength !== 'strong';
    const after = status.replace(/^[^\p{L}]*\p{L}+/u, '');
    return {
      item: {
        title: useCriteria ? criteria : head,
        detail: useCriteria ? head : `${detail} ${after}`.trim(),
        mark,
        notation: 'row',
      },
      owner: clean(cells[this.owner] ?? '') || null,
      due: /20\d\d-\d\d-\d\d/.exec(cells[this.due] ?? '')?.[0] ?? null,
    };
  }
}

function cellsOf(text: string): string[] {
  const inner = text.trim().replace(/^\|/, '').replace(/\|$/, '');
  return (inner.includes('\\|') ? inner.split(/(?<!\\)\|/) : inner.split('|')).map((cell) => cell.trim());
}

/** Words that mix cases and digits, as tokens do, and passwords behind their name: a checklist may quote one. */
function maskSecrets(text: string): string {
  if (!/\d/.test(text)) return text;
  return text.replace(/[^\s()'",]{10,}/g, (word) =>
    /\d/.test(word) && /[A-Z]/.test(word) && /[a-z]/.test(word) && !/[./]/.test(word)
      ? `${word.slice(0, 3)}••••••••`
      : word,
  );
}
