/** What the server last said of every folder: the one source of the views, the status item and the commands. */
import * as vscode from 'vscode';

import { isUnasked, plural, statusText, verdictLine } from '../engine/report/present';
import type { FolderStatus, ReportAnswer } from '../server/protocol';
import type { Folder } from './tree/readiness';

/** The state of the whole window. */
export type WindowState = 'off' | 'starting' | 'scanning' | 'ready' | 'stopped' | 'failed';

export class Store {
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changes.event;
  folders: Folder[] = [];
  private server: 'off' | 'starting' | 'running' | 'failed' = 'off';
  private serverMessage: string | null = null;

  /** Takes in every folder with its report. */
  takeReports(answer: ReportAnswer): void {
    this.folders = answer;
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
    if (state === 'off' || state === 'starting') this.folders = this.folders.filter((folder) => folder.report !== null);
    this.changes.fire();
  }

  get state(): WindowState {
    if (this.server !== 'running') return this.server;
    const states = this.folders.map((folder) => folder.state);
    const first = (['scanning', 'failed', 'stopped'] as const).find((state) => states.includes(state));
    return first ?? (states.length === 0 || states.includes('ready') ? 'ready' : 'starting');
  }

  /** Why nothing newer is shown, in a sentence. */
  get message(): string | null {
    return this.serverMessage ?? this.folders.find((folder) => folder.message !== null)?.message ?? null;
  }

  /** Folders that have a report. */
  get scanned(): (Folder & { report: NonNullable<Folder['report']> })[] {
    return this.folders.filter(
      (folder): folder is ReturnType<() => Store['scanned'][number]> => folder.report !== null,
    );
  }

  /** Number of blockers in all folders. */
  get blockers(): number {
    const isOpenBlocker = ({ severity, verdict }: { severity: string; verdict: string }): boolean =>
      severity === 'blocker' && (verdict === 'fail' || verdict === 'expired');
    return this.scanned.reduce((sum, { report }) => sum + report.checks.filter(isOpenBlocker).length, 0);
  }

  /** Text of the status bar, without an icon. Old figures are not shown as if they were new. */
  get statusText(): string {
    if (this.server === 'failed') return 'Preflight: the server has ended';
    if (this.state === 'failed') return 'Preflight: the scan has failed';
    const [only, ...others] = this.scanned;
    if (!only) return 'Preflight';
    if (others.length === 0) return statusText(only.report);
    const asked = this.scanned.filter(({ report }) => !isUnasked(report));
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
