import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { addDays, findConflicts, instantToLocal, sessionMode, type PlannedSession, type Texts } from '@kopa/domain';
import { demoContent } from './index.js';

// The clock goes forward in the night after the first day, back, and not at all; and around the turn of a leap year.
const firstDays = ['2026-10-07', '2026-03-28', '2026-03-29', '2026-10-24', '2026-10-25', '2028-02-28'];

const sessionOf = (day1: string, code: string): PlannedSession =>
  demoContent(day1).content.sessions.find((session) => session.code === code)!;

/** Every map of texts by the path to it. */
function textsIn(value: unknown, at = ''): [string, Texts][] {
  if (value === null || typeof value !== 'object') return [];
  const entries = Object.entries(value as Record<string, unknown>);
  const isTexts =
    entries.length > 0 && entries.every(([key, text]) => ['en', 'lv'].includes(key) && typeof text === 'string');
  return isTexts ? [[at, value as Texts]] : entries.flatMap(([key, inner]) => textsIn(inner, `${at}.${key}`));
}

describe('the demo event', () => {
  const { content, joinUrls } = demoContent('2026-10-07');

  it('says everything in English and in Latvian', () => {
    const lacking = textsIn(content).filter(([, { en = '', lv = '' }]) => en === '' || lv === '');
    expect(lacking.map(([at]) => at)).toEqual([]);
  });

  it('has title, abstract and description of every session, each in words of its own', () => {
    for (const { code, title } of content.sessions) {
      const { abstract, description } = content.texts.sessions[code]!;
      for (const texts of [title, abstract, description]) {
        expect([code, Object.keys(texts)]).toEqual([code, ['en', 'lv']]);
        expect([code, texts['en']]).not.toEqual([code, texts['lv']]);
      }
    }
    expect(Object.keys(content.texts.sessions)).toEqual(content.sessions.map(({ code }) => code));
  });

  it('has every id once, and the same ids on other dates', () => {
    const ids = (of: typeof content): string[] => [
      of.event.id,
      ...[of.venues, of.rooms, of.tracks, of.speakers, of.funders, of.sessions].flat().map(({ id }) => id),
      ...of.sessions.flatMap(({ slots }) => slots.map(({ id }) => id)),
    ];
    expect(new Set(ids(content)).size).toBe(ids(content).length);
    expect(ids(demoContent('2027-01-01').content)).toEqual(ids(content));
  });

  it('refers only to rooms, venues, tracks and speakers that it has', () => {
    const known = new Set([content.venues, content.rooms, content.tracks, content.speakers].flat().map(({ id }) => id));
    const named = [
      ...content.rooms.map(({ venueId }) => venueId),
      ...content.sessions.flatMap(({ trackId, speakerIds, items, slots }) => [
        trackId,
        ...speakerIds,
        ...items.map(({ speakerId }) => speakerId),
        ...slots.flatMap(({ roomId, onlineRoomId }) => [roomId, onlineRoomId]),
      ]),
    ].filter((id) => id !== null);
    expect(named.filter((id) => !known.has(id))).toEqual([]);
  });

  it('has a join link for each online room and for nothing else', () => {
    const online = content.rooms.filter(({ kind }) => kind === 'online').map(({ id }) => id);
    expect(Object.keys(joinUrls).sort()).toEqual(online.sort());
  });

  it('has logos that the web application serves', () => {
    const web = path.resolve(__dirname, '../../../../web/public');
    const logos = content.funders.flatMap((funder) => funder.logos.map(({ url }) => url));
    expect(logos.length).toBeGreaterThan(0);
    expect(logos.filter((url) => !existsSync(path.join(web, url)))).toEqual([]);
    for (const url of logos) expect(readFileSync(path.join(web, url), 'utf8')).toMatch(/^<svg /);
  });

  it('tells the original dates and the grant', () => {
    for (const text of Object.values(content.event.description)) expect(text).toContain('2020');
    expect(content.funders.map(({ grantNumber }) => grantNumber)).toEqual(['18-00-A019.333-000015']);
    for (const text of Object.values(content.funders[0]!.acknowledgement))
      expect(text).toContain('18-00-A019.333-000015');
  });

  it('is online on the first day, in all modes on the second, online and then in person on the third', () => {
    const modesOf = (day: number): string[] => {
      const { startsAt, endsAt } = content.days[day]!;
      const sessions = content.sessions.filter(
        ({ slots: [slot] }) => slot!.startsAt >= startsAt && slot!.endsAt <= endsAt,
      );
      return [...new Set(sessions.map(({ slots }) => sessionMode(slots)!))].sort();
    };
    expect([0, 1, 2].map(modesOf)).toEqual([['online'], ['hybrid', 'in-person', 'online'], ['in-person', 'online']]);
  });

  it('sets the visit against learning sessions that run in three online rooms at once', () => {
    const visit = sessionOf('2026-10-07', 'D2-INCUBATOR');
    const { departAt, returnAt } = visit.addOn!;
    const online = content.sessions.filter(
      ({ slots: [slot] }) => slot!.roomId === null && slot!.startsAt < returnAt! && slot!.endsAt > departAt!,
    );
    expect(online.map(({ code }) => code)).toEqual([
      'D2-BUSINESS',
      'D2-EMPLOYERS',
      'D2-QUIET',
      'D2-STORIES',
      'D2-WEEKLY',
    ]);
    const atTen = online.filter(
      ({ slots: [slot] }) => slot!.startsAt === sessionOf('2026-10-07', 'D2-WEEKLY').slots[0]!.startsAt,
    );
    expect(new Set(atTen.map(({ slots: [slot] }) => slot!.onlineRoomId)).size).toBe(3);
  });

  it('gives no more in-person places than a room has seats, and items that fill their session', () => {
    for (const { code, capacity, items, slots } of content.sessions) {
      const room = content.rooms.find(({ id }) => id === slots[0]!.roomId);
      if (room !== undefined) expect([code, (capacity['in-person'] ?? 0) <= room.seats!]).toEqual([code, true]);
      else expect([code, capacity['in-person']]).toEqual([code, null]);
      if (items.length === 0) continue;
      const minutes = (Date.parse(slots[0]!.endsAt) - Date.parse(slots[0]!.startsAt)) / 60_000;
      expect([code, items.reduce((sum, item) => sum + item.minutes, 0)]).toEqual([code, minutes]);
    }
  });

  describe.each(firstDays)('beginning on %s', (day1) => {
    const { content: dated } = demoContent(day1);

    it('stands at the same local times on three following days', () => {
      const local = (at: string): string => instantToLocal(at, 'Europe/Riga');
      for (const [index, { code, slots }] of dated.sessions.entries()) {
        const day = Number(code[1]) - 1;
        const expected = content.sessions[index]!.slots[0]!;
        expect([code, local(slots[0]!.startsAt)]).toEqual([
          code,
          `${addDays(day1, day)}${local(expected.startsAt).slice(10)}`,
        ]);
        expect([code, local(slots[0]!.endsAt)]).toEqual([
          code,
          `${addDays(day1, day)}${local(expected.endsAt).slice(10)}`,
        ]);
      }
      expect(dated.days.map(({ date }) => date)).toEqual([0, 1, 2].map((days) => addDays(day1, days)));
      expect(dated.days.slice(1).map(({ startsAt }) => startsAt)).toEqual(
        dated.days.slice(0, -1).map(({ endsAt }) => endsAt),
      );
    });

    it('has no clash of rooms or speakers', () => {
      expect(findConflicts(dated.sessions)).toEqual([]);
    });

    it('gives add-ons time to travel and to be decided on', () => {
      const addOns = dated.sessions.filter(({ addOn }) => addOn !== null);
      expect(addOns.map(({ code }) => code)).toEqual(['D2-INCUBATOR', 'D3-CIDER']);
      for (const { addOn, slots } of addOns) {
        const { goNoGoAt, meetAt, departAt, returnAt, travelMinutes } = addOn!;
        const { startsAt, endsAt } = slots[0]!;
        const order = [goNoGoAt, meetAt, departAt, startsAt, endsAt, returnAt].map((at) => Date.parse(at!));
        expect(order).toEqual(order.toSorted((a, b) => a - b));
        expect(Date.parse(startsAt) - Date.parse(departAt!)).toBeGreaterThanOrEqual(travelMinutes! * 60_000);
        expect(Date.parse(returnAt!) - Date.parse(endsAt)).toBeGreaterThanOrEqual(travelMinutes! * 60_000);
      }
    });

    it('has nothing at the meeting point before the coach is back', () => {
      for (const { addOn, slots } of dated.sessions) {
        if (addOn === null) continue;
        const stayed = dated.sessions.filter(
          (other) =>
            other.slots[0]!.roomId !== null &&
            other.slots[0]!.startsAt < addOn.returnAt! &&
            other.slots[0]!.endsAt > addOn.departAt! &&
            other.slots[0]!.id !== slots[0]!.id,
        );
        expect(stayed.map(({ code }) => code)).toEqual([]);
      }
    });
  });
});
