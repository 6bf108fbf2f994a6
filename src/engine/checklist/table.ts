/** Rows of a Markdown table as items. */
import { bind } from './bind';
import { markOf, split, type RawItem } from './item';
import { clean } from './sections';
import { safeguardIn } from './unmarked';

/** Column heads whose cells say whether a row is done. "Required", "Supported" and the like do not. */
const STATUS_HEAD = /^(?:status|state|done|result|progress|completed?|implemented|ready)\b/i;
const TITLE_HEAD =
  /^(?:item|task|check|requirement|feature|component|area|control|what|description|aspect|action|step|deliverable)\b/i;
/** Heads of the columns of an interface's description, and of a count of code. */
const CODE_HEAD = /^(?:(?:http )?methods?|endpoints?|routes?|urls?|verbs?|lines(?: of code)?|loc)$/i;
const RISK_HEAD = /^(?:risks?|threats?|hazards?)\b/i;
const SAFEGUARD_HEAD = /^(?:mitigations?|safeguards?|countermeasures?|controls?)\b/i;
const CRITERIA_HEAD = /\b(?:criteria|definition of done)\b/i;

/** A cell that says in which file a thing is. */
const FILE_CELL = /^`?(?:[\w@.-]+\/)*(?:[\w@.-]+\.[a-z]{1,5}|Dockerfile)(?::[\d-]+)?`?$/;

/** A table whose rows are items, if a column says whether they are done. */
export class Table {
  private readonly status: number;
  private readonly owner: number;
  private readonly due: number;
  private readonly titles: number[];
  private readonly criteria: number;
  private readonly against: number;
  /** Its rows are endpoints, or code that was counted: their marks say that it is there, whatever its words are. */
  readonly listsCode: boolean;

  constructor(heads: string[]) {
    const plain = heads.map(clean);
    this.listsCode = plain.some((head) => CODE_HEAD.test(head));
    this.status = plain.findIndex((head) => STATUS_HEAD.test(head));
    this.owner = plain.findIndex((head) => /^(?:owner|assignee|responsible)\b/i.test(head));
    this.due = plain.findIndex((head) => /^(?:due|deadline|target date|by when)\b/i.test(head));
    this.criteria = plain.findIndex((head) => CRITERIA_HEAD.test(head));
    const isOfRisks = this.status < 0 && plain.some((head) => RISK_HEAD.test(head));
    this.against = isOfRisks ? plain.findIndex((head) => SAFEGUARD_HEAD.test(head)) : -1;
    const named = plain.findIndex((head) => TITLE_HEAD.test(head));
    this.titles = this.status < 0 ? [] : [named < 0 || named === this.status ? Math.max(0, this.status - 1) : named];
  }

  /** A column says whether a row is done. */
  get hasStates(): boolean {
    return this.status >= 0;
  }

  /** A column says what is in place against a risk. */
  get hasSafeguards(): boolean {
    return this.against >= 0;
  }

  /** What a row says to be in place against its risk. */
  safeguard(cells: string[]): RawItem | undefined {
    return safeguardIn(cells[this.against] ?? '');
  }

  item(cells: string[]): { item: RawItem; owner: string | null; due: string | null } | undefined {
    const status = cells[this.status] ?? '';
    const mark = markOf(status);
    const title = this.titles.map((index) => cells[index] ?? '').join(' ');
    if (mark === null || clean(title) === '') return undefined;
    const { title: head, detail } = split(title);
    const criteria = cells[this.criteria] ?? '';
    const useCriteria = criteria !== '' && bind({ title: head, detail, mark, notation: 'row' }).strength !== 'strong';
    // Of the cell, what does not say the state is kept: "✅ Complete (SlowAPI)", "✅ 10 procedures".
    const said = status.replace(/^[^\p{L}\p{N}]+/u, '');
    const after = (markOf(said) === null ? said : said.replace(/^\p{L}+/u, '')).replace(/^[*_`\s]+/, '');
    const isPlace = (cell: string, at: number): boolean => !this.titles.includes(at) && FILE_CELL.test(cell);
    const place = mark === 'done' ? (cells.find(isPlace) ?? '').replaceAll('`', '') : '';
    return {
      item: {
        title: useCriteria ? criteria : head,
        detail: useCriteria ? head : [detail, after, place].filter((words) => words !== '').join(' '),
        mark,
        notation: 'row',
      },
      owner: clean(cells[this.owner] ?? '') || null,
      due: /20\d\d-\d\d-\d\d/.exec(cells[this.due] ?? '')?.[0] ?? null,
    };
  }
}

/** Cells of a row, without the bars. */
export function cellsOf(text: string): string[] {
  const inner = text.trim().replace(/^\|/, '').replace(/\|$/, '');
  return (inner.includes('\\|') ? inner.split(/(?<!\\)\|/) : inner.split('|')).map((cell) => cell.trim());
}
