// A language client for tests: starts the built server over stdio on a temporary folder and remembers what it publishes.

import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type CodeAction,
  type Diagnostic,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

import {
  REPORT_CHANGED,
  REPORT_REQUEST,
  type FolderStatus,
  type ReportAnswer,
  type ServerOptions,
} from '../../src/server/protocol';

/** What the samples are about. */
const SAMPLE_CODES = ['hardcoded-secret', 'oversized-file', 'checklist-contradiction', 'configuration'];

const serverModule = path.resolve(__dirname, '../../dist/server.js');

/** Writes files into a fresh folder; the caller removes it. */
export function makeFolder(files: Record<string, string>, name = 'acme-shop'): string {
  const parent = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'preflight-server-')));
  const folder = path.join(parent, name);
  fs.mkdirSync(folder);
  writeFiles(folder, files);
  return folder;
}

export function writeFiles(folder: string, files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    const target = path.join(folder, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
  }
}

export interface ClientOptions {
  folders: string[];
  options?: ServerOptions;
  /** The client shows progress. */
  progress?: boolean;
  /** Settings of the section `preflight`. */
  settings?: Record<string, unknown>;
  /** What starts the server; `dist/server.js --stdio` if left out. */
  command?: string[];
}

/** Asks again until the answer satisfies; fails with the last answer. */
export async function eventually<T>(what: string, ask: () => T | Promise<T>, ok: (answer: T) => boolean): Promise<T> {
  const until = Date.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (ok(answer)) return answer;
    if (Date.now() > until) assert.fail(`${what} did not come; last seen: ${JSON.stringify(answer)}`);
    await sleep(10);
  }
}

export class TestClient {
  readonly published = new Map<string, Diagnostic[]>();
  readonly messages: PublishDiagnosticsParams[] = [];
  readonly statuses: FolderStatus[] = [];
  readonly progress: { token: string | number; value: { kind: string; message?: string } }[] = [];
  readonly logs: string[] = [];
  readonly documents = new Map<string, TextDocument>();
  settings: Record<string, unknown>;
  /** Called when a progress begins. */
  onProgress: (token: string | number) => void = () => {};

