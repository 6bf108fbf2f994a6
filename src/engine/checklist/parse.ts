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
import { LimitedCalls, partBuilt, type Context } from './context';
import { DocumentKind } from './document';
import { claimOf, isBareState, isDescription, isGrade, mayBeItem, readItem, type RawItem } from './item';
import { eachMarkdownLine, type MarkdownLine } from './lines';
import { isDamaged } from './mojibake';
import { clean, GAP_WORDS, isMetaLabel, modeOf, Sections, type Mode } from './sections';
import { cellsOf, Table } from './table';
import { isExtent, noteBelow } from './unmarked';

export interface ChecklistItem {
  line: number;
  /** The item's words, with what looks like a secret masked. */
  text: string;
  /** Its place among the `sections` of the document. */
  section: number;
  claim: Claim;
  checks: string[];
  strength: Binding['strength'];
  /** What an open item asks beyond its checks: words that their answer must say too, or the item stays open. */
  asksMore?: string[];
  /** Checks that ask for more than a ticked item claims: only that nothing at all is there contradicts it. */
  claimsLess?: string[];
  owner: string | null;
  due: string | null;
}

export interface ChecklistDocument {
  /** By its name, or because it holds at least five tasks: every item is listed. Else only those that name a check. */
  isChecklist: boolean;
  /** Titles above the items, from the outermost inwards: once for all items that stand below the same ones. */
  sections: string[][];
  items: ChecklistItem[];
  /** What the title names, where the document is about something that was built; absent elsewhere. */
  part?: string[];
}

const CHECKLIST_NAME = /(?:production|readiness|checklist|launch|deploy|go[-_]?live|todo|audit|status)/i;
const MIN_TASKS = 5;
const MIN_MARKS = 5;

/** Documents that quote others: change logs, licences, dependencies' documentation. */
const NEVER =
  /(?:^|\/)(?:changelog|license|code_of_conduct)\b[^/]*\.mdx?$|(?:^|\/)(?:node_modules|vendor|third_party)\//i;

/** @param lines those of the text, where somebody has them already */
export function parseChecklist(path: string, text: string, lines = new LineTable(text)): ChecklistDocument | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isNamed = CHECKLIST_NAME.test(name);
  if (NEVER.test(path) || !(isNamed || mayCount(text))) return undefined;
  const { found, tasks, ticked, marks, title } = new Reader(name, isNamed).read(text, lines);
  const isChecklist = isNamed || tasks >= MIN_TASKS;
  const counts = isChecklist || marks >= MIN_MARKS;
  const limited = new LimitedCalls(text);
  const kind = new DocumentKind(path, title, ticked === 0);
  const sections = new Numbered<string[]>();
  const items: ChecklistItem[] = [];
  for (const one of found) {
    if (!(one.isUnmarked ? isNamed : counts) && !one.own) continue;
    const item = bound(
      one,
      { kind, limited },
      (checks) => (isChecklist && !one.isUnmarked) || !counts || checks.length > 0,
    );
    if (item && !(one.isUnmarked && item.strength !== 'strong'))
      items.push({ ...item, section: sections.numberOf(one.section) });
  }
  if (items.length === 0) return undefined;
  const part = partBuilt(title ?? '');
  return { isChecklist, sections: sections.all, items, ...(part.length > 0 && { part }) };
}

/** Things by their number; the same object gets the same one. */
class Numbered<Thing> {
  readonly all: Thing[] = [];

  /** That of a thing; mostly it is the one that was asked for last. */
  numberOf(thing: Thing): number {
    const at = this.all.lastIndexOf(thing);
    return at < 0 ? this.all.push(thing) - 1 : at;
  }
}

/** A line that claims something, before it is known whether the document counts. */
interface Found {
  line: number;
  item: RawItem;
  mode: Mode;
  /** One object for all that stand below the same titles. */
  section: string[];
  /** List items that it stands below. */
  parents: string[];
  /** The first of `section` is the document's title. */
  hasTitle: boolean;
  /** Items with marks of their own stand below it. */
  hasParts: boolean;
  /** It has no mark of its own. */
  isUnmarked: boolean;
  /** Its words are those of another thing than a requirement. */
  isElsewhere: boolean;
  /** What a comment binds it to. */
  own: BindingComment | undefined;
  /** From a cell of its row; an owner in its own words goes before that of its section. */
  owner: string | null;
  sectionOwner: string | null;
  due: string | null;
}

