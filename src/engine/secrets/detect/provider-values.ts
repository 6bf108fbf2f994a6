/** Provider rules at a hit of one of their keys. */
import { daysAfter, isDay } from '../../days';
import { bindingBefore } from './binding';
import type { Detection, Scan } from './detect';
import { entropy, isWordy } from '../values/entropy';
import { PROVIDER_RULES } from '../rules';
import type { ProviderRule } from '../rules/rule';
import { isMasked } from '../values/value';
import { wordsOf } from '../names';

interface Compiled {
  rule: ProviderRule;
  /** Sticky; for named rules global. */
  pattern: RegExp;
  before: RegExp | undefined;
  /** No value is longer. */
  longest: number;
  /** The name a value is bound to, up to the value's start. */
  named: RegExp | undefined;
  near: RegExp | undefined;
  publicNear: RegExp | undefined;
}

/** Tails by which a name says that its value is no credential: `api_key_id`, `token_hash`. */
const OTHER_TAILS =
  'id|sid|name|hash|sha\\d{0,3}|digest|md5|fingerprint|checksum|url|uri|path|file|arn|version|uuid|length|type';

const COMPILED: { key: string; compiled: Compiled }[] = PROVIDER_RULES.flatMap((rule) => {
  const compiled = compile(rule);
  return rule.keys.map((key) => ({ key, compiled }));
});

function compile(rule: ProviderRule): Compiled {
  const { before, named, near, publicNear } = rule;
  const folded = (pattern: string | undefined): RegExp | undefined =>
    pattern === undefined ? undefined : new RegExp(pattern, 'i');
  return {
    rule,
    // Behind a token's character no value begins: said first, it keeps the search from trying every place of a long word.
    pattern:
      named === undefined
        ? new RegExp(rule.pattern, 'y')
        : new RegExp(`(?<![A-Za-z0-9_]|[A-Za-z0-9_-]-)(?:${rule.pattern})`, 'g'),
    longest: longestOf(rule.pattern),
    before: before === undefined ? undefined : new RegExp(`(?<=(${before}))`, 'y'),
    named: named === undefined ? undefined : boundName(named),
    near: folded(near),
    publicNear: folded(publicNear),
  };
}

/** At least the length of the longest text that a pattern matches, from its counts. */
function longestOf(pattern: string): number {
  const counts = pattern.matchAll(/\{(?:\d+,)?(\d+)\}/g);
  return [...counts].reduce((sum, [, most]) => sum + Number(most), pattern.length);
}

/** A name that ends with some words, what assigns, and quotes: all that may stand between a name and its value. */
function boundName(words: string): RegExp {
  const name = `(?:${words})(?![\\w-]{0,24}?[_-]?(?:${OTHER_TAILS})\\b)[\\w-]{0,16}["'\`\\])]{0,3}`;
  const type = `(?::[ \\t]{0,2}[\\w|[\\]]{1,20})?`;
  const assigns = `(?:[ \\t]{0,12}(?:=>|:=|\\|\\||\\?\\?|=|:|,|\\(|\\||\\b(?:or|is|currently|value|set to)\\b)){0,3}`;
  return new RegExp(`${name}${type}${assigns}[ \\t]{0,12}(?:[rbuf]{0,2}["'\`{(]{1,3})?$`, 'i');
}

/** Keys of the automaton, by index. */
export const PROVIDER_KEYS: readonly string[] = COMPILED.map(({ key }) => key);

/** How far behind a provider's word a value without a prefix may stand, and on how many lines. */
const NAMED_REACH = 240;
const NAMED_LINES = 4;
/** Where words stand close together, this much is read at a time. */
const MIN_STRETCH = 64;
/** How far before a value its name is read. */
const NAME_REACH = 80;
/** How far around a value evidence may stand. */
const NEAR_REACH = 600;

const NONE: readonly Detection[] = [];

/** Decides on what a pattern has matched: the value between two offsets, of which the rule itself says the first `prefix` characters. */
type Judge = (scan: Scan, compiled: Compiled, start: number, end: number, prefix?: number) => Detection | undefined;

/** The values that the rule of a key finds at its hit (`end` = behind the key). */
export function providerValue(scan: Scan, key: number, end: number, judge: Judge = judged): readonly Detection[] {
  const entry = COMPILED[key];
  if (!entry) return NONE;
  const { compiled } = entry;
  const start = end - entry.key.length;
  const detection = compiled.named
    ? namedToken(scan, compiled, compiled.named, end, judge)
    : prefixedToken(scan, compiled, start, end, judge);
  return detection ? [detection] : NONE;
}

