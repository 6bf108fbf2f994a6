/** The pages of the checks: their address on the web, and their text beside the bundle. */
import fs from 'node:fs/promises';
import path from 'node:path';

import { repository } from '../../package.json';

const REPOSITORY = repository.url.replace(/^git\+/, '').replace(/\.git$/, '');

/** Address of a check's page. */
export function pageAddress(check: string): string {
  return `${REPOSITORY}/blob/main/docs/checks/${encodeURIComponent(check)}.md`;
}

/** The page as Markdown, or null when there is none. */
export async function explanation(check: string): Promise<string | null> {
  if (!/^[a-z0-9-]+$/.test(check)) return null;
  const file = path.join(__dirname, '..', 'docs', 'checks', `${check}.md`);
  return fs.readFile(file, 'utf8').catch(() => null);
}
