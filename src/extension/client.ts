/**
 * The language client, a bundle of its own (`dist/client.js`): it is loaded when a folder is analysed, not when VS Code starts.
 */
import type * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  TransportKind,
  type CloseHandlerResult,
  type ErrorHandler,
  type LanguageClientOptions,
  type ServerOptions as ServerModules,
  type WorkspaceEdit,
} from 'vscode-languageclient/node';

import {
  FIX_REQUEST,
  ACCEPT_REQUEST,
  IGNORE_REQUEST,
  ATTEST_REQUEST,
  EXPORT_REQUEST,
  HISTORY_REQUEST,
  INIT_REQUEST,
  REPORT_CHANGED,
  REPORT_REQUEST,
  SCAN_REQUEST,
  SETTINGS_SECTION,
  type AcceptParams,
  type AttestAnswer,
  type AttestParams,
  type EditAnswer,
  type ExportParams,
  type FixParams,
  type FolderStatus,
  type HistoryAnswer,
  type HistoryParams,
  type IgnoreParams,
  type InitAnswer,
  type ReportAnswer,
  type ServerOptions,
} from '../server/protocol';

export interface ClientEvents {
  reports(answer: ReportAnswer): void;
  status(status: FolderStatus): void;
  server(state: 'starting' | 'running' | 'failed', message?: string): void;
}

export interface ClientOptions {
  /** Path of `dist/server.js`. */
  serverModule: string;
  log: vscode.LogOutputChannel;
  mayRunGit: boolean;
  /** Schemes of the workspace's folders. */
  schemes: string[];
  /** Folder for the cache of facts. */
  cacheFolder: string;
  events: ClientEvents;
}

/** An edit that can be applied, or a sentence why there is none. */
export type Edit = (Omit<Made, 'edit'> & { edit: vscode.WorkspaceEdit }) | { refused: string };

type Made = Exclude<EditAnswer, { refused: string }>;

/** The server may end this often within `CRASH_WINDOW` milliseconds before it is left alone. */
const MAX_CRASHES = 4;
const CRASH_WINDOW = 3 * 60 * 1000;
/** Reports are fetched once typing and scanning have calmed down. */
const FETCH_PAUSE = 100;

/**
 * With glibc, memory that the server has freed goes back to the system at once: what two threads leave behind after a scan of 5,000 files is
 * 100 MB, and it took no more time (mallopt(3), M_TRIM_THRESHOLD and M_MMAP_THRESHOLD). Others do not know these names.
 */
const ENVIRONMENT = { MALLOC_TRIM_THRESHOLD_: String(1 << 17), MALLOC_MMAP_THRESHOLD_: String(1 << 20) };

/** A running server. */
export class PreflightClient {
  private readonly client: LanguageClient;
  private fetchTimer: NodeJS.Timeout | undefined;
  private readonly crashes: number[] = [];
  private isStopping = false;
  private hasFailed = false;

