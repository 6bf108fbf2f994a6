// The labelled repositories on disk, scanned once, and their labels.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import type { Report } from '../../src/engine/report/report';
import { createSession } from '../../src/engine/session/session';
import { MemoryHost, type Files } from '../support/memory-host';

/** One labelled repository. */
export interface Checkout {
  /** `owner/name`, as the labels call it. */
  repo: string;
  folder: string;
  report: Report;
  /** Texts of the tracked files that were scanned. */
  files: Files;
  milliseconds: number;
}

const MAX_BYTES = 1024 * 1024;
const decoder = new TextDecoder('utf-8');

/** Labels: one JSON object per line. */
export function readLabels<T>(truth: string, name: string): T[] {
  const text = fs.readFileSync(path.join(truth, `${name}.jsonl`), 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
}

/** Every labelled repository that has a folder of its name in the corpus, scanned. */
export async function openCorpus(corpus: string, truth: string, only: string | undefined): Promise<Checkout[]> {
  const commits = new Map(
    readLabels<{ repo: string; commit: string }>(truth, 'routes').map(({ repo, commit }) => [repo, commit]),
  );
  const checkouts: Checkout[] = [];
  for (const [repo, commit] of [...commits].sort()) {
    const name = repo.slice(repo.indexOf('/') + 1);
    const folder = path.join(corpus, name);
    if ((only && only !== name) || !fs.existsSync(folder)) continue;
    const head = git(folder, 'rev-parse', 'HEAD').trim();
    if (head !== commit) throw new Error(`${name} is at ${head}; the labels belong to ${commit}`);
    checkouts.push(await scan(repo, folder, truth));
  }
  if (checkouts.length === 0) throw new Error(`No labelled repository is in ${corpus}`);
  return checkouts;
}

async function scan(repo: string, folder: string, truth: string): Promise<Checkout> {
  const { files, unread } = readTracked(folder);
  for (const [document, text] of earlierDocuments(repo, folder, truth)) files[document] ??= text;
  const ignored = git(folder, 'ls-files', '-ci', '--exclude-standard', '-z').split('\0').filter(Boolean);
  const session = createSession(new MemoryHost(files, { ignored, unread }), {
    version: '0.0.0-eval',
    today: '2026-01-15',
  });
  const started = performance.now();
  await session.scan();
  return { repo, folder, report: session.report(), files, milliseconds: Math.round(performance.now() - started) };
}

/** Texts of the tracked files, and the paths of those that are no text or too large. */
function readTracked(folder: string): { files: Files; unread: string[] } {
  const files: Files = {};
  const unread: string[] = [];
  for (const name of git(folder, 'ls-files', '-z').split('\0').filter(Boolean)) {
    const file = path.join(folder, name);
    const stat = fs.lstatSync(file, { throwIfNoEntry: false });
    if (!stat?.isFile()) continue;
    const bytes = stat.size > MAX_BYTES ? undefined : fs.readFileSync(file);
    if (bytes && !bytes.subarray(0, 8192).includes(0)) files[name] = decoder.decode(bytes);
    else unread.push(name);
  }
  return { files, unread };
}

/** Documents that the claims read at an earlier commit than the checkout's. */
function earlierDocuments(repo: string, folder: string, truth: string): Map<string, string> {
  const documents = new Map<string, string>();
  const rows = ['claims', 'claims-traps'].flatMap((name) =>
    readLabels<{ repo: string; doc: string; commit?: string }>(truth, name),
  );
  for (const { repo: owner, doc, commit } of rows) {
    if (owner === repo && commit && !documents.has(doc)) documents.set(doc, git(folder, 'show', `${commit}:${doc}`));
  }
  return documents;
}

function git(folder: string, ...args: string[]): string {
  return execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
}
