/**
 * Where an item stands: headings and bold labels as a stack, and what marks mean there. The same ✅ stands before states, plan steps,
 * benefits and history, so a mark is a claim only in a section that states what is.
 */

/** What marks mean in a section. */
export type Mode = 'state' | 'gap' | 'plan' | 'history' | 'consequence' | 'template' | 'advice';

interface Heading {
  level: number;
  title: string;
}

const MILESTONE = /^(?:production|deploy\w*|launch|go[- ]?live|release|moving|merging|shipping)/;

/** First match wins. */
const MODES: readonly [Mode, RegExp][] = [
  [
    'consequence',
    /^(?:risk level|risks?\b|impact|why\b|consequences?|(?:potential )?problems? (?:caused|this causes))/,
  ],
  ['template', /\b(?:legend|how to use|template|example)\b/],
  ['advice', /\b(?:best practices?|do'?s and don'?ts|tips)\b/],
  [
    'plan',
    /\b(?:option [a-z0-9]\b|recommend\w*|next steps?|roadmap|action plan|actions? (?:required|items?)|priority order|this gives us|benefits|future|planned|upcoming|proposed|short[- ]term|long[- ]term|to[- ]?do list|nice to have|enhancements?|improvements? (?:needed|to make)|suggest\w*)\b/,
  ],
  [
    'gap',
    /\b(?:what'?s missing|missing|gaps?|blockers?|must fix|needs? to complete|concerns|weaknesses|not (?:yet )?(?:done|implemented))\b/,
  ],
  [
    'state',
    /\b(?:completed?|what we have|done|phase \w+|week \d+|day \d+|status|current (?:state|implementation)|implemented|strengths|after)\b/,
  ],
];

const META =
  /^(?:status|priority|owner|timeline|time estimate|estimated? effort|effort|estimate|difficulty|goal|target|best for|last updated|version|date|author|file|location|assignee|due|deadline)\b/i;

/** The mode that a title sets, or undefined when it says nothing. */
export function modeOf(title: string): Mode | undefined {
  const words = title
    .replace(/^[^\p{L}]+/u, '')
    .replace(/[*_`]/g, '')
    .toLowerCase()
    .trim();
  const before = /^(?:before|previously|formerly)\b[\s:(]*(.*)$/.exec(words);
  if (before && !MILESTONE.test(before[1] ?? '')) return 'history';
  return MODES.find(([, pattern]) => pattern.test(words))?.[0];
}

/** True for labels that only carry metadata ("Priority:"): they end the label before them and set no mode. */
export function isMetaLabel(label: string): boolean {
  return META.test(label.replace(/[*_`]/g, '').trim());
}

/** The headings above a line, and the bold label that opened its list. */
export class Sections {
  private readonly headings: Heading[] = [];
  private label: string | undefined;
  /** Both are asked for every item and change only with a heading or a label. */
  private currentPath: string[] | undefined;
  private currentMode: Mode | undefined;

  heading(level: number, title: string): void {
    while (this.headings.length > 0 && (this.headings.at(-1)?.level ?? 0) >= level) this.headings.pop();
    this.headings.push({ level, title });
    this.setLabel(undefined);
  }

  setLabel(label: string | undefined): void {
    this.label = label;
    this.currentPath = undefined;
    this.currentMode = undefined;
  }

  /** Titles from the outermost inwards, the label last. */
  get path(): string[] {
    return (this.currentPath ??= this.titles());
  }

  /** From the label, else from the innermost heading that says something; the document's title never counts. */
  get mode(): Mode {
    return (this.currentMode ??= this.findMode());
  }

  private titles(): string[] {
    const titles = this.headings.map((heading) => clean(heading.title));
    return this.label === undefined ? titles : [...titles, clean(this.label)];
  }

  private findMode(): Mode {
    if (this.label !== undefined) {
      const mode = modeOf(this.label);
      if (mode) return mode;
    }
    for (let i = this.headings.length - 1; i >= 0; i--) {
      const heading = this.headings[i];
      if (!heading || heading.level === 1) continue;
      const mode = modeOf(heading.title);
      if (mode) return mode;
    }
    return 'state';
  }
}

/** A title without Markdown and emoji, for people. */
export function clean(title: string): string {
  const plain = title.replace(/[*_`]/g, '');
  // No emoji is ASCII but digits, `#` and `*`, which are none by themselves.
  return (/[^\0-\x7f]/.test(plain) ? plain.replace(/\p{Extended_Pictographic}\ufe0f?/gu, '') : plain)
    .replace(/\s+/g, ' ')
    .replace(/[:\s]+$/, '')
    .trim();
}
