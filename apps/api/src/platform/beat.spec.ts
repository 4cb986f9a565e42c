import { describe, expect, it } from '@jest/globals';
import { Beat } from './beat.js';

describe('a beat', () => {
  /** Looks that go on until they are let go. */
  const held = () => {
    const goes: (() => void)[] = [];
    let running = 0;
    let most = 0;
    const beat = new Beat(
      async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise<void>((resolve) => goes.push(resolve));
        running -= 1;
      },
      () => undefined,
    );
    const begun = async (count: number): Promise<void> => {
      while (goes.length < count) await new Promise((resolve) => setImmediate(resolve));
    };
    return { beat, goes, begun, most: () => most };
  };

  it('looks once more for all who ask while it looks, never twice at a time', async () => {
    const { beat, goes, begun, most } = held();
    const first = beat.run();
    await begun(1);
    const others = [beat.run(), beat.run()];
    beat.wake();
    goes[0]!();
    await first;
    await begun(2);
    goes[1]!();
    await Promise.all(others);
    expect([goes.length, most()]).toEqual([2, 1]);
  });

  it('goes on after a look that failed, tells whoever asked, and says it where nobody did', async () => {
    const failures: unknown[] = [];
    let looks = 0;
    const beat = new Beat(
      () => {
        looks += 1;
        return looks < 3 ? Promise.reject(new Error(`no ${looks}`)) : Promise.resolve();
      },
      (error) => failures.push(String(error)),
    );
    await expect(beat.run()).rejects.toThrow('no 1');
    beat.wake();
    await expect(beat.run()).rejects.toThrow('no 2');
    await beat.run();
    expect([looks, failures]).toEqual([3, ['Error: no 2']]);
  });

  it('waits at its end for what it does, and does nothing afterwards', async () => {
    const { beat, goes, begun } = held();
    beat.wake();
    await begun(1);
    let isStopped = false;
    const stopping = beat.stop().then(() => (isStopped = true));
    beat.wake();
    await new Promise((resolve) => setImmediate(resolve));
    expect(isStopped).toBe(false);
    goes[0]!();
    await stopping;
    expect(goes).toHaveLength(1);
  });
});
