/** `has_required_scope(request, scopes)` (starlette.io, "Authentication"): whether the backend gave the caller all of these. */
import { optionsOf, type Value } from '../program/values';
import type { Abstract } from './abstract';
import { found, type Result, type State } from './state';

/** The answers for a caller whom no backend knows; undefined = another function, or scopes that are not known. */
export function hasScopes(symbol: string, values: readonly { value: Abstract }[], state: State): Result[] | undefined {
  const scopes = symbol === 'starlette.authentication.has_required_scope' ? values[1]?.value : undefined;
  const lists = scopes ? optionsOf(scopes as Value).map(asksForNone) : [];
  const asked = lists.filter((one) => one !== undefined);
  if (asked.length === 0 || asked.length < lists.length) return undefined;
  const at = { ...state, credential: true };
  const asks = asked.includes(false) ? [found(at, { v: 'failed' })] : [];
  if (!asked.includes(true)) return asks;
  // One of several lists, chosen when the guard is made.
  const chosen = [...state.assumptions, { setting: 'its configuration', value: false }];
  return [...asks, found(asks.length > 0 ? { ...at, assumptions: chosen } : at, { v: 'constant', value: true })];
}

function asksForNone(scopes: Value): boolean | undefined {
  if (scopes.v === 'text') return false;
  return scopes.v === 'list' ? scopes.items.length === 0 : undefined;
}
