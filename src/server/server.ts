/** The language server: wires a connection to the folders of a workspace. */
import fs from 'node:fs';

import {
  CodeActionKind,
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type Disposable,
  ResponseError,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type Connection,
  type DidChangeWatchedFilesParams,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver/node';

import { onAttestRequests } from './attest';
import { FIX_ALL_KIND } from './code-actions';
import { diagnosticsOf, rangeOfFinding } from './diagnostics';
import { Documents } from './documents';
import { answerWith, onEditingRequests } from './editing';
import { onExportRequests, toClientReport } from './exports';
import { DocumentHost } from './document-host';
import type { DisposableHost, Folder, FolderEvents } from './folder';
import { Folders, type FoldersOptions } from './folders';
import { onHistoryRequests } from './history';
import { explanation, pageAddress } from './pages';
import { openProgress } from './progress';
import {
  EXPLAIN_REQUEST,
  REPORT_CHANGED,
  REPORT_REQUEST,
  SCAN_REQUEST,
  SETTINGS_SECTION,
  type ExplainParams,
  type ReportAnswer,
  type ServerOptions,
} from './protocol';
import { Publisher } from './publisher';
import { onReadingRequests } from './reading';
import { DEFAULT_SETTINGS, readSettings, type Settings } from './settings';
import { Turns } from './turns';
import { filePathOf, pathInFolder, uriInFolder } from './uris';
import { effectOf, WATCHERS, watchersOf } from './watch';

export interface OpenHost {
  uri: string;
  name: string;
  mayRunGit: boolean;
  /** Folder for the cache of facts; null = none, undefined = the usual one. */
  cacheFolder: string | null | undefined;
}

export interface ServerEnvironment {
  version: string;
  /** ISO date of today. */
  today(): string;
  /** Opens a folder; called once per workspace folder. */
  openHost(folder: OpenHost): DisposableHost;
  /** So many folders are scanned at the same time. */
  scansAtOnce: number;
}

/** LSP code of an answer to a request that came before there was anything to answer with. */
const REQUEST_FAILED = -32803;

export class Server {
  private capabilities: ClientCapabilities = {};
  private options: ServerOptions = {};
  private settings: Settings = DEFAULT_SETTINGS;
  private readonly documents = new Documents();
  private readonly publisher: Publisher;
  private readonly folders: Folders;
  private readonly scans: Turns;
  private folderWatch: Promise<Disposable> | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly environment: ServerEnvironment,
  ) {
    this.scans = new Turns(environment.scansAtOnce);
    this.publisher = new Publisher(
      (message) => void connection.sendDiagnostics(message),
      (uri) => this.documents.get(uri)?.version,
    );
    this.folders = new Folders({
      open: (uri, name) => this.openFolder(uri, name),
      events: {
        changed: (folder) => this.folderChanged(folder),
        log: (message) => connection.console.info(message),
        progress: this.progress,
      },
    });
    this.wireLifecycle();
    this.wireDocuments();
    this.wireRequests();
  }

  private openFolder(uri: string, name: string): ReturnType<FoldersOptions['open']> {
    const { version, today, openHost } = this.environment;
    const { mayRunGit = true, cacheFolder } = this.options;
    const openFilesOnly = filePathOf(uri) === undefined;
    const host = openHost({ uri, name, mayRunGit, cacheFolder: openFilesOnly ? null : cacheFolder });
    const texts = (): Map<string, string> => this.textsIn(uri);
    return {
      host: openFilesOnly ? new DocumentHost(host, name, uri, texts) : host,
      version,
      today: today(),
      openFilesOnly,
      scans: this.scans,
    };
  }

  /** Open documents of a folder by path. */
  private textsIn(folderUri: string): Map<string, string> {
    const texts = new Map<string, string>();
    for (const document of this.documents.all.all()) {
      const path = pathInFolder(folderUri, document.uri);
      if (path !== undefined) texts.set(path, document.getText());
    }
    return texts;
  }

  private readonly progress: FolderEvents['progress'] = (title, cancel) =>
    openProgress(this.connection, this.capabilities, title, cancel);

  listen(): void {
    this.documents.all.listen(this.connection);
    this.connection.listen();
  }

  // Lifecycle

  private wireLifecycle(): void {
    const { connection } = this;
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => void this.initialized());
    connection.onDidChangeConfiguration(({ settings }) => void this.readClientSettings(settings));
    connection.onShutdown(() => this.folders.disposeAll());
    connection.onDidChangeWatchedFiles((params) => this.filesChanged(params));
  }

  private initialize(params: InitializeParams): InitializeResult {
    this.capabilities = params.capabilities;
    this.options = (params.initializationOptions as ServerOptions | undefined) ?? {};
    const root = params.rootUri ? [{ uri: params.rootUri, name: '' }] : [];
    for (const { uri, name } of params.workspaceFolders ?? root) this.folders.add(uri, name);
    return {
      serverInfo: { name: 'preflight', version: this.environment.version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        codeActionProvider: {
          codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL_KIND],
          resolveProvider: true,
        },
        hoverProvider: true,
        codeLensProvider: {},
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        experimental: { processId: process.pid },
      },
    };
  }

  private async initialized(): Promise<void> {
    const { connection } = this;
    const { workspace } = this.capabilities;
    // Before anything is awaited: a change that comes meanwhile must not be lost.
    if (workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const { uri } of removed) void this.removeFolder(uri);
        for (const { uri, name } of added) void this.addFolder(uri, name);
        void this.watchFolders();
      });
    }
    if (workspace?.didChangeWatchedFiles?.dynamicRegistration)
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [...WATCHERS] });
    if (workspace?.didChangeConfiguration?.dynamicRegistration)
      await connection.client.register(DidChangeConfigurationNotification.type, { section: SETTINGS_SECTION });
    await this.readClientSettings(undefined);
    await this.watchFolders();
    for (const folder of this.folders) if (folder.state === 'waiting') void folder.scan();
  }

  private async readClientSettings(pushed: unknown): Promise<void> {
    const section = this.capabilities.workspace?.configuration
      ? await this.connection.workspace.getConfiguration(SETTINGS_SECTION)
      : (pushed as Record<string, unknown> | null | undefined)?.[SETTINGS_SECTION];
    this.settings = readSettings(section);
    for (const folder of this.folders) this.publish(folder);
    this.refreshLenses();
  }

  /** Asks to be told when one of the folders itself, or one above it, goes or comes back. */
  private async watchFolders(): Promise<void> {
    const watching = this.capabilities.workspace?.didChangeWatchedFiles;
    if (!watching?.dynamicRegistration || !watching.relativePatternSupport) return;
    const wanted = [...this.folders].flatMap(({ openFilesOnly, uri }) => (openFilesOnly ? [] : watchersOf(uri)));
    const watchers = [...new Map(wanted.map((watcher) => [JSON.stringify(watcher), watcher])).values()];
    const before = this.folderWatch;
    this.folderWatch = this.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    (await before)?.dispose();
    await this.folderWatch;
  }

  private async addFolder(uri: string, name: string): Promise<void> {
    const folder = this.folders.add(uri, name);
    for (const document of this.documents.all.all()) {
      const path = this.folders.find(document.uri)?.folder === folder ? pathInFolder(uri, document.uri) : undefined;
      if (path !== undefined) folder.change([{ path, text: document.getText() }]);
    }
    await folder.scan();
  }

  private async removeFolder(uri: string): Promise<void> {
    const folder = this.folders.remove(uri);
    this.publisher.replace(new Map(), (shown) => pathInFolder(uri, shown) !== undefined);
    for (const other of this.folders) this.publish(other);
    await folder?.dispose();
  }

  // Documents and files

  private wireDocuments(): void {
    this.documents.all.onDidChangeContent(({ document }) => {
      const found = this.folders.find(document.uri);
      if (!found) return;
      const { folder, path } = found;
      folder.change([{ path, text: document.getText() }], { atOnce: this.touchesFinding(folder, path, document.uri) });
    });
    this.documents.all.onDidClose(({ document }) => {
      const found = this.folders.find(document.uri);
      found?.folder.change([{ path: found.path, text: null }]);
      if (found?.folder.openFilesOnly) void found.folder.scan();
    });
    this.documents.all.onDidOpen(({ document }) => {
      const folder = this.folders.find(document.uri)?.folder;
      if (folder?.openFilesOnly) void folder.scan();
    });
  }

  /** An edit on a line with a finding may have put it right: that shows at once. */
  private touchesFinding(folder: Folder, path: string, uri: string): boolean {
    const edit = this.documents.lastEdit(uri);
    if (!edit || !this.publisher.shows(uri)) return false;
    const findings = folder.report?.findings.filter((finding) => finding.path === path) ?? [];
    return findings.some((finding) => {
      const { start, end } = rangeOfFinding(finding);
      return start.line <= edit.to && edit.from <= end.line;
    });
  }

  private filesChanged({ changes }: DidChangeWatchedFilesParams): void {
    const byFolder = new Map<Folder, Set<string>>();
    const scans = new Set<Folder>();
    // A folder that is gone as a whole has failed: taking its files away one by one would leave an empty one.
    const gone = new Map<Folder, boolean>();
    for (const { uri } of changes) {
      for (const folder of this.folders.atOrBelow(uri)) scans.add(folder);
      // A file of a nested workspace folder is a file of the outer one, too.
      for (const { folder, path } of this.folders.containing(uri)) {
        if (!gone.has(folder)) gone.set(folder, isGone(folder));
        const effect = gone.get(folder) ? 'scan' : effectOf(path);
        if (effect === 'scan') scans.add(folder);
        if (effect !== 'update') continue;
        const paths = byFolder.get(folder) ?? new Set<string>();
        byFolder.set(folder, paths.add(path));
      }
    }
    for (const [folder, paths] of byFolder) folder.change([...paths].map((path) => ({ path })));
    for (const folder of scans) void folder.scan();
  }

  // What the client sees

  private folderChanged(folder: Folder): void {
    if (folder.state === 'ready') this.publish(folder);
    this.refreshLenses();
    void this.connection.sendNotification(REPORT_CHANGED, folder.status);
  }

  private publish(folder: Folder): void {
    const { report } = folder;
    if (!report) return;
    const owner = (uri: string): boolean => this.folders.find(uri)?.folder === folder;
    const waits = (uri: string): boolean => {
      const path = pathInFolder(folder.uri, uri);
      return path !== undefined && folder.waitsFor(path);
    };
    const byPath = diagnosticsOf({
      report,
      problems: folder.session.configProblems(),
      settings: this.settings,
      uriOf: (path) => uriInFolder(folder.uri, path),
      pageOf: pageAddress,
    });
    const byUri = new Map([...byPath].map(([path, diagnostics]) => [uriInFolder(folder.uri, path), diagnostics]));
    this.publisher.replace(this.settings.enable ? byUri : new Map(), owner, waits);
  }

  // Requests

  private wireRequests(): void {
    const { connection } = this;
    const { folders, documents } = this;
    const folderOf = (uri: string): Folder => this.folderOf(uri);
    const settings = (): Settings => this.settings;
    const clientCommands = (): boolean => this.options.clientCommands ?? false;
    onReadingRequests(connection, { folders, documents, settings, clientCommands });
    const editing = { folders, folderOf, documents, settings, clientCommands, capabilities: () => this.capabilities };
    onEditingRequests(connection, editing);
    connection.onRequest(REPORT_REQUEST, (): ReportAnswer =>
      [...this.folders].map((folder) => ({
        ...folder.status,
        report: folder.report && !folder.openFilesOnly ? toClientReport(folder.report) : null,
      })),
    );
    connection.onRequest(SCAN_REQUEST, async () => {
      await Promise.all([...this.folders].map((folder) => folder.scan()));
      return null;
    });
    connection.onRequest(EXPLAIN_REQUEST, ({ check }: ExplainParams) => explanation(check));
    onExportRequests(connection, folderOf);
    const mayRunGit = (): boolean => this.options.mayRunGit ?? true;
    onAttestRequests(connection, this.environment, {
      folderOf,
      mayRunGit,
      answer: (folder, edit) => answerWith(edit, folder, editing),
    });
    onHistoryRequests(connection, this.environment, { folderOf, mayRunGit, progress: this.progress });
  }

  /** Asks the client to fetch lenses anew, where it can be asked. */
  private refreshLenses(): void {
    if (!this.capabilities.workspace?.codeLens?.refreshSupport) return;
    // A client that is going away answers nothing more.
    this.connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  }

  private folderOf(uri: string): Folder {
    const folder = this.folders.get(uri);
    if (!folder) throw new ResponseError(REQUEST_FAILED, `${uri} is not a folder of the workspace.`);
    return folder;
  }
}

function isGone({ uri, openFilesOnly }: Folder): boolean {
  const folder = openFilesOnly ? undefined : filePathOf(uri);
  return folder !== undefined && !fs.existsSync(folder);
}
