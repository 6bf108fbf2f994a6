/** What was collected of a workspace: facts, and reasons where there are none, by path. */
import type { FileFacts } from './facts';
import { shortHash } from './hash';
import type { CollectResult, Listing } from './host';
import { comparePaths } from './span';

export class Collection {
  facts = new Map<string, FileFacts>();
  readonly skipped = new Map<string, string>();
  /** Facts of files that links point to, with what their prefilters held back. */
  readonly deep = new Map<string, FileFacts>();

  /** Takes a result in; `deep`: it was asked for by a link. False when the file is gone. */
  take(result: CollectResult, deep: boolean): boolean {
    this.skipped.delete(result.path);
    if ('facts' in result) {
      (deep ? this.deep : this.facts).set(result.path, result.facts);
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
  }

  /** Puts the facts in the order of their paths, whatever came first. */
  sort(): void {
    this.facts = new Map([...this.facts].sort(([a], [b]) => comparePaths(a, b)));
  }

  /** The facts to conclude from: the deep ones in place of the others. */
  get all(): ReadonlyMap<string, FileFacts> {
    return this.deep.size === 0 ? this.facts : new Map([...this.facts, ...this.deep]);
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
