/**
 * The list of files to analyse. From git where it may run; else from its index file, read by ourselves, and a walk for what is untracked;
 * else from a walk alone.
 */
import { isUtf8 } from 'node:buffer';
import path from 'node:path';
import type { FileEntry, SkippedPath } from '../engine/facts';
import type { Listing } from '../engine/host';
import { comparePaths } from '../engine/span';
import { GIT_TIME_LIMIT, runGit } from './git';
import { findGitFolder, type GitFolder } from './git-folder';
import { readGitIndex } from './git-index';
import { IgnoreTree } from './ignore-tree';
import { pruneByName, VIRTUAL_ENVIRONMENT } from './prune';
import { statFile, SYMBOLIC_LINK, type FileSystem } from './read';
import { capReason, prefixOf, walk } from './walk';

/** Files of one workspace; more are left out with a reason. */
export const MAX_FILES = 200_000;

export interface WalkListOptions {
  maxFiles?: number;
  io?: FileSystem;
  shouldStop?: () => boolean;
}

export interface GitListOptions {
  signal?: AbortSignal;
  maxFiles?: number;
  /** Milliseconds that git may take. */
  timeLimit?: number;
}

/** The list as git gives it. Undefined when git cannot say: not there, refuses the repository, takes too long, knows no file here. */
export async function listWithGit(root: string, options: GitListOptions = {}): Promise<Listing | undefined> {
  const { signal, maxFiles = MAX_FILES, timeLimit = GIT_TIME_LIMIT } = options;
  if (!findGitFolder(root)) return undefined;
  const [all, ignored] = await Promise.all([
    runGit(root, ['ls-files', '-z', '-t', '-s', '-co', '--exclude-standard'], { signal, timeLimit }),
    runGit(root, ['ls-files', '-z', '-ci', '--exclude-standard'], { signal, timeLimit }),
  ]);
  signal?.throwIfAborted();
  if (all.code !== 0 || ignored.code !== 0) return undefined;
  const listing = new ListingBuilder(new Set(ignored.stdout.toString().split('\0')));
  for (const line of entriesOf(all.stdout, listing)) {
    if (line.startsWith('? ')) listing.untracked(line.slice(2), isLink(root, line.slice(2)));
    else if (line !== '') listing.tracked(line.slice(line.indexOf('\t') + 1), parseInt(line.slice(2, 8), 8));
  }
  for (const [, folder] of all.stderr.matchAll(/could not open directory '(.+?)\/?': /g))
    listing.skip(`${folder}/`, 'no permission to read it');
  // A folder that its repository ignores as a whole (a download, an export) is analysed for its own sake.
  return listing.isEmpty ? undefined : listing.build('git', maxFiles);
}

/** The list without running git. */
export function listWithoutGit(root: string, options: WalkListOptions = {}): Listing {
  const { maxFiles = MAX_FILES, ...others } = options;
  const git = findGitFolder(root);
  const prefix = git ? prefixOf(git.top, root) : '';
  const ignore = new IgnoreTree(git?.top ?? root, git);
  if (git && (prefix === '' || !ignore.isIgnored(prefix.slice(0, -1), true))) {
    const listing = listFromIndex(root, git, prefix, ignore, { maxFiles, ...others });
    if (listing) return listing;
    const { files, skipped } = walk(root, { git, ignore, maxFiles, ...others });
    return { files: files.map(untrackedEntry).sort(byPath), skipped, source: 'walk' };
  }
  const { files, skipped } = walk(root, { maxFiles, ...others });
  return { files: files.map(untrackedEntry).sort(byPath), skipped, source: 'walk' };
}

function listFromIndex(
  root: string,
  git: GitFolder,
  prefix: string,
  ignore: IgnoreTree,
  options: WalkListOptions & { maxFiles: number },
): Listing | undefined {
  const entries = readGitIndex(git);
  if (!entries) return undefined;
  const listing = new ListingBuilder();
  for (const { name, mode } of entries) {
    const path = name.toString();
    if (!path.startsWith(prefix)) continue;
    const own = path.slice(prefix.length);
    if (path.includes('\uFFFD') && !isUtf8(name)) listing.skip(own, NOT_UTF8);
    else listing.tracked(own, mode, ignore.isIgnored(path, false));
  }
  const { files, skipped } = walk(root, { git, ignore, tracked: listing.names, ...options });
  for (const file of files) listing.untracked(file);
  for (const { path, reason } of skipped) listing.skip(path, reason);
  return listing.build('git-index', options.maxFiles);
}

