/**
 * Regular expressions of a workspace, matched against its own paths. They are never handed to the regular expression engine of the
 * platform, which a crafted one can keep busy for ever: this matcher gives up after a number of steps. What it does not know (look-behind,
 * back-references, Unicode properties) it refuses.
 */

/** Steps per match; real patterns need a few hundred. */
const MAX_STEPS = 20_000;
const MAX_LENGTH = 2_000;

type Node =
  | { k: 'char'; is(character: string): boolean }
  | { k: 'all' | 'any'; of: Node[] }
  | { k: 'repeat'; of: Node; min: number; max: number; lazy: boolean }
  | { k: 'look'; of: Node; negative: boolean }
  | { k: 'start' | 'end' | 'boundary' };

/** Thrown inside for what is not known and for matches that take too long. */
class GivenUp extends Error {}

const parsed = new Map<string, Node | null>();

/** Whether a pattern is found in a text; undefined when the pattern is not understood or takes too long. */
export function boundedTest(source: string, flags: string, text: string): boolean | undefined {
  const ignoresCase = flags.includes('i');
  const pattern = parsedOf(source, ignoresCase);
  if (!pattern || /[mv]/.test(flags)) return undefined;
  const subject = ignoresCase ? text.toLowerCase() : text;
  const run = new Matcher(subject);
  try {
    for (let at = 0; at <= subject.length; at++) if (run.match(pattern, at, () => true)) return true;
    return false;
  } catch (error) {
    if (error instanceof GivenUp) return undefined;
    throw error;
  }
}

function parsedOf(source: string, ignoresCase: boolean): Node | null {
  const key = `${ignoresCase ? 'i' : ''}:${source}`;
  let node = parsed.get(key);
  if (node === undefined) {
    try {
      node = source.length > MAX_LENGTH ? null : new Parser(source, ignoresCase).parse();
    } catch (error) {
      if (!(error instanceof GivenUp)) throw error;
      node = null;
    }
    if (parsed.size > 2_000) parsed.clear();
    parsed.set(key, node);
  }
  return node;
}

class Matcher {
  private steps = 0;

  constructor(private readonly text: string) {}

  match(node: Node, at: number, then: (at: number) => boolean): boolean {
    if (++this.steps > MAX_STEPS) throw new GivenUp();
    switch (node.k) {
      case 'char':
        return at < this.text.length && node.is(this.text.charAt(at)) && then(at + 1);
      case 'all':
        return this.sequence(node.of, 0, at, then);
      case 'any':
        return node.of.some((option) => this.match(option, at, then));
      case 'repeat':
        return this.repeat(node, 0, at, -1, then);
      case 'look':
        return this.match(node.of, at, () => true) !== node.negative && then(at);
      case 'start':
        return at === 0 && then(at);
      case 'end':
        return at === this.text.length && then(at);
      case 'boundary':
        return isWord(this.text.charAt(at - 1)) !== isWord(this.text.charAt(at)) && then(at);
    }
  }

  private sequence(nodes: readonly Node[], index: number, at: number, then: (at: number) => boolean): boolean {
    const node = nodes[index];
    return node ? this.match(node, at, (next) => this.sequence(nodes, index + 1, next, then)) : then(at);
  }

  private repeat(
    node: Extract<Node, { k: 'repeat' }>,
    count: number,
    at: number,
    before: number,
    then: (at: number) => boolean,
  ): boolean {
    // An empty round leads nowhere new.
    const goesOn = count < node.max && at !== before;
    const again = (): boolean =>
      goesOn && this.match(node.of, at, (next) => this.repeat(node, count + 1, next, at, then));
    if (count < node.min) return again() || (at === before && then(at));
    return node.lazy ? then(at) || again() : again() || then(at);
  }
}

class Parser {
  private at = 0;

  constructor(
    private readonly source: string,
    private readonly ignoresCase: boolean,
  ) {}

  parse(): Node {
    const node = this.alternatives();
    if (this.at < this.source.length) throw new GivenUp();
    return node;
  }

  private alternatives(): Node {
    const options: Node[] = [this.sequence()];
    while (this.take('|')) options.push(this.sequence());
    const [only, ...more] = options;
    return only && more.length === 0 ? only : { k: 'any', of: options };
  }

