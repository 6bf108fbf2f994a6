/** What finders of names share: files by their names, and answers that are asked for many times over. */
import type { Resolution } from '../../modules/resolve';

/** Answers by the asking file and what it asks for. */
export class ResolutionMemo {
  private readonly known = new Map<string, Map<string, Resolution>>();

  get(from: string, specifier: string, compute: (from: string, specifier: string) => Resolution): Resolution {
    let known = this.known.get(from);
    if (!known) this.known.set(from, (known = new Map()));
    let result = known.get(specifier);
    if (!result) known.set(specifier, (result = compute(from, specifier)));
    return result;
  }
}

/** Adds a path under the name of its file without the extension. */
export function addByName(byName: Map<string, string[]>, path: string): void {
  const name = path.slice(path.lastIndexOf('/') + 1, path.lastIndexOf('.'));
  const known = byName.get(name);
  if (known) known.push(path);
  else byName.set(name, [path]);
}
