/** A Markdown document to its checklist items. Pure; never throws; positions are those of the text as it is. */
import type { Claim } from '../report';
import { bind, bindingComment, isReadable, speaksOfAbsence, type Binding } from './bind';
import { claimOf, markOf, readItem, split, type RawItem } from './item';
import { markdownLines, type MarkdownLine } from './lines';
import { RUNTIME } from './lexicon';
import { clean, isMetaLabel, modeOf, Sections } from './sections';

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

export function parseChecklist(path: string, text: string): ChecklistDocument | undefined {
  if (NEVER.test(path) || !(mayClaim(text) || /[Ââð‚ÔÈï]|gap|missing|blocker|concern|\|/i.test(text))) return undefined;
  const reader = new Reader(text);
  const { items, tasks, marks } = reader.read();
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isChecklist = CHECKLIST_NAME.test(name) || tasks >= MIN_TASKS;
  const counts = isChecklist || marks >= MIN_MARKS;
  const kept = items.filter((item) => (counts ? isChecklist || item.checks.length > 0 : item.strength === 'bound'));
  return kept.length === 0 ? undefined : { isChecklist, items: kept };
}

/**
 * True for an open item that existing code does not close: it asks for running or proving a thing, or its details narrow an unmarked
 * bullet down to a part.
 */
function isLoose(item: RawItem, claim: Claim): boolean {
  if (claim !== 'not-done') return false;
  return RUNTIME.test(`${item.title} ${item.detail}`) || (item.mark === null && item.detail !== '');
}

/** True for a line that holds a mark in any notation. */
function mayClaim(line: string): boolean {
  return /\[[ xX~/-]\]|[✅❌☑☐□✔✓✗✘⚠⏳🚧🔄🟡🔴🟢]|~~|status/iu.test(line);
}

class Reader {
  private readonly sections = new Sections();
  private readonly items: ChecklistItem[] = [];
  private table: Table | undefined;
  private comment: ReturnType<typeof bindingComment>;
  private owner: string | null = null;
  private tasks = 0;
  private marks = 0;

  constructor(private readonly text: string) {}

  read(): { items: ChecklistItem[]; tasks: number; marks: number } {
    for (const line of markdownLines(this.text)) this.readLine(line);
    return { items: this.items, tasks: this.tasks, marks: this.marks };
  }

  private readLine(line: MarkdownLine): void {
    const heading = line.fenced ? null : /^(#{1,6})\s+(.*?)\s*#*$/.exec(line.text);
    if (heading) {
      this.sections.heading(heading[1]?.length ?? 1, heading[2] ?? '');
      this.owner = null;
      this.table = undefined;
      return;
    }
    if (line.text.trim() === '') return;
    if (line.text.trimStart().startsWith('|')) return this.readRow(line);
    this.table = undefined;
    const comment = bindingComment(line.text);
    if (comment && line.text.replace(/<!--.*?-->/, '').trim() === '') {
      this.comment = comment;
      return;
    }
    if (this.readLabel(line.text)) return;
    // Nearly all lines of a document claim nothing: they are left before anything is matched.
    if (!mayClaim(line.text) && !this.comment && !comment && this.sections.mode !== 'gap') return;
    const item = readItem(line.text.replace(/<!--.*?-->/g, '').trimEnd());
    if (item) this.add(line, item);
    else this.comment = undefined;
  }

  /** A line of its own that opens a list; metadata labels end the label before them. */
  private readLabel(text: string): boolean {
    const match = /^\s*(?:\*\*([^*]+)\*\*\s*:?|([A-Z][^|:*]{2,60}):)\s*(.*)$/.exec(text);
    if (!match || /^\s*(?:[-*+]|\d+[.)])\s/.test(text)) return false;
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
    const cells = cellsOf(line.text);
    if (!this.table) {
      this.table = new Table(cells);
      return;
    }
    if (cells.every((cell) => /^:?-+:?$/.test(cell))) return;
    const row = this.table.item(cells);
    if (row) this.add(line, row.item, row.owner, row.due);
  }

  private add(line: MarkdownLine, item: RawItem, owner: string | null = null, due: string | null = null): void {
    if (item.notation === 'task') this.tasks++;
    if (item.mark !== null) this.marks++;
    const own = bindingComment(line.text) ?? this.comment;
    this.comment = undefined;
    if (own?.ignore) return;
    if (item.mark === null && !own && this.sections.mode !== 'gap') return;
    const words = own ? { checks: own.checks, strength: 'bound' as const } : bind(item);
    // A person who binds an item has read its words.
    const absence = own !== undefined || speaksOfAbsence(words.checks);
    const claim = claimOf(item, this.sections.mode, absence);
    const binding =
      words.strength === 'strong' && isLoose(item, claim) ? { ...words, strength: 'weak' as const } : words;
    if (item.mark === null && claim === 'unstated' && binding.strength !== 'bound') return;
    const readable = binding.strength === 'bound' || isReadable(item, absence);
    const text = `${item.title}${item.detail === '' ? '' : ` (${item.detail.replace(/\)$/, '')})`}`;
    this.items.push({
      line: line.number,
      text: maskSecrets(clean(text)).slice(0, 200),
      section: this.sections.path,
      claim: readable ? claim : 'unstated',
      checks: binding.checks,
      strength: binding.strength,
      owner: owner ?? /(?:^|\s)(@[\w-]+)/.exec(text)?.[1] ?? this.owner,
      due: due ?? /\b(20\d\d-\d\d-\d\d)\b/.exec(text)?.[1] ?? null,
    });
  }
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

  item(cells: string[]): { item: RawItem; owner: string | null; due: string | null } | undefined {
    const status = cells[this.status] ?? '';
    const mark = this.status < 0 ? null : markOf(status);
    const title = this.titles.map((index) => cells[index] ?? '').join(' ');
    if (mark === null || clean(title) === '') return undefined;
    const { title: head, detail } = split(title);
    const criteria = cells[this.criteria] ?? '';
    const named = bind({ title: head, detail, mark, notation: 'row' });
    const useCriteria = criteria !== '' && named.strength !== 'strong';
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
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

/** Words that mix cases and digits, as tokens do, and passwords behind their name: a checklist may quote one. */
function maskSecrets(text: string): string {
  return text.replace(/[^\s()'",]{10,}/g, (word) =>
    /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word) && !/[./]/.test(word)
      ? `${word.slice(0, 3)}••••••••`
      : word,
  );
}