  private constructor(
    readonly child: ChildProcess,
    readonly connection: ProtocolConnection,
    private readonly folders: string[],
    settings: Record<string, unknown>,
  ) {
    this.settings = settings;
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.messages.push(params);
      this.published.set(params.uri, params.diagnostics);
    });
    connection.onNotification(REPORT_CHANGED, (status: FolderStatus) => void this.statuses.push(status));
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => void this.logs.push(message));
    connection.onNotification('$/progress', (params: TestClient['progress'][number]) => {
      this.progress.push(params);
      if (params.value.kind === 'begin') this.onProgress(params.token);
    });
    connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
      items.map(() => this.settings),
    );
    connection.onRequest('client/registerCapability', () => null);
    connection.onRequest('window/workDoneProgress/create', () => null);
    connection.listen();
  }

  /** Starts a server and waits for the first scan of every folder. */
  static async start(options: ClientOptions): Promise<TestClient> {
    const client = await TestClient.startWithoutWaiting(options);
    for (const folder of options.folders) await client.ready(folder);
    return client;
  }

  static async startWithoutWaiting(options: ClientOptions): Promise<TestClient> {
    const command = options.command ?? [serverModule, '--stdio'];
    const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'inherit'] });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    const client = new TestClient(child, connection, options.folders, options.settings ?? {});
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: options.folders.map((folder) => ({ uri: uriOf(folder), name: path.basename(folder) })),
      initializationOptions: options.options ?? { clientCommands: true, cacheFolder: null },
      capabilities: {
        workspace: {
          configuration: true,
          workspaceFolders: true,
          didChangeWatchedFiles: { dynamicRegistration: true },
          didChangeConfiguration: { dynamicRegistration: true },
          workspaceEdit: {
            documentChanges: true,
            resourceOperations: ['create'],
            changeAnnotationSupport: {},
          },
        },
        window: { workDoneProgress: options.progress ?? false },
        textDocument: { publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true } },
      },
    });
    await connection.sendNotification('initialized', {});
    return client;
  }

  /** Waits until a folder is scanned and at rest. */
  async ready(folder: string): Promise<void> {
    const uri = uriOf(folder);
    await eventually(
      `the scan of ${folder}`,
      () => this.statuses.filter((status) => status.folder === uri).at(-1)?.state,
      (state) => state === 'ready',
    );
  }

  /** Ends the server as a client does; fails when it does not end. */
  async stop(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    const ended = new Promise<number | null>((resolve) => this.child.once('exit', resolve));
    await this.connection.sendNotification('exit');
    const code = await Promise.race([ended, sleep(5000).then(() => 'still running')]);
    if (code === 'still running') this.child.kill('SIGKILL');
    assert.equal(code, 0, 'the server ends cleanly');
    this.connection.dispose();
  }

  /** Diagnostics of a file, as `line check severity`; of the checks that the samples are about, whatever else is checked. */
  shown(file: string, folder = this.folders[0] ?? ''): string[] {
    return this.diagnostics(file, folder).map(
      ({ range, code, severity }) => `${range.start.line + 1} ${code} ${severity}`,
    );
  }

  diagnostics(file: string, folder = this.folders[0] ?? ''): Diagnostic[] {
    const all = this.published.get(uriOf(path.join(folder, file))) ?? [];
    return all.filter(({ code }) => SAMPLE_CODES.includes(String(code)));
  }

  /** Waits until the diagnostics of a file are these. */
  async shows(file: string, expected: string[], folder = this.folders[0] ?? ''): Promise<void> {
    await eventually(
      `diagnostics of ${file} (${JSON.stringify(expected)})`,
      () => this.shown(file, folder),
      (shown) => JSON.stringify(shown) === JSON.stringify(expected),
    );
  }

  /** Waits until a check has, or no longer has, a diagnostic in a file. */
  async fires(file: string, check: string, isThere = true): Promise<void> {
    const uri = uriOf(path.join(this.folders[0] ?? '', file));
    const codes = (): unknown[] => (this.published.get(uri) ?? []).map(({ code }) => code);
    await eventually(
      `${check} ${isThere ? 'in' : 'gone from'} ${file}`,
      codes,
      (all) => all.includes(check) === isThere,
    );
  }

  async reports(): Promise<ReportAnswer> {
    return this.connection.sendRequest(REPORT_REQUEST);
  }

  async open(file: string, folder = this.folders[0] ?? ''): Promise<TextDocument> {
    const target = path.join(folder, file);
    const uri = uriOf(target);
    const document = TextDocument.create(uri, 'plaintext', 1, fs.readFileSync(target, 'utf8'));
    this.documents.set(uri, document);
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'plaintext', version: 1, text: document.getText() },
    });
    return document;
  }

  /** Replaces a range of an open document (or all of it), as typing does. */
  async edit(document: TextDocument, text: string, range?: Range): Promise<void> {
    const change = range ? { range, text } : { text };
    TextDocument.update(document, [change], document.version + 1);
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: document.uri, version: document.version },
      contentChanges: [change],
    });
  }

  async close(document: TextDocument): Promise<void> {
    this.documents.delete(document.uri);
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri: document.uri } });
  }

  /** Tells of changes on disk: 1 created, 2 changed, 3 deleted. */
  async changedOnDisk(changes: Record<string, 1 | 2 | 3>, folder = this.folders[0] ?? ''): Promise<void> {
    await this.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: Object.entries(changes).map(([file, type]) => ({ uri: uriOf(path.join(folder, file)), type })),
    });
  }

  async actions(document: TextDocument, range: Range, only?: string[]): Promise<CodeAction[]> {
    const shown = (this.published.get(document.uri) ?? []).filter(({ code }) => SAMPLE_CODES.includes(String(code)));
    const diagnostics = shown.filter((diagnostic) => overlaps(diagnostic.range, range));
    const context = { diagnostics, ...(only ? { only } : {}) };
    return this.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri: document.uri },
      range,
      context,
    });
  }

  async resolve(action: CodeAction): Promise<CodeAction> {
    return this.connection.sendRequest('codeAction/resolve', action);
  }

  /** Applies an edit as an editor does: open documents by change events, others and new files on disk. */
  async apply(edit: WorkspaceEdit): Promise<void> {
    const onDisk: Record<string, 1 | 2> = {};
    for (const change of edit.documentChanges ?? []) {
      if ('kind' in change) {
        assert.equal(change.kind, 'create');
        if (!fs.existsSync(new URL(change.uri))) fs.writeFileSync(new URL(change.uri), '');
        onDisk[change.uri] = 1;
        continue;
      }
      const { uri, version } = (change as TextDocumentEdit).textDocument;
      const edits = change.edits as TextEdit[];
      const open = this.documents.get(uri);
      if (open) {
        assert.equal(version, open.version, 'the edit names the version it was made for');
        await this.edit(open, TextDocument.applyEdits(open, edits));
      } else {
        const file = new URL(uri);
        const document = TextDocument.create(uri, 'plaintext', 0, fs.readFileSync(file, 'utf8'));
        fs.writeFileSync(file, TextDocument.applyEdits(document, edits));
        onDisk[uri] ??= 2;
      }
    }
    const changes = Object.entries(onDisk).map(([uri, type]) => ({ uri, type }));
    if (changes.length > 0) await this.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
  }
}

export function uriOf(file: string): string {
  return pathToFileURL(file).href;
}

function overlaps(a: Range, b: Range): boolean {
  return a.start.line <= b.end.line && b.start.line <= a.end.line;
}
