/** What the workspace calls itself: the title of its README and the names of its packages. */
import { manifests } from '../manifests';
import type { Workspace } from '../workspace';

/** Words of the names, in lower case; none where nothing says one. Call through `workspace.derive(productWords)`. */
export function productWords(workspace: Workspace): ReadonlySet<string> {
  const names = manifests(workspace).map(({ manifest }) => manifest.name ?? '');
  for (const path of ['README.md', 'readme.md', 'Readme.md'])
    names.push(workspace.part(path, 'outline')?.headings[0]?.text ?? '');
  return new Set(names.flatMap((name) => name.toLowerCase().match(/\p{L}[\p{L}\d]+/gu) ?? []));
}
