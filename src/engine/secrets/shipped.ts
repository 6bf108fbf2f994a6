/** Every default of a secret that the workspace ships, by variable, and what the start-up guards make of it. Use through `workspace.derive`. */
import type { Span } from '../span';
import type { Workspace } from '../workspace';
import { isEnvTemplate } from '../env/environment';
import type { SecretFact } from './facts';
import type { GuardFact } from './guards';
import { judge } from './judge';
import { upperSnake } from './detect/local-names';
import { placeOfPath } from './places';

export interface Shipped {
  path: string;
  span: Span;
  fact: SecretFact;
}

export interface PlacedGuard {
  path: string;
  guard: GuardFact;
}

export interface Answer {
  shipped: Shipped;
  /** The guards that refuse it. */
  refusedBy: PlacedGuard[];
}

export interface GuardedVariable {
  name: string;
  answers: Answer[];
  guards: PlacedGuard[];
}

/** Variables that ship a default and are read by code, in order of name. */
export function shippedVariables(workspace: Workspace): GuardedVariable[] {
  const shipped = collectShipped(workspace);
  const guards = collectGuards(workspace);
  return [...shipped]
    .map(([name, places]) => {
      const own = guards.get(name) ?? [];
      return {
        name,
        guards: own,
        answers: places.map((place) => ({ shipped: place, refusedBy: own.filter((entry) => refuses(entry, place)) })),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function variableName(fact: SecretFact): string | undefined {
  if (fact.env !== null) return fact.env.toUpperCase();
  return fact.name === null ? undefined : upperSnake(fact.name);
}

function collectShipped(workspace: Workspace): Map<string, Shipped[]> {
  const read = variablesReadByCode(workspace);
  const shipped = new Map<string, Shipped[]>();
  const add = (fact: SecretFact, path: string): void => {
    const name = variableName(fact);
    const isInCode = fact.position === 'fallback' || fact.position === 'setting';
    if (name === undefined || fact.position === 'prose' || (!read.has(name) && !isInCode)) return;
    shipped.set(name, [...(shipped.get(name) ?? []), { path, span: fact.span, fact }]);
  };
  for (const { fact, path, label, severity } of workspace.derive(judge).credentials) {
    if (label === 'default-secret' && severity !== 'low' && fact.value !== 'hash') add(fact, path);
  }
  const inUse = new Set(shipped.keys());
  for (const { file, facts } of workspace.each('secrets')) {
    if (!isEnvTemplate(file.path)) continue;
    for (const fact of facts.values) {
      const name = variableName(fact);
      if (fact.position === 'dotenv' && fact.value !== 'public' && name !== undefined && inUse.has(name))
        add(fact, file.path);
    }
  }
  return shipped;
}

/** What a manifest substitutes is read by containers, which no guard of ours stops. */
function variablesReadByCode(workspace: Workspace): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { file, facts } of workspace.each('env')) {
    if (file.language === 'yaml' || placeOfPath(file.path) !== 'code') continue;
    for (const read of facts.reads) names.add(read.name.toUpperCase());
  }
  return names;
}

function collectGuards(workspace: Workspace): Map<string, PlacedGuard[]> {
  const guards = new Map<string, PlacedGuard[]>();
  for (const { file, facts } of workspace.each('secretGuards')) {
    if (['test', 'sample'].includes(placeOfPath(file.path))) continue;
    for (const guard of facts) guards.set(guard.name, [...(guards.get(guard.name) ?? []), { path: file.path, guard }]);
  }
  return guards;
}

/** A default in code is also refused by a guard that wants the variable itself to be set. */
function refuses({ guard, path }: PlacedGuard, { fact, path: at }: Shipped): boolean {
  if (guard.skipsDefaults && fact.position === 'setting' && path === at) return false;
  switch (guard.kind) {
    case 'equals':
      return guard.values.includes(fact.hash);
    case 'length':
      return fact.length < guard.minimum || (fact.position === 'fallback' && path === at);
    case 'pattern':
      return fact.value === 'placeholder';
    case 'presence':
      return fact.position === 'fallback' && path === at;
  }
}

/** True when some manifest, image or dotenv file says production, or the flag is no variable that a manifest could set; hosts set NODE_ENV. */
export function isSet(workspace: Workspace, flag: string): boolean {
  if (flag === 'NODE_ENV' || !/^[A-Z][A-Z0-9_]*$/.test(flag)) return true;
  for (const { facts } of workspace.each('env'))
    if (facts.production.some((name) => name === flag.toUpperCase())) return true;
  return false;
}

/** The guard that keeps a program from running with a credential where it says production, by the place of the credential. */
export function refusals(workspace: Workspace): ReadonlyMap<string, PlacedGuard> {
  const found = new Map<string, PlacedGuard>();
  for (const { answers } of workspace.derive(shippedVariables)) {
    for (const { shipped, refusedBy } of answers) {
      const guard = refusedBy.find((entry) => entry.guard.flag === null || isSet(workspace, entry.guard.flag));
      if (guard) found.set(placeKey(shipped.path, shipped.span), guard);
    }
  }
  // A setting of a file that the program reads by itself: the very value is refused.
  const guards = collectGuards(workspace);
  for (const { fact, path, span, label } of workspace.derive(judge).credentials) {
    if (label !== 'default-secret' || fact.position !== 'config') continue;
    const guard = guards
      .get(variableName(fact) ?? '')
      ?.find(
        (entry) => entry.guard.kind === 'equals' && entry.guard.flag === null && entry.guard.values.includes(fact.hash),
      );
    if (guard) found.set(placeKey(path, span), guard);
  }
  return found;
}

/** Key of a place in `refusals`. */
export function placeKey(path: string, { line, column }: Span): string {
  return `${path}:${line}:${column}`;
}
