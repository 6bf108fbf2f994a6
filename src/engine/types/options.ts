/**
 * Effective compiler options: `extends` followed as TypeScript does (typescriptlang.org/tsconfig, "extends"; checker behaviour measured with
 * TypeScript 5.9, 6.0 and 7.0), and what they mean for the strict family.
 */
import type { Json } from '../collect/json-nodes';
import { folderOf, manifests } from '../manifests';
import type { Workspace } from '../workspace';
import { joinPath } from './paths';
import { publishedBase } from './published-bases';
import type { CompilerOption, TsconfigFacts } from './tsconfig';
import type { VersionRange } from './versions';

/** An option in force, with the file that states it; `option` is null when a published package does. */
export interface EffectiveOption {
  value: Json;
  path: string;
  option: CompilerOption | null;
}

/** A configuration with everything it inherits. */
export interface Resolved {
  path: string;
  facts: TsconfigFacts;
  options: Map<string, EffectiveOption>;
  /** Patterns with the folder they are relative to; null = stated nowhere. */
  files: Patterns | null;
  include: Patterns | null;
  exclude: Patterns | null;
  /** Bases in the workspace, nearest first, those of bases included. */
  bases: string[];
  /** `extends` entries that lead to no file we know. */
  missing: { value: string; path: string; relative: boolean }[];
}

export interface Patterns {
  folder: string;
  patterns: string[];
}

/** `extends` chains longer than this are circular. */
const MAX_DEPTH = 16;

