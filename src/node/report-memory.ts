/**
 * Remembers the last report of a folder with the state of every file it was made from. Where nothing has changed, the next run needs to look
 * at the files' times only. Used by the built program alone: while the sources run as they are, what runs may change between two runs.
 */
import fs from 'node:fs';
import path from 'node:path';
import { shortHash } from '../engine/hash';
import { givenUpSentence } from '../engine/report/given-up';
import type { Report } from '../engine/report/report';
import { isBundled } from './bundled';
import { RACY, statFile } from './read';
import { writeAtomically } from './write-file';

export class ReportMemory {
  private readonly file: string | null;

  /**
   * @param file absolute path, or null to remember nothing
   * @param root absolute path of the folder
   */
  constructor(
    file: string | null,
    private readonly root: string,
  ) {
    this.file = isBundled ? file : null;
  }

  /** True when something is kept, of use or not. */
  get isThere(): boolean {
    return this.file !== null && fs.existsSync(this.file);
  }

  /** The report, when key, program and the state of every file are those it was kept with; undefined also when the memory is damaged. */
  read(key: string, paths: readonly string[]): Report | undefined {
    if (this.file === null) return undefined;
    try {
      const text = fs.readFileSync(this.file, 'utf8');
      const end = text.indexOf('\n');
      const report = text.slice(end + 1);
      if (text.slice(0, end) !== sumOf(key, statesOf(this.root, paths).join('\n'), report)) return undefined;
      return JSON.parse(report) as Report;
    } catch {
      // Absent or unreadable: the folder is scanned.
      return undefined;
    }
  }

  /**
   * What `keepReport` needs to keep a report made after `since`, in milliseconds since the epoch. Undefined when nothing is kept, also of a
   * report that files are left out of: what took too long on a busy machine is tried again by the next run.
   */
  recordOf(key: string, paths: readonly string[], report: Report, since: number): ReportRecord | undefined {
    if (this.file === null || givenUpSentence(report) !== null) return undefined;
    return { file: this.file, root: this.root, key, paths, text: JSON.stringify(report), since };
  }
}

/** A report to keep, as it crosses between threads. */
export interface ReportRecord {
  /** Absolute path of the memory. */
  file: string;
  /** Absolute path of the folder. */
  root: string;
  key: string;
  /** What the report was made from, relative to the folder. */
  paths: readonly string[];
  /** JSON of the report. */
  text: string;
  since: number;
}

/**
 * Writes a report, unless a file may have changed while it was made. A failure costs the next run some time, nothing else. It takes as long
 * as formatting the report: a thread that has nothing else to do any more does it meanwhile.
 */
export function keepReport({ file, root, key, paths, text, since }: ReportRecord): void {
  const states = statesOf(root, paths, since - RACY);
  if (!states.every((state) => state !== null)) return;
  writeAtomically(file, `${sumOf(key, states.join('\n'), text)}\n${text}`);
}

/** Size and times of each file, or why it is not read; null = changed after `limit`. */
function statesOf(root: string, paths: readonly string[], limit = Infinity): (string | null)[] {
  return paths.map((file) => {
    const stat = statFile(path.join(root, file));
    if (!('size' in stat)) return JSON.stringify(stat);
    const isYoung = stat.mtimeMs > limit || stat.ctimeMs > limit;
    return isYoung ? null : `${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}`;
  });
}

function sumOf(key: string, states: string, report: string): string {
  const folder = __dirname;
  const program = ['cli-main.js', 'server-main.js', 'collector-main.js', 'parser.js'].map((name) => {
    const stat = fs.statSync(path.join(folder, name), { throwIfNoEntry: false });
    return `${stat?.size}:${stat?.mtimeMs}`;
  });
  return shortHash(key, ...program, states, report);
}
