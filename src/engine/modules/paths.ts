/** Workspace paths: relative to the root, with `/`; the root itself is `''`. */

/** Folder of a path; `''` at the root. */
export function dirname(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** Below these folders come names of packages (maven.apache.org, "Introduction to the Standard Directory Layout"). */
const PACKAGES = /((?:^|\/)src\/\w+\/(?:java|kotlin|scala|groovy)\/).*\//;

/** A path without the names of its package, which say nothing of what the file is for: `src/main/java/com/example/demo/App.java`. */
export function withoutPackages(path: string): string {
  return path.includes('src/') ? path.replace(PACKAGES, '$1') : path;
}

/** Joins and normalises (`.`, `..`, doubled slashes); what leads above the root stays there and so meets no file. */
export function join(...parts: string[]): string {
  const joined = parts.length === 2 && parts[0] === '' ? (parts[1] ?? '') : parts.join('/');
  // Most are plain already.
  if (!/(?:^|\/)(?:\.|\/|$)/.test(joined)) return joined;
  const out: string[] = [];
  for (const part of joined.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && out.length > 0 && out[out.length - 1] !== '..') out.pop();
    else out.push(part);
  }
  return out.join('/');
}

/** Way from a folder to a path as imports write it: `./a`, `../lib/a`, `..`. */
export function relativeTo(folder: string, path: string): string {
  const from = folder === '' ? [] : folder.split('/');
  const to = path === '' ? [] : path.split('/');
  let same = 0;
  while (same < from.length && same < to.length && from[same] === to[same]) same++;
  const up = from.slice(same).map(() => '..');
  return [...(up.length > 0 ? up : ['.']), ...to.slice(same)].join('/');
}

/** Of several paths the one that has the longest beginning in common with another one, then the shortest; undefined for none. */
export function closestTo(path: string, candidates: readonly string[]): string | undefined {
  const common = (other: string): number => {
    let i = 0;
    while (i < other.length && other[i] === path[i]) i++;
    return i;
  };
  return [...candidates].sort((a, b) => common(b) - common(a) || a.length - b.length)[0];
}
