/**
 * Results that are derived from a workspace, with what was read for each. Between two moments of a workspace that differ in a few files
 * (a keystroke), a result is carried over when nothing that it read has changed.
 */
import type { FileFacts } from './facts';
import type { Workspace } from './workspace';

/** A derived result and what it was derived from. */
export interface Derivation {
  key: unknown;
  value: unknown;
  /** Kinds of facts that were read, of whatever files. */
  parts: Set<string>;
  /** Files that were read one by one. */
  paths: Set<string>;
  /** Set when all facts were read, or the conclusions of checks. */
  everything: boolean;
  /** Other results it took in. */
  from: Set<Derivation>;
}

/** A result that has to do something when the next moment takes it over: to ask again for what it asked for. */
export interface Outliving {
  takenOver(workspace: Workspace): void;
}

/** True for a result that wants to know when it is taken over. */
export function isOutliving(value: unknown): value is Outliving {
  return typeof value === 'object' && value !== null && 'takenOver' in value;
}

/** A derivation that has read nothing yet. */
export function newDerivation(key: unknown): Derivation {
  return {
    key,
    value: undefined,
    parts: new Set(),
    paths: new Set(),
    everything: false,
    from: new Set(),
  };
}

/** What differs between two moments of a workspace. */
export class Changes {
  private readonly verdicts = new Map<Derivation, boolean>();

  private constructor(
    private readonly parts: ReadonlySet<string>,
    private readonly paths: ReadonlySet<string>,
  ) {}

  /** `others`: what else has changed, by the names under which reading it is recorded. */
  static between(
    before: ReadonlyMap<string, FileFacts>,
    after: ReadonlyMap<string, FileFacts>,
    others: readonly string[],
  ): Changes {
    const paths = new Set<string>();
    const parts = new Set<string>(others);
    const note = (file: FileFacts | undefined): void => {
      for (const part of Object.keys(file?.parts ?? {})) parts.add(part);
    };
    for (const [path, file] of after) {
      const old = before.get(path);
      if (old === file) continue;
      paths.add(path);
      note(old);
      note(file);
    }
    for (const [path, file] of before) {
      if (after.has(path)) continue;
      paths.add(path);
      note(file);
    }
    return new Changes(parts, paths);
  }

  /** True when nothing that the result was derived from has changed. */
  spare(derivation: Derivation): boolean {
    let spared = this.verdicts.get(derivation);
    if (spared === undefined) {
      spared = this.judge(derivation);
      this.verdicts.set(derivation, spared);
    }
    return spared;
  }

  private judge({ everything, parts, paths, from }: Derivation): boolean {
    if (this.paths.size === 0 && this.parts.size === 0) return true;
    if (everything) return false;
    for (const part of this.parts) if (parts.has(part)) return false;
    for (const path of this.paths) if (paths.has(path)) return false;
    for (const other of from) if (!this.spare(other)) return false;
    return true;
  }
}
