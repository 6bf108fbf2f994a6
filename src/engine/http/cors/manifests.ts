/** What deployment manifests set of the settings that decide about origins. */
import type { Workspace } from '../../workspace';
import type { Place } from '../../span';
import { isAside } from '../apps';
import type { HttpSetting } from '../settings';

/** A setting of a manifest, with its place. */
export interface ManifestSetting extends Place {
  setting: HttpSetting;
  stage: 'production' | 'development' | 'example';
}

/** Settings of manifests by their names in lower case, those of tests and examples of code left out. Call through `workspace.derive`. */
export function manifestSettings(workspace: Workspace): ReadonlyMap<string, readonly ManifestSetting[]> {
  const found = new Map<string, ManifestSetting[]>();
  for (const { file, facts } of workspace.each('httpSettings')) {
    for (const setting of facts.settings) {
      const name = setting.name.toLowerCase();
      const one = { path: file.path, span: setting.span, setting, stage: facts.stage };
      const own = found.get(name);
      if (own) own.push(one);
      else found.set(name, [one]);
    }
  }
  for (const [name, all] of found)
    found.set(
      name,
      all.filter(({ path, stage }) => stage !== 'production' || !isAside(workspace, path)),
    );
  return found;
}
