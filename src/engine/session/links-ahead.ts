/**
 * Collects what links will likely ask for while the first files still come in. What turns out not to be asked for stays in the reserve and
 * is never concluded from.
 */
import type { Collection } from './collection';
import type { FactParts, FileFacts } from '../facts';
import { CalledMethods, LikelyModule, WHOLE, type LikelyImport, type Taken } from '../routes/program/likely';
import type { CodeFacts } from '../code/facts';
import type { CodeLanguage } from '../code/model';
import { nameFinder } from '../routes/names/finders';
import type { Workspace } from '../workspace';

export class LinksAhead {
  /** What is asked for, with the names that are taken from each module. */
  private readonly asked = new Map<string, Taken>();
  private readonly noted = new Set<string>();
  private readonly pushed = new Set<string>();
  /** What is known of each module, by its facts. */
  private readonly modules = new WeakMap<CodeFacts, LikelyModule>();
  private readonly called = new CalledMethods();
  /** Modules by the names of methods that nobody is known to call. */
  private readonly awaiting = new Map<string, Set<string>>();
  private queue: string[] = [];
  /** What came in before there was anything to resolve imports with. */
  private early: string[] | undefined = [];
  private running: Promise<void>[] = [];
  private latest: Workspace | undefined;
  /** Facts that have come in with which imports may resolve otherwise than before. */
  private readonly outdated = new Set<keyof FactParts>();

  /**
   * @param collect collects deep facts into the reserve; what arrives is noted
   * @param moment the workspace as far as it is known
   */
  constructor(
    private readonly collected: Collection,
    private readonly collect: (paths: string[]) => Promise<void>,
    private readonly moment: () => Workspace,
  ) {}

  /** Manifests and the classes of files are known: from here on imports can be resolved. */
  begin(): void {
    const { early = [] } = this;
    this.early = undefined;
    this.note(early);
  }

  /** Takes note of files whose facts have come in. */
  note(paths: readonly string[]): void {
    if (this.early) {
      this.early.push(...paths);
      return;
    }
    for (const path of paths) this.noteOne(path);
    // What is called now may be a method of a module that came before.
    for (let fresh = this.called.takeFresh(); fresh.length > 0; fresh = this.called.takeFresh())
      for (const path of new Set(fresh.flatMap((name) => [...(this.awaiting.get(name) ?? [])]))) this.noteOne(path);
    if (this.queue.length === 0) return;
    const task = this.collect(this.queue);
    // A failure is met again where it is waited for.
    task.catch(() => undefined);
    this.running.push(task);
    this.queue = [];
  }

  /** Everything has come in: goes over it again where mappings or packages came after the modules that they are for. */
  async again(): Promise<void> {
    const isConcerned = (language: CodeLanguage): boolean =>
      RESOLVING.some(({ part, languages }) => this.outdated.has(part) && languages.includes(language));
    const concerned = [...this.noted].filter((path) => {
      const code = this.factsOf(path)?.parts.code;
      return code && isConcerned(code.language);
    });
    this.latest = undefined;
    for (const path of concerned) this.moduleOf(path)?.again();
    this.note(concerned);
    await this.settle();
  }

  /** Waits until everything that was guessed is there. */
  async settle(): Promise<void> {
    while (this.running.length > 0) await Promise.all(this.running.splice(0));
  }

  private noteOne(path: string): void {
    const file = this.factsOf(path);
    if (!file) return;
    for (const { part } of RESOLVING) if (file.parts[part] !== undefined) this.outdated.add(part);
    const taken = this.asked.get(path);
    if (taken) this.push(path, file);
    const { code } = file.parts;
    if (!code || file.fileClass === 'vendored') return;
    // A folder named test may be served all the same.
    if (file.fileClass === 'test' && !code.body.some(({ s }) => s === 'route')) return;
    this.noted.add(path);
    let module = this.modules.get(code);
    if (!module) {
      this.modules.set(code, (module = new LikelyModule(code, taken !== undefined)));
      for (const name of module.awaited) this.awaiting.set(name, (this.awaiting.get(name) ?? new Set()).add(path));
    }
    this.follow(path, code, module.imports(this.called, taken ?? NONE));
    this.lookAround(path, code, module);
  }

  private moduleOf(path: string): LikelyModule | undefined {
    const code = this.factsOf(path)?.parts.code;
    return code && this.modules.get(code);
  }

  private factsOf(path: string): FileFacts | undefined {
    const { deep, reserve, facts } = this.collected;
    return deep.get(path) ?? reserve.get(path) ?? facts.get(path);
  }

  /** `wanted`: what is taken from the module. What it has from another module itself is asked of that one. */
  private ask(path: string, wanted: readonly (string | null)[], runs: boolean): void {
    const known = this.asked.get(path);
    const taken = known ?? { run: new Set<string>(), handed: new Set<string>() };
    if (!known) {
      this.asked.set(path, taken);
      this.push(path, this.collected.facts.get(path));
    }
    const names = runs ? taken.run : taken.handed;
    const before = names.size;
    for (const name of wanted) names.add(name ?? WHOLE);
    if (names.size > before && this.noted.has(path)) this.noteOne(path);
  }

  /** Each file once, and only those whose prefilters may have held back what a link asks for. */
  private push(path: string, file: FileFacts | undefined): void {
    if (!file || file.deep || file.parts.code !== undefined || this.pushed.has(path)) return;
    this.pushed.add(path);
    this.queue.push(path);
  }

  /** What is used without an import may be declared by neighbours. */
  private lookAround(path: string, { language }: CodeFacts, module: LikelyModule): void {
    const finder = nameFinder((this.latest ??= this.moment()), language);
    if (!finder?.ambient) return;
    for (const name of module.ambientNames()) {
      const likeliest = finder.ambient(path, name)[0];
      if (likeliest !== undefined) this.ask(likeliest, [name], true);
    }
  }

  private follow(path: string, { language }: CodeFacts, imports: readonly LikelyImport[]): void {
    if (imports.length === 0) return;
    const finder = nameFinder((this.latest ??= this.moment()), language);
    if (!finder) return;
    for (const { from, names, runs } of imports) {
      const found = finder.resolve(path, from, names[0] ?? null);
      if (found.kind !== 'file') continue;
      for (const member of finder.members?.(found.path) ?? [found.path]) this.ask(member, names, runs);
      for (const name of names) {
        const module = name === null ? undefined : finder.submodule?.(found.path, name);
        if (module !== undefined) this.ask(module, [null], runs);
      }
    }
  }
}

/** What finders of names are made from, besides the list of files, and for which languages. */
const RESOLVING: readonly { part: keyof FactParts; languages: readonly CodeLanguage[] }[] = [
  { part: 'packageEntry', languages: ['javascript'] },
  { part: 'pathMapping', languages: ['javascript'] },
  { part: 'goNames', languages: ['go'] },
];

const NONE: Taken = { run: new Set(), handed: new Set() };
