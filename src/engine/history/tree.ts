/** Where values of the history still stand in the tree of today. */
import { LineTable } from '../span';
import { Automaton } from '../text/automaton';

/** Values per automaton: its table grows with each of their characters. */
const BATCH = 500;
/** As much of a value as the automaton looks for; the rest is compared. */
const MAX_NEEDLE = 120;
/** Places that are told of one value. */
const MAX_PLACES = 20;
const WORD = /[A-Za-z0-9]/;

interface Needle {
  hash: string;
  value: string;
  needle: string;
}

export class TreeSearch {
  /** Places by the hash of the value. */
  readonly found = new Map<string, { path: string; line: number }[]>();
  private readonly batches: { needles: Needle[]; automaton: Automaton }[] = [];

  /** @param values values by hash */
  constructor(values: ReadonlyMap<string, string>) {
    const needles = [...values].map(([hash, value]): Needle => ({ hash, value, needle: needleOf(value) }));
    for (let start = 0; start < needles.length; start += BATCH) {
      const batch = needles.slice(start, start + BATCH);
      const automaton = new Automaton(
        batch.map(({ needle }) => needle),
        { foldCase: false },
      );
      this.batches.push({ needles: batch, automaton });
    }
  }

  /** Looks for every value in a text. */
  add(path: string, text: string): void {
    let lines: LineTable | undefined;
    for (const { needles, automaton } of this.batches) {
      automaton.search(text, (index, end) => {
        const own = needles[index];
        if (!own) return;
        const start = end - own.needle.length;
        if (!stands(own, text, start)) return;
        const places = this.found.get(own.hash) ?? [];
        if (places.length >= MAX_PLACES) return;
        lines ??= new LineTable(text);
        const { line } = lines.position(start);
        if (!places.some((place) => place.path === path && place.line === line)) places.push({ path, line });
        this.found.set(own.hash, places);
      });
    }
  }
}

/** The part that is looked for: of a key of several lines its longest one, since those around it are the same in every key. */
function needleOf(value: string): string {
  const [longest = ''] = value.split(/\r?\n/).sort((a, b) => b.length - a.length);
  // The automaton knows 255 different characters: a value may hold any, but hardly begins with them.
  return /^[\x20-\x7e]+/.exec(longest.trim())?.[0].slice(0, MAX_NEEDLE) ?? '';
}

function stands({ value, needle }: Needle, text: string, start: number): boolean {
  if (value.includes('\n')) return true;
  const from = start - value.indexOf(needle);
  const end = from + value.length;
  if (!text.startsWith(value, from)) return false;
  const opens = WORD.test(text[from - 1] ?? '') && WORD.test(value[0] ?? '');
  return !opens && !(WORD.test(text[end] ?? '') && WORD.test(value[value.length - 1] ?? ''));
}
