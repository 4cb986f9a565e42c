import { describe, expect, it } from '@jest/globals';
import { makeAgendas, mergeRelease, type HeldBooking, type OwnChoices, type Programme } from '@kopa/domain';
import { demoContent } from '../../programme/demo/index.js';
import { ownCalendar, type OwnCalendar } from './own-calendar.js';

const day = '2026-10-08';

function published(): Programme {
  const { content } = demoContent('2026-10-07');
  const at = '2026-09-01T08:00:00.000Z';
  const merged = mergeRelease({ base: null, next: content, live: new Map(), choices: {}, at });
  if (!merged.ok) throw new Error('a first release needs no choice');
  const { sessions: _planned, texts: _texts, ...frame } = content;
  const release = { number: 1, name: 'First', message: '', publishedAt: at };
  return { ...frame, epoch: 'e', seq: 1, release, sessions: merged.sessions };
}

const booking = (session: string, more: Partial<HeldBooking> = {}): HeldBooking => ({
  id: session,
  session,
  mode: 'in-person',
  status: 'confirmed',
  insteadOf: null,
  isOwnWay: false,
  ...more,
});

/** People who differ in one thing each that shows in their entry of the same session. */
const people: [string, OwnChoices, Partial<OwnCalendar>][] = [
  ['by coach', { days: { [day]: 'in-person' }, bookings: [booking('D2-INCUBATOR')], stars: [] }, {}],
  [
    'on their own',
    { days: { [day]: 'in-person' }, bookings: [booking('D2-INCUBATOR', { isOwnWay: true })], stars: [] },
    {},
  ],
  [
    'waiting',
    { days: { [day]: 'in-person' }, bookings: [booking('D2-INCUBATOR', { status: 'waitlisted' })], stars: [] },
    {},
  ],
  [
    'who gave it back',
    { days: { [day]: 'in-person' }, bookings: [booking('D2-INCUBATOR')], stars: [] },
    { givenBack: new Set(['D2-INCUBATOR']) },
  ],
  [
    'whose place changed',
    { days: { [day]: 'in-person' }, bookings: [booking('D2-INCUBATOR')], stars: [] },
    { changes: new Map([['D2-INCUBATOR', { count: 3, at: '2026-09-05T08:00:00.000Z' }]]) },
  ],
  [
    'who reads Latvian',
    { days: { [day]: 'in-person' }, bookings: [booking('D2-INCUBATOR')], stars: [] },
    { language: 'lv' },
  ],
  ['online', { days: { [day]: 'online' }, bookings: [], stars: [{ session: 'D2-SKOLA6', mode: 'online' }] }, {}],
  ['there', { days: { [day]: 'in-person' }, bookings: [], stars: [{ session: 'D2-SKOLA6', mode: 'in-person' }] }, {}],
  [
    'with a link',
    { days: { [day]: 'online' }, bookings: [], stars: [{ session: 'D2-SKOLA6', mode: 'online' }] },
    { links: linksOf('kj_mine') },
  ],
  [
    'with another link',
    { days: { [day]: 'online' }, bookings: [], stars: [{ session: 'D2-SKOLA6', mode: 'online' }] },
    { links: linksOf('kj_theirs') },
  ],
];

function linksOf(token: string | null): OwnCalendar['links'] {
  return {
    agenda: 'https://kopa.example/agenda',
    session: (code) => `https://kopa.example/${code}`,
    join: token === null ? null : (slot) => `https://kopa.example/join/${slot}?token=${token}`,
  };
}

const calendarOf = (programme: Programme, own: OwnChoices, more: Partial<OwnCalendar>): string =>
  ownCalendar({
    programme,
    language: 'en',
    items: makeAgendas(programme)
      .itemsOf(own)
      .filter(({ because }) => because !== 'everyone'),
    links: linksOf(null),
    ...more,
  });

describe('own calendars of one programme', () => {
  const programme = published();

  it.each(people)('are of one %s what they would be alone, whoever asked before', (_, own, more) => {
    for (const [, other, with_] of people) calendarOf(programme, other, with_);
    expect(calendarOf(programme, own, more)).toBe(calendarOf(published(), own, more));
  });

  it('differ wherever people differ', () => {
    const texts = people.map(([, own, more]) => calendarOf(programme, own, more));
    expect(new Set(texts).size).toBe(people.length);
  });
});
