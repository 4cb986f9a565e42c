import { describe, expect, it } from '@jest/globals';
import type { Programme } from './programme.js';
import { reminderWindow, sessionsOn } from './reminder.js';

type Event = Pick<Programme, 'event' | 'sessions'>;

const eventOf = (
  zone: string,
  dayChangeHour: number,
  sessions: { code: string; startsAt: string; meetAt?: string; status?: string }[],
): Event =>
  ({
    event: { zone, dayChangeHour },
    sessions: sessions.map(({ code, startsAt, meetAt, status = 'scheduled' }) => ({
      code,
      addOn: meetAt === undefined ? null : { meetAt, departAt: null },
      slots: [{ startsAt, status }],
    })),
  }) as unknown as Event;

describe('reminderWindow', () => {
  it('reaches from six in the evening before to the first session', () => {
    const event = eventOf('Europe/Riga', 0, [
      { code: 'B', startsAt: '2026-10-08T08:00:00.000Z' },
      { code: 'A', startsAt: '2026-10-08T07:00:00.000Z' },
      { code: 'C', startsAt: '2026-10-09T05:00:00.000Z' },
    ]);
    expect(reminderWindow(event, '2026-10-08')).toEqual({
      from: '2026-10-07T15:00:00.000Z',
      until: '2026-10-08T07:00:00.000Z',
    });
    expect(sessionsOn(event, '2026-10-08')).toEqual(['B', 'A']);
  });

  it('ends with the first gathering; what is cancelled begins nothing', () => {
    const event = eventOf('Europe/Riga', 0, [
      { code: 'A', startsAt: '2026-10-08T09:00:00.000Z', meetAt: '2026-10-08T05:30:00.000Z' },
      { code: 'B', startsAt: '2026-10-08T04:00:00.000Z', status: 'cancelled' },
    ]);
    expect(reminderWindow(event, '2026-10-08').until).toBe('2026-10-08T05:30:00.000Z');
    expect(sessionsOn(event, '2026-10-08')).toEqual(['A']);
  });

  it('ends when the day begins if nothing is on', () => {
    expect(reminderWindow(eventOf('Europe/Riga', 4, []), '2026-10-08').until).toBe('2026-10-08T01:00:00.000Z');
  });

  it.each([
    // The night to 25 October 2026 has 25 hours in Riga: 18:00 is still summer time, 09:00 is not.
    ['2026-10-25', '2026-10-25T07:00:00.000Z', '2026-10-24T15:00:00.000Z'],
    // That to 29 March has 23.
    ['2026-03-29', '2026-03-29T06:00:00.000Z', '2026-03-28T16:00:00.000Z'],
  ])('knows what the clock shows where it changes in the night to %s', (date, startsAt, from) => {
    const event = eventOf('Europe/Riga', 0, [{ code: 'A', startsAt }]);
    expect(reminderWindow(event, date)).toEqual({ from, until: startsAt });
  });

  it('counts what is after midnight to the evening where a day ends at four', () => {
    const event = eventOf('Europe/Riga', 4, [
      { code: 'NIGHT', startsAt: '2026-10-08T23:30:00.000Z' },
      { code: 'LATE', startsAt: '2026-10-07T23:00:00.000Z' },
    ]);
    expect(sessionsOn(event, '2026-10-08')).toEqual(['NIGHT']);
    expect(reminderWindow(event, '2026-10-08').until).toBe('2026-10-08T23:30:00.000Z');
    expect(sessionsOn(event, '2026-10-07')).toEqual(['LATE']);
  });
});
