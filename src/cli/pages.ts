/** The pages of the checks, which lie beside the built program and beside its sources. */
import fs from 'node:fs';
import path from 'node:path';
import { pageOf } from '../engine/registry';

/** Markdown of a check's page; undefined where the pages are not at hand. */
export function readPage(check: string): string | undefined {
  const file = [path.join(__dirname, '..'), path.join(__dirname, '../..')]
    .map((folder) => path.join(folder, pageOf(check)))
    .find((candidate) => fs.existsSync(candidate));
  return file === undefined ? undefined : fs.readFileSync(file, 'utf8');
}

/** Text of a section of a page, without its heading. */
export function sectionOf(page: string, heading: string): string | undefined {
  const start = page.indexOf(`\n## ${heading}\n`);
  if (start < 0) return undefined;
  const body = page.slice(page.indexOf('\n', start + 1));
  const next = body.indexOf('\n## ');
  return body.slice(0, next < 0 ? undefined : next).trim();
}
