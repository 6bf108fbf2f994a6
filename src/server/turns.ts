/** Lets a few tasks run at the same time; of the others those go first that somebody waits for, else those that asked first. */
export class Turns {
  private readonly waiting: { go: () => void; isUrgent: () => boolean }[] = [];

  constructor(private free: number) {}

  /**
   * Runs a task when it is its turn, and answers what it answers.
   * @param isUrgent asked whenever a turn comes up
   */
  async take<T>(task: () => Promise<T>, isUrgent = (): boolean => false): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((go) => this.waiting.push({ go, isUrgent }));
    try {
      return await task();
    } finally {
      const urgent = this.waiting.findIndex((one) => one.isUrgent());
      const [next] = this.waiting.splice(Math.max(0, urgent), 1);
      if (next) next.go();
      else this.free += 1;
    }
  }
}
