/**
 * Words in texts, for everybody who asks: who looks for words declares them when its module loads, and one pass of one automaton over a text
 * answers all of them. Searching for each word by itself costs more than everything that is then done with the answers.
 */
import { Automaton, type OnHit } from './automaton';

/** Words of one asker. A text holds them or not; case counts. */
export interface Words {
  readonly ids: readonly number[];
}

export interface WordOptions {
  /** At any case (A–Z). */
  foldCase: boolean;
}

/** Words of one asker that needs every place; case does not count (A–Z). */
export interface PlacedWords {
  readonly first: number;
  readonly count: number;
}

const literals: string[] = [];
/** What is kept of each literal. */
const kinds: ('exact' | 'folded' | 'placed')[] = [];
const known = new Map<string, number>();
let automaton: Automaton | undefined;

/** Declares words that texts are asked for. Call it when the module loads. */
export function defineWords(list: readonly string[], { foldCase }: WordOptions = { foldCase: false }): Words {
  return { ids: [...new Set(list)].map((word) => idOf(word, foldCase ? 'folded' : 'exact')) };
}

/** Declares words whose places are asked for, at any case. */
export function definePlacedWords(list: readonly string[]): PlacedWords {
  const first = literals.length;
  for (const word of list) add(word, 'placed');
  return { first, count: list.length };
}

function idOf(word: string, kind: 'exact' | 'folded'): number {
  const key = `${kind} ${word}`;
  const id = known.get(key) ?? add(word, kind);
  known.set(key, id);
  return id;
}

function add(word: string, kind: (typeof kinds)[number]): number {
  const id = literals.push(word) - 1;
  kinds.push(kind);
  automaton = undefined;
  return id;
}

/** What the last text holds: its extractors ask one after another. */
const last = {
  text: undefined as string | undefined,
  held: new Uint8Array(0),
  /** Id and end of every place, in turn. */
  places: [] as number[],
};

/** True when a text holds one of the words. */
export function holdsAny(text: string, words: Words): boolean {
  const { held } = passOver(text);
  return words.ids.some((id) => held[id] === 1);
}

/** Calls for every place of every word, in the order of their ends, with the word's index and the offset behind it. */
export function eachPlace(text: string, words: PlacedWords, onPlace: OnHit): void {
  const { places } = passOver(text);
  for (let i = 0; i < places.length; i += 2) {
    const index = (places[i] ?? 0) - words.first;
    if (index >= 0 && index < words.count) onPlace(index, places[i + 1] ?? 0);
  }
}

function passOver(text: string): typeof last {
  if (automaton && last.text === text) return last;
  automaton ??= new Automaton(literals, { foldCase: true });
  const held = last.held.length === literals.length ? last.held.fill(0) : new Uint8Array(literals.length);
  const places: number[] = [];
  automaton.search(text, (id, end) => {
    const kind = kinds[id];
    if (kind === 'placed') places.push(id, end);
    else if (held[id] === 0) {
      // The automaton folds case; most words do not.
      const word = literals[id] ?? '';
      if (kind === 'folded' || text.startsWith(word, end - word.length)) held[id] = 1;
    }
  });
  last.text = text;
  last.held = held;
  last.places = places;
  return last;
}