/** The item that a line is, where its checks (or none) are worth keeping. */
function bound(
  found: Found,
  document: { kind: DocumentKind; limited: LimitedCalls },
  isKept: (checks: readonly string[]) => boolean,
): Omit<ChecklistItem, 'section'> | undefined {
  const { item, own } = found;
  const { asksMore, claimsLess, ...words } = own
    ? { checks: own.checks, strength: 'bound' as const }
    : bindingOf(found, document.limited);
  if (!isKept(words.checks)) return undefined;
  // A person who binds an item has read its words. Of what no check asks, "No memory leaks" with a tick can only mean that there are none.
  const absence = own !== undefined || words.checks.length === 0 || speaksOfAbsence(words.checks);
  const claim = claimOf(item, document.kind.modeOf(found), absence);
  if (item.mark === null && claim === 'unstated' && !own) return undefined;
  const said = wordsOf(isBareState(item) || isExtent(item) ? { ...item, detail: subjectOf(found) ?? '' } : item);
  const more = [...(asksMore ?? []), ...(found.hasParts ? ['the items below'] : [])];
  return {
    line: found.line,
    text: maskSecrets(clean(said)).slice(0, 200),
    claim: own || isReadable(item, absence) ? claim : 'unstated',
    ...words,
    ...(claim === 'done' && claimsLess && { claimsLess }),
    ...(claim === 'not-done' && !own && more.length > 0 && { asksMore: more }),
    owner: found.owner ?? /(?:^|\s)(@(?!ts-)[\w-]+)/.exec(said)?.[1] ?? found.sectionOwner,
    due: found.due ?? /\b(20\d\d-\d\d-\d\d)\b/.exec(said)?.[1] ?? null,
  };
}

/** Title and detail as one line. The cut took the bracket that opens a detail, so one that closes may be left over. */
function wordsOf({ title, detail }: RawItem): string {
  const inner = /^\([^()]*\)$/.test(detail) ? detail.slice(1, -1) : detail;
  const isCut = inner.split(')').length > inner.split('(').length;
  return inner === '' ? title : `${title} (${isCut ? inner.replace(/\)[.;,!?]?$/, '') : inner})`;
}

/** What an item stands directly below. */
function subjectOf({ section, parents }: Found): string | undefined {
  return parents.at(-1) ?? section.at(-1);
}

