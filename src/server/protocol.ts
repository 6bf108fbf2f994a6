/**
 * What the language server offers beyond the Language Server Protocol. Types and method names only: the VS Code extension bundles this
 * file without the server.
 */
import type { Finding } from '../engine/finding';
import type { NextStep } from '../engine/report/next-step';
import type { Report } from '../engine/report/report';

/** Where a folder stands. `stopped`: a person cancelled the scan; `failed`: it could not be done, see `message`. */
export type FolderState = 'waiting' | 'scanning' | 'ready' | 'stopped' | 'failed';

/** A finding as clients see it: without what only fixes need. */
export type ClientFinding = Omit<Finding, 'data'> & {
  /** The finding's fixes with their titles, best first. */
  actions: { fix: string; title: string }[];
};

/** A report as clients see it. */
export type ClientReport = Omit<Report, 'findings' | 'stats'> & {
  findings: ClientFinding[];
  /** What is best done next; null when everything that is decided holds. */
  nextStep: NextStep | null;
  stats: { files: number; skipped: number };
};

/** One workspace folder. */
export interface FolderStatus {
  /** URI of the folder. */
  folder: string;
  name: string;
  state: FolderState;
  /** Why it failed, or which files are left out, in a sentence. */
  message: string | null;
  /** Only open documents are analysed, and there is no report: the folder is not on this machine's disk. */
  openFilesOnly: boolean;
}

/** Request: the last finished report of every folder, in the order of the workspace. Params: none. */
export const REPORT_REQUEST = 'preflight/report';
export type ReportAnswer = (FolderStatus & { report: ClientReport | null })[];

/** Notification to the client: a folder's state or report has changed. Params: `FolderStatus`. */
export const REPORT_CHANGED = 'preflight/report/changed';

/** Request: scan everything again. Answers when it is done. Params: none. */
export const SCAN_REQUEST = 'preflight/scan';

/** Request: the page of a check as Markdown, or null. */
export const EXPLAIN_REQUEST = 'preflight/explain';
export interface ExplainParams {
  check: string;
}

/** Names one finding. */
export interface FindingParams {
  folder: string;
  fingerprint: string;
}

/** A place in a folder. */
export interface PlaceParams {
  folder: string;
  path: string;
  /** From 1. */
  line: number;
}

/** Request: the edit of a fix. Answer: `EditAnswer`. */
export const FIX_REQUEST = 'preflight/fix';
export interface FixParams extends FindingParams {
  fix: string;
}

/** Request: the edit that writes a suppression comment with a reason. Answer: `EditAnswer`. */
export const IGNORE_REQUEST = 'preflight/ignore';
export interface IgnoreParams extends FindingParams {
  reason: string;
}

/** Request: the edit that accepts everything found now as old debt. Answer: `EditAnswer`. */
export const ACCEPT_REQUEST = 'preflight/accept';
export interface AcceptParams {
  folder: string;
}

/** Request: the edit that states what no file can prove. Answer: `AttestAnswer`. */
export const ATTEST_REQUEST = 'preflight/attest';
export interface AttestParams {
  folder: string;
  /** Of a statement, or of a check that the files do not decide. */
  id: string;
  /** How it is known, as a person says it: an address, a few words, or both. */
  said: string;
  /** Last day it holds, ISO date; for what belongs to one release. */
  expires?: string;
  /** Default: git's user.name. */
  by?: string;
}
/** `needsName`: git is not asked or knows no name, so `by` is missing. */
export type AttestAnswer = EditAnswer | { needsName: true };

/** What an edit does to one file. */
export interface PlannedChange {
  path: string;
  /** "Read STRIPE_KEY from the environment". */
  label: string;
}

/** An edit, or a sentence why there is none. */
export type EditAnswer =
  | {
      title: string;
      /** LSP `WorkspaceEdit`. */
      edit: object;
      /** True when a person should see the changes first: several files, or something to think about. */
      needsConfirmation: boolean;
      changes: PlannedChange[];
      /** What remains for a person. */
      nextSteps: string[];
    }
  | { refused: string };

/** Request: a report as text. Answer: `string`, or null when the folder has no report yet. */
export const EXPORT_REQUEST = 'preflight/export';
export interface ExportParams {
  folder: string;
  format: 'markdown' | 'json' | 'routes-markdown' | 'routes-csv' | 'routes-openapi';
}

/** Request: a configuration to start from. Answer: `InitAnswer`; null when the folder has no report yet. */
export const INIT_REQUEST = 'preflight/init';
export interface InitParams {
  folder: string;
}
export type InitAnswer = { uri: string; text: string } | null;

/** Request: the secrets that were ever committed. May take long; cancellable. Answer: `HistoryAnswer`. */
export const HISTORY_REQUEST = 'preflight/history';
export interface HistoryParams {
  folder: string;
  /** A link that starts with `/` leads to a file of this folder where the client shows the document. Default false: places are no links. */
  linksFromRoot?: boolean;
}
/** What was found as a document for people, with masked values; or a sentence why nothing was searched. */
export type HistoryAnswer = { summary: string; markdown: string; secrets: number } | { refused: string };

/** What a client may say of itself in `initializationOptions`. */
export interface ServerOptions {
  /** False in an untrusted workspace: no process is started, not even git. Default true. */
  mayRunGit?: boolean;
  /** Folder for the cache of facts; null = none. Default: the user's cache folder. */
  cacheFolder?: string | null;
  /** The client knows the commands below, so code actions may use them. Default false. */
  clientCommands?: boolean;
}

/** Commands of the client that code actions of the server name. */
export const CLIENT_COMMANDS = {
  /** Arguments: `FindingParams`, or a list of them to choose from. Asks for a reason, then applies `IGNORE_REQUEST`. */
  ignore: 'preflight.ignore',
  /** Arguments: the check's id, or a list of ids to choose from. */
  explain: 'preflight.explain',
  /** Arguments: `FixParams`. Shows what a fix changes, asks, and applies it. */
  confirmFix: 'preflight.confirmFix',
  /** Arguments: `PlaceParams`. Opens a place. */
  openPlace: 'preflight.openPlace',
  /** Arguments: sentences for a person, shown after a fix. */
  tell: 'preflight.tell',
} as const;

/** Section of the settings that the server asks for. */
export const SETTINGS_SECTION = 'preflight';
