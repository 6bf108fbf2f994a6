/** Remembers which files the links of a workspace asked for, so that the next run on the same content need not find out step by step. */
import fs from 'node:fs';
import { shortHash } from '../engine/hash';
import { writeAtomically } from './write-file';

export class LinkMemory {
  /** @param file absolute path, or null to remember nothing */
  constructor(private readonly file: string | null) {}

  /** Paths kept under exactly this key; undefined otherwise, also when the file is damaged. */
  read(key: string): string[] | undefined {
    if (this.file === null) return undefined;
    try {
      const [sum, ...lines] = fs.readFileSync(this.file, 'utf8').split('\n');
      return sum === sumOf(key, lines) ? lines.filter(Boolean) : undefined;
    } catch {
      // Absent or unreadable: the links are followed step by step.
      return undefined;
    }
  }

  /** A failure costs the next run some time, nothing else. */
  write(key: string, paths: readonly string[]): void {
    if (this.file === null || paths.some((one) => one.includes('\n'))) return;
    writeAtomically(this.file, [sumOf(key, paths), ...paths].join('\n'));
  }
}

/** Which links are followed also depends on the running program, which may change within a version. */
function sumOf(key: string, lines: readonly string[]): string {
  const program = fs.statSync(__filename, { throwIfNoEntry: false });
  return shortHash(key, `${program?.size}:${program?.mtimeMs}`, ...lines);
}