const NOT_UTF8 = 'its name is not UTF-8';

/** The index says what is a link; of an untracked path only the disk does. */
function isLink(root: string, file: string): boolean {
  const stat = statFile(path.join(root, file));
  return 'skipped' in stat && stat.skipped === SYMBOLIC_LINK;
}

function untrackedEntry(path: string): FileEntry {
  return { path, tracked: false, ignored: false };
}

function byPath(a: { path: string }, b: { path: string }): number {
  return comparePaths(a.path, b.path);
}

/** Entries of NUL-separated output; those whose name is not UTF-8 are skipped, since no editor can name them. */
function entriesOf(output: Buffer, listing: ListingBuilder): string[] {
  if (isUtf8(output)) return output.toString().split('\0');
  const entries: string[] = [];
  for (let start = 0, end; start < output.length; start = end + 1) {
    end = output.indexOf(0, start);
    if (end < 0) end = output.length;
    const bytes = output.subarray(start, end);
    const text = bytes.toString();
    if (isUtf8(bytes)) entries.push(text);
    else listing.skip(text.startsWith('? ') ? text.slice(2) : text.slice(text.indexOf('\t') + 1), NOT_UTF8);
  }
  return entries;
}

/** Gathers entries: one per path, links and submodules out, untracked installations out as a whole. */
class ListingBuilder {
  /** Every name of the index, links and submodules included. */
  readonly names = new Set<string>();
  private readonly files = new Map<string, FileEntry>();
  private readonly skipped = new Map<string, string>();
  private readonly loose: string[] = [];

  constructor(private readonly ignored: ReadonlySet<string> = new Set()) {}

  get isEmpty(): boolean {
    return this.files.size + this.skipped.size + this.loose.length === 0;
  }

  skip(path: string, reason: string): void {
    if (!this.skipped.has(path)) this.skipped.set(path, reason);
  }

  /** An entry of the index; there is one per stage during a merge. */
  tracked(path: string, mode: number, ignored = this.ignored.has(path)): void {
    if (this.names.has(path)) return;
    this.names.add(path);
    if (mode === 0o160000) this.skip(`${path}/`, 'submodule');
    else if (mode === 0o120000) this.skip(path, SYMBOLIC_LINK);
    // A sparse index lists whole folders.
    else if (!path.endsWith('/')) this.files.set(path, { path, tracked: true, ignored });
  }

  untracked(path: string, isLink = false): void {
    if (isLink) this.skip(path, SYMBOLIC_LINK);
    else if (path.endsWith('/')) this.skip(path, 'another git repository');
    else this.loose.push(path);
  }

  build(source: Listing['source'], maxFiles: number): Listing {
    const environments = this.loose.filter((path) => path.endsWith(`/${VIRTUAL_ENVIRONMENT}`));
    const folders = new Set(environments.map((path) => path.slice(0, path.lastIndexOf('/'))));
    for (const path of this.loose) {
      const pruned = prunedFolder(path, folders);
      if (pruned) this.skip(`${pruned.folder}/`, pruned.reason);
      else if (!this.files.has(path)) this.files.set(path, untrackedEntry(path));
    }
    const files = [...this.files.values()].sort(byPath);
    if (files.length > maxFiles) {
      files.length = maxFiles;
      this.skip('./', capReason(maxFiles));
    }
    const skipped = [...this.skipped].map(([path, reason]): SkippedPath => ({ path, reason }));
    return { files, skipped: skipped.sort(byPath), source };
  }
}

/** The topmost folder of a path that is an installation or a tool's cache. */
function prunedFolder(path: string, environments: ReadonlySet<string>): { folder: string; reason: string } | undefined {
  for (let slash = path.indexOf('/'), start = 0; slash >= 0; slash = path.indexOf('/', start)) {
    const folder = path.slice(0, slash);
    const reason =
      pruneByName(path.slice(start, slash)) ?? (environments.has(folder) ? 'installed packages' : undefined);
    if (reason) return { folder, reason };
    start = slash + 1;
  }
  return undefined;
}
