import { Problem } from './problem.js';

/** Counts tries by key in a sliding window, in this process. */
export class RateLimit {
  private readonly tries = new Map<string, number[]>();

  /** At most `most` tries of one key within `withinSeconds`. */
  constructor(
    private readonly most: number,
    private readonly withinSeconds: number,
  ) {}

  /** Counts a try. @throws Problem 429 `tries.tooMany` with `retryAfter` in seconds, which the filter sends as Retry-After */
  count(key: string, now: Date): void {
    const at = now.getTime();
    const from = at - this.withinSeconds * 1000;
    const recent = (this.tries.get(key) ?? []).filter((one) => one > from);
    const [oldest = at] = recent;
    if (recent.length >= this.most) {
      const retryAfter = Math.max(1, Math.ceil((oldest - from) / 1000));
      throw new Problem(429, 'tries.tooMany', `Too many tries: again in ${retryAfter} s.`, { retryAfter });
    }
    // Those who have not tried for long need not be remembered.
    if (this.tries.size > 50_000)
      for (const [other, times] of this.tries) if ((times.at(-1) ?? 0) <= from) this.tries.delete(other);
    this.tries.set(key, [...recent, at]);
  }
}
