/**
 * Reads the output of `git log --patch` line by line: commits, and what each of them added to text files. Memory is bounded by the longest
 * piece, whatever the history holds. Format: git-scm.com/docs/diff-format, "Generating patch text with -p" and "Combined diff format".
 */

/** `--format` that marks a commit so that no line of a file can be taken for one. */
export const COMMIT_FORMAT = 'format:%x00%H %aI';
/** A piece of a file is searched once it is this long (UTF-16 units). */
const MAX_PIECE = 256 * 1024;

export interface Commit {
  id: string;
  /** When the author made it, ISO 8601. */
  date: string;
}

/** A stretch of one file as a commit leaves it. */
export interface Piece {
  commit: Commit;
  /** As git gives it, relative to where it ran. */
  path: string;
  text: string;
  /** Line number in the file of the text's first line. */
  firstLine: number;
  /** Lines of the text (from 1) that the commit added; the others stand there for context. */
  added: ReadonlySet<number>;
}

export interface PatchEvents {
  commit(commit: Commit): void;
  piece(piece: Piece): void;
}

export class PatchReader {
  private commit: Commit | undefined;
  private path: string | undefined;
  /** Columns of signs before each line: 1, or one per parent in a merge. 0 = not among the lines of a file. */
  private columns = 0;
  private nextLine = 0;
  private lines: string[] = [];
  private added = new Set<number>();
  private length = 0;

  constructor(private readonly events: PatchEvents) {}

  /** Takes the next line, without its line feed. */
  push(line: string): void {
    if (line.charCodeAt(0) === 0) this.startCommit(line);
    else if (this.columns > 0 && /^[ +\-\\]/.test(line)) this.content(line);
    else this.header(line);
  }

  /** The output has ended. */
  end(): void {
    this.flush();
    this.columns = 0;
  }

  private startCommit(line: string): void {
    this.end();
    const [id = '', date = ''] = line.slice(1).split(' ');
    this.commit = { id, date };
    this.path = undefined;
    this.events.commit(this.commit);
  }

  private header(line: string): void {
    this.flush();
    if (line.startsWith('@@')) {
      const match = /^(@@+) .*?\+(\d+)(?:,\d+)? \1/.exec(line);
      this.columns = match ? (match[1]?.length ?? 2) - 1 : 0;
      this.nextLine = Number(match?.[2] ?? 0);
    } else {
      this.columns = 0;
      if (line.startsWith('diff ')) this.path = undefined;
      else if (line.startsWith('+++ ')) this.path = pathOf(line.slice(4));
    }
  }

  private content(line: string): void {
    const signs = line.slice(0, this.columns);
    if (signs.includes('-') || signs.startsWith('\\')) return;
    const text = line.slice(this.columns);
    this.lines.push(text);
    this.length += text.length + 1;
    // In a merge, what one of the parents has was added there.
    if (!signs.includes(' ')) this.added.add(this.lines.length);
    if (this.length >= MAX_PIECE) this.flush();
  }

  private flush(): void {
    const { lines, added, commit, path } = this;
    const firstLine = this.nextLine;
    this.nextLine += lines.length;
    if (lines.length === 0) return;
    this.lines = [];
    this.length = 0;
    this.added = new Set();
    if (commit && path !== undefined && added.size > 0)
      this.events.piece({ commit, path, text: `${lines.join('\n')}\n`, firstLine, added });
  }
}

/** The path of a `+++` line; undefined where the file is gone. */
function pathOf(field: string): string | undefined {
  // git puts a tab behind a name with spaces.
  const name = field.startsWith('"') ? unquote(field) : field.replace(/\t$/, '');
  return name.startsWith('b/') ? name.slice(2) : undefined;
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** A name in C's quotes, as git writes those with control characters, quotes or bytes beyond ASCII. */
function unquote(field: string): string {
  const end = field.lastIndexOf('"');
  const bytes: number[] = [];
  for (const [whole, octal, sign] of field.slice(1, end).matchAll(/\\([0-7]{3})|\\(.)|[^\\]+/gs)) {
    if (octal !== undefined) bytes.push(parseInt(octal, 8));
    else bytes.push(...Buffer.from(sign === undefined ? whole : (ESCAPES[sign] ?? sign)));
  }
  return Buffer.from(bytes).toString();
}