function prefixedToken(
  scan: Scan,
  compiled: Compiled,
  start: number,
  end: number,
  judge: Judge,
): Detection | undefined {
  const { rule, pattern, before } = compiled;
  const { text } = scan;
  if (!before && rule.boundary !== false && isInsideToken(text, start)) return undefined;
  // A hit inside a value that the rule has read already: keys can repeat inside a long body, and each reading costs its length.
  if (start < (scan.read.get(rule.id) ?? 0)) return undefined;
  pattern.lastIndex = start;
  const match = pattern.exec(text);
  if (!match) return undefined;
  scan.read.set(rule.id, start + match[0].length);
  if (match[1] !== undefined) {
    const at = start + match[0].lastIndexOf(match[1]);
    return judge(scan, compiled, at, at + match[1].length);
  }
  const to = start + match[0].length;
  if (!before) return judge(scan, compiled, start, to, end - start);
  if (BODY.test(text[to] ?? '')) return undefined;
  before.lastIndex = start;
  const head = before.exec(text)?.[1];
  return head === undefined ? undefined : judge(scan, compiled, start - head.length, to, head.length + end - start);
}

/** True where a token would begin inside a longer word: `_` and `-` belong to tokens, so `\b` does not do. */
export function isInsideToken(text: string, start: number): boolean {
  const previous = text.charCodeAt(start - 1);
  if (previous === HYPHEN) return isTokenUnit(text.charCodeAt(start - 2)) || text.charCodeAt(start - 2) === HYPHEN;
  return isTokenUnit(previous) || previous === PLUS || (previous === SLASH && isInsideData(text, start));
}

const HYPHEN = 45;
const PLUS = 43;
const SLASH = 47;

/** Base64 without a break before a place: the address of a page has dots and hyphens sooner. */
const DATA = /^[A-Za-z0-9+/]{60}$/;

/** True inside a picture or document in base64, on one line or many: any prefix stands in it by chance. */
function isInsideData(text: string, start: number): boolean {
  return DATA.test(
    text
      .slice(Math.max(0, start - 64), start)
      .replace(/\r?\n/g, '')
      .slice(-60),
  );
}

/** A line of nothing but base64, as long as tools wrap it at the least (RFC 7468 and RFC 2045: 64 and 76; resources of .NET: 80). */
const WRAPPED = /^[ \t]*[A-Za-z0-9+/]{60,80}={0,2}[ \t]*\r?$/;
/** Lines before and after are read this far. */
const WRAPPED_REACH = 120;

/** True on one of several lines of base64: between pictures and tokens of letters and digits alone only the neighbours tell. */
function isWrappedData(text: string, start: number): boolean {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const to = text.indexOf('\n', start);
  if (to < 0 || to - from > WRAPPED_REACH || !WRAPPED.test(text.slice(from, to))) return false;
  const [before = ''] = text
    .slice(Math.max(0, from - 1 - WRAPPED_REACH), Math.max(0, from - 1))
    .split('\n')
    .slice(-1);
  const [after = ''] = text.slice(to + 1, to + 1 + WRAPPED_REACH).split('\n', 1);
  return WRAPPED.test(before) || WRAPPED.test(after);
}

function isTokenUnit(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57) || unit === 95;
}

/** The first value behind a provider's word that is bound to a name that says what it is. */
function namedToken(scan: Scan, compiled: Compiled, named: RegExp, end: number, judge: Judge): Detection | undefined {
  const { text } = scan;
  const { pattern, rule } = compiled;
  // The stretches of words that stand close together overlap: each place is tried once for a rule.
  const from = Math.max(end, scan.read.get(rule.id) ?? 0);
  const to = endOfReach(text, end);
  if (to - from < (from > end ? MIN_STRETCH : 1)) return undefined;
  scan.read.set(rule.id, to);
  const stretch = text.slice(from, to + compiled.longest);
  pattern.lastIndex = 0;
  for (let match = pattern.exec(stretch); match; match = pattern.exec(stretch)) {
    const at = from + match.index;
    const valueEnd = at + match[0].length;
    if (at >= to) return undefined;
    if (isInsideToken(text, at) || BODY.test(text[valueEnd] ?? '')) continue;
    if (!named.test(nameBefore(text, at)) || !looksRandom(match[0])) continue;
    const detection = judge(scan, compiled, at, valueEnd);
    if (detection) {
      scan.read.set(rule.id, valueEnd);
      return detection;
    }
  }
  return undefined;
}

