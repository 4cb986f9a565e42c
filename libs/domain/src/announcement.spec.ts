import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  announcementKinds,
  isSticking,
  joinAnnouncements,
  sortAnnouncements,
  withAnnouncement,
  type Announcement,
} from './announcement.js';

const minute = (count: number): string => new Date(Date.UTC(2026, 9, 7, 9, count)).toISOString();
const said = (id: string, more: Partial<Announcement> = {}): Announcement => ({
  id,
  postedAt: minute(0),
  texts: { en: id },
  kind: 'sticky',
  until: null,
  withdrawnAt: null,
  ...more,
});

describe('isSticking', () => {
  it.each<[string, Partial<Announcement>, number, boolean]>([
    ['without an end', {}, 5000, true],
    ['before its end', { until: minute(10) }, 9, true],
    ['at its end', { until: minute(10) }, 10, false],
    ['withdrawn', { withdrawnAt: minute(3) }, 4, false],
    ['passing', { kind: 'passing' }, 1, false],
  ])('%s', (_, more, at, expected) => {
    expect(isSticking(said('a', more), minute(at))).toBe(expected);
  });
});

describe('sortAnnouncements', () => {
  it.each<[string, Partial<Announcement>, string[], number, boolean]>([
    ['a sticky one stays on top though it was seen', {}, ['a'], 600, true],
    ['a sticky one whose time is over was said', { until: minute(10) }, [], 10, false],
    ['a passing one is on top at first', { kind: 'passing' }, [], 14, true],
    ['a passing one that was seen was said', { kind: 'passing' }, ['a'], 1, false],
    ['a passing one is no news to who comes later', { kind: 'passing' }, [], 15, false],
  ])('%s', (_, more, seen, at, isOnTop) => {
    const one = said('a', more);
    expect(sortAnnouncements([one], new Set(seen), minute(at))).toEqual(
      isOnTop ? { onTop: [one], said: [] } : { onTop: [], said: [one] },
    );
  });
});

describe('withAnnouncement', () => {
  it('puts the newest first and takes away what is withdrawn', () => {
    const [a, b] = [said('a'), said('b', { postedAt: minute(1) })];
    expect(withAnnouncement([a], b)).toEqual([b, a]);
    expect(withAnnouncement([b, a], { ...b, withdrawnAt: minute(2) })).toEqual([a]);
  });

  const announcement = fc
    .record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      kind: fc.constantFrom(...announcementKinds),
      at: fc.nat(3),
      isWithdrawn: fc.boolean(),
    })
    .map(({ id, kind, at, isWithdrawn }) =>
      said(id, { kind, postedAt: minute(at), withdrawnAt: isWithdrawn ? minute(at + 1) : null }),
    );

  it('is the same when a row comes twice, and what is joined with itself stays as it is', () => {
    fc.assert(
      fc.property(fc.array(announcement, { maxLength: 12 }), announcement, (rows, last) => {
        const list = rows.reduce<Announcement[]>(withAnnouncement, []);
        const once = withAnnouncement(list, last);
        expect(withAnnouncement(once, last)).toEqual(once);
        expect(joinAnnouncements(once, once)).toEqual(once);
        expect(once.map(({ id }) => id)).toEqual([...new Set(once.map(({ id }) => id))]);
      }),
    );
  });
});
