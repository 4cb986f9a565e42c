import { describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import { mergeRelease, planLiveChange, type Programme, type Session, type Slot } from '@kopa/domain';
import { demoContent } from '../programme/demo/index.js';
import { calendarFeed, type FeedPart, type FeedSource } from './calendar-feed.js';

const publicUrl = 'https://kopa.example';
const publishedAt = '2026-09-01T08:00:00.750Z';

function demoSource(): FeedSource {
  const { content } = demoContent('2026-10-07');
  const merged = mergeRelease({ base: null, next: content, live: new Map(), choices: {}, at: publishedAt });
  if (!merged.ok) throw new Error('a first release needs no choice');
  const { sessions: _planned, texts, ...frame } = content;
  const release = { number: 1, name: 'First', message: '', publishedAt };
  const programme: Programme = { ...frame, epoch: 'e', seq: 1, release, sessions: merged.sessions };
  return { programme, texts, removedSlots: [] };
}

/** The source with one session altered. */
function altered(code: string, alter: (session: Session) => Partial<Session>): FeedSource {
  const source = demoSource();
  const sessions = source.programme.sessions.map((session) =>
    session.code === code ? { ...session, ...alter(session) } : session,
  );
  return { ...source, programme: { ...source.programme, sessions } };
}

const withSlot = (code: string, change: Partial<Slot>): FeedSource =>
  altered(code, ({ slots }) => ({ slots: slots.map((slot) => ({ ...slot, ...change })) }));

/** The demo after a live change of a session's slot. */
function changedLive(code: string, command: Parameters<typeof planLiveChange>[2], at: string): FeedSource {
  const { programme } = demoSource();
  const plan = planLiveChange(programme, slotOf(programme, code).id, command, at, { en: 'Late start' });
  if (!plan.ok) throw new Error(plan.detail);
  expect(plan.slots).toHaveLength(1);
  return withSlot(code, plan.slots[0]!.slot);
}

const slotOf = (programme: Programme, code: string): Slot =>
  programme.sessions.find((session) => session.code === code)!.slots[0]!;

function feed(source: FeedSource, part: FeedPart = { of: 'event' }, language = 'en'): string {
  const text = calendarFeed(source, part, language, publicUrl);
  if (text === null) throw new Error('there is no such part');
  return text;
}

interface Entry {
  uid: string;
  sequence: number;
  stamp: string;
  lastModified: string;
  start: string;
  end: string;
  summary: string;
  description: string;
  location: string;
  url: string;
  status: string;
}

/** The feed as a second library reads it, entries by UID. */
function parsed(text: string): { name: string; entries: Map<string, Entry> } {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  const entries = calendar.getAllSubcomponents('vevent').map((component): Entry => {
    const value = (name: string): string => String(component.getFirstPropertyValue(name) ?? '');
    return {
      uid: value('uid'),
      sequence: Number(value('sequence')),
      stamp: value('dtstamp'),
      lastModified: value('last-modified'),
      start: value('dtstart'),
      end: value('dtend'),
      summary: value('summary'),
      description: value('description'),
      location: value('location'),
      url: value('url'),
      status: value('status'),
    };
  });
  return {
    name: String(calendar.getFirstPropertyValue('x-wr-calname')),
    entries: new Map(entries.map((entry) => [entry.uid, entry])),
  };
}

function entryOf(text: string, source: FeedSource, code: string): Entry {
  const { id } = slotOf(source.programme, code);
  return parsed(text).entries.get(`slot-${id}@kopa.example`)!;
}

/** What RFC 5545 forbids in these lines; empty when nothing. */
function faultsOf(text: string): string[] {
  const faults: string[] = [];
  if (!text.endsWith('END:VCALENDAR\r\n')) faults.push('the last line does not end in CRLF');
  const physical = text.split('\r\n').slice(0, -1);
  for (const line of physical) {
    if (Buffer.byteLength(line) > 75) faults.push(`over 75 octets: ${line}`);
    if (line.includes('\uFFFD')) faults.push(`letter cut by folding: ${line}`);
    // Section 3.1: CR and LF only as CRLF; section 3.3.11: no control characters but the tab.
    if (/[^\P{Cc}\t]/u.test(line)) faults.push(`control character: ${JSON.stringify(line)}`);
  }
  const lines = physical
    .join('\r\n')
    .replaceAll(/\r\n[ \t]/g, '')
    .split('\r\n');
  for (const line of lines) {
    if (!/^[A-Z][A-Z-]*(;[A-Z-]+=[^:;]+)*:/.test(line)) faults.push(`no content line: ${line}`);
    if (/^(DTSTART|DTEND|DTSTAMP|LAST-MODIFIED)/.test(line) && !/^[A-Z-]+:\d{8}T\d{6}Z$/.test(line))
      faults.push(`not in UTC: ${line}`);
  }
  const open: string[] = [];
  let present: string[] = [];
  for (const line of lines) {
    const name = line.slice(0, line.search(/[;:]/));
    const value = line.slice(line.indexOf(':') + 1);
    if (name === 'BEGIN') {
      open.push(value);
      if (value === 'VEVENT') present = [];
    } else if (name === 'END') {
      if (open.pop() !== value) faults.push(`${value} ends without beginning`);
      const required = ['UID', 'DTSTAMP', 'DTSTART', 'SEQUENCE', 'LAST-MODIFIED', 'SUMMARY', 'STATUS'];
      if (value === 'VEVENT') {
        for (const property of required)
          if (present.filter((candidate) => candidate === property).length !== 1) faults.push(`not one ${property}`);
      }
    } else present.push(name);
  }
  for (const line of ['VERSION:2.0', 'METHOD:PUBLISH', 'REFRESH-INTERVAL;VALUE=DURATION:PT15M'])
    if (!lines.includes(line)) faults.push(`no ${line}`);
  if (!lines.some((line) => line.startsWith('PRODID:-//'))) faults.push('no PRODID');
  if (lines.some((line) => line.startsWith('BEGIN:VTIMEZONE') || line.includes('TZID'))) faults.push('a time zone');
  return faults;
}

describe('a calendar feed', () => {
  const source = demoSource();
  const { programme } = source;
  const parts: [string, FeedPart][] = [
    ['event', { of: 'event' }],
    ['session', { of: 'session', code: 'D2-INCUBATOR' }],
    ['day', { of: 'day', date: '2026-10-08' }],
    ['track', { of: 'track', id: programme.tracks[0]!.id }],
    ['room', { of: 'room', id: programme.rooms.find(({ kind }) => kind === 'online')!.id }],
  ];

  it.each(parts.flatMap(([name, part]) => ['en', 'lv'].map((language) => [name, language, part] as const)))(
    'of the %s in "%s" keeps to RFC 5545',
    (_name, language, part) => {
      expect(faultsOf(feed(source, part, language))).toEqual([]);
    },
  );

  it('holds every slot, a second library reads it back', () => {
    const { entries } = parsed(feed(source));
    expect([...entries.keys()].sort()).toEqual(
      programme.sessions.flatMap(({ slots }) => slots.map(({ id }) => `slot-${id}@kopa.example`)).sort(),
    );
    const round = entryOf(feed(source), source, 'D1-ROUND');
    expect({ ...round, description: '', location: '' }).toEqual({
      uid: `slot-${slotOf(programme, 'D1-ROUND').id}@kopa.example`,
      sequence: 0,
      stamp: '2026-09-01T08:00:00Z',
      lastModified: '2026-09-01T08:00:00Z',
      start: '2026-10-07T07:20:00Z',
      end: '2026-10-07T08:50:00Z',
      summary: 'Partners’ round: national experience',
      description: '',
      location: '',
      url: 'https://kopa.example/e/french-moods/sessions/D1-ROUND',
      status: 'CONFIRMED',
    });
  });

  it('of days, of tracks and of sessions each hold every slot once; of a room just what is in it', () => {
    const uids = (part: FeedPart): string[] => [...parsed(feed(source, part)).entries.keys()];
    const whole = uids({ of: 'event' }).sort();
    expect(programme.days.flatMap(({ date }) => uids({ of: 'day', date })).sort()).toEqual(whole);
    expect(programme.tracks.flatMap(({ id }) => uids({ of: 'track', id })).sort()).toEqual(whole);
    expect(programme.sessions.flatMap(({ code }) => uids({ of: 'session', code })).sort()).toEqual(whole);
    const cellar = programme.rooms.find(({ name }) => name['en'] === 'Cider cellar')!;
    expect(uids({ of: 'room', id: cellar.id })).toEqual([`slot-${slotOf(programme, 'D3-CIDER').id}@kopa.example`]);
  });

  it('has Latvian letters whole, also where lines are folded', () => {
    const text = feed(source, { of: 'event' }, 'lv');
    const entry = entryOf(text, source, 'D2-INCUBATOR');
    expect(parsed(text).name).toBe('Francijas noskaņas Zied zemē');
    expect(entry.summary).toBe('Vizīte: LIAA Ogres biznesa inkubators');
    expect(entry.description).toContain(programme.funders[0]!.acknowledgement['lv']!);
    expect(entry.location).toBe('CoLabora Lielvārde, galvenā ieeja');
  });

  it('falls back to the first language where a text is missing', () => {
    const only = altered('D1-OPEN', () => ({ title: { en: 'Only English' } }));
    expect(entryOf(feed(only, { of: 'event' }, 'lv'), only, 'D1-OPEN').summary).toBe('Only English');
  });

  it('is the same to the byte when nothing changed', () => {
    expect(feed(demoSource())).toBe(feed(source));
  });

  it('raises SEQUENCE and stamps only of the slot that changed, and tells its planned time and the reason', () => {
    const late = changedLive('D1-ROUND', { type: 'delay', minutes: 10, cascade: false }, '2026-10-07T07:15:30.999Z');
    const [before, after] = [parsed(feed(source)).entries, parsed(feed(late)).entries];
    const changed = [...after.values()].filter(
      (entry) => JSON.stringify(entry) !== JSON.stringify(before.get(entry.uid)),
    );
    expect(changed.map(({ sequence, stamp, start, end }) => ({ sequence, stamp, start, end }))).toEqual([
      { sequence: 1, stamp: '2026-10-07T07:15:30Z', start: '2026-10-07T07:30:00Z', end: '2026-10-07T09:00:00Z' },
    ]);
    expect(changed[0]!.description).toMatch(/^Planned: 10:20–11:50 Europe\/Riga \(10 min late\)\n\nLate start\n\n/);
  });

  it('says of what is moved or swapped that it is, and not that it is hours late', () => {
    const moved = changedLive('D1-ROUND', { type: 'delay', minutes: 330, cascade: false }, '2026-10-07T07:15:30.999Z');
    expect(entryOf(feed(moved), moved, 'D1-ROUND').description).toMatch(/^Planned: 10:20–11:50 Europe\/Riga\n\n/);
    const { startsAt, endsAt } = slotOf(programme, 'D1-COVID');
    const swapped = withSlot('D1-ROUND', { startsAt, endsAt, swappedWith: 'D1-COVID' });
    const title = programme.sessions.find(({ code }) => code === 'D1-COVID')!.title;
    for (const [language, words] of [
      ['en', `(swapped with “${title['en']!}”)`],
      ['lv', `(samainīts ar “${title['lv']!}”)`],
    ] as const) {
      const { description } = entryOf(feed(swapped, { of: 'event' }, language), swapped, 'D1-ROUND');
      expect(description.split('\n')[0]).toContain(words);
    }
  });

  it('tells the planned time of what was only extended', () => {
    const longer = withSlot('D1-ROUND', { endsAt: '2026-10-07T09:00:00.000Z' });
    expect(entryOf(feed(longer), longer, 'D1-ROUND').description).toMatch(/^Planned: 10:20–11:50 Europe\/Riga\n\n/);
  });

  it('keeps a cancelled slot, in either language', () => {
    const cancelled = changedLive('D1-TOUR', { type: 'cancel' }, '2026-10-07T07:15:30.999Z');
    expect(entryOf(feed(cancelled), cancelled, 'D1-TOUR')).toMatchObject({
      status: 'CANCELLED',
      sequence: 1,
      summary: 'CANCELLED: Virtual tour: three coworking spaces in rural France',
    });
    expect(entryOf(feed(cancelled, { of: 'event' }, 'lv'), cancelled, 'D1-TOUR').summary).toMatch(/^ATCELTS: Virtuālā/);
  });

  it('keeps a slot that a release removed, in every feed that held it', () => {
    const tour = programme.sessions.find(({ code }) => code === 'D1-TOUR')!;
    const removed: FeedSource = {
      ...source,
      programme: { ...programme, sessions: programme.sessions.filter((session) => session !== tour) },
      removedSlots: [
        { slot: { ...tour.slots[0]!, version: 2 }, session: 'D1-TOUR', title: tour.title, trackId: tour.trackId },
      ],
    };
    const parts: FeedPart[] = [
      { of: 'event' },
      { of: 'session', code: 'D1-TOUR' },
      { of: 'day', date: '2026-10-07' },
      { of: 'track', id: tour.trackId! },
      { of: 'room', id: tour.slots[0]!.onlineRoomId! },
    ];
    for (const part of parts) {
      const text = feed(removed, part);
      expect(faultsOf(text)).toEqual([]);
      expect(parsed(text).entries.get(`slot-${tour.slots[0]!.id}@kopa.example`)).toMatchObject({
        status: 'CANCELLED',
        sequence: 1,
        summary: 'CANCELLED: Virtual tour: three coworking spaces in rural France',
      });
    }
  });

  it('blocks an add-on from meeting to return, at the meeting point, with its times first', () => {
    const { addOn } = programme.sessions.find(({ code }) => code === 'D3-CIDER')!;
    const entry = entryOf(feed(source), source, 'D3-CIDER');
    expect([entry.start, entry.end]).toEqual(['2026-10-09T10:15:00Z', '2026-10-09T13:40:00Z']);
    expect(entry.location).toBe('CoLabora Lielvārde, main entrance');
    expect(entry.description.split('\n\n')[0]!.split('\n')).toEqual([
      'Meet: 13:15, CoLabora Lielvārde, main entrance',
      'Departure: 13:30',
      'At the place: 14:00–16:00, Cider cellar, Cider maker “Mr.Plūme”, Jumprava, Latvija',
      'Back: 16:40',
      `Bring: ${addOn!.bring['en']!}`,
      'Minimum age: 18',
      '(Europe/Riga)',
    ]);
  });

  it('tells the departure of an add-on that is held, with the planned one, in either language', () => {
    const { programme } = source;
    const plan = planLiveChange(
      programme,
      slotOf(programme, 'D3-CIDER').id,
      { type: 'hold', minutes: 10 },
      '2026-10-09T10:20:30.999Z',
      { en: 'The lunch runs late' },
    );
    if (!plan.ok) throw new Error(plan.detail);
    const held = altered('D3-CIDER', () => ({
      addOn: plan.logistics!.addOn,
      slots: plan.slots.map(({ slot }) => slot),
    }));
    const entry = entryOf(feed(held), held, 'D3-CIDER');
    expect([entry.sequence, entry.stamp, entry.start, entry.end]).toEqual([
      1,
      '2026-10-09T10:20:30Z',
      '2026-10-09T10:15:00Z',
      '2026-10-09T13:40:00Z',
    ]);
    expect(entry.description).toContain('\nDeparture: 13:40 (planned: 13:30)\n');
    expect(entry.description).toContain('\n\nThe lunch runs late\n\n');
    expect(entryOf(feed(held, { of: 'event' }, 'lv'), held, 'D3-CIDER').description).toContain(
      '\nIzbraukšana: 13:40 (plānota: 13:30)\n',
    );
  });

  it('never turns the block of an add-on round when its slot was moved past the return', () => {
    const moved = withSlot('D3-CIDER', { startsAt: '2026-10-09T16:00:00.000Z', endsAt: '2026-10-09T18:00:00.000Z' });
    const entry = entryOf(feed(moved), moved, 'D3-CIDER');
    expect([entry.start, entry.end]).toEqual(['2026-10-09T10:15:00Z', '2026-10-09T18:00:00Z']);
    const earlier = withSlot('D3-CIDER', { startsAt: '2026-10-09T06:00:00.000Z', endsAt: '2026-10-09T08:00:00.000Z' });
    const early = entryOf(feed(earlier), earlier, 'D3-CIDER');
    expect([early.start, early.end]).toEqual(['2026-10-09T06:00:00Z', '2026-10-09T13:40:00Z']);
  });

  it('shows a slot that moved to another day on both days, and from when', () => {
    const moved = withSlot('D1-TOUR', { startsAt: '2026-10-08T10:40:00.000Z', endsAt: '2026-10-08T11:40:00.000Z' });
    for (const date of ['2026-10-07', '2026-10-08']) {
      expect(entryOf(feed(moved, { of: 'day', date }), moved, 'D1-TOUR').description).toMatch(
        /^Planned: 2026-10-07 13:40–14:40 Europe\/Riga\n\n/,
      );
    }
    expect(feed(moved, { of: 'day', date: '2026-10-09' })).not.toContain(slotOf(programme, 'D1-TOUR').id);
  });

  it('keeps a slot in the feed of the room that it left', () => {
    const left = slotOf(programme, 'D1-TOUR').onlineRoomId!;
    const other = programme.rooms.find(({ id, kind }) => kind === 'online' && id !== left)!;
    const moved = withSlot('D1-TOUR', { onlineRoomId: other.id });
    for (const id of [left, other.id]) {
      expect(entryOf(feed(moved, { of: 'room', id }), moved, 'D1-TOUR').location).toBe(`Online: ${other.name['en']!}`);
    }
  });

  it('lets no text write lines of its own', () => {
    const wicked = 'A\r\nATTACH:https://evil.example\rB\nEND:VEVENT\u0000\u0007\u0085,;\\ "C"';
    const session = altered('D1-OPEN', ({ slots }) => ({
      title: { en: wicked },
      slots: slots.map((slot) => ({ ...slot, reason: { en: wicked } })),
    }));
    const hostile: FeedSource = {
      ...session,
      programme: {
        ...session.programme,
        event: { ...session.programme.event, title: { en: wicked } },
        rooms: session.programme.rooms.map((room) => ({ ...room, name: { en: wicked } })),
      },
    };
    const text = feed(hostile);
    const oneLine = 'A ATTACH:https://evil.example B END:VEVENT ,;\\ "C"';
    expect(faultsOf(text)).toEqual([]);
    expect(text).not.toMatch(/^ATTACH/m);
    expect(parsed(text).name).toBe(oneLine);
    expect(parsed(text).entries.size).toBe(parsed(feed(source)).entries.size);
    expect(entryOf(text, hostile, 'D1-OPEN').summary).toBe(oneLine);
  });

  it('gives a slot of no length both its times', () => {
    const point = withSlot('D1-OPEN', { endsAt: slotOf(programme, 'D1-OPEN').startsAt });
    const entry = entryOf(feed(point), point, 'D1-OPEN');
    expect([entry.start, entry.end]).toEqual(['2026-10-07T07:00:00Z', '2026-10-07T07:00:00Z']);
    expect(faultsOf(feed(point))).toEqual([]);
  });

  it('has abstracts, without HTML, in the feed of a session only', () => {
    const rich: FeedSource = {
      ...source,
      texts: {
        ...source.texts,
        sessions: {
          ...source.texts.sessions,
          'D1-OPEN': { abstract: { en: '<p>Tea &amp; <b>bread</b></p><p>&lt;3</p>' }, description: {}, materials: [] },
        },
      },
    };
    const alone = feed(rich, { of: 'session', code: 'D1-OPEN' });
    expect(entryOf(alone, rich, 'D1-OPEN').description).toContain('Tea & bread\n<3\n\n');
    expect(parsed(alone).entries.size).toBe(1);
    expect(feed(rich)).not.toContain('bread');
  });

  it('names every join address nowhere', () => {
    const { joinUrls } = demoContent('2026-10-07');
    const unfolded = feed(source).replaceAll('\r\n ', '');
    expect(Object.values(joinUrls).filter((url) => unfolded.includes(url))).toEqual([]);
    expect(unfolded).not.toContain('meet.example.org');
  });

  it.each<FeedPart>([
    { of: 'session', code: 'NONE' },
    { of: 'day', date: '2026-10-10' },
    { of: 'track', id: 'none' },
    { of: 'room', id: 'none' },
  ])('is null for a part that there is not: %o', (part) => {
    expect(calendarFeed(source, part, 'en', publicUrl)).toBeNull();
  });
});