/** What an item's own words name. One that says nothing but a state ("Not configured") speaks of what it stands below. */
function bindingOf(found: Found, document: LimitedCalls): Binding {
  const { item, section, parents, hasTitle, isElsewhere } = found;
  const above = [...section, ...parents];
  const subject = isBareState(item) || isExtent(item) ? subjectOf(found) : undefined;
  const context: Context = { above, hasTitle, document };
  const words = bind(
    subject === undefined ? item : { ...item, title: `${item.mark === 'done' ? '' : 'No '}${subject}` },
    context,
  );
  return isElsewhere && words.strength === 'strong' ? { checks: words.checks, strength: 'weak' } : words;
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
  private readonly sections: Sections;
  private readonly found: Found[] = [];
  private table: Table | undefined;
  private comment: BindingComment | undefined;
  private owner: string | null = null;
  /** The document may have sections that list what is missing. */
  private hasGaps = false;
  private tasks = 0;
  private ticked = 0;
  private marks = 0;
  /** List items that may have others below them, from the outermost inwards. */
  private readonly parents: Parent[] = [];

  /**
   * @param name that of the document's file
   * @param isNamed it says that the document is a checklist: only there lines without a mark count
   */
  constructor(
    name: string,
    private readonly isNamed: boolean,
  ) {
    this.sections = new Sections(/(?:^|[_-])(?:plan|roadmap)(?:[_-]|\.\w+$)/i.test(name));
  }

  /** `tasks`, those of them that are `ticked`, and `marks` are counted in the whole document. */
  read(
    text: string,
    lines: LineTable,
  ): { found: Found[]; tasks: number; ticked: number; marks: number; title: string | undefined } {
    const hasComments = holdsBindingComment(text);
    this.hasGaps = holdsAny(text, GAP_WORDS);
    eachMarkdownLine(text, lines, (line) => {
      if (line.first === HASH && line.indent === 0 && !line.fenced && this.readHeading(line.text)) return;
      if (line.first === PIPE) return this.readRow(line);
      this.table = undefined;
      this.leaveParents(line);
      if (hasComments && this.readComment(line.text)) return;
      if ((line.first === STAR || isCapital(line.first)) && this.readLabel(line.text)) return;
      if (mayBeItem(line.first) || this.comment) this.readClaim(line, hasComments);
      if (isListItem(line.first))
        this.parents.push({ indent: line.indent, text: line.text, found: this.latestOn(line) });
    });
    const { tasks, ticked, marks } = this;
    const found = withoutSteps(this.found);
    return { found, tasks, ticked, marks, title: this.sections.documentTitle };
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
    if (!MARK.test(line.text) && !this.comment && !own && !(this.hasGaps && this.sections.mode === 'gap'))
      return this.isNamed ? this.readUnmarked(line) : undefined;
    const item = readItem(line.text.replace(/<!--.*?-->/g, '').trimEnd());
    if (item) this.add(line, item);
    else this.comment = undefined;
  }

  /** A line without a mark, where one above speaks for it. */
  private readUnmarked(line: MarkdownLine): void {
    const latest = this.found.at(-1);
    const note = latest?.line === line.number - 1 ? noteBelow(latest.item, line.text) : undefined;
    if (note) return this.add(line, note, { isUnmarked: true });
    if (!isListItem(line.first) || line.indent > 0 || !this.sections.isDone) return;
    const item = readItem(line.text);
    if (item?.notation === 'bullet') this.add(line, { ...item, mark: 'done' }, { isUnmarked: true });
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
      if (row) this.add(line, row.item, row);
    } else if (this.table.hasSafeguards) {
      const item = this.table.safeguard(cellsOf(line.text));
      // The section is about risks; what stands against them is stated.
      if (item) this.add(line, item, { isUnmarked: true, mode: 'state' });
    }
  }

  /** Whatever does not stand further right ends the list items before it. */
  private leaveParents(line: MarkdownLine): void {
    while ((this.parents.at(-1)?.indent ?? -1) >= line.indent) this.parents.pop();
  }

  private latestOn(line: MarkdownLine): Found | undefined {
    const latest = this.found.at(-1);
    return latest?.line === line.number ? latest : undefined;
  }

  private add(
    line: MarkdownLine,
    item: RawItem,
    more: Partial<Pick<Found, 'owner' | 'due' | 'isUnmarked' | 'mode'>> = {},
  ): void {
    const { owner = null, due = null, isUnmarked = false } = more;
    if (item.notation === 'task') this.tasks++;
    if (item.notation === 'task' && item.mark !== 'not-done') this.ticked++;
    if (item.mark !== null && !isUnmarked) this.marks++;
    const parent = this.parents.at(-1)?.found;
    if (parent && item.mark !== null && !isUnmarked) parent.hasParts = true;
    const own = bindingComment(line.text) ?? this.comment;
    this.comment = undefined;
    if (own?.ignore) return;
    const { path: section, hasTitle } = this.sections;
    // A status and "Not configured" state what is, also where a section recommends.
    const isStep = item.mark === 'not-done' && item.notation === 'task' && this.sections.isPlanned;
    const mode = more.mode ?? (isStep ? 'plan' : this.sections.mode);
    const isStated = (mode === 'plan' && isBareState(item)) || (RECOMMENDS.has(mode) && item.notation === 'status');
    if (item.mark === null && !own && (mode !== 'gap' || isDescription(item))) return;
    this.found.push({
      line: line.number,
      item: isGrade(item) ? { ...item, mark: 'partial' } : item,
      mode: isStated ? 'state' : mode,
      section,
      parents: this.parents.map(({ text }) => clean(text.replace(/^\s*(?:[-*+]|\d+[.)])\s*(?:\[.\])?/, ''))),
      hasTitle,
      hasParts: false,
      isUnmarked,
      isElsewhere: this.table?.listsCode === true,
      own,
      owner,
      sectionOwner: this.owner,
      due,
    });
  }
}

/** Where some lines of a section have marks, those without one are steps and remarks. */
function withoutSteps(found: Found[]): Found[] {
  if (!found.some(({ isUnmarked }) => isUnmarked)) return found;
  const marked = new Set(found.flatMap(({ isUnmarked, section }) => (isUnmarked ? [] : [section])));
  return found.filter(
    ({ isUnmarked, item, section }) => !isUnmarked || item.notation !== 'bullet' || !marked.has(section),
  );
}

const RECOMMENDS: ReadonlySet<Mode> = new Set(['plan', 'advice']);

/** A line of a list, until its list ends. */
interface Parent {
  indent: number;
  text: string;
  found: Found | undefined;
}

/** True for the first characters of lines that may be list items. */
function isListItem(first: number): boolean {
  return (first >= 48 && first <= 57) || first === 0x2d || first === STAR || first === 0x2b;
}

function isCapital(unit: number): boolean {
  return unit >= 65 && unit <= 90;
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
