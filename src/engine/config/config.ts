/**
 * The team's configuration: `preflight.json` or `preflight.jsonc` in any folder, nearest wins. This file holds the shape; `config-read.ts`
 * turns text into it and reports what is wrong. The JSON schema in `schemas/` is generated from `config-schema.ts`.
 */
import { minimatch } from 'minimatch';
import type { Severity } from '../finding';
import type { Place } from '../span';

/** An exemption: a check (or one of its rules) that a team accepts on some paths, with reason, owner and expiry. */
export interface Exemption {
  check: string;
  /** Globs; absent = everywhere. */
  paths?: string[];
  reason: string;
  owner?: string;
  /** ISO date; after it the exemption no longer holds. */
  expires?: string;
}

/** What one configuration file may say. Everything is optional. */
export interface ConfigFile {
  $schema?: string;
  extends?: string;
  include?: string[];
  exclude?: string[];
  /** Severity per check, or "off". */
  severities?: Record<string, Severity | 'off'>;
  budgets?: {
    hardLines?: number;
    softLines?: number;
    testLines?: number;
    bytes?: number;
    any?: number;
    files?: Record<string, { lines?: number; bytes?: number }>;
  };
  routes?: { public?: { path: string; method?: string; reason: string }[]; guards?: string[] };
  checklists?: { include?: string[]; exclude?: string[] };
  attestations?: { file?: string; required?: string[] };
  failOn?: Severity | 'never';
  baseline?: string;
  exemptions?: Exemption[];
}

/** An exemption with the place where it is written and the folder its globs are relative to. */
export interface PlacedExemption {
  exemption: Exemption;
  folder: string;
  place: Place;
}

/** One configuration file as it stands in the tree; `folder` is `''` for the root. */
export interface ConfigLayer {
  path: string;
  folder: string;
  file: ConfigFile;
  /** The exemptions of this file and of those it extends. */
  exemptions: PlacedExemption[];
}

/** Glob options against hostile patterns: no exponential brace expansion, no patterns of unreasonable length. */
const GLOB = { dot: true, braceExpandMax: 256 } as const;
export const MAX_GLOB_LENGTH = 1000;

/**
 * Tests a workspace-relative path against a glob written in `folder`; a pattern without `/` matches names at any depth, a leading `/`
 * anchors it. Brackets are read as a class of characters and as they stand: frameworks that route by file have folders named `[id]`
 * (nextjs.org, "Dynamic Routes"; svelte.dev, "Routing").
 */
export function matchesGlob(path: string, glob: string, folder = ''): boolean {
  if (glob.length > MAX_GLOB_LENGTH) return false;
  const relative = folder === '' ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
  if (relative === undefined) return false;
  const pattern = glob.replace(/^\.?\//, '').replace(/\/$/, '/**');
  const options = { ...GLOB, matchBase: !glob.includes('/') };
  if (minimatch(relative, pattern, options)) return true;
  return pattern.includes('[') && minimatch(relative, pattern.replaceAll(/(?<!\\)[[\]]/g, '\\$&'), options);
}

/** The configuration of a whole workspace: all layers, asked by path. */
export class Config {
  /** Deepest folder first. */
  private readonly layers: ConfigLayer[];
  private readonly included = new Map<string, boolean>();

  constructor(layers: ConfigLayer[] = []) {
    this.layers = [...layers].sort((a, b) => b.folder.length - a.folder.length || (a.path < b.path ? -1 : 1));
  }

  /** The layers that apply to a path, nearest first. */
  layersFor(path: string): ConfigLayer[] {
    return this.layers.filter((layer) => layer.folder === '' || path.startsWith(`${layer.folder}/`));
  }

  /** The nearest answer to a question for a path, or undefined. */
  nearest<T>(path: string, pick: (file: ConfigFile) => T | undefined): T | undefined {
    for (const layer of this.layersFor(path)) {
      const value = pick(layer.file);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** Severity the team gave a check for a path (root when null), `off` included; undefined = the check's own. */
  severity(check: string, path: string | null): Severity | 'off' | undefined {
    return this.nearest(path ?? '', (file) => file.severities?.[check]);
  }

  /** False when the configuration leaves the file out (`exclude` wins over `include`). */
  includes(path: string): boolean {
    let answer = this.included.get(path);
    if (answer === undefined) this.included.set(path, (answer = this.decideIncluded(path)));
    return answer;
  }

  private decideIncluded(path: string): boolean {
    for (const layer of this.layersFor(path)) {
      if (layer.file.exclude?.some((glob) => matchesGlob(path, glob, layer.folder))) return false;
      if (layer.file.include && !layer.file.include.some((glob) => matchesGlob(path, glob, layer.folder))) return false;
    }
    return true;
  }

  /** Every exemption, nearest folder first. */
  get exemptions(): PlacedExemption[] {
    return this.layers.flatMap((layer) => layer.exemptions);
  }

  /** The root layer's answer, for settings that make sense once per workspace. */
  get root(): ConfigFile {
    return this.layers.find((layer) => layer.folder === '')?.file ?? {};
  }

  get all(): readonly ConfigLayer[] {
    return this.layers;
  }
}
