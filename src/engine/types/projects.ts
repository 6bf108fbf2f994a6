/** The TypeScript projects of a workspace: every configuration with its role, what it includes, and which file belongs to which. */
import { folderOf } from '../manifests';
import type { Workspace } from '../workspace';
import { allowsJavaScript, includedFiles, scriptFiles } from './included-files';
import { optionErrors, type OptionError } from './option-errors';
import { baseOf, resolveTsconfig, strictnessOf, type Resolved, type Strictness } from './options';
import { joinPath } from './paths';
import { isTsconfigName } from './tsconfig';
import { typescriptFor, type VersionRange } from './versions';

export type Role = 'project' | 'base' | 'solution';

export interface Project {
  path: string;
  role: Role;
  resolved: Resolved;
  range: VersionRange;
  strictness: Strictness;
  errors: OptionError[];
  /** Files it includes, in path order. */
  files: string[];
  /** Configurations it refers to, as workspace paths. */
  references: string[];
}

/** Every configuration of the workspace, in path order. Call through `workspace.derive(projects)`. */
export function projects(workspace: Workspace): Project[] {
  const bases = new Set<string>();
  const referenced = new Set<string>();
  const found: { path: string; references: string[] }[] = [];
  for (const { file, facts } of workspace.each('tsconfig')) {
    if (file.fileClass === 'vendored') continue;
    for (const { value } of facts.extends) {
      const base = baseOf(workspace, file.path, value);
      if (base !== undefined) bases.add(base);
    }
    const references = facts.references.flatMap(({ path }) => referenceTo(workspace, file.path, path) ?? []);
    for (const path of references) referenced.add(path);
    found.push({ path: file.path, references });
  }
  const candidates = scriptFiles(workspace.files.keys());
  return found.flatMap(({ path, references }) => {
    if (!isTsconfigName(path) && !bases.has(path)) return [];
    const resolved = resolveTsconfig(workspace, path);
    if (!resolved) return [];
    const range = typescriptFor(workspace, path);
    const files = includedFiles(resolved, candidates);
    const isBase = !/(?:^|\/)[tj]sconfig\.json$/.test(path) && !referenced.has(path) && looksLikeBase(path, bases);
    const isSolution = references.length > 0 && files.length === 0;
    return [
      {
        path,
        role: isBase ? 'base' : isSolution ? 'solution' : 'project',
        resolved,
        range,
        strictness: strictnessOf(resolved, range),
        errors: optionErrors(resolved, range),
        files,
        references,
      },
    ];
  });
}

/** Named in an `extends`, or named like something that is meant to be. */
function looksLikeBase(path: string, bases: ReadonlySet<string>): boolean {
  return bases.has(path) || /(?:^|[/.-])(?:base|common|shared)\.json$/.test(path);
}

/** A reference names a configuration or a folder that holds `tsconfig.json`. */
function referenceTo(workspace: Workspace, from: string, value: string): string | undefined {
  const path = joinPath(folderOf(from), value);
  if (path === undefined) return undefined;
  const inside = path === '' ? 'tsconfig.json' : `${path}/tsconfig.json`;
  return [path, inside].find((candidate) => workspace.part(candidate, 'tsconfig') !== undefined);
}

export interface Ownership {
  /** Owner configuration of every TypeScript source file that has one. */
  owners: ReadonlyMap<string, string>;
  /** TypeScript source files (no declarations, none of other people's) without an owner. */
  unowned: string[];
}

/**
 * Which configuration an editor and `tsc -b` read a file with: the nearest `tsconfig.json` upwards that includes it, else the first one that
 * it refers to. A configuration that is only named in an `extends` owns nothing. Call through `workspace.derive(ownership)`.
 */
export function ownership(workspace: Workspace): Ownership {
  const all = workspace.derive(projects);
  const sets = new Map(all.map((project) => [project.path, { project, files: new Set(project.files) }]));
  const owners = new Map<string, string>();
  const unowned: string[] = [];
  for (const file of workspace.views) {
    if (!isTypeScriptSource(file.path) || !['hand-written', 'test'].includes(file.fileClass)) continue;
    const owner = ownerOf(file.path, sets);
    if (owner === undefined) unowned.push(file.path);
    else owners.set(file.path, owner);
  }
  return { owners, unowned };
}

/** A `.ts` or `.tsx` file that is no declaration. */
export function isTypeScriptSource(path: string): boolean {
  return /\.(?:[cm]?ts|tsx)$/.test(path) && !/\.d\.[cm]?ts$/.test(path);
}

type Sets = ReadonlyMap<string, { project: Project; files: ReadonlySet<string> }>;

function ownerOf(path: string, sets: Sets): string | undefined {
  for (let folder: string | null = folderOf(path); folder !== null; folder = folder === '' ? null : folderOf(folder)) {
    const start = sets.get(folder === '' ? 'tsconfig.json' : `${folder}/tsconfig.json`);
    const owner = start && within(path, start.project.path, sets, new Set());
    if (owner !== undefined) return owner;
  }
  return undefined;
}

function within(path: string, at: string, sets: Sets, seen: Set<string>): string | undefined {
  const entry = sets.get(at);
  if (!entry || seen.has(at)) return undefined;
  seen.add(at);
  if (entry.files.has(path)) return at;
  for (const reference of entry.project.references) {
    const owner = within(path, reference, sets, seen);
    if (owner !== undefined) return owner;
  }
  return undefined;
}

/** True when the configuration checks JavaScript too. */
export function checksJavaScript(project: Project): boolean {
  return allowsJavaScript(project.resolved) && project.resolved.options.get('checkJs')?.value === true;
}
