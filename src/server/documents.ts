/** Open documents with incremental sync, which also say whether an edit touched given ranges. */
import { TextDocuments, type Range, type TextDocumentContentChangeEvent } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

export class Documents {
  readonly all: TextDocuments<TextDocument>;
  private readonly edited = new Map<string, Range[]>();

  constructor() {
    this.all = new TextDocuments({
      create: (uri, language, version, text) => TextDocument.create(uri, language, version, text),
      update: (document, changes, version) => {
        this.edited.set(document.uri, changes.flatMap(rangeOf));
        return TextDocument.update(document, changes, version);
      },
    });
  }

  get(uri: string): TextDocument | undefined {
    return this.all.get(uri);
  }

  version(uri: string): number | null {
    return this.all.get(uri)?.version ?? null;
  }

  /** Lines (from 0) that the last edit of a document replaced; undefined when it replaced everything or there was none. */
  lastEdit(uri: string): { from: number; to: number } | undefined {
    const ranges = this.edited.get(uri) ?? [];
    if (ranges.length === 0) return undefined;
    return {
      from: Math.min(...ranges.map((range) => range.start.line)),
      to: Math.max(...ranges.map((range) => range.end.line)),
    };
  }
}

function rangeOf(change: TextDocumentContentChangeEvent): Range[] {
  return 'range' in change ? [change.range] : [];
}