  constructor(private readonly options: ClientOptions) {
    const module = { module: options.serverModule, transport: TransportKind.ipc };
    const modules: ServerModules = {
      run: { ...module, options: { env: ENVIRONMENT } },
      debug: { ...module, options: { env: ENVIRONMENT, execArgv: ['--nolazy'] } },
    };
    this.client = new LanguageClient('preflight', 'Preflight', modules, this.clientOptions());
    this.client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) void this.fetch();
      if (newState === State.Starting) options.events.server('starting');
    });
    this.client.onNotification(REPORT_CHANGED, (status: FolderStatus) => {
      options.events.status(status);
      if (status.state !== 'scanning') this.refresh();
    });
  }

  /** False once the server has ended for good: then only another client helps. */
  get isAlive(): boolean {
    return !this.hasFailed;
  }

  /** Id of the server's process. */
  get processId(): number | undefined {
    const experimental = this.client.initializeResult?.capabilities.experimental as { processId?: number } | undefined;
    return experimental?.processId;
  }

  /** Fetches the reports soon. */
  refresh(): void {
    clearTimeout(this.fetchTimer);
    this.fetchTimer = setTimeout(() => void this.fetch(), FETCH_PAUSE);
  }

  async start(): Promise<void> {
    await this.client.start();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.fetchTimer);
    if (this.client.needsStop()) await this.client.stop();
    await this.client.dispose();
  }

  /** Scans every folder again; fulfilled when that is done and told. */
  async scan(): Promise<void> {
    await this.client.sendRequest(SCAN_REQUEST);
    await this.fetch();
  }

  fix(params: FixParams): Promise<Edit> {
    return this.edit(FIX_REQUEST, params);
  }

  ignore(params: IgnoreParams): Promise<Edit> {
    return this.edit(IGNORE_REQUEST, params);
  }

  accept(params: AcceptParams): Promise<Edit> {
    return this.edit(ACCEPT_REQUEST, params);
  }

  /** The edit that states something; `needsName` when the person has to say who they are. */
  async attest(params: AttestParams): Promise<Edit | { needsName: true }> {
    const answer: AttestAnswer = await this.client.sendRequest(ATTEST_REQUEST, params);
    return 'needsName' in answer ? answer : this.converted(answer);
  }

  export(params: ExportParams): Promise<string | null> {
    return this.client.sendRequest(EXPORT_REQUEST, params);
  }

  /** Searches the history of a folder; the server shows a progress that can be cancelled. */
  history(params: HistoryParams): Promise<HistoryAnswer> {
    return this.client.sendRequest(HISTORY_REQUEST, params);
  }

  initialConfiguration(folder: string): Promise<InitAnswer> {
    return this.client.sendRequest(INIT_REQUEST, { folder });
  }

  private async edit(request: string, params: object): Promise<Edit> {
    return this.converted(await this.client.sendRequest(request, params));
  }

  private async converted(answer: EditAnswer): Promise<Edit> {
    if ('refused' in answer) return answer;
    const edit = await this.client.protocol2CodeConverter.asWorkspaceEdit(answer.edit as WorkspaceEdit);
    return { ...answer, edit };
  }

  private async fetch(): Promise<void> {
    if (this.isStopping || !this.client.isRunning()) return;
    const answer: ReportAnswer = await this.client.sendRequest(REPORT_REQUEST);
    if (this.isStopping) return;
    this.options.events.server('running');
    this.options.events.reports(answer);
  }

  private clientOptions(): LanguageClientOptions {
    const { log, mayRunGit, cacheFolder } = this.options;
    const initializationOptions: ServerOptions = { mayRunGit, cacheFolder, clientCommands: true };
    return {
      documentSelector: this.options.schemes.map((scheme) => ({ scheme })),
      initializationOptions,
      outputChannel: log,
      // An error that is logged is no reason to interrupt anybody: the status item shows it.
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: (error) => {
        this.fail(`The server could not be started: ${error instanceof Error ? error.message : String(error)}`);
        return false;
      },
      errorHandler: this.errorHandler(),
      markdown: { isTrusted: false },
      synchronize: { configurationSection: SETTINGS_SECTION },
    };
  }

  private errorHandler(): ErrorHandler {
    return {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: (): CloseHandlerResult => {
        if (this.isStopping) return { action: CloseAction.DoNotRestart, handled: true };
        const now = Date.now();
        this.crashes.push(now);
        const recent = this.crashes.filter((time) => now - time < CRASH_WINDOW);
        if (recent.length <= MAX_CRASHES) {
          this.options.log.warn('The server has ended; it is started again.');
          return { action: CloseAction.Restart, handled: true };
        }
        this.fail('The server keeps ending. The log says more.');
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    };
  }

  private fail(message: string): void {
    this.hasFailed = true;
    this.options.log.error(message);
    this.options.events.server('failed', message);
  }
}
