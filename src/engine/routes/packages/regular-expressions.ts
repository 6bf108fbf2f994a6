/**
 * Patterns of Python's standard library, asked with literals: lists of open paths are often written so. Sources: docs.python.org, "re"
 * (what `match`, `search` and `fullmatch` begin with and end with, flags, `(?P<name>…)`, `\\A`, `\\Z`) and "fnmatch" (`*` also matches a slash).
 */
import type { Argument } from '../../code/model';
import type { EvaluatedArgument, Value } from '../program/values';
import type { Abstract } from '../run/abstract';
import { methodOfRegex } from '../program/builtins';

type Regex = Extract<Value, { v: 'regex' }>;

const ASKS = /^re\.(?<how>match|search|fullmatch)$/;

/** The pattern that `re.compile("…", re.I)` makes; undefined for anything else. `args`: the arguments as written. */
export function compiled(
  symbol: string,
  args: readonly Argument[],
  values: readonly EvaluatedArgument[],
): Regex | undefined {
  const pattern = symbol === 're.compile' ? values[0]?.value : undefined;
  if (pattern?.v === 'regex') return pattern;
  return pattern?.v === 'text' ? regexOf(pattern.text, args[1]) : undefined;
}

/**
 * What `re.match(pattern, path)` or `fnmatch(path, pattern)` answers: true, or what Python gives where nothing is found; undefined when the
 * function is no matcher or something is not literal.
 */
export function matchedByPattern(
  symbol: string,
  args: readonly Argument[],
  values: readonly { value: Abstract }[],
): Value | undefined {
  const [first, second] = values.map(({ value }) => value);
  if (/^fnmatch\.fnmatch(?:case)?$/.test(symbol))
    return first?.v === 'text' && second?.v === 'text'
      ? asTruth(methodOfRegex(regexOf(globSource(second.text), undefined), 'fullmatch', first))
      : undefined;
  const how = ASKS.exec(symbol)?.groups?.how;
  if (how === undefined || second?.v !== 'text') return undefined;
  const pattern = first?.v === 'text' ? regexOf(first.text, args[2]) : first;
  return pattern?.v === 'regex' ? methodOfRegex(pattern, how, second) : undefined;
}

function asTruth(found: Value | undefined): Value | undefined {
  return found?.v === 'constant' ? { v: 'constant', value: found.value === true } : found;
}

function regexOf(pattern: string, flags: Argument | undefined): Regex {
  const inline = /^\(\?(?<flags>[a-zA-Z]+)\)/.exec(pattern);
  const source = pattern
    .slice(inline?.[0].length ?? 0)
    .replace(/\(\?P</g, '(?<')
    .replace(/\\A/g, '^')
    .replace(/\\Z/g, '$');
  return { v: 'regex', source, flags: flagsOf(flags) + (inline?.groups?.flags ?? '').toLowerCase(), python: true };
}

/** What is not known of the flags is one that the matcher refuses. */
function flagsOf(flags: Argument | undefined): string {
  if (!flags) return '';
  const { value } = flags;
  const name = value.e === 'member' || value.e === 'name' ? value.name : '';
  return /^(?:I|IGNORECASE)$/.test(name) ? 'i' : /^(?:A|ASCII|U|UNICODE)$/.test(name) ? '' : 'v';
}

function globSource(glob: string): string {
  return glob
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.')
    .replace(/\[!/g, '[^');
}
