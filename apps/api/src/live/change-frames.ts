import type { TailBatch } from './stream-tail.js';

/** How long after a frame the changes are gathered into the next one. */
export const gatherMilliseconds = 50;

/**
 * Cuts the rows of streams into frames: the first change goes out at once, those of the next 50 ms together in one
 * frame, so that a burst costs each socket a frame every 50 ms instead of one a change.
 */
export class ChangeFrames {
  private readonly open = new Map<string, { timer: NodeJS.Timeout; gathered: TailBatch | null }>();

  constructor(private readonly send: (channel: string, frame: TailBatch) => void) {}

  /** Sends the batch now, or with the others of its channel when the gathering time is over. */
  take(channel: string, batch: TailBatch): void {
    const window = this.open.get(channel);
    if (!window) {
      this.sendAndGather(channel, batch);
      return;
    }
    const { gathered } = window;
    window.gathered = gathered
      ? { ...gathered, seq: batch.seq, changes: [...gathered.changes, ...batch.changes] }
      : batch;
  }

  /** Where the frames that wait begin: the channel has been sent all up to here; undefined when none wait. */
  waitingFrom(channel: string): number | undefined {
    return this.open.get(channel)?.gathered?.from;
  }

  /** Drops what waits for a channel, whose followers are told to fetch the snapshot. */
  drop(channel: string): void {
    clearTimeout(this.open.get(channel)?.timer);
    this.open.delete(channel);
  }

  /** Drops all; for the shutdown. */
  dropAll(): void {
    for (const channel of [...this.open.keys()]) this.drop(channel);
  }

  private sendAndGather(channel: string, frame: TailBatch): void {
    const timer = setTimeout(() => {
      const gathered = this.open.get(channel)?.gathered;
      this.open.delete(channel);
      if (gathered) this.sendAndGather(channel, gathered);
    }, gatherMilliseconds);
    this.open.set(channel, { timer, gathered: null });
    this.send(channel, frame);
  }
}
