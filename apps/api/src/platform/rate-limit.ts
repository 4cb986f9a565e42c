import { Problem } from './problem.js';

/** Counts tries by key in a sliding window, in this process. */
export class RateLimit {
  private readonly tries = new Map<string, number[]>();

  /** At most `most` tries of one key within `withinSeconds`. */
  constructor(
    private readonly most: number,
    private readonly withinSeconds: number,
  ) {}

  /** Refuses who has tried too often. @throws Problem 429 `tries.tooMany` with `retryAfter` in seconds, which the filter sends as Retry-After */
  check(key: string, now: Date): void {
    const from = this.from(now);
    const recent = this.recent(key, from);
    if (recent.length < this.most) return;
    const retryAfter = Math.max(1, Math.ceil(((recent[0] ?? from) - from) / 1000));
    throw new Problem(429, 'tries.tooMany', `Too many tries: again in ${retryAfter} s.`, { retryAfter });
  }

  note(key: string, now: Date): void {
    const from = this.from(now);
    // Those who have not tried for long need not be remembered.
    if (this.tries.size > 50_000)
      for (const [other, times] of this.tries) if ((times.at(-1) ?? 0) <= from) this.tries.delete(other);
    this.tries.set(key, [...this.recent(key, from), now.getTime()]);
  }

  /** Counts a try, unless it is one too many. @throws Problem as `check` */
  count(key: string, now: Date): void {
    this.check(key, now);
    this.note(key, now);
  }

  private from(now: Date): number {
    return now.getTime() - this.withinSeconds * 1000;
  }

  private recent(key: string, from: number): number[] {
    return (this.tries.get(key) ?? []).filter((one) => one > from);
  }
}
