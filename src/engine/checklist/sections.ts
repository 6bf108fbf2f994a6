/**
 * Where an item stands: headings and bold labels as a stack, and what marks mean there. The same ✅ stands before states, plan steps,
 * benefits and history, so a mark is a claim only in a section that states what is.
 */

import { defineWords } from '../text/words';
import { saysDone } from './unmarked';

/** What marks mean in a section. */
export type Mode =
  | 'state'
  | 'gap'
  | 'plan'
  /** What is wanted: emoji name it, boxes say whether it is reached. */
  | 'goal'
  /** Steps that are gone through each time: nobody ticks them in the document. */
  | 'procedure'
  | 'history'
  | 'consequence'
  | 'template'
  | 'advice';

const MILESTONE = /^(?:production|deploy\w*|launch|go[- ]?live|release|moving|merging|shipping)/;

/** First match wins. */
const MODES: readonly [Mode, RegExp][] = [
  [
    'consequence',
    /^(?:risk level|risks?\b|impact|why\b|consequences?|affected\b|symptoms?\b|root causes?\b|(?:potential )?problems? (?:caused|this causes))/,
  ],
  [
    'template',
    /\b(?:legend|how to use|template|example)\b|^recipe \d|\b(?:expected|sample|console|server) output\b|^output$|\byou (?:should|will|'ll) see\b|\b(?:audit|review|assessment|test) scope\b|\bareas (?:covered|reviewed|audited)\b/,
  ],
  [
    'advice',
    /\bmust (?:verify|check|ensure|confirm|follow)\b|^(?:[\d.]+ )?(?:prerequisites?|pre-requisites?|required (?:accounts?|tools|software|services))\b|^(?:never|don'?t|do not|avoid|(?:when|what) (?:not )?to)\b|\b(?:best practices?|do'?s and don'?ts|tips|mistakes|pitfalls|learnings|lessons? learned|takeaways|prevention strateg(?:y|ies)|anti-?patterns)\b/,
  ],
  [
    'goal',
    /\b(?:success|acceptance|exit|completion) (?:criteria|metrics|indicators)\b(?!.*\b(?:met|achieved|reached|status)\b)|\bdefinition of done\b|\bexpected (?:outcomes?|results?|impact|behaviou?r)\b|^(?:expected|objectives?|goals?|(?:verify|check|validate|ensure|confirm)(?: that)?)$|\bready (?:for|to) implement\w*\b|^(?:if|once) all\b|\b(?:ensure|make sure|confirm|verify) (?:that )?(?:you|your)\b/,
  ],
  [
    'plan',
    /^(?:create|write|add) (?:an? |the )?[\w./-]+\.mdx?\b|\b(?:option [a-z0-9]\b|recommend\w*|next steps?|roadmap|action plan|actions? (?:required|items?)|priority order|this gives us|benefits|future|planned|upcoming|proposed|short[- ]term|long[- ]term|to[- ]?do list|nice to have|enhancements?|improvements? (?:needed|to make)|suggest\w*)\b/,
  ],
  [
    'gap',
    /^(?:part \d+: |[\d.]+ |critical |currently |still |what'?s |what is )*missing\b|\b(?:(?<!\b(?:if|when|unless) .{0,60})missing$|missing (?:or|and|from|in|for|pieces|features|items|components|parts)\b|gaps?|blockers?|must fix|needs? to complete|concerns|weaknesses|not (?:yet )?(?:done|implemented))\b/,
  ],
  [
    'state',
    /\b(?:completed?|what we have|done|phase \w+|week \d+|day \d+|status|current (?:state|implementation|version|release)|implemented|strengths|after)\b/,
  ],
];

/** Every title of a section of gaps holds one of these. */
export const GAP_WORDS = defineWords(
  [
    'missing',
    'gap',
    'blocker',
    'must fix',
    'to complete',
    'concerns',
    'weaknesses',
    'not done',
    'not implemented',
    'not yet',
  ],
  { foldCase: true },
);

/** What was missing and no longer is: "Critical blockers (100% complete)" … */
const CLOSED = /\b(?:100 ?%|completed?|resolved|fixed|closed)\b/;
/** … and the same words where it still is: "Gaps to be closed". */
const STILL_OPEN = /\b(?:not|to|must|should|until|un\w+)\b/;

const META =
  /^(?:status|priority|owner|timeline|time estimate|estimated? effort|effort|estimate|difficulty|goal|target|best for|last updated|version|date|author|file|location|assignee|due|deadline)\b/i;

/** The mode that a title sets, or undefined when it says nothing. */
export function modeOf(title: string): Mode | undefined {
  const words = title
    .replace(/^[^\p{L}]+/u, '')
    .replace(/[*_`]/g, '')
    .toLowerCase()
    .replace(/[\s:]+$/, '');
  const before = /^(?:before|previously|formerly)\b[\s:(]*(.*)$/.exec(words);
  if (before && !MILESTONE.test(before[1] ?? '')) return 'history';
  const mode = MODES.find(([, pattern]) => pattern.test(words))?.[0];
  return mode === 'gap' && CLOSED.test(words) && !STILL_OPEN.test(words) ? 'state' : mode;
}

/** True for labels that only carry metadata ("Priority:"): they end the label before them and set no mode. */
export function isMetaLabel(label: string): boolean {
  return META.test(label.replace(/[*_`]/g, '').trim());
}

/** A heading or a label: what it says is worked out once, and only when an item stands below it. */
class Title {
  private words: string | undefined;
  private own: Mode | null | undefined;
  private done: boolean | undefined;

  constructor(
    private readonly source: string,
    readonly level: number,
  ) {}

  get text(): string {
    return (this.words ??= clean(this.source));
  }

  /** Null when it sets none. The document's title never does. */
  get mode(): Mode | null {
    return (this.own ??= this.level === 1 ? null : (modeOf(this.source) ?? null));
  }

  /** Its own mark says that what stands below it is done. The document's title speaks of the document. */
  get isDone(): boolean {
    return (this.done ??= this.level > 1 && saysDone(this.source));
  }
}

const PERIOD = /\b(?:phase \w+|week \d+|day \d+)\b/i;

/** Level of a label: below every heading. */
const LABEL = 7;

/** The headings above a line, and the bold label that opened its list. */
export class Sections {
  /** From the outermost inwards. */
  private readonly titles: Title[] = [];
  /** Both are asked for every item and change only with a heading or a label. */
  private currentPath: string[] | undefined;
  private currentMode: Mode | undefined;
  private first: string | undefined;

  /** @param isPlan the name of the document says that it is a plan */
  constructor(private readonly isPlan: boolean) {}

  heading(level: number, source: string): void {
    this.leave(level);
    this.titles.push(new Title(source, level));
    if (level === 1) this.first ??= clean(source);
  }

  setLabel(label: string | undefined): void {
    this.leave(LABEL);
    if (label !== undefined) this.titles.push(new Title(label, LABEL));
  }

  /** Titles from the outermost inwards, the label last. */
  get path(): string[] {
    return (this.currentPath ??= this.titles.map(({ text }) => text));
  }

  /** From the label, else from the innermost heading that says something. */
  get mode(): Mode {
    return (this.currentMode ??= this.isWanted
      ? 'goal'
      : this.modeOf(this.titles.findLast(({ mode, isDone }) => mode !== null || (isDone && this.isInGap))));
  }

  /** A title with its own mark among gaps ("✅ Webhooks") speaks of one that is closed. */
  private get isInGap(): boolean {
    return this.titles.findLast(({ mode }) => mode !== null)?.mode === 'gap';
  }

  /** "Day 1" says when, and not that what was wanted is reached. */
  private modeOf(inner: Title | undefined): Mode {
    return isWhen(inner) && this.titles.some(({ mode }) => mode === 'goal') ? 'goal' : (inner?.mode ?? 'state');
  }

  /** What is open here is a step of a plan: "Day 1" says when, whatever is reported of other days. */
  get isPlanned(): boolean {
    return isWhen(this.titles.findLast(({ mode }) => mode !== null)) && this.titles.some(({ mode }) => mode === 'plan');
  }

  /** The innermost title says that what stands below it is done, and is no part of something else. */
  get isDone(): boolean {
    return this.titles.at(-1)?.isDone === true && this.mode === 'state';
  }

  /** Title of the document, where it has one. */
  get documentTitle(): string | undefined {
    return this.first;
  }

  /** The first of `path` is the document's title. */
  get hasTitle(): boolean {
    return this.titles[0]?.level === 1;
  }

  /** What a plan is to deliver is not there yet, whatever stands before it. */
  private get isWanted(): boolean {
    if (!this.isPlan && !/\b(?:roadmap|plan)\b/i.test(this.first ?? '')) return false;
    return this.titles.some(({ text }) => /^deliverables?$/i.test(text));
  }

  /** Takes off what a title of a level ends. */
  private leave(level: number): void {
    while ((this.titles.at(-1)?.level ?? 0) >= level) this.titles.pop();
    this.currentPath = undefined;
    this.currentMode = undefined;
  }
}

/** True for a title that only says when. */
function isWhen(title: Title | undefined): boolean {
  return title?.mode === 'state' && PERIOD.test(title.text);
}

const EMOJI = /\p{Extended_Pictographic}\ufe0f?/gu;

/** A title without Markdown and emoji, for people. */
export function clean(title: string): string {
  // An underscore inside a word is its own: `search_path`.
  const bare = title.replace(/[*`]/g, '');
  const plain = bare.includes('_') ? bare.replace(/(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu, '') : bare;
  // No emoji is ASCII but digits, `#` and `*`, which are none by themselves.
  const words = /[^\0-\x7f]/.test(plain) ? plain.replace(EMOJI, '') : plain;
  return words
    .replace(/\s{2,}|[^\S ]/g, ' ')
    .replace(/[: ]+$/, '')
    .trimStart();
}