  private sequence(): Node {
    const items: Node[] = [];
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      items.push(this.repeated(this.atom()));
    }
    return { k: 'all', of: items };
  }

  private repeated(of: Node): Node {
    const bounds = this.bounds();
    if (!bounds) return of;
    return this.repeated({ k: 'repeat', of, min: bounds[0], max: bounds[1], lazy: this.take('?') });
  }

  private bounds(): [number, number] | undefined {
    if (this.take('*')) return [0, Infinity];
    if (this.take('+')) return [1, Infinity];
    if (this.take('?')) return [0, 1];
    const counted = /^\{(\d{1,4})(,(\d{1,4})?)?\}/.exec(this.source.slice(this.at, this.at + 16));
    if (!counted) return undefined;
    this.at += counted[0].length;
    const min = Number(counted[1]);
    return [min, counted[2] === undefined ? min : counted[3] === undefined ? Infinity : Number(counted[3])];
  }

  private atom(): Node {
    const character = this.source.charAt(this.at++);
    switch (character) {
      case '(':
        return this.group();
      case '[':
        return { k: 'char', is: this.set() };
      case '.':
        return { k: 'char', is: (one) => one !== '\n' };
      case '^':
        return { k: 'start' };
      case '$':
        return { k: 'end' };
      case '\\':
        return this.escaped();
      case '*':
      case '+':
      case '?':
        throw new GivenUp();
      default:
        return this.literal(character);
    }
  }

  private literal(character: string): Node {
    const wanted = this.ignoresCase ? character.toLowerCase() : character;
    return { k: 'char', is: (one) => one === wanted };
  }

  private group(): Node {
    const kind = /^\?(?::|=|!|<(?![=!])\w+>)/.exec(this.source.slice(this.at, this.at + 60))?.[0] ?? '';
    if (kind === '' && this.source[this.at] === '?') throw new GivenUp();
    this.at += kind.length;
    const inner = this.alternatives();
    if (!this.take(')')) throw new GivenUp();
    return kind === '?=' || kind === '?!' ? { k: 'look', of: inner, negative: kind === '?!' } : inner;
  }

  private escaped(): Node {
    const character = this.source.charAt(this.at++);
    if (character === 'b') return { k: 'boundary' };
    const known = CLASSES[character];
    if (known) return { k: 'char', is: known };
    if (/[A-Za-z0-9]/.test(character) && !'nrtfv'.includes(character)) throw new GivenUp();
    return this.literal(CONTROLS[character] ?? character);
  }

  private set(): (character: string) => boolean {
    const negative = this.take('^');
    const tests: ((character: string) => boolean)[] = [];
    while (this.at < this.source.length && this.source[this.at] !== ']') tests.push(this.member());
    if (!this.take(']')) throw new GivenUp();
    return (character) => tests.some((test) => test(character)) !== negative;
  }

  private member(): (character: string) => boolean {
    const first = this.setCharacter();
    if (typeof first !== 'string') return first;
    const isRange = this.source[this.at] === '-' && this.source[this.at + 1] !== ']';
    if (!isRange) return (one) => one === this.folded(first);
    this.at++;
    const last = this.setCharacter();
    if (typeof last !== 'string') throw new GivenUp();
    const fold = this.ignoresCase;
    return (one) => (one >= first && one <= last) || (fold && one.toUpperCase() >= first && one.toUpperCase() <= last);
  }

  private setCharacter(): string | ((character: string) => boolean) {
    const character = this.source.charAt(this.at++);
    if (character !== '\\') return character;
    const escaped = this.source.charAt(this.at++);
    return CLASSES[escaped] ?? CONTROLS[escaped] ?? escaped;
  }

  private folded(character: string): string {
    return this.ignoresCase ? character.toLowerCase() : character;
  }

  private take(character: string): boolean {
    if (this.source[this.at] !== character) return false;
    this.at++;
    return true;
  }
}

function isWord(character: string): boolean {
  return /^\w$/.test(character);
}

const CLASSES: Readonly<Record<string, (character: string) => boolean>> = {
  d: (one) => /\d/.test(one),
  D: (one) => /\D/.test(one),
  w: (one) => /\w/.test(one),
  W: (one) => /\W/.test(one),
  s: (one) => /\s/.test(one),
  S: (one) => /\S/.test(one),
};
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v' };
