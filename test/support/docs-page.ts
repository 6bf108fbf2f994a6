// A page of `docs/checks/`: its fixed sections, and its examples as workspaces.

import type { Files } from './memory-host';

/** The sections of every page, in this order; `Options` may be left out. */
export const SECTIONS = [
  'What it asks',
  'Why it matters',
  'What Preflight looks at',
  'Example that does not hold',
  'Example that holds',
  'How to fix it',
  'When it says unknown',
  'Options',
  'References',
] as const;

/** Second-level headings of a page, in order. */
export function headingsOf(page: string): string[] {
  return [...page.matchAll(/^## (.+)$/gm)].map((match) => (match[1] ?? '').trim());
}

/**
 * The files of one section: every code fence whose info string carries `file=PATH` (```` ```python file=app/main.py ````). `‹` and `›`
 * inside a fence are dropped, so that a made-up secret can be written in two halves that no scanner joins.
 */
export function filesOf(page: string, section: string): Files {
  const start = page.indexOf(`\n## ${section}\n`);
  if (start < 0) return {};
  const next = page.indexOf('\n## ', start + 1);
  const text = page.slice(start, next < 0 ? undefined : next);
  const files: Files = {};
  for (const match of text.matchAll(/^(`{3,})[\w.-]* file=(\S+)\n([\s\S]*?)^\1$/gm)) {
    files[match[2] ?? ''] = (match[3] ?? '').replaceAll(/[‹›]/g, '');
  }
  return files;
}