/** What stands before a value on its line; for `value:` of a Kubernetes variable, the name on the line above. */
function nameBefore(text: string, at: number): string {
  const before = text.slice(Math.max(at - NAME_REACH, 0), at);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (!/^\s*"?value"?:\s*["']?$/.test(line)) return line;
  const above = before.slice(0, -line.length - 1);
  return above.slice(above.lastIndexOf('\n') + 1).trimEnd();
}

/** How far a provider's word reaches from an offset on. */
function endOfReach(text: string, from: number): number {
  const stretch = text.slice(from, from + NAMED_REACH);
  let end = -1;
  for (let line = 0; line < NAMED_LINES; line++) {
    end = stretch.indexOf('\n', end + 1);
    if (end < 0) return from + stretch.length;
  }
  return from + end;
}

/** Letters and digits without an order: what a value without a prefix has to be. */
function looksRandom(value: string): boolean {
  if (entropy(value) < 3 || !/[A-Za-z]/.test(value)) return false;
  if (/^[0-9a-f-]+$/i.test(value)) return /[0-9]/.test(value);
  const digits = value.replace(/[^0-9]/g, '').length;
  return (digits > 0 || /[a-z][^a-z]*[A-Z]/.test(value)) && (digits * 4 > value.length || !isWordy(value));
}

const BODY = /[A-Za-z0-9_]/;
/** A blanked-out part, whatever checksum or structure the rest has. */
const BLANK = /x{8}|X{8}|\*{8}/;

function judged(scan: Scan, compiled: Compiled, start: number, end: number, prefix = 0): Detection | undefined {
  const { text } = scan;
  const { rule, near, publicNear } = compiled;
  if (rule.boundary !== false && isInsideToken(text, start)) return undefined;
  if (isWrappedData(text, start)) return undefined;
  if (BODY.test(text[end] ?? '') || /^(?:\.\.\.|…|\*{2})/.test(text.slice(end, end + 3))) return undefined;
  // A part of a longer text in base64.
  if (rule.pattern.endsWith('+/]{40}') && /[+/=]/.test(text[end] ?? '')) return undefined;
  const value = text.slice(start, end);
  const proof = rule.check?.prove(value);
  if (proof === 'not-a-secret' || BLANK.test(value) || (proof !== 'proven' && looksMadeUp(value.slice(prefix))))
    return undefined;
  const around = near || publicNear ? text.slice(Math.max(0, start - NEAR_REACH), end + NEAR_REACH) : '';
  if (near && !near.test(around)) return undefined;
  const isPublic = rule.public === true || proof === 'public' || publicNear?.test(around) === true;
  const binding = bindingBefore(text, start, scan.family);
  const isProse = scan.isProse(start);
  return {
    rule: rule.id,
    value: isPublic ? 'public' : 'token',
    position: isProse ? 'prose' : binding.position === 'comparison' ? 'literal' : binding.position,
    name: binding.name,
    env: binding.env ?? (binding.name && /^[A-Z][A-Z0-9_]+$/.test(binding.name) ? binding.name : null),
    start,
    end,
    proven: proof === 'proven',
    ...(rule.validity && isBrief(around, rule.validity) ? { shortLived: true } : {}),
  };
}

/** Longest time for which a link is signed that has surely run out by the time somebody reads the repository, in days. */
const BRIEF = 7;

/** Whether the dates that stand around a value, under these names, lie close together. */
function isBrief(around: string, { from, to }: NonNullable<ProviderRule['validity']>): boolean {
  const dayOf = (name: string): string =>
    new RegExp(`[?&;]${name}=(20\\d\\d-\\d\\d-\\d\\d)`, 'i').exec(around)?.[1] ?? '';
  const [first, last] = [dayOf(from), dayOf(to)];
  return isDay(first) && isDay(last) && first <= last && last <= daysAfter(first, BRIEF);
}

const MADE_UP = new Set(
  'example placeholder your dummy fake sample redacted changeme insert test mock xxx xxxx todo replace here hardcoded demo'.split(
    ' ',
  ),
);

/** The right prefix before a body that nobody generated: all x, a keyboard run, words. */
export function looksMadeUp(value: string): boolean {
  if (isMasked(value)) return true;
  if (wordsOf(value.replace(/([A-Za-z])([0-9])/g, '$1_$2')).some((word) => MADE_UP.has(word) && word.length > 3))
    return true;
  return /example|placeholder|your[-_]|redacted/i.test(value);
}
