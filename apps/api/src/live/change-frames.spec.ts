import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ChangeFrames, gatherMilliseconds } from './change-frames.js';
import type { TailBatch } from './stream-tail.js';

const batch = (from: number, seq: number): TailBatch => ({
  eventId: 'e',
  stream: 'event',
  epoch: 'one',
  from,
  seq,
  changes: Array.from({ length: seq - from }, (_, index) => ({
    seq: from + index + 1,
    at: '2026-10-07T06:00:00.000Z',
    type: 'thing.changed',
  })),
});

describe('ChangeFrames', () => {
  let sent: [string, number, number, number[]][];
  let frames: ChangeFrames;

  beforeEach(() => {
    jest.useFakeTimers();
    sent = [];
    frames = new ChangeFrames((channel, { from, seq, changes }) =>
      sent.push([channel, from, seq, changes.map((change) => change.seq)]),
    );
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('sends the first batch at once and those of the next 50 ms together', () => {
    frames.take('a', batch(0, 1));
    expect(sent).toEqual([['a', 0, 1, [1]]]);
    frames.take('a', batch(1, 2));
    frames.take('a', batch(2, 4));
    jest.advanceTimersByTime(gatherMilliseconds - 1);
    expect(sent).toHaveLength(1);
    expect(frames.waitingFrom('a')).toBe(1);
    jest.advanceTimersByTime(1);
    expect(sent.slice(1)).toEqual([['a', 1, 4, [2, 3, 4]]]);
    expect(frames.waitingFrom('a')).toBeUndefined();
  });

  it('goes on gathering after a gathered frame, and sends at once after a quiet time', () => {
    frames.take('a', batch(0, 1));
    frames.take('a', batch(1, 2));
    jest.advanceTimersByTime(gatherMilliseconds);
    frames.take('a', batch(2, 3));
    expect(sent).toHaveLength(2);
    jest.advanceTimersByTime(gatherMilliseconds);
    expect(sent).toHaveLength(3);
    jest.advanceTimersByTime(gatherMilliseconds);
    frames.take('a', batch(3, 4));
    expect(sent.at(-1)).toEqual(['a', 3, 4, [4]]);
  });

  it('gathers each channel by itself', () => {
    frames.take('a', batch(0, 1));
    frames.take('b', batch(0, 1));
    expect(sent.map(([channel]) => channel)).toEqual(['a', 'b']);
  });

  it('sends nothing of what was dropped', () => {
    frames.take('a', batch(0, 1));
    frames.take('a', batch(1, 2));
    frames.drop('a');
    jest.advanceTimersByTime(gatherMilliseconds * 2);
    frames.take('a', batch(7, 8));
    expect(sent).toEqual([
      ['a', 0, 1, [1]],
      ['a', 7, 8, [8]],
    ]);
  });
});
