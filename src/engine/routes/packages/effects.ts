/**
 * What well-known packages do, by the symbol under which they are known: the last resort of guard judgement, where no body can be read.
 * Each line states documented behaviour of the package it names.
 */
import { GO } from './go';
import { IDENTITY } from './identity';
import { JAVASCRIPT } from './javascript';
import { PYTHON } from './python';
import { FRAMEWORKS } from '../frameworks';
import type { Argument } from '../../code/model';

/** Symbols whose rule is remembered at most. */
const MAX_KNOWN = 10_000;

/**
 * `deny`: a guard that verifies and refuses · `presence`: refuses when nothing is sent, takes any value · `optional`: never refuses ·
 * `verify`: a function that raises when the value it is given is not genuine · `compare`: answers whether two values are equal ·
 * `claims`: reads what a token says without verifying it · `none`: has nothing to do with access · `raises`: a function that raises unless
 * the request carries a genuine credential · `asks`: refuses where the function that it is given answers false · `open`: says that the route
 * is for everybody · `reads-only`: refuses requests that change something · `user`: the user object of the request at hand ·
 * `identity`: tells who the caller is, nothing where nobody is signed in · `session`: as `identity`, as an object whose members are missing
 * then · `error`: makes an error, as a value · `pages`: answers with the pages of an application whose routes are listed by themselves ·
 * `answers`: an answer, sent when it is called · `backend`: asks the object that it is given as `backend` who is calling.
 */
export type Effect =
  | 'deny'
  | 'presence'
  | 'optional'
  | 'verify'
  | 'compare'
  | 'claims'
  | 'none'
  | 'raises'
  | 'asks'
  | 'open'
  | 'reads-only'
  | 'user'
  | 'identity'
  | 'session'
  | 'error'
  | 'pages'
  | 'answers'
  | 'backend';

/** One line of what is documented of a package. */
export interface EffectRule {
  pattern: RegExp;
  effect: Effect;
  /** The call's own arguments can turn it around (`auto_error=False`, `optional=True`). */
  unless?: { name: string; value: boolean; effect: Effect };
  /**
   * Members of the options with which it was made that lead to a function which is asked before every request, with the user under one name
   * and the request under another; nobody gets on where it answers false.
   */
  asks?: { option: readonly string[]; user: string; request: string };
  /** Of what refuses callers who send nothing: it looks for a token of the scheme Bearer in the header Authorization. */
  bearer?: true;
}

let rules: readonly EffectRule[] | undefined;
/** One program names the same few symbols over and over. */
const known = new Map<string, EffectRule | undefined>();

function ruleOf(symbol: string): EffectRule | undefined {
  if (known.has(symbol)) return known.get(symbol);
  rules ??= [
    ...FRAMEWORKS.flatMap((framework) => framework.effects ?? []),
    ...PYTHON,
    ...IDENTITY,
    ...JAVASCRIPT,
    ...GO,
  ];
  const rule = rules.find(({ pattern }) => pattern.test(symbol));
  if (known.size > MAX_KNOWN) known.clear();
  known.set(symbol, rule);
  return rule;
}

/** What a symbol does, or undefined when nothing is known of it. */
export function effectOf(symbol: string, args: readonly Argument[]): Effect | undefined {
  const rule = ruleOf(symbol);
  if (!rule) return undefined;
  const { unless } = rule;
  if (
    unless &&
    named(args).some(
      ({ name, value }) => name === unless.name && value.e === 'constant' && value.value === unless.value,
    )
  )
    return unless.effect;
  return rule.effect;
}

/** The function that something of a package asks before every request; undefined = none. */
export function askedBy(symbol: string): EffectRule['asks'] {
  return ruleOf(symbol)?.asks;
}

/** Whether a guard refuses all who send no `Authorization: Bearer …`. */
export function asksForBearer(symbol: string): boolean {
  return ruleOf(symbol)?.bearer === true;
}

/** Named arguments, those of an options object included. */
function named(args: readonly Argument[]): Argument[] {
  return args.flatMap((arg) => {
    if (arg.name !== null || arg.value.e !== 'record') return [arg];
    return arg.value.entries.flatMap(({ key, value }) => (key.e === 'text' ? [{ name: key.value, value }] : []));
  });
}
