// The small regular-expression language that provider rules are written in: parsed, bounded, and turned into samples.

import { madeUp } from './made-up-secrets';

export type Node =
  | { kind: 'text'; characters: string }
  | { kind: 'sequence'; parts: Node[] }
  | { kind: 'choice'; options: Node[] }
  | { kind: 'repeat'; node: Node; min: number; max: number }
  | { kind: 'never'; node: Node };

/** Parses a pattern; throws on what the language leaves out (`.`, `*`, `+`, back references, look-behind). */
export function parsePattern(pattern: string): Node {
  let at = 0;
  const fail = (why: string): never => {
    throw new Error(`${why} at ${at} of ${pattern}`);
  };

  function choice(): Node {
    const options = [sequence()];
    while (pattern[at] === '|') {
      at++;
      options.push(sequence());
    }
    return options.length === 1 && options[0] ? options[0] : { kind: 'choice', options };
  }

  function sequence(): Node {
    const parts: Node[] = [];
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') parts.push(quantified());
    return { kind: 'sequence', parts };
  }

  function quantified(): Node {
    const node = atom();
    if (pattern[at] === '?') {
      at++;
      return { kind: 'repeat', node, min: 0, max: 1 };
    }
    if (pattern[at] === '*' || pattern[at] === '+') fail('an unbounded quantifier');
    const match = /^\{(\d+)(?:(,)(\d+)?)?\}/.exec(pattern.slice(at));
    if (!match) return node;
    if (match[2] !== undefined && match[3] === undefined) fail('an open quantifier');
    at += match[0].length;
    const min = Number(match[1]);
    return { kind: 'repeat', node, min, max: match[3] === undefined ? min : Number(match[3]) };
  }

  function atom(): Node {
    const character = pattern[at++] ?? fail('the end');
    if (character === '[') return characterClass();
    if (character === '(') return group();
    if (character === '\\') return { kind: 'text', characters: escaped(pattern[at++] ?? fail('a lone backslash')) };
    if ('.^*+?{}'.includes(character)) fail(`"${character}"`);
    return { kind: 'text', characters: character };
  }

  function group(): Node {
    const isNever = pattern.startsWith('?!', at);
    if (isNever || pattern.startsWith('?:', at)) at += 2;
    else if (pattern[at] === '?') fail('a special group');
    const node = choice();
    if (pattern[at++] !== ')') fail('a group that is not closed');
    return isNever ? { kind: 'never', node } : node;
  }

  function characterClass(): Node {
    let characters = '';
    while (at < pattern.length && pattern[at] !== ']') {
      const from = pattern[at] === '\\' ? escaped(pattern[++at] ?? '') : (pattern[at] ?? '');
      at++;
      if (pattern[at] === '-' && pattern[at + 1] !== ']') {
        const to = pattern[at + 1] ?? '';
        for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code++) characters += String.fromCharCode(code);
        at += 2;
      } else characters += from;
    }
    at++;
    return { kind: 'text', characters };
  }

  const tree = choice();
  if (at < pattern.length) fail('an unmatched bracket');
  return tree;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** What stands behind a backslash; classes such as `\w` are left out of the language. */
function escaped(character: string): string {
  if (/[A-Za-z0-9]/.test(character) && !(character in ESCAPES))
    throw new Error(`\\${character} is not in the language`);
  return ESCAPES[character] ?? character;
}

/** Longest text that a pattern matches. */
export function longest(node: Node): number {
  switch (node.kind) {
    case 'text':
      return 1;
    case 'never':
      return 0;
    case 'sequence':
      return node.parts.reduce((sum, part) => sum + longest(part), 0);
    case 'choice':
      return Math.max(...node.options.map(longest));
    case 'repeat':
      return node.max * longest(node.node);
  }
}

/** True when a repetition stands inside a repetition that may run more than a few times: the shape that can backtrack for long. */
export function nestsRepeats(node: Node, inside = false): boolean {
  switch (node.kind) {
    case 'text':
      return false;
    case 'never':
      return nestsRepeats(node.node, inside);
    case 'sequence':
      return node.parts.some((part) => nestsRepeats(part, inside));
    case 'choice':
      return node.options.some((option) => nestsRepeats(option, inside));
    case 'repeat':
      return (inside && node.max > 1) || nestsRepeats(node.node, inside || node.max > 2);
  }
}

/**
 * True when a repetition of open length is followed by something that its own characters can also be, twice in one sequence: then the number
 * of ways to share out a text is the product of the lengths. Once is harmless, it gives back one character at a time.
 */
export function repeatsCollide(node: Node): boolean {
  switch (node.kind) {
    case 'text':
      return false;
    case 'never':
    case 'repeat':
      return repeatsCollide(node.node);
    case 'choice':
      return node.options.some(repeatsCollide);
    case 'sequence': {
      const collisions = node.parts.filter(
        (part, index) => isOpen(part) && overlaps(part, node.parts.slice(index + 1)),
      );
      return collisions.length > 1 || node.parts.some(repeatsCollide);
    }
  }
}

/** A repetition of more than a few possible lengths. */
function isOpen(node: Node): boolean {
  return node.kind === 'repeat' && node.max - node.min > 4;
}

function overlaps(node: Node, rest: readonly Node[]): boolean {
  const own = firstOf([node]);
  return [...firstOf(rest)].some((character) => own.has(character));
}

/** Characters that a sequence can begin with. */
function firstOf(parts: readonly Node[]): Set<string> {
  const found = new Set<string>();
  for (const part of parts) {
    for (const character of firstCharacters(part)) found.add(character);
    if (!(part.kind === 'never' || (part.kind === 'repeat' && part.min === 0))) break;
  }
  return found;
}

function firstCharacters(node: Node): Iterable<string> {
  switch (node.kind) {
    case 'text':
      return node.characters;
    case 'never':
      return [];
    case 'sequence':
      return firstOf(node.parts);
    case 'choice':
      return node.options.flatMap((option) => [...firstCharacters(option)]);
    case 'repeat':
      return firstCharacters(node.node);
  }
}

/** A text that the pattern matches, random to the eye and the same in every run. */
export function sampleOf(node: Node, seed: string): string {
  switch (node.kind) {
    case 'text':
      return madeUp(seed, 1, node.characters);
    case 'never':
      return '';
    case 'sequence':
      return node.parts.map((part, index) => sampleOf(part, `${seed}.${index}`)).join('');
    case 'choice':
      return sampleOf(node.options[0] ?? node, `${seed}|`);
    case 'repeat': {
      const count = Math.min(node.max, Math.max(node.min, 1));
      return node.node.kind === 'text'
        ? madeUp(seed, count, node.node.characters)
        : Array.from({ length: count }, (_, index) => sampleOf(node.node, `${seed}*${index}`)).join('');
    }
  }
}
