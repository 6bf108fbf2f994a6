/** What a search through the history of a repository found: the contract of `preflight history --format json`. */
import type { Severity } from '../finding';

/** A place where a commit added a secret. */
export interface HistoryPlace {
  commit: string;
  /** When the author made the commit, ISO 8601. */
  date: string;
  path: string;
  /** In the file as the commit left it. */
  line: number;
}

/** One secret value. */
export interface HistorySecret {
  rule: string;
  /** "A GitHub personal access token". */
  title: string;
  severity: Severity;
  /** First characters and length; never the value. */
  mask: string;
  /** Stands for the value, whatever file or commit holds it. */
  fingerprint: string;
  /** Oldest first; at most `MAX_PLACES`. */
  places: HistoryPlace[];
  /** How often it was added in all. */
  count: number;
  /** Where it stands today; empty = it is gone from the tree. */
  tree: { path: string; line: number }[];
  /** Where such a credential is revoked, or null. */
  rotate: string | null;
  /** Accepted in the history's baseline. */
  baselined: boolean;
  suppressed: { by: string; reason: string } | null;
}

export interface HistoryReport {
  schemaVersion: 1;
  tool: { name: 'preflight'; version: string };
  root: string;
  history: {
    /** Commits that were read. */
    commits: number;
    /** Date of the oldest of them, or null. */
    oldest: string | null;
    /** The clone is cut off: older commits are elsewhere. */
    shallow: boolean;
    /** Why git stopped before the end (a damaged repository), or null. */
    stopped: string | null;
    /** What narrowed the search. */
    since: string | null;
    maxCommits: number | null;
    paths: string[];
    /** More different secrets than are told. */
    truncated: boolean;
  };
  /** Most severe first, then those that are still in the tree, then the newest. */
  secrets: HistorySecret[];
}
