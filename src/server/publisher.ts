/** Sends diagnostics per document, remembers what it has sent, and takes back what is no longer true. */
import type { Diagnostic } from 'vscode-languageserver/node';

export type Send = (message: { uri: string; version?: number; diagnostics: Diagnostic[] }) => void;

export class Publisher {
  /** JSON of what was sent last, by URI; documents without diagnostics are not kept. */
  private readonly sent = new Map<string, string>();

  constructor(
    private readonly send: Send,
    /** Version of an open document. */
    private readonly versionOf: (uri: string) => number | undefined,
  ) {}

  /**
   * Makes these the only diagnostics of all documents that `owns` accepts. Documents that `waits` accepts are left as they are: newer text
   * of them is on its way.
   */
  replace(
    all: ReadonlyMap<string, Diagnostic[]>,
    owns: (uri: string) => boolean,
    waits: (uri: string) => boolean = () => false,
  ): void {
    for (const uri of [...this.sent.keys()]) {
      if (owns(uri) && !waits(uri) && !all.get(uri)?.length) this.publish(uri, []);
    }
    for (const [uri, diagnostics] of all) if (owns(uri) && !waits(uri)) this.publish(uri, diagnostics);
  }

  /** True when the client shows something for a document. */
  shows(uri: string): boolean {
    return this.sent.has(uri);
  }

  private publish(uri: string, diagnostics: Diagnostic[]): void {
    const text = JSON.stringify(diagnostics);
    if (text === (this.sent.get(uri) ?? '[]')) return;
    if (diagnostics.length === 0) this.sent.delete(uri);
    else this.sent.set(uri, text);
    const version = this.versionOf(uri);
    this.send(version === undefined ? { uri, diagnostics } : { uri, version, diagnostics });
  }
}