/** Resolves a configuration; undefined when the path holds none. */
export function resolveTsconfig(workspace: Workspace, path: string, depth = 0): Resolved | undefined {
  const facts = workspace.part(path, 'tsconfig');
  if (!facts) return undefined;
  const resolved: Resolved = {
    path,
    facts,
    options: new Map(),
    files: null,
    include: null,
    exclude: null,
    bases: [],
    missing: [],
  };
  for (const { value } of facts.extends) {
    const at = baseOf(workspace, path, value);
    const base = at !== undefined && depth < MAX_DEPTH ? resolveTsconfig(workspace, at, depth + 1) : undefined;
    if (base) inherit(resolved, base);
    else if (!inheritPublished(resolved, value))
      resolved.missing.push({ value, path, relative: /^\.{0,2}\//.test(value) || value === '..' });
  }
  const folder = folderOf(path);
  // A jsconfig.json is a tsconfig.json with `allowJs` (code.visualstudio.com/docs/languages/jsconfig).
  if (/(?:^|\/)jsconfig\.json$/.test(path)) resolved.options.set('allowJs', { value: true, path, option: null });
  for (const [name, option] of Object.entries(facts.options)) {
    const value = checkedValue(name, option.value);
    if (value === undefined) resolved.options.delete(name);
    else resolved.options.set(name, { value, path, option });
  }
  if (facts.files) resolved.files = { folder, patterns: facts.files };
  if (facts.include) resolved.include = { folder, patterns: facts.include };
  if (facts.exclude) resolved.exclude = { folder, patterns: facts.exclude };
  return resolved;
}

function inherit(into: Resolved, base: Resolved): void {
  for (const [name, option] of base.options) into.options.set(name, option);
  into.files = base.files ?? into.files;
  into.include = base.include ?? into.include;
  into.exclude = base.exclude ?? into.exclude;
  into.bases.push(base.path, ...base.bases);
  into.missing.push(...base.missing);
}

function inheritPublished(into: Resolved, name: string): boolean {
  const options = publishedBase(name);
  if (!options) return false;
  for (const [key, value] of Object.entries(options)) into.options.set(key, { value, path: name, option: null });
  return true;
}

/** A flag of a wrong type counts as unset (TS5024), and so does null. */
function checkedValue(name: string, value: Json): Json | undefined {
  if (value === null) return undefined;
  return (FLAGS.has(name) || name === 'strict') && typeof value !== 'boolean' ? undefined : value;
}

/** The workspace file that an `extends` entry means: relative, or inside a package of the workspace. */
export function baseOf(workspace: Workspace, from: string, value: string): string | undefined {
  if (/^\.{1,2}(?:\/|$)/.test(value)) return existing(workspace, joinPath(folderOf(from), value));
  const match = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(value);
  const own = manifests(workspace, 'npm').find(
    ({ manifest }) => manifest.name !== null && manifest.name === match?.[1],
  );
  if (!own) return undefined;
  return existing(workspace, joinPath(folderOf(own.path), match?.[2] ?? 'tsconfig.json'));
}

/** TypeScript tries the name as written, then with `.json`. */
function existing(workspace: Workspace, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  return [path, `${path}.json`].find((candidate) => workspace.part(candidate, 'tsconfig') !== undefined);
}

/** The strict family with the release that brought each flag. */
const FAMILY: readonly { flag: string; since: number }[] = [
  { flag: 'noImplicitAny', since: 2.03 },
  { flag: 'strictNullChecks', since: 2.03 },
  { flag: 'noImplicitThis', since: 2.03 },
  { flag: 'alwaysStrict', since: 2.03 },
  { flag: 'strictFunctionTypes', since: 2.06 },
  { flag: 'strictPropertyInitialization', since: 2.07 },
  { flag: 'strictBindCallApply', since: 3.02 },
  { flag: 'useUnknownInCatchVariables', since: 4.04 },
  { flag: 'strictBuiltinIteratorReturn', since: 5.06 },
];
const FLAGS = new Set(FAMILY.map(({ flag }) => flag));
/** `strict` is on by default from this release; `alwaysStrict` then is no longer part of it. */
const STRICT_BY_DEFAULT = 6;
/** Flags of no family that make a strict project stricter still. */
const BEYOND = [
  'noUncheckedIndexedAccess',
  'exactOptionalPropertyTypes',
  'noImplicitOverride',
  'noFallthroughCasesInSwitch',
  'noImplicitReturns',
  'noPropertyAccessFromIndexSignature',
];

/** Names of the strict family that the releases of a range know. */
export function strictFamily(range: VersionRange): string[] {
  const newest = Number.isFinite(range.high) ? range.high : 5.09;
  return FAMILY.filter(
    ({ flag, since }) => since <= newest + 1e-9 && !(flag === 'alwaysStrict' && newest >= STRICT_BY_DEFAULT),
  ).map(({ flag }) => flag);
}

export interface Strictness {
  /** Effective value of `strict`; null when it depends on what cannot be seen. */
  strict: boolean | null;
  on: string[];
  off: string[];
  /** Flags whose value cannot be told. */
  unknown: string[];
  /** Every flag of the tier beyond strict is on. */
  beyond: boolean;
}

/** What the options mean for the strict family: a flag's own value, else `strict`'s, else the release's default. */
export function strictnessOf(resolved: Resolved, range: VersionRange): Strictness {
  const value = (name: string): boolean | undefined => {
    const option = resolved.options.get(name);
    return typeof option?.value === 'boolean' ? option.value : undefined;
  };
  const strict = value('strict') ?? defaultStrict(resolved, range);
  const result: Strictness = {
    strict,
    on: [],
    off: [],
    unknown: [],
    beyond: BEYOND.every((name) => value(name) === true),
  };
  for (const flag of strictFamily(range)) {
    const own = value(flag) ?? strict;
    if (own === null) result.unknown.push(flag);
    else (own ? result.on : result.off).push(flag);
  }
  return result;
}

/** What holds when nobody says `strict`: off before 6, on from 6; unknown when the range or a missing base leaves it open. */
function defaultStrict(resolved: Resolved, range: VersionRange): boolean | null {
  if (resolved.missing.length > 0) return null;
  if (range.low >= STRICT_BY_DEFAULT) return true;
  return range.high < STRICT_BY_DEFAULT ? false : null;
}
