/**
 * Entry of `dist/extension.js`. Activation only registers views and commands; the language client is loaded afterwards, and analysis runs
 * in the server's process.
 */
import path from 'node:path';

import * as vscode from 'vscode';

import type { PreflightClient } from './client';
import { registerCommands } from './commands';
import { StatusItem } from './status';
import { Store } from './store';
import type { TreeNode } from './tree/node';
import { Views } from './views';

/** What `activate` gives to integration tests. */
export interface PreflightApi {
  /** Rows as they are shown. */
  rows(view: 'readiness' | 'routes'): readonly TreeNode[];
  /** The item that VS Code draws for a row. */
  itemOf(row: TreeNode): vscode.TreeItem;
  statusText(): string;
  /** Id of the server's process, once it runs. */
  serverProcessId(): Promise<number | undefined>;
  /** Milliseconds that `activate` took. */
  activationTime: number;
  /** Bundles besides this one that were loaded when `activate` returned. */
  loadedOnActivation: string[];
}

export function activate(context: vscode.ExtensionContext): PreflightApi {
  const started = performance.now();
  const controller = new Controller(context);
  context.subscriptions.push(controller);
  return {
    rows: (view) => controller.views[view].nodes,
    itemOf: (row) => controller.views.readiness.getTreeItem(row),
    statusText: () => controller.status.text,
    serverProcessId: () => controller.serverProcessId(),
    loadedOnActivation: loadedBundles(),
    activationTime: performance.now() - started,
  };
}

function loadedBundles(): string[] {
  const bundles = Object.keys(require.cache).filter((file) => path.dirname(file) === __dirname);
  return bundles.filter((file) => file !== __filename).map((file) => path.basename(file));
}

/** Owns the server of this window: starts it when there is a folder, again when trust or settings ask for it. */
class Controller implements vscode.Disposable {
  readonly store = new Store();
  readonly views: Views;
  readonly status: StatusItem;
  private readonly log = vscode.window.createOutputChannel('Preflight', { log: true });
  private client: Promise<PreflightClient | undefined> | undefined;

  constructor(private readonly context: vscode.ExtensionContext) {
    const { store, log } = this;
    this.views = new Views(store, context.workspaceState);
    this.status = new StatusItem(store);
    const commands = registerCommands({
      extensionUri: context.extensionUri,
      log,
      store,
      views: this.views,
      client: () => this.liveClient(),
      restart: () => this.restart(),
    });
    const { workspace } = vscode;
    context.subscriptions.push(
      ...[log, this.views, this.status, ...commands],
      workspace.onDidGrantWorkspaceTrust(() => void this.restart()),
      workspace.onDidChangeWorkspaceFolders(() => void this.ensureClient().then((client) => client?.refresh())),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('preflight.enable')) void this.restart();
      }),
    );
    // After activation: VS Code does not wait for it.
    setImmediate(() => void this.ensureClient());
  }

  dispose(): Promise<void> {
    return this.stop();
  }

  async serverProcessId(): Promise<number | undefined> {
    return (await this.client)?.processId;
  }

  /** For a person's commands: a server that has ended is started again. */
  private async liveClient(): Promise<PreflightClient | undefined> {
    const client = await this.ensureClient();
    if (!client || client.isAlive) return client;
    await this.restart();
    return this.ensureClient();
  }

  private ensureClient(): Promise<PreflightClient | undefined> {
    return (this.client ??= this.start());
  }

  private async start(): Promise<PreflightClient | undefined> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const isEnabled = vscode.workspace.getConfiguration('preflight').get('enable', true);
    if (folders.length === 0 || !isEnabled) {
      this.client = undefined;
      this.store.takeServer('off');
      return undefined;
    }
    const { store, log, context } = this;
    store.takeServer('starting');
    const { PreflightClient: Client } = await import('./client');
    const client = new Client({
      serverModule: context.asAbsolutePath('dist/server.js'),
      log,
      mayRunGit: vscode.workspace.isTrusted,
      schemes: [...new Set(['file', ...folders.map(({ uri }) => uri.scheme)])],
      cacheFolder: vscode.Uri.joinPath(context.globalStorageUri, 'facts').fsPath,
      events: {
        reports: (answer) => store.takeReports(answer),
        status: (status) => store.takeStatus(status),
        server: (state, message) => store.takeServer(state, message ?? null),
      },
    });
    try {
      await client.start();
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
      store.takeServer('failed', 'The server could not be started. The log says more.');
    }
    return client;
  }

  private async stop(): Promise<void> {
    const client = await this.client;
    this.client = undefined;
    await client?.stop();
  }

  private async restart(): Promise<void> {
    // A server that has ended cannot be stopped; that is no reason not to start another.
    await this.stop().catch((error: unknown) => this.log.warn(String(error)));
    await this.ensureClient();
  }
}
