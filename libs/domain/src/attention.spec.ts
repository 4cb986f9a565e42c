import { describe, expect, it } from '@jest/globals';
import { countIssues, registrationNeed, whatNeedsAttention, type AttentionFacts } from './attention.js';
import type { PlacementIssue } from './placement.js';

const now = '2026-10-01T08:00:00.000Z';
const eventEndsAt = '2026-10-09T20:00:00.000Z';
const always = { opensAt: null, closesAt: null };

describe('registration', () => {
  it.each([
    ['needs nobody without times', always, eventEndsAt, null],
    ['needs nobody while it is open', { opensAt: now, closesAt: '2026-10-01T08:00:00.001Z' }, eventEndsAt, null],
    ['is closed from the instant on', { opensAt: null, closesAt: now }, eventEndsAt, { state: 'closed', at: now }],
    [
      'opens soon within a week',
      { opensAt: '2026-10-08T08:00:00.000Z', closesAt: null },
      eventEndsAt,
      { state: 'opens soon', at: '2026-10-08T08:00:00.000Z' },
    ],
    [
      'is not open before that',
      { opensAt: '2026-10-08T08:00:00.001Z', closesAt: null },
      null,
      { state: 'not open', at: '2026-10-08T08:00:00.001Z' },
    ],
    ['needs nobody after the event', { opensAt: null, closesAt: now }, now, null],
  ])('%s', (_, window, ends, expected) => {
    expect(registrationNeed(window, now, ends)).toEqual(expected);
  });
});

describe('clashes', () => {
  it('are counted by kind: slots, each once however often', () => {
    const room: PlacementIssue = { kind: 'room', id: 'r', session: 'B', slot: 'b' };
    const issues = new Map<string, PlacementIssue[]>([
      ['a', [room, { ...room, session: 'C', slot: 'c' }, { kind: 'day' }]],
      ['b', [{ ...room, session: 'A', slot: 'a' }]],
      ['c', []],
    ]);
    expect(countIssues(issues)).toEqual([
      { issue: 'room', count: 2 },
      { issue: 'day', count: 1 },
    ]);
  });
});

describe('what needs attention', () => {
  const calm: AttentionFacts = {
    now,
    eventEndsAt,
    windows: { 'in-person': always, online: always },
    undecided: [],
    pools: [{ scope: 'session', key: 'A', mode: 'online', capacity: 2, taken: 2, waiting: 3 }],
    issues: new Map(),
    unreleased: 0,
    mail: { refused: 0, 'given-up': 0 },
  };
  const pool = { scope: 'session' as const, key: 'A', mode: 'online' as const };
  it.each<[string, Partial<AttentionFacts>, object[]]>([
    ['is nothing where all is well, also with a full waitlist', {}, []],
    [
      'is a decision within a week',
      { undecided: [{ session: 'A', decideBy: '2026-10-08T08:00:00.000Z' }] },
      [{ kind: 'decision', session: 'A', decideBy: '2026-10-08T08:00:00.000Z' }],
    ],
    ['is no decision later', { undecided: [{ session: 'A', decideBy: '2026-10-08T08:00:00.001Z' }] }, []],
    [
      'is somebody who waits beside free places',
      { pools: [{ ...pool, capacity: 5, taken: 3, waiting: 1 }] },
      [{ kind: 'free', ...pool, free: 2, waiting: 1 }],
    ],
    [
      'is somebody who waits where nothing is limited',
      { pools: [{ ...pool, capacity: null, taken: 3, waiting: 1 }] },
      [{ kind: 'free', ...pool, free: null, waiting: 1 }],
    ],
    ['is no free place for which nobody waits', { pools: [{ ...pool, capacity: 5, taken: 3, waiting: 0 }] }, []],
    ['is nobody who waits over the capacity', { pools: [{ ...pool, capacity: 2, taken: 3, waiting: 4 }] }, []],
    [
      'is a mode that is closed',
      { windows: { 'in-person': { opensAt: null, closesAt: now }, online: always } },
      [{ kind: 'registration', mode: 'in-person', state: 'closed', at: now }],
    ],
    [
      'is mail, by what became of it',
      { mail: { refused: 2, 'given-up': 1 } },
      [
        { kind: 'mail', state: 'refused', count: 2 },
        { kind: 'mail', state: 'given-up', count: 1 },
      ],
    ],
    [
      'is the draft: what clashes, then what is not released',
      { issues: new Map([['a', [{ kind: 'day' } as const]]]), unreleased: 4 },
      [
        { kind: 'clashes', issue: 'day', count: 1 },
        { kind: 'unreleased', count: 4 },
      ],
    ],
    [
      'is in order: what time decides first',
      {
        unreleased: 1,
        mail: { refused: 1, 'given-up': 0 },
        pools: [{ ...pool, capacity: 3, taken: 2, waiting: 1 }],
        undecided: [
          { session: 'B', decideBy: '2026-10-03T08:00:00.000Z' },
          { session: 'A', decideBy: '2026-10-02T08:00:00.000Z' },
        ],
      },
      [
        { kind: 'decision', session: 'A', decideBy: '2026-10-02T08:00:00.000Z' },
        { kind: 'decision', session: 'B', decideBy: '2026-10-03T08:00:00.000Z' },
        { kind: 'free', ...pool, free: 1, waiting: 1 },
        { kind: 'mail', state: 'refused', count: 1 },
        { kind: 'unreleased', count: 1 },
      ],
    ],
  ])('%s', (_, facts, expected) => {
    expect(whatNeedsAttention({ ...calm, ...facts })).toEqual(expected);
  });
});
