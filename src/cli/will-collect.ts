/** What a command line will do, told before the program that parses it is loaded. */
import fs from 'node:fs';
import { cacheFilesOf, userCacheFolder } from '../node/cache-location';
import { targetOf } from './paths';

/** Commands that scan the folder of the path that they are given. */
const SCANNING = new Set(['check', 'routes', 'checklist']);

/**
 * True when files will likely be collected: there is no report of an earlier run. A wrong answer costs some milliseconds.
 * @param argv everything after `preflight`
 */
export function willLikelyCollect([command = '', ...words]: readonly string[]): boolean {
  if (!SCANNING.has(command) || words.includes('--help')) return false;
  if (words.includes('--no-cache')) return true;
  try {
    const { root } = targetOf(words.filter((word) => fs.existsSync(word)).slice(0, 1), undefined, command);
    return !fs.existsSync(cacheFilesOf(userCacheFolder(), root).report);
  } catch {
    // The program itself will say what is wrong.
    return false;
  }
}
