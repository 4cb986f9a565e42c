/**
 * What a process looks for again and again by itself: at a beat, and at once when it is woken. Its looks stand in a row,
 * never two at a time; one that has not begun sees all that came before it, so many wakings need but one.
 */
export class Beat {
  private timer: NodeJS.Timeout | null = null;
  private isOver = false;
  private last: Promise<void> = Promise.resolve();
  private waiting: Promise<void> | null = null;

  /** @param failed is told why a look by itself failed; the next one tries again */
  constructor(
    private readonly look: () => Promise<void>,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Looks at once and from then on every so many milliseconds. */
  start(everyMilliseconds: number): void {
    this.timer = setInterval(() => this.wake(), everyMilliseconds);
    this.wake();
  }

  /** Looks without being waited for; a change that may have made something due calls it after its commit. */
  wake(): void {
    if (!this.isOver) this.run().catch(this.failed);
  }

  /** Resolves when a look that began after this call is done; throws what it throws. */
  run(): Promise<void> {
    this.waiting ??= this.last
      .catch(() => undefined)
      .then(() => {
        this.last = this.waiting ?? this.last;
        this.waiting = null;
        return this.look();
      });
    return this.waiting;
  }

  /** Ends the beat; resolves when nothing is being looked for any more. */
  async stop(): Promise<void> {
    this.isOver = true;
    if (this.timer !== null) clearInterval(this.timer);
    await (this.waiting ?? this.last).catch(() => undefined);
  }
}
