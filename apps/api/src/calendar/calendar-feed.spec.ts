import { describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import { mergeRelease, planLiveChange, type Programme, type ProgrammeContent, type Slot } from '@kopa/domain';
import { demoContent } from '../programme/demo/index.js';
import { calendarFeed, type FeedPart, type FeedSource } from './calendar-feed.js';

const publicUrl = 'https://kopa.example';
const { content } = demoContent('2026-10-07');

function publish(draft: ProgrammeContent): FeedSource {
  const at = '2026-10-01T08:00:00.000Z';
  const merged = mergeRelease({ base: null, next: draft, live: new Map(), choices: {}, at });
  if (!merged.ok) throw new Error('a first release needs no choice');
  const { texts, sessions: _sessions, ...frame } = draft;
  const release = { number: 1, name: '', message: '', publishedAt: at };
  const programme: Programme = { ...frame, epoch: 'e', seq: 1, release, sessions: merged.sessions };
  return { programme, texts, removedSlots: [] };
}

const source = publish(content);
const feed = (from: FeedSource, part: FeedPart = { of: 'event' }, language = 'en'): string => {
  const text = calendarFeed(from, part, language, publicUrl);
  if (text === null) throw new Error('no such part');
  return text;
};
const entries = (text: string): ICAL.Event[] =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
const slotOf = (from: FeedSource, code: string): Slot =>
  from.programme.sessions.find((session) => session.code === code)!.slots[0]!;
const entryOf = (from: FeedSource, code: string): ICAL.Event =>
  entries(feed(from)).find(({ uid }) => uid === `slot-${slotOf(from, code).id}@kopa.example`)!;

function changed(from: FeedSource, code: string, type: 'cancel' | 'delay'): FeedSource {
  const command = type === 'cancel' ? { type } : { type, minutes: 10, cascade: false };
  const plan = planLiveChange(from.programme, slotOf(from, code).id, command, '2026-10-07T08:00:00.000Z', null);
  if (!plan.ok) throw new Error(plan.detail);
  const after = plan.slots[0]!.slot;
  const sessions = from.programme.sessions.map((session) =>
    session.code === code ? { ...session, slots: [after] } : session,
  );
  return { ...from, programme: { ...from.programme, seq: 2, sessions } };
}

describe('calendarFeed', () => {
  it.each(['en', 'lv'])('keeps to RFC 5545 line by line (%s)', (language) => {
    const text = feed(source, { of: 'event' }, language);
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const times = text.split('\r\n').filter((line) => /^(DTSTART|DTEND|DTSTAMP|LAST-MODIFIED)/.test(line));
    expect(times.filter((line) => !/^[A-Z-]+:\d{8}T\d{6}Z$/.test(line))).toEqual([]);
    expect(text).not.toContain('TZID');
    for (const name of ['UID', 'DTSTAMP', 'DTSTART', 'SEQUENCE', 'STATUS', 'SUMMARY']) {
      expect(text.match(new RegExp(`^${name}[:;]`, 'gm'))).toHaveLength(content.sessions.length);
    }
  });

  it('is understood by another library, Latvian letters too', () => {
    const titles = entries(feed(source, { of: 'event' }, 'lv')).map(({ summary }) => summary);
    expect(titles).toEqual(
      expect.arrayContaining(['Atklāšana: kopā, kaut attālināti', 'Pieredzes stāsts: koprades māja “SKOLA6”']),
    );
    const opening = entryOf(source, 'D1-OPEN');
    expect([opening.startDate.toJSDate().toISOString(), opening.endDate.toJSDate().toISOString()]).toEqual([
      '2026-10-07T07:00:00.000Z',
      '2026-10-07T07:20:00.000Z',
    ]);
  });

  it('gives the same bytes for an unchanged programme', () => {
    expect(feed(publish(structuredClone(content)))).toBe(feed(source));
  });

  it('raises SEQUENCE and LAST-MODIFIED of the slot that changed, and of no other', () => {
    const after = changed(source, 'D1-TOUR', 'delay');
    const blocks = (text: string): string[] => text.split('BEGIN:VEVENT');
    const differing = blocks(feed(after)).filter((block, index) => block !== blocks(feed(source))[index]);
    expect(differing).toHaveLength(1);
    expect(differing[0]).toContain('SEQUENCE:1\r\n');
    expect(differing[0]).toContain('LAST-MODIFIED:20261007T080000Z\r\n');
    expect(differing[0]).toContain('DTSTART:20261007T105000Z\r\n');
  });

  it('keeps what is cancelled, and what a release took away, as CANCELLED', () => {
    const after = changed(source, 'D1-TOUR', 'cancel');
    expect(entryOf(after, 'D1-TOUR').component.getFirstPropertyValue('status')).toBe('CANCELLED');
    expect(entryOf(after, 'D1-TOUR').summary).toMatch(/^CANCELLED: Virtual tour/);
    const gone = source.programme.sessions.find(({ code }) => code === 'D3-TECH')!;
    const removedSlots = [
      { slot: { ...gone.slots[0]!, version: 2 }, session: gone.code, title: gone.title, trackId: null },
    ];
    const sessions = source.programme.sessions.filter(({ code }) => code !== 'D3-TECH');
    const [entry] = entries(
      feed(
        { ...source, removedSlots, programme: { ...source.programme, sessions } },
        { of: 'session', code: 'D3-TECH' },
        'lv',
      ),
    );
    expect([entry!.summary, entry!.sequence]).toEqual(['ATCELTS: Tīkla tehniskie aspekti', 1]);
  });

  it('blocks an add-on from the meeting to the return, at its meeting point', () => {
    const cider = entryOf(source, 'D3-CIDER');
    expect([cider.startDate.toJSDate().toISOString(), cider.endDate.toJSDate().toISOString(), cider.location]).toEqual([
      '2026-10-09T10:15:00.000Z',
      '2026-10-09T13:40:00.000Z',
      'CoLabora Lielvārde, main entrance',
    ]);
  });

  it('holds just its part, and knows what is no part', () => {
    const { days, tracks, rooms } = source.programme;
    const count = (part: FeedPart): number => entries(feed(source, part)).length;
    expect(days.map(({ date }) => count({ of: 'day', date })).reduce((sum, own) => sum + own)).toBe(
      content.sessions.length,
    );
    expect(tracks.map(({ id }) => count({ of: 'track', id })).reduce((sum, own) => sum + own)).toBe(
      content.sessions.length,
    );
    expect(count({ of: 'room', id: rooms.find(({ name }) => name['en'] === 'Cider cellar')!.id })).toBe(1);
    for (const part of [
      { of: 'day', date: '2026-10-10' },
      { of: 'session', code: 'NOWHERE' },
      { of: 'track', id: 'x' },
      { of: 'room', id: 'x' },
    ] as const) {
      expect(calendarFeed(source, part, 'en', publicUrl)).toBeNull();
    }
  });

  it('lets no title break out of its line', () => {
    const hostile = structuredClone(content);
    hostile.sessions[0]!.title = { en: 'Fine\r\nEND:VEVENT\r\nBEGIN:VEVENT\nUID:x; "quoted", back\\slash' };
    expect(entries(feed(publish(hostile)))).toHaveLength(content.sessions.length);
    expect(entries(feed(publish(hostile))).map(({ summary }) => summary)).toContain(
      'Fine END:VEVENT BEGIN:VEVENT UID:x; "quoted", back\\slash',
    );
  });
});
