/** Classes while PHP is lowered: what the file's `use` lines and its namespace make of a name (php.net, "Name resolution rules"). */
import type { Statement } from '../model';

/** Before the path of a file in what an import asks for. */
export const BY_PATH = 'file:';

/** What stands before a file of routes that is read by a name which is not literal. */
export const UNREAD = 'unread:';

export class PhpNames {
  namespace = '';
  /** Names of the classes of the file. */
  readonly defined = new Set<string>();
  private readonly uses = new Map<string, string>();
  private readonly references = new Map<string, string>();

  /** `use A\B as C`. */
  use(name: string, as: string): void {
    this.uses.set(as, name.replace(/^\\/, ''));
  }

  /** Takes note of a class; gives the name under which the file holds it. */
  refer(written: string): string {
    const as = written.replace(/^\\/, '');
    if (!this.references.has(as)) this.references.set(as, this.full(written));
    return as;
  }

  /** The whole name of a class. */
  full(written: string): string {
    if (written.startsWith('\\')) return written.slice(1);
    const [first = written, ...rest] = written.split('\\');
    const used = this.uses.get(first);
    if (used !== undefined) return [used, ...rest].join('\\');
    return this.namespace === '' ? written : `${this.namespace}\\${written}`;
  }

  /** What binds the classes that the file uses. */
  statements(): Statement[] {
    return [...this.references].flatMap(([as, from]): Statement[] => {
      if (this.defined.has(as)) return [];
      return [{ s: 'import', from, names: [{ name: from.slice(from.lastIndexOf('\\') + 1), as }], line: 1 }];
    });
  }
}
