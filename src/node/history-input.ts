/** What a search through the history is given. */
import type { Config } from '../engine/config/config';
import type { FileFacts } from '../engine/facts';
import type { Host } from '../engine/host';
import { ScannerLists } from '../engine/suppress/lists';

export interface HistoryInput {
  host: Host;
  config: Config;
  version: string;
  /** ISO date of today. */
  today: string;
  /** Commits since this moment only, in git's words. */
  since?: string | null;
  /** The newest commits only. */
  maxCommits?: number | null;
  /** Paths relative to the root; absent or empty = everything. */
  paths?: readonly string[];
  /** Fingerprints that the team has accepted. */
  accepted?: ReadonlySet<string>;
  signal?: AbortSignal;
}

/** Called for each commit with how many were read and, once it is known, how many there are. */
export type HistoryProgress = (done: number, total: number | undefined) => void;

const LISTS = ['.gitleaksignore', '.secrets.baseline', '.secretlintignore'];

/** What other scanners' lists in the root accept. */
export async function collectLists(host: Host): Promise<ScannerLists> {
  const facts: FileFacts[] = [];
  const jobs = LISTS.map((path) => ({ path, deep: false }));
  await host.collect(jobs, (results) => {
    for (const result of results) if ('facts' in result) facts.push(result.facts);
  });
  return new ScannerLists(facts);
}
