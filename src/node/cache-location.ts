/** Where the facts cache lies. Apart from the cache itself, which draws in every extractor. */
import os from 'node:os';
import path from 'node:path';
import { shortHash } from '../engine/hash';

/** Absolute paths of what is kept of a workspace folder. */
export interface CacheFiles {
  /** Facts; each collector thread has a file of its own, with its lane in the name. */
  facts: string;
  links: string;
  report: string;
}

/**
 * @param folder of the cache
 * @param root absolute path of the workspace folder
 */
export function cacheFilesOf(folder: string, root: string): CacheFiles {
  const stem = path.join(path.resolve(folder), `facts-${shortHash(root)}`);
  return { facts: `${stem}.txt`, links: `${stem}-links.txt`, report: `${stem}-report.txt` };
}

/** The cache folder for facts: `PREFLIGHT_CACHE`, else the person's own. */
export function userCacheFolder(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  return env.PREFLIGHT_CACHE ? path.resolve(env.PREFLIGHT_CACHE) : personalCacheFolder(env, platform);
}

/** The person's own cache folder for us, by the custom of the system. */
export function personalCacheFolder(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  if (env.XDG_CACHE_HOME && path.isAbsolute(env.XDG_CACHE_HOME)) return path.join(env.XDG_CACHE_HOME, 'preflight');
  if (platform === 'win32')
    return path.join(env.LOCALAPPDATA ?? path.join(os.homedir(), 'AppData/Local'), 'preflight', 'Cache');
  if (platform === 'darwin') return path.join(os.homedir(), 'Library/Caches/preflight');
  return path.join(os.homedir(), '.cache/preflight');
}
