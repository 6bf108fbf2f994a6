/** Which of its threads the processor turns to first, where more of them have work than there are cores. */
import os from 'node:os';

/** Of 0 (as usual) to 19 (only what nobody else wants): a tenth of the time that a thread as usual gets beside it. */
const BEHIND = 10;

/**
 * Puts the calling thread behind the others, for the rest of its life: nobody but an administrator may take that back. Only Linux knows it
 * of single threads (setpriority(2), "C library/kernel differences"); elsewhere nothing happens.
 */
export function stepBehind(): void {
  if (process.platform !== 'linux') return;
  try {
    os.setPriority(0, BEHIND);
  } catch {
    // Some containers forbid it, and a scan is only slower then.
  }
}
