/**
 * gitignore rules (git-scm.com/docs/gitignore). Ignore files come from the repository, so they are hostile input: patterns are matched
 * greedily with two pointers, never as regular expressions, which a dozen stars hold for hours.
 */

/** One element of a pattern segment: a character, `?`, `*`, or a class in brackets. */
type Token = string | { any: true } | { star: true } | { ranges: [string, string][]; negated: boolean };

interface Segment {
  /** `**`: any number of folders. */
  deep: boolean;
  tokens: Token[];
  /** The whole segment when it holds no wildcard. */
  literal: string | undefined;
  /** What follows the star of a segment such as `*.log`. */
  suffix: string | undefined;
}

interface Rule {
  negated: boolean;
  foldersOnly: boolean;
  /** Matched against the path below the ignore file; otherwise against the name alone. */
  anchored: boolean;
  segments: Segment[];
}

/** Longer patterns are left out: no person writes them. */
const MAX_PATTERN = 1000;

/** The rules of one ignore file. */
export class IgnoreFile {
  private readonly rules: Rule[] = [];

  /** @param folder folder of the file below the walk's root, `''` or ending with `/` @param ignoreCase as `core.ignoreCase` */
  constructor(
    text: string,
    readonly folder: string,
    private readonly ignoreCase = false,
  ) {
    for (const line of text.split(/\r?\n|\r$/)) {
      const rule = parseRule(bytesOf(ignoreCase ? line.toLowerCase() : line));
      if (rule) this.rules.push(rule);
    }
  }

  get isEmpty(): boolean {
    return this.rules.length === 0;
  }

  /** True = ignored, false = put back by a `!` rule, undefined = no rule speaks of it. The last matching rule wins. */
  test(path: string, isFolder: boolean): boolean | undefined {
    const own = path.slice(this.folder.length);
    const below = bytesOf(this.ignoreCase ? own.toLowerCase() : own);
    const name = below.slice(below.lastIndexOf('/') + 1);
    let parts: string[] | undefined;
    for (let i = this.rules.length - 1; i >= 0; i--) {
      const rule = this.rules[i];
      if (!rule || (rule.foldersOnly && !isFolder)) continue;
      const first = rule.segments[0];
      const matches =
        rule.anchored || first?.deep
          ? matchesSegments(rule.segments, (parts ??= below.split('/')))
          : first !== undefined && matchesSegment(first, name);
      if (matches) return !rule.negated;
    }
    return undefined;
  }
}

/** Ignore files from the root down; rules of a deeper one beat those above. */
export class IgnoreStack {
  /** @param files the deepest first */
  constructor(private readonly files: readonly IgnoreFile[] = []) {}

  with(file: IgnoreFile): IgnoreStack {
    return file.isEmpty ? this : new IgnoreStack([file, ...this.files]);
  }

  /** Whether a path is ignored by its own name and place, its parents left aside. */
  test(path: string, isFolder: boolean): boolean {
    for (const file of this.files) {
      const answer = file.test(path, isFolder);
      if (answer !== undefined) return answer;
    }
    return false;
  }
}

/** One character per UTF-8 byte: git matches bytes, so `?` is half an `é`. */
function bytesOf(text: string): string {
  return /^[\0-\x7f]*$/.test(text) ? text : Buffer.from(text).toString('latin1');
}

function parseRule(line: string): Rule | undefined {
  let pattern = trimEnd(line);
  if (pattern === '' || pattern.startsWith('#') || pattern.length > MAX_PATTERN) return undefined;
  const negated = pattern.startsWith('!');
  if (negated) pattern = pattern.slice(1);
  const foldersOnly = pattern.endsWith('/');
  if (foldersOnly) pattern = pattern.slice(0, -1);
  const anchored = pattern.includes('/');
  if (pattern.startsWith('/')) pattern = pattern.slice(1);
  if (pattern === '') return undefined;
  const segments: Segment[] = [];
  for (const part of pattern.split('/')) {
    const segment = parseSegment(part);
    if (!segment) return undefined;
    if (!(segment.deep && segments.at(-1)?.deep)) segments.push(segment);
  }
  // `a/**` matches what is inside, not the folder itself: one more name is needed.
  if (segments.at(-1)?.deep) segments.push(anything());
  return { negated, foldersOnly, anchored, segments };
}

/** Trailing spaces do not count unless escaped. */
function trimEnd(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ') end--;
  let slashes = 0;
  while (end - slashes > 0 && line[end - slashes - 1] === '\\') slashes++;
  return slashes % 2 === 1 && end < line.length ? line.slice(0, end + 1) : line.slice(0, end);
}

function anything(): Segment {
  return { deep: false, tokens: [{ star: true }], literal: undefined, suffix: '' };
}

