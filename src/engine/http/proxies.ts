/** Proxies of the deployment: configuration files that a container is really given, and annotations of ingresses. */
import { dirname, join } from '../modules/paths';
import type { Workspace } from '../workspace';
import { isAside } from './apps';
import type { HttpSetting } from './settings';

export interface ProxySetting {
  path: string;
  setting: HttpSetting;
}

/** Whether a file is one that a container is given: mounted by Compose or copied by a Dockerfile, as such or with its folder. Call through `workspace.derive`. */
export function givenFiles(workspace: Workspace): (path: string) => boolean {
  const given = new Set<string>();
  for (const { file, facts } of workspace.each('httpSettings')) {
    if (facts.stage !== 'production') continue;
    for (const { kind, value } of facts.settings) {
      if (kind !== 'mount' || value === null) continue;
      // A Dockerfile copies from its build context, usually its own folder or the root.
      for (const base of [dirname(file.path), '']) given.add(join(base, value));
    }
  }
  return (path) => given.has(path) || given.has(dirname(path));
}

/**
 * Directives and annotations that production traffic meets. A configuration file that no compose file mounts and no Dockerfile copies is
 * a file in a folder: it decides nothing. Call through `workspace.derive(proxySettings)`.
 */
export function proxySettings(workspace: Workspace): ProxySetting[] {
  const isGiven = workspace.derive(givenFiles);
  const found: ProxySetting[] = [];
  for (const { file, facts } of workspace.each('httpSettings')) {
    if (facts.stage !== 'production' || isAside(workspace, file.path)) continue;
    const isManifest = /\.(?:ya?ml|json)$/.test(file.path) || /(?:^|\/)_headers$/.test(file.path);
    if (!isManifest && !isGiven(file.path)) continue;
    for (const setting of facts.settings) if (setting.kind === 'directive') found.push({ path: file.path, setting });
  }
  return found;
}
