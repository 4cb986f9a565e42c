import { describe, expect, it } from '@jest/globals';
import { makeAgendas, type OwnChoices } from './agenda.js';
import { newsOf, type AgendaNews, type Difference } from './agenda-news.js';
import { factsTold } from './alterations.js';
import type { Programme, Session } from './programme.js';
import { firstProgramme, frame, minutesIn } from './testing/arbitrary-programme.js';
import { planned } from './testing/planned-session.js';

const before = firstProgramme({
  ...frame('Test'),
  sessions: [planned('A', 0, 60), planned('B', 70, 100), planned('C', 200, 230)],
  texts: { sessions: {}, speakers: {} },
});
const shifted = (code: string, minutes: number, longer = 0): Programme => ({
  ...before,
  sessions: before.sessions.map((session): Session =>
    session.code === code
      ? {
          ...session,
          slots: session.slots.map((slot) => ({
            ...slot,
            startsAt: new Date(Date.parse(slot.startsAt) + minutes * 60_000).toISOString(),
            endsAt: new Date(Date.parse(slot.endsAt) + (minutes + longer) * 60_000).toISOString(),
            reason: { en: 'Fog' },
          })),
        }
      : session,
  ),
});
const own: OwnChoices = {
  days: { '2026-10-07': 'in-person' },
  bookings: ['A', 'B'].map((session) => ({
    id: session,
    session,
    mode: 'in-person',
    status: 'confirmed',
    insteadOf: null,
    isOwnWay: false,
  })),
  stars: [],
};
const difference = (session: string, conflicts: string[] = []): Difference => {
  const told = before.sessions.find(({ code }) => code === session)!;
  return { session, told: factsTold(told, before.rooms), conflicts };
};
const news = (programme: Programme, differences: Difference[], at = -120): AgendaNews =>
  newsOf(
    makeAgendas(programme),
    own,
    differences,
    (code) => {
      const session = programme.sessions.find((one) => one.code === code);
      return session === undefined ? null : { session, facts: factsTold(session, programme.rooms) };
    },
    minutesIn(at),
  );
const conflict = 'overlap slot-A slot-B';

describe('news', () => {
  it.each<[string, AgendaNews, { told: string[]; conflicts: number; settled: string[]; kept: string[][] }]>([
    [
      'what went away by itself is forgotten',
      news(before, [difference('A')]),
      { told: [], conflicts: 0, settled: ['A'], kept: [] },
    ],
    [
      'a change is told',
      news(shifted('A', -20), [difference('A')]),
      { told: ['A'], conflicts: 0, settled: ['A'], kept: [] },
    ],
    [
      'a change that makes a conflict is told with it',
      news(shifted('A', 20), [difference('A')]),
      { told: ['A'], conflicts: 1, settled: ['A'], kept: [] },
    ],
    [
      'a little that makes no conflict is kept',
      news(shifted('A', 5), [difference('A')]),
      { told: [], conflicts: 0, settled: [], kept: [['A']] },
    ],
    [
      'an end that makes a conflict tells of the conflict alone',
      news(shifted('A', 0, 20), [difference('A')]),
      { told: [], conflicts: 1, settled: [], kept: [['A', conflict]] },
    ],
    [
      'a conflict is told once',
      news(shifted('A', 0, 25), [difference('A', [conflict])]),
      { told: [], conflicts: 0, settled: [], kept: [['A', conflict]] },
    ],
    [
      'what is over is forgotten',
      news(shifted('A', 20), [difference('A')], 90),
      { told: [], conflicts: 0, settled: ['A'], kept: [] },
    ],
    [
      'what is gone is told',
      news({ ...before, sessions: before.sessions.slice(1) }, [difference('A')]),
      { told: ['A'], conflicts: 0, settled: ['A'], kept: [] },
    ],
  ])('%s', (_, { changes, conflicts, settled, kept }, expected) => {
    expect({
      told: changes.map(({ session }) => session),
      conflicts: conflicts.length,
      settled,
      kept: kept.map((one) => [one.session, ...one.conflicts]),
    }).toEqual(expected);
  });

  it.each([
    [15, false],
    [16, true],
  ])('comes by mail %s minutes before the new start: %s', (minutes, expected) => {
    expect(news(shifted('A', 30), [difference('A')], 30 - minutes).isMailed).toBe(expected);
  });

  it('says why', () => {
    expect(news(shifted('A', 20), [difference('A')]).changes[0]?.reason).toEqual({ en: 'Fog' });
  });
});
