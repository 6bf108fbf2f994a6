/**
 * Bytes of files that have just been read, for a second look at them: reading a file again costs more than searching it. They lie in a few
 * large pieces of memory, because V8 collects its garbage earlier for many small ones, and are given back all at once.
 */

/** Length of a piece in bytes; no file is longer. */
const PIECE = 4 * 1024 * 1024;

export class HeldTexts {
  private readonly pieces: Buffer[] = [];
  private readonly texts = new Map<string, Buffer>();
  /** Bytes of the last piece that are taken. */
  private taken = PIECE;

  /** @param most bytes at most: what comes after is not held */
  constructor(private readonly most: number) {}

  /** Copies the bytes of a file. */
  hold(path: string, bytes: Buffer): void {
    if (this.taken + bytes.length > PIECE) {
      if ((this.pieces.length + 1) * PIECE > this.most || bytes.length > PIECE) return;
      this.pieces.push(Buffer.allocUnsafeSlow(PIECE));
      this.taken = 0;
    }
    const copy = this.pieces.at(-1)?.subarray(this.taken, this.taken + bytes.length);
    if (!copy) return;
    bytes.copy(copy);
    this.taken += bytes.length;
    this.texts.set(path, copy);
  }

  get(path: string): Buffer | undefined {
    return this.texts.get(path);
  }

  /** Gives the memory back. */
  clear(): void {
    this.texts.clear();
    this.pieces.length = 0;
    this.taken = PIECE;
  }
}
