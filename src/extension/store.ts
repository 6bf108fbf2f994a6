/** What the server last said of every folder: the one source of the views, the status item and the commands. */
import * as vscode from 'vscode';

import { isUnasked, plural, statusText, verdictLine } from '../engine/report/present';
import type { FolderStatus, ReportAnswer } from '../server/protocol';
import type { Folder } from './tree/readiness';

/** The state of the whole window. */
/** `failed`: no folder could be scanned · `ended`: the server does not run, and nothing starts it by itself. */
export type WindowState = 'off' | 'starting' | 'scanning' | 'ready' | 'stopped' | 'failed' | 'ended';

export class Store {
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changes.event;
  folders: Folder[] = [];
  private server: 'off' | 'starting' | 'running' | 'failed' = 'off';
  private serverMessage: string | null = null;

  /** Takes in every folder with its report. A server that was started again has none yet: what was known stays until it has. */
  takeReports(answer: ReportAnswer): void {
    const known = new Map(this.folders.map(({ folder, report }) => [folder, report]));
    this.folders = answer.map((folder) =>
      folder.report === null && !folder.openFilesOnly
        ? { ...folder, report: known.get(folder.folder) ?? null }
        : folder,
    );
    this.changes.fire();
  }

  /** Takes in a folder's state; its report stays until the next one is fetched. */
  takeStatus(status: FolderStatus): void {
    const known = this.folders.find((folder) => folder.folder === status.folder);
    if (known) Object.assign(known, status);
    else this.folders.push({ ...status, report: null });
    this.changes.fire();
  }

  /** Says how the server itself is doing. */
  takeServer(state: 'off' | 'starting' | 'running' | 'failed', message: string | null = null): void {
    this.server = state;
    this.serverMessage = message;
    if (state === 'off') this.folders = [];
    if (state === 'starting') this.folders = this.folders.filter((folder) => folder.report !== null);
    this.changes.fire();
  }

  get state(): WindowState {
    if (this.server !== 'running') return this.server === 'failed' ? 'ended' : this.server;
    const states = this.folders.map((folder) => (isUnderWay(folder) ? 'scanning' : folder.state));
    // One folder that is gone takes nothing from the others.
    const first = (['scanning', 'ready', 'failed', 'stopped'] as const).find((state) => states.includes(state));
    return first ?? (states.length === 0 ? 'ready' : 'starting');
  }

  /** Why nothing newer is shown, in sentences: of the server, else of each folder, by its name where there are several. */
  get message(): string | null {
    if (this.serverMessage !== null) return this.serverMessage;
    const told = this.folders.flatMap(({ name, message }) =>
      message === null ? [] : [this.folders.length > 1 ? `${name}: ${message}` : message],
    );
    return told.length > 0 ? told.join(' ') : null;
  }

  /** What has to be known of what is shown, in sentences: folders that could not be scanned, files left out, and what is from before. */
  get caveat(): string {
    if (this.scanned.length === 0) return '';
    if (this.state === 'ended') return `${this.serverMessage ?? ''} What is shown is from before.`.trim();
    const isAmongOthers = this.folders.length > 1;
    const told = this.folders.flatMap((folder) => {
      const { name, message, report } = folder;
      const what = message ?? (isBehind(folder) ? 'The scan was stopped.' : '');
      if (what === '') return [];
      const shown = isAmongOthers ? 'What is shown of it is from before.' : 'What is shown is from before.';
      return [isAmongOthers ? `${name}: ${what}` : what, ...(isBehind(folder) && report !== null ? [shown] : [])];
    });
    return told.join(' ');
  }

  /** How a scan that somebody asked for has ended, in one sentence. */
  get result(): string {
    const behind = this.folders.filter(isBehind).length > 0 || this.serverMessage !== null ? this.message : null;
    if (behind !== null) return behind;
    const [only, ...others] = this.verdictLines;
    if (only === undefined) return 'The open files were analysed.';
    if (others.length === 0) return `Scanned: ${only}`;
    return `Scanned ${plural(this.scanned.length, 'folder')}: ${this.statusText.replace(/^Preflight /, '')}`;
  }

  /** Folders that have a report. */
  get scanned(): (Folder & { report: NonNullable<Folder['report']> })[] {
    return this.folders.filter(
      (folder): folder is ReturnType<() => Store['scanned'][number]> => folder.report !== null,
    );
  }

  /** The scanned folders without those that could not be scanned again, unless that is true of all. */
  private get current(): Store['scanned'] {
    const able = this.scanned.filter(({ state }) => state !== 'failed');
    return able.length > 0 ? able : this.scanned;
  }

  /** Number of blockers in all folders. */
  get blockers(): number {
    const isOpenBlocker = ({ severity, verdict }: { severity: string; verdict: string }): boolean =>
      severity === 'blocker' && (verdict === 'fail' || verdict === 'expired');
    return this.current.reduce((sum, { report }) => sum + report.checks.filter(isOpenBlocker).length, 0);
  }

  /** Text of the status bar, without an icon. Old figures are not shown as if they were new. */
  get statusText(): string {
    if (this.state === 'ended') return 'Preflight: the server has ended';
    if (this.state === 'failed') return 'Preflight: the scan has failed';
    const [only, ...others] = this.current;
    if (!only) return 'Preflight';
    if (others.length === 0) return statusText(only.report);
    const asked = this.current.filter(({ report }) => !isUnasked(report));
    if (asked.length === 0) return 'Preflight';
    const lowest = Math.min(...asked.map(({ report }) => report.score.displayed));
    return `Preflight ${lowest}${this.blockers > 0 ? ` · ${plural(this.blockers, 'blocker')}` : ''}`;
  }

  /** One line per folder. */
  get verdictLines(): string[] {
    return this.scanned.map(({ name, report }) =>
      this.scanned.length === 1 ? verdictLine(report) : `${name}: ${verdictLine(report)}`,
    );
  }
}

/** Nothing is known of the folder yet, or only what was known before. */
function isUnderWay({ state, report, openFilesOnly }: Folder): boolean {
  // Its report is on the way: a view that is empty for that long would look as if there were nothing.
  const isFetched = report !== null || openFilesOnly;
  return state === 'waiting' || (state === 'ready' && !isFetched);
}

function isBehind({ state }: Folder): boolean {
  return state === 'failed' || state === 'stopped';
}
