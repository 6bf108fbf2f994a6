/** Writes files of our own so that nobody ever reads half of one. */
import fs from 'node:fs';
import path from 'node:path';
import { randomUUID } from 'node:crypto';

/**
 * Writes a file under a temporary name and renames it, so that two processes never mix what they write. False when that is not possible (a
 * full disk, a folder that may not be written): what is kept this way must be something one can do without.
 */
export function writeAtomically(file: string, content: string | Buffer): boolean {
  return writeAtomicallyBy(file, (fd) => fs.writeFileSync(fd, content));
}

/** As `writeAtomically`, for what is written piece by piece. `onWritten` is called before the file takes its name. */
export function writeAtomicallyBy(file: string, write: (fd: number) => void, onWritten?: () => void): boolean {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const fd = fs.openSync(temporary, 'w', 0o600);
    try {
      write(fd);
    } finally {
      fs.closeSync(fd);
    }
    onWritten?.();
    fs.renameSync(temporary, file);
    return true;
  } catch {
    if (fs.existsSync(temporary)) fs.rmSync(temporary, { force: true });
    return false;
  }
}
