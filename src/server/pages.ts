/** The pages of the checks: their address on the web, and their text beside the bundle. */
import fs from 'node:fs/promises';
import path from 'node:path';

import { pageOf, PAGES_URL } from '../engine/registry';

/** Address of a check's page. */
export function pageAddress(check: string): string {
  return PAGES_URL + pageOf(check);
}

/** The page as Markdown, or null when there is none. */
export async function explanation(check: string): Promise<string | null> {
  if (!/^[a-z0-9-]+$/.test(check)) return null;
  const file = path.join(__dirname, '..', pageOf(check));
  return fs.readFile(file, 'utf8').catch(() => null);
}
