/** Writing: standard output, and files that are never half written. */
import fs from 'node:fs';
import path from 'node:path';
import type { Report } from '../engine/report/report';
import { EXIT, reasonOf, UsageError } from './errors';

/** Writes to standard output and waits until it is taken; a reader that has gone away is no error. */
export function print(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}

/** Waits until everything that was written has been taken, or cannot be any more. */
export async function flushed(): Promise<void> {
  const streams = [process.stdout, process.stderr].filter(({ destroyed }) => !destroyed);
  await Promise.all(streams.map((stream) => new Promise((resolve) => stream.write('', resolve))));
}

/**
 * Lets a closed pipe end the output quietly: the reader has seen enough. Output that cannot be written for another reason (a full disk) ends
 * the program with that reason; what goes to standard error is not worth that.
 */
export function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.stderr.write(`Cannot write the output: ${reasonOf(error)}.\n`);
    process.exit(EXIT.usage);
  });
  process.stderr.on('error', () => undefined);
}

/**
 * Writes a file so that at every moment either the old or the new content is there: a temporary file beside it, then a rename. Keeps the
 * mode of a file that exists. Links are followed.
 */
export function writeWhole(file: string, content: string | Uint8Array, newMode = 0o666): void {
  const target = fs.existsSync(file) ? fs.realpathSync(file) : file;
  const mode = fs.existsSync(target) ? fs.statSync(target).mode & 0o777 : newMode;
  // A file that may not be written is not replaced either, although the folder would allow it.
  if (fs.existsSync(target)) fs.accessSync(target, fs.constants.W_OK);
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
  try {
    fs.writeFileSync(temporary, content, { mode, flag: 'wx' });
    fs.renameSync(temporary, target);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}

/** A part of the report as JSON, with the head of the contract. */
export function partOfReport({ schemaVersion, tool, root }: Report, part: object): string {
  return `${JSON.stringify({ schemaVersion, tool, root, ...part }, null, 2)}\n`;
}

/** Prints a command's result, or writes it to `--output`. @throws UsageError when the file cannot be written */
export async function deliver(text: string, file: string | undefined): Promise<void> {
  if (file === undefined) return print(text);
  // Devices and pipes (`/dev/stdout`) cannot be replaced.
  const special = fs.existsSync(file) && !fs.statSync(file).isFile() && !fs.statSync(file).isDirectory();
  try {
    if (special) fs.writeFileSync(file, text);
    else writeWhole(path.resolve(file), text);
  } catch (error) {
    throw new UsageError(`Cannot write "${file}": ${reasonOf(error)}.`);
  }
}
