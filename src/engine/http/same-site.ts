/** What a call says of SameSite, in named arguments or in an object of options, followed through constants and spreads. */
import type { Argument, Expression } from '../code/model';
import type { Interpreter } from '../routes/program/interpret';
import { textOf, type Scope, type Value } from '../routes/program/values';

/** `same`: Lax or Strict · `none`: None, written down · `absent`: nothing is said · `unsettled`: the files cannot tell. */
export type SameSite = 'same' | 'none' | 'absent' | 'unsettled';

/** Where a call stands. */
export interface Site {
  /** What the library calls it: `samesite`, `same_site`, `sameSite`. */
  option: string;
  scope: Scope;
  /** What the function around it has given names to. */
  locals: ReadonlyMap<string, Expression>;
  interpreter: Interpreter;
}

const MAX_DEPTH = 4;

/** A named argument of Python, or several in one. */
export function isNamed({ name, value }: Argument): boolean {
  return name !== null || value.e === 'spread';
}

/** What the arguments say; null = nothing, so that the library's default counts. */
export function sameSiteOf(args: readonly Argument[], site: Site, depth = 0): SameSite | null {
  let isOpen = false;
  for (const { name, value } of args) {
    if (name === site.option) return settled(value, site);
    if (name !== null || depth > MAX_DEPTH) continue;
    const found = inOptions(value, site, depth);
    if (found === 'unsettled') isOpen = true;
    else if (found !== null) return found;
  }
  return isOpen ? 'unsettled' : null;
}

function inOptions(value: Expression, site: Site, depth: number): SameSite | null {
  if (depth > MAX_DEPTH) return 'unsettled';
  if (value.e === 'record') {
    const named = value.entries.map(({ key, value }) => ({ name: key.e === 'text' ? key.value : null, value }));
    const own = named.find(({ name }) => name === site.option);
    if (own) return settled(own.value, site);
    const nested = named.filter(({ name, value }) => name === null || name === 'cookie' || value.e === 'spread');
    const args = nested.map(({ value }) => ({ name: null, value }));
    return sameSiteOf(args, site, depth + 1);
  }
  if (value.e === 'spread') return inOptions(value.of, site, depth + 1);
  const local = value.e === 'name' ? site.locals.get(value.name) : undefined;
  if (local) return inOptions(local, site, depth + 1);
  if (value.e === 'text' || value.e === 'constant') return null;
  const known = site.interpreter.evaluate(value, site.scope);
  return known.v === 'record' ? recordSays(known, site.option) : 'unsettled';
}

function settled(value: Expression, site: Site): SameSite {
  if (value.e === 'choose') return laxest([value.then, value.else].map((one) => settled(one, site)));
  const local = value.e === 'name' ? site.locals.get(value.name) : undefined;
  return siteOf(site.interpreter.evaluate(local ?? value, site.scope));
}

function recordSays(record: Extract<Value, { v: 'record' }>, option: string): SameSite | null {
  const own = record.entries.get(option);
  if (own) return siteOf(own);
  const cookie = record.entries.get('cookie');
  return cookie?.v === 'record' ? recordSays(cookie, option) : cookie ? 'unsettled' : null;
}

/** Express takes `true` for Strict and `false` for nothing at all; Starlette takes None for nothing. */
export function siteOf(value: Value): SameSite {
  if (value.v === 'constant') return value.value === true ? 'same' : 'absent';
  if (value.v === 'choice') return laxest(value.options.map(siteOf));
  const text = textOf(value)?.toLowerCase();
  if (text === 'lax' || text === 'strict') return 'same';
  return text === 'none' ? 'none' : 'unsettled';
}

function laxest(all: readonly SameSite[]): SameSite {
  return (['none', 'absent', 'unsettled'] as const).find((one) => all.includes(one)) ?? 'same';
}