/** Undefined for a segment that git never matches (a class that is not closed, a lone backslash at the end). */
function parseSegment(part: string): Segment | undefined {
  if (part === '**') return { deep: true, tokens: [], literal: undefined, suffix: undefined };
  const tokens: Token[] = [];
  for (let i = 0; i < part.length; i++) {
    const character = part.charAt(i);
    if (character === '*') {
      if (!isStar(tokens.at(-1))) tokens.push({ star: true });
    } else if (character === '?') tokens.push({ any: true });
    else if (character === '[') {
      const parsed = parseClass(part, i);
      if (!parsed) return undefined;
      tokens.push(parsed.token);
      i = parsed.end;
    } else if (character === '\\') {
      if (i + 1 >= part.length) return undefined;
      tokens.push(part.charAt(++i));
    } else tokens.push(character);
  }
  const rest = tokens.slice(1);
  return {
    deep: false,
    tokens,
    literal: tokens.every(isCharacter) ? tokens.join('') : undefined,
    suffix: isStar(tokens[0]) && rest.every(isCharacter) ? rest.join('') : undefined,
  };
}

function isCharacter(token: Token): token is string {
  return typeof token === 'string';
}

function isStar(token: Token | undefined): boolean {
  return typeof token === 'object' && 'star' in token;
}

const NAMED_CLASSES: Record<string, [string, string][]> = {
  alpha: [
    ['a', 'z'],
    ['A', 'Z'],
  ],
  digit: [['0', '9']],
  alnum: [
    ['a', 'z'],
    ['A', 'Z'],
    ['0', '9'],
  ],
  upper: [['A', 'Z']],
  lower: [['a', 'z']],
  xdigit: [
    ['0', '9'],
    ['a', 'f'],
    ['A', 'F'],
  ],
  space: [
    ['\t', '\r'],
    [' ', ' '],
  ],
  blank: [
    ['\t', '\t'],
    [' ', ' '],
  ],
  punct: [
    ['!', '/'],
    [':', '@'],
    ['[', '`'],
    ['{', '~'],
  ],
};

/** A class in brackets that starts at `start`; undefined when it is not closed. */
function parseClass(part: string, start: number): { token: Token; end: number } | undefined {
  let i = start + 1;
  const negated = part[i] === '!' || part[i] === '^';
  if (negated) i++;
  const ranges: [string, string][] = [];
  for (let first = true; i < part.length; first = false) {
    if (part[i] === ']' && !first) return { token: { ranges, negated }, end: i };
    const named = /^\[:([a-z]+):\]/.exec(part.slice(i, i + 12));
    if (named?.[1] !== undefined) {
      ranges.push(...(NAMED_CLASSES[named[1]] ?? []));
      i += named[0].length;
      continue;
    }
    if (part[i] === '\\') i++;
    const from = part.charAt(i++);
    if (part[i] === '-' && i + 1 < part.length && part[i + 1] !== ']') {
      i += part[i + 1] === '\\' ? 2 : 1;
      ranges.push([from, part.charAt(i++)]);
    } else ranges.push([from, from]);
  }
  return undefined;
}

/** Greedy: on a mismatch the last star takes one more, which is enough because stars are independent of each other. */
function matchesSegment(segment: Segment, name: string): boolean {
  if (segment.literal !== undefined) return name === segment.literal;
  if (segment.suffix !== undefined) return name.endsWith(segment.suffix);
  const { tokens } = segment;
  let at = 0;
  let token = 0;
  let star = -1;
  let mark = 0;
  while (at < name.length) {
    const current = tokens[token];
    if (isStar(current)) {
      star = token++;
      mark = at;
    } else if (current !== undefined && matchesCharacter(current, name.charAt(at))) {
      token++;
      at++;
    } else if (star >= 0) {
      token = star + 1;
      at = ++mark;
    } else return false;
  }
  while (isStar(tokens[token])) token++;
  return token === tokens.length;
}

function matchesCharacter(token: Token, character: string): boolean {
  if (typeof token === 'string') return token === character;
  if ('ranges' in token)
    return token.ranges.some(([from, to]) => from <= character && character <= to) !== token.negated;
  return 'any' in token;
}

/** The same over whole path segments, `**` being the star. */
function matchesSegments(segments: readonly Segment[], parts: readonly string[]): boolean {
  let at = 0;
  let index = 0;
  let star = -1;
  let mark = 0;
  while (at < parts.length) {
    const segment = segments[index];
    if (segment?.deep) {
      star = index++;
      mark = at;
    } else if (segment && matchesSegment(segment, parts[at] ?? '')) {
      index++;
      at++;
    } else if (star >= 0) {
      index = star + 1;
      at = ++mark;
    } else return false;
  }
  while (segments[index]?.deep) index++;
  return index === segments.length;
}
