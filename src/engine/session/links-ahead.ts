/**
 * Collects what links will likely ask for while the first files still come in. What turns out not to be asked for stays in the reserve and
 * is never concluded from.
 */
import type { Collection } from './collection';
import type { FileFacts } from '../facts';
import { likelyImports } from '../routes/program/likely';
import type { CodeFacts } from '../code/model';
import { nameFinder } from '../routes/names/finders';
import type { Workspace } from '../workspace';

export class LinksAhead {
  private readonly asked = new Set<string>();
  private readonly noted = new Set<string>();
  private readonly pushed = new Set<string>();
  private queue: string[] = [];
  private running: Promise<void>[] = [];
  private latest: Workspace | undefined;

  /**
   * @param collect collects deep facts into the reserve; what arrives is noted
   * @param moment the workspace as far as it is known
   */
  constructor(
    private readonly collected: Collection,
    private readonly collect: (paths: string[]) => Promise<void>,
    private readonly moment: () => Workspace,
  ) {}

  /** Takes note of files whose facts have come in. */
  note(paths: readonly string[]): void {
    for (const path of paths) this.noteOne(path);
    if (this.queue.length === 0) return;
    const task = this.collect(this.queue);
    // A failure is met again where it is waited for.
    task.catch(() => undefined);
    this.running.push(task);
    this.queue = [];
  }

  /** Goes over everything again: mappings and packages may have come after the modules that they are for. */
  async again(): Promise<void> {
    this.latest = undefined;
    this.note([...this.noted]);
    await this.settle();
  }

  /** Waits until everything that was guessed is there. */
  async settle(): Promise<void> {
    while (this.running.length > 0) await Promise.all(this.running.splice(0));
  }

  private noteOne(path: string): void {
    const { deep, reserve, facts } = this.collected;
    const file = deep.get(path) ?? reserve.get(path) ?? facts.get(path);
    if (!file) return;
    if (this.asked.has(path)) this.push(path, file);
    const { code } = file.parts;
    if (!code || file.fileClass === 'vendored') return;
    // A folder named test may be served all the same.
    if (file.fileClass === 'test' && !code.body.some(({ s }) => s === 'route')) return;
    this.noted.add(path);
    for (const target of this.targets(path, code)) this.ask(target);
  }

  private ask(path: string): void {
    if (this.asked.has(path)) return;
    this.asked.add(path);
    this.push(path, this.collected.facts.get(path));
  }

  /** Each file once, and only those whose prefilters may have held back what a link asks for. */
  private push(path: string, file: FileFacts | undefined): void {
    if (!file || file.deep || file.parts.code !== undefined || this.pushed.has(path)) return;
    this.pushed.add(path);
    this.queue.push(path);
  }

  private targets(path: string, code: CodeFacts): string[] {
    const finder = nameFinder((this.latest ??= this.moment()), code.language);
    if (!finder) return [];
    return likelyImports(code, this.asked.has(path)).flatMap(({ from, names }) => {
      const found = finder.resolve(path, from, names[0] ?? null);
      if (found.kind !== 'file') return [];
      const modules = names.flatMap((name) => (name === null ? [] : (finder.submodule?.(found.path, name) ?? [])));
      return [...(finder.members?.(found.path) ?? [found.path]), ...modules];
    });
  }
}
