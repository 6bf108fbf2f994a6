/** What was collected of a workspace: facts, and reasons where there are none, by path. */
import { Sharing } from '../code/sharing';
import type { FactParts, FileFacts } from '../facts';
import { shortHash } from '../hash';
import type { CollectResult, Listing } from '../host';
import { renew } from './renew';
import { comparePaths } from '../span';

export class Collection {
  facts = new Map<string, FileFacts>();
  readonly skipped = new Map<string, string>();
  /** Facts of files that links point to, with what their prefilters held back. */
  readonly deep = new Map<string, FileFacts>();
  /** Deep facts that nobody has asked for yet. */
  readonly reserve = new Map<string, FileFacts>();
  /** The facts of each file that were taken last, by kind, ordinary and deep ones together. */
  private readonly latest = new Map<string, Partial<FactParts>>();

  /** What the facts of all files have in common. */
  private sharing = new Sharing();

  /** Takes a result in, to one of the three kinds of facts. False when the file is gone. */
  take(result: CollectResult, to: 'facts' | 'deep' | 'reserve'): boolean {
    this.skipped.delete(result.path);
    if ('facts' in result) {
      const former = this.latest.get(result.path) ?? {};
      const facts = renew(former, result.facts, this.sharing);
      this[to].set(result.path, facts);
      this.latest.set(result.path, { ...former, ...facts.parts });
      return true;
    }
    this.forget(result.path);
    if (!('skipped' in result)) return false;
    this.skipped.set(result.path, result.skipped);
    return true;
  }

  forget(path: string): void {
    this.facts.delete(path);
    this.skipped.delete(path);
    this.deep.delete(path);
    this.reserve.delete(path);
    this.latest.delete(path);
  }

  /** Takes from the reserve what links ask for; gives the paths that are not there. */
  draw(paths: readonly string[]): string[] {
    return paths.filter((path) => {
      const facts = this.reserve.get(path);
      if (facts) this.deep.set(path, facts);
      return !facts;
    });
  }

  /** Everything has come in: what is guessed is not needed any more, nor what is in common told from anything. */
  settle(): void {
    this.reserve.clear();
    this.sharing = new Sharing();
  }

  /** Puts the facts in the order of their paths, whatever came first. */
  sort(): void {
    this.facts = new Map([...this.facts].sort(([a], [b]) => comparePaths(a, b)));
  }

  /** The facts to conclude from: the deep ones in place of the others. */
  get all(): ReadonlyMap<string, FileFacts> {
    if (this.deep.size === 0) return this.facts;
    const all = new Map(this.facts);
    for (const [path, facts] of this.deep) all.set(path, facts);
    return all;
  }

  /** Deep facts of a file, else the ordinary ones. */
  get(path: string): FileFacts | undefined {
    return this.deep.get(path) ?? this.facts.get(path);
  }

  /** Stands for everything that links follow from: files, their contents, and what else is given (configuration, version). */
  key({ files }: Listing, ...others: string[]): string {
    const contents = files.map(({ path, tracked, ignored }) => {
      const content = this.facts.get(path)?.hash ?? this.skipped.get(path) ?? '';
      return `${path}\t${Number(tracked)}${Number(ignored)}\t${content}`;
    });
    return shortHash(...others, ...contents);
  }
}
