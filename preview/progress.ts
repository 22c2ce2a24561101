/** A progress bar on standard error; silent if that is not a terminal, and for work that takes less than a second. */
export class Progress {
  private readonly started = Date.now();
  private last = 0;
  private shown = false;

  constructor(
    private readonly label: string,
    private readonly total: number,
    private readonly stream: NodeJS.WriteStream = process.stderr,
  ) {}

  /** Shows the progress. Draws at most ten times a second, and nothing in the first second. */
  update(done: number): void {
    const now = Date.now();
    if (!this.stream.isTTY || now - this.started < 1000 || now - this.last < 100) {
      return;
    }
    this.last = now;
    this.shown = true;
    const share = this.total === 0 ? 1 : Math.min(1, done / this.total);
    const filled = Math.round(share * 30);
    this.stream.write(`\r${this.label} [${"#".repeat(filled)}${" ".repeat(30 - filled)}] ${Math.round(share * 100)} %`);
  }

  /** Removes the bar. */
  end(): void {
    if (this.shown) {
      this.stream.write("\r\u001b[K");
    }
  }
}
