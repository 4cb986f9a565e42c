/** Lets those who ask for the same at the same time share one answer: after a restart thousands ask alike. */
export class InFlight<T> {
  private readonly running = new Map<string, Promise<T>>();

  /** Runs `work`, or waits for the run of it that is under way for `key`; a failure is shared too, and forgotten. */
  run(key: string, work: () => Promise<T>): Promise<T> {
    const running = this.running.get(key);
    if (running) return running;
    const started = work().finally(() => this.running.delete(key));
    this.running.set(key, started);
    return started;
  }
}
