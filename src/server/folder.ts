/**
 * One workspace folder: a session, the changes that wait for it, and the one run that may be going on. Changes that come during a run are
 * gathered and taken in together afterwards, so results never overtake each other; what a newer change has superseded is not published.
 */
import type { Change, Host } from '../engine/host';
import { givenUpSentence } from '../engine/report/given-up';
import type { Report } from '../engine/report/report';
import { createSession, type Session } from '../engine/session/session';
import { singleFileFindings } from './document-host';
import type { FolderState, FolderStatus } from './protocol';
import type { Turns } from './turns';

/** A host that ends what it has started. */
export interface DisposableHost extends Host {
  dispose(): Promise<void>;
}

export interface FolderEvents {
  /** The state or the report has changed. */
  changed(folder: Folder): void;
  /** A line for the log; never a secret, never text of a file. */
  log(message: string): void;
  /** Opens a progress that a person can cancel; `undefined` when the client shows none. */
  progress(title: string, cancel: () => void): Promise<Progress | undefined>;
}

export interface Progress {
  report(percentage: number, message: string): void;
  done(): void;
}

export interface FolderOptions {
  uri: string;
  name: string;
  version: string;
  /** ISO date of today. */
  today: string;
  /** Only open documents can be read: the folder is not on this machine's disk. */
  openFilesOnly: boolean;
  /** Scans of all folders take turns here. */
  scans: Turns;
}

/** How long typing has to rest before new findings appear. */
const TYPING_PAUSE = 150;
/** The collector may die of one file; this often in a row its folder is scanned again before the state turns to `failed`. */
const MAX_RETRIES = 1;

export class Folder {
  readonly uri: string;
  readonly name: string;
  state: FolderState = 'waiting';
  message: string | null = null;
  readonly session: Session;
  private readonly pending = new Map<string, Change>();
  private scanWanted = false;
  private retries = 0;
  private running: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private abort: AbortController | undefined;
  private hasReport = false;
  private isDisposed = false;

  constructor(
    private readonly host: DisposableHost,
    private readonly options: FolderOptions,
    private readonly events: FolderEvents,
  ) {
    this.uri = options.uri;
    this.name = options.name;
    this.session = createSession(host, { version: options.version, today: options.today });
  }

  /** What the folder's files are read through. */
  get files(): Host {
    return this.host;
  }

  /** The last finished report. */
  get report(): Report | undefined {
    if (!this.hasReport) return undefined;
    return this.openFilesOnly ? singleFileFindings(this.session.report()) : this.session.report();
  }

  get openFilesOnly(): boolean {
    return this.options.openFilesOnly;
  }

  get status(): FolderStatus {
    const { uri, name, state, message, openFilesOnly } = this;
    return { folder: uri, name, state, message, openFilesOnly };
  }

  /** True while a newer text of the file waits to be taken in. */
  waitsFor(path: string): boolean {
    return this.pending.has(path);
  }

  /** Scans everything (again), superseding a scan that is going on; fulfilled when the folder is at rest. */
  scan(): Promise<void> {
    this.scanWanted = true;
    this.retries = 0;
    if (this.state === 'scanning') this.abort?.abort();
    return this.start();
  }

  /** Takes changes in: after a pause of typing, or at once. */
  change(changes: readonly Change[], { atOnce = false } = {}): void {
    for (const change of changes) this.note(change);
    clearTimeout(this.timer);
    if (atOnce) void this.start();
    else this.timer = setTimeout(() => void this.start(), TYPING_PAUSE);
  }

  /** Fulfilled when everything that has been told so far is taken in. */
  async settled(): Promise<void> {
    clearTimeout(this.timer);
    await this.start();
  }

  async dispose(): Promise<void> {
    this.isDisposed = true;
    clearTimeout(this.timer);
    this.abort?.abort();
    await this.running;
    await this.host.dispose();
  }

  /** A buffer outlives what the disk says: "changed on disk" does not replace its text. */
  private note(change: Change): void {
    const earlier = this.pending.get(change.path);
    if (change.text === undefined && earlier?.text !== undefined) return;
    this.pending.set(change.path, change);
  }

  private start(): Promise<void> {
    return (this.running ??= this.runAll().finally(() => (this.running = undefined)));
  }

  /** A text of an editor waits to be taken in. */
  private readonly isOpenInEditor = (): boolean => {
    for (const { text } of this.pending.values()) if (typeof text === 'string') return true;
    return false;
  };

  private async runAll(): Promise<void> {
    while (!this.isDisposed && (this.scanWanted || (this.hasReport && this.pending.size > 0))) {
      if (this.scanWanted) await this.options.scans.take(() => this.runOnce(), this.isOpenInEditor);
      else await this.runOnce();
    }
  }

  private async runOnce(): Promise<void> {
    if (this.isDisposed) return;
    const changes = [...this.pending.values()];
    this.pending.clear();
    const isScan = this.scanWanted;
    this.scanWanted = false;
    const abort = (this.abort = new AbortController());
    try {
      if (isScan) await this.runScan(changes, abort);
      else await this.session.update(changes, abort.signal);
      this.hasReport = true;
      this.retries = 0;
      this.enter('ready', givenUpSentence(this.session.report()));
    } catch (error) {
      for (const change of changes) if (!this.pending.has(change.path)) this.pending.set(change.path, change);
      if (this.isDisposed || this.scanWanted) return;
      if (abort.signal.aborted) this.enter('stopped', 'The scan was cancelled.');
      else this.failed(error);
    }
  }

  private async runScan(changes: readonly Change[], abort: AbortController): Promise<void> {
    for (const { path, text } of changes) if (text !== undefined) this.session.setBuffer(path, text);
    this.enter('scanning');
    const progress = await this.events.progress(`Preflight: ${this.name}`, () => abort.abort());
    const started = performance.now();
    try {
      await this.session.scan({
        signal: abort.signal,
        onProgress: (done, total) =>
          progress?.report(total === 0 ? 100 : Math.floor((100 * done) / total), `${done} of ${total} files`),
      });
    } finally {
      progress?.done();
    }
    const { collected, cached } = this.session.counters;
    const time = Math.round(performance.now() - started);
    this.events.log(`${this.name}: ${collected + cached} files in ${time} ms (${cached} from cache)`);
  }

  private failed(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.events.log(`${this.name}: ${error instanceof Error ? (error.stack ?? message) : message}`);
    if (this.retries < MAX_RETRIES) {
      this.retries += 1;
      this.scanWanted = true;
    } else this.enter('failed', `The folder could not be scanned: ${message}`);
  }

  private enter(state: FolderState, message: string | null = null): void {
    this.state = state;
    this.message = message;
    this.events.changed(this);
  }
}
