/**
 * Constants while Ruby is lowered: each is looked up in the modules around it, innermost first, then at top level (Ruby's `Module.nesting`).
 * Where the file does not define one, an import asks for it.
 */
import type { Statement } from '../model';

/** Before the path of a class in what an import asks for, where the path is all that is known. */
export const BY_PATH = 'path:';

/** Between paths of which the first counts that leads somewhere. */
export const OR = '|';

/** Between the modules around a constant and the constant as written, in what an import asks for. */
export const NESTING = '>';

interface Reference {
  /** Modules around it, innermost last: `['Api', 'Api::V1']`. */
  nesting: readonly string[];
  written: string;
}

export class RubyNames {
  /** Full names of the modules and classes of the file. */
  readonly defined = new Set<string>();
  private readonly references = new Map<string, Reference>();
  private readonly paths = new Map<string, string[]>();

  /** Takes note of a constant; gives the name under which the file holds it. */
  refer(written: string, nesting: readonly string[]): string {
    const isAbsolute = written.startsWith('::');
    if (!this.references.has(written))
      this.references.set(written, { nesting: isAbsolute ? [] : [...nesting], written: written.replace(/^::/, '') });
    return written;
  }

  /**
   * The class of a path (`api/v1/users_controller`), whatever its inflections; gives the name under which the file holds it. `within`:
   * folders in one of which it may lie instead, the likeliest first.
   */
  byPath(path: string, within: readonly string[] = []): string {
    const as = camelized(path);
    this.paths.set(as, [...within.map((folder) => `${folder}/${path}`), path]);
    return as;
  }

  /** What binds the constants that the file uses, and what other files find in it by the end of its name. */
  statements(): { before: Statement[]; after: Statement[] } {
    const before: Statement[] = [];
    const after: Statement[] = [];
    for (const [as, paths] of this.paths) {
      const name = flattened(paths.at(-1) ?? '');
      before.push({ s: 'import', from: BY_PATH + paths.join(OR), names: [{ name, as }], line: 1 });
    }
    for (const [as, { nesting, written }] of this.references) {
      if (this.paths.has(as)) continue;
      const own = [...nesting.map((outer) => `${outer}::${written}`).reverse(), written].find((name) =>
        this.defined.has(name),
      );
      if (own === undefined) {
        const inner = nesting.at(-1);
        const from = inner === undefined ? written : `${inner}${NESTING}${written}`;
        before.push({ s: 'import', from, names: [{ name: written, as }], line: 1 });
      } else if (own !== as)
        after.push({ s: 'let', to: { e: 'name', name: as }, value: { e: 'name', name: own }, line: 1 });
    }
    for (const name of this.defined) {
      after.push({ s: 'export', name: flattened(name), value: { e: 'name', name }, line: 1 });
      for (let at = name.indexOf('::'); at >= 0; at = name.indexOf('::', at + 2))
        for (const end of [name.slice(at + 2), flattened(name.slice(at + 2))])
          after.push({ s: 'export', name: end, value: { e: 'name', name }, line: 1 });
    }
    return { before, after };
  }
}

/** `api/v1/users_controller` → `Api::V1::UsersController`. */
export function camelized(path: string): string {
  return path
    .split('/')
    .map((part) => part.replace(/(?:^|_)([a-z\d])/g, (_, letter: string) => letter.toUpperCase()))
    .join('::');
}

/** One name for a class and for its path: what inflections do to capitals does not show. */
function flattened(name: string): string {
  return name.replaceAll('::', '/').replaceAll('_', '').toLowerCase();
}
