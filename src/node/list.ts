/** The list of files to analyse, from git. */
import { isUtf8 } from 'node:buffer';
import type { FileEntry, SkippedPath } from '../engine/facts';
import type { Listing } from '../engine/host';
import { comparePaths } from '../engine/span';
import { runGit } from './git';

/** Files in git's index and untracked ones that are not ignored; undefined when git cannot say. */
export async function listWithGit(root: string, signal?: AbortSignal): Promise<Listing | undefined> {
  const [all, ignored] = await Promise.all([
    runGit(root, ['ls-files', '-z', '-t', '-s', '-co', '--exclude-standard'], { signal }),
    runGit(root, ['ls-files', '-z', '-ci', '--exclude-standard'], { signal }),
  ]);
  signal?.throwIfAborted();
  if (all.code !== 0) return undefined;
  const ignoredPaths = new Set(ignored.stdout.toString().split('\0'));
  const files = new Map<string, FileEntry>();
  const skipped: SkippedPath[] = [];
  for (const line of entriesOf(all.stdout, skipped)) takeEntry(line, ignoredPaths, files, skipped);
  for (const [, folder] of all.stderr.matchAll(/could not open directory '(.+?)\/?': /g))
    skipped.push({ path: `${folder}/`, reason: 'no permission to read it' });
  return { files: [...files.values()].sort((a, b) => comparePaths(a.path, b.path)), skipped, source: 'git' };
}

/** Entries of NUL-separated output; those whose name is not UTF-8 are skipped, since no editor can name them. */
function entriesOf(output: Buffer, skipped: SkippedPath[]): string[] {
  if (isUtf8(output)) return output.toString().split('\0');
  const entries: string[] = [];
  for (let start = 0, end; start < output.length; start = end + 1) {
    end = output.indexOf(0, start);
    if (end < 0) end = output.length;
    const bytes = output.subarray(start, end);
    if (isUtf8(bytes)) entries.push(bytes.toString());
    else skipped.push({ path: pathOf(bytes.toString()), reason: 'its name is not UTF-8' });
  }
  return entries;
}

/** Path of an entry of `ls-files -t -s`: `H 100644 <blob> 0<tab>path`, or `? path` for an untracked file. */
function pathOf(line: string): string {
  return line.startsWith('? ') ? line.slice(2) : line.slice(line.indexOf('\t') + 1);
}

function takeEntry(
  line: string,
  ignored: ReadonlySet<string>,
  files: Map<string, FileEntry>,
  skipped: SkippedPath[],
): void {
  if (line === '') return;
  const path = pathOf(line);
  if (files.has(path)) return; // one entry per stage during a merge
  if (path.endsWith('/')) {
    skipped.push({ path, reason: 'another git repository' });
    return;
  }
  const tracked = !line.startsWith('? ');
  const mode = tracked ? line.slice(2, 8) : '';
  if (mode === '160000') skipped.push({ path: `${path}/`, reason: 'submodule' });
  else if (mode === '120000') skipped.push({ path, reason: 'symbolic link' });
  else files.set(path, { path, tracked, ignored: ignored.has(path) });
}
