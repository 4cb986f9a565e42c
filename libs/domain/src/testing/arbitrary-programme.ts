import fc from 'fast-check';
import { holdDeparture } from '../departure.js';
import { byCode, byStart } from '../order.js';
import type {
  PlannedSession,
  Programme,
  ProgrammeContent,
  ReleaseFacts,
  Room,
  SessionKind,
  Slot,
} from '../programme.js';
import { mergeRelease, type MergedRelease } from '../merge-release.js';

const origin = Date.parse('2026-10-07T06:00:00.000Z');

/** An instant, by minutes from the first morning of the test event. */
export const minutesIn = (minutes: number): string => new Date(origin + minutes * 60_000).toISOString();

const room = (id: string, kind: Room['kind'], position: number): Room => ({
  id,
  kind,
  name: { en: id },
  position,
  venueId: null,
  seats: null,
  provider: null,
  access: 'registered',
});

const physicalRooms = ['room-1', 'room-2', 'room-3'];
const onlineRooms = ['online-1', 'online-2'];
const speakerIds = ['speaker-1', 'speaker-2', 'speaker-3', 'speaker-4'];

/** A frame with three rooms, two online rooms and four speakers; `title` sets frames apart. */
export function frame(title: string): Omit<ProgrammeContent, 'sessions' | 'texts'> {
  return {
    event: {
      id: 'event',
      slug: 'test',
      title: { en: title },
      subtitle: {},
      description: {},
      place: {},
      zone: 'Europe/Riga',
      firstDay: '2026-10-07',
      lastDay: '2026-10-08',
      dayChangeHour: 0,
      languages: ['en', 'lv'],
      uidHost: 'example.org',
    },
    days: [],
    venues: [],
    rooms: [
      ...physicalRooms.map((id, index) => room(id, 'physical', index)),
      ...onlineRooms.map((id, index) => room(id, 'online', 10 + index)),
    ],
    tracks: [],
    speakers: speakerIds.map((id) => ({ id, code: id, name: `${title} ${id}`, organisation: {}, country: null })),
    funders: [],
  };
}

const arbitrarySlot = fc.record({
  start: fc.integer({ min: 0, max: 60 }).map((step) => step * 10),
  length: fc.integer({ min: 1, max: 9 }).map((step) => step * 10),
  roomId: fc.option(fc.constantFrom(...physicalRooms)),
  onlineRoomId: fc.option(fc.constantFrom(...onlineRooms), { freq: 1 }),
});

const arbitrarySession = fc.record({
  title: fc.constantFrom('One', 'Two', 'Three'),
  abstract: fc.constantFrom('Short', 'Long'),
  kind: fc.constantFrom<SessionKind>('talk', 'workshop', 'break', 'visit'),
  speakerIds: fc.subarray(speakerIds, { maxLength: 2 }),
  departs: fc.boolean(),
  slots: fc.array(arbitrarySlot, { minLength: 1, maxLength: 2 }),
});

function plannedSession(
  index: number,
  drawn: typeof arbitrarySession extends fc.Arbitrary<infer T> ? T : never,
): PlannedSession {
  const slots = drawn.slots.map(({ start, length, roomId, onlineRoomId }, ordinal) => ({
    id: `slot-${index}-${ordinal}`,
    startsAt: minutesIn(start),
    endsAt: minutesIn(start + length),
    roomId,
    onlineRoomId,
  }));
  const departs = drawn.departs && drawn.kind === 'visit';
  return {
    id: `session-${index}`,
    code: `S${index}`,
    title: { en: drawn.title },
    subtitle: {},
    kind: drawn.kind,
    language: 'en',
    otherLanguages: [],
    interpretation: [],
    capacity: { 'in-person': null, online: null },
    trackId: null,
    speakerIds: drawn.speakerIds,
    items: [],
    addOn: departs
      ? {
          meetAt: null,
          departAt: minutesIn((drawn.slots[0]?.start ?? 0) - 30),
          returnAt: null,
          meetingPoint: {},
          travelMinutes: 30,
          minimumNumber: null,
          goNoGoAt: null,
          bring: {},
          minimumAge: null,
        }
      : null,
    alternativeOf: null,
    slots: slots.sort(byStart),
  };
}

/** A draft of up to nine sessions (some missing, codes `S0` to `S8`) in few rooms, so that much overlaps. */
export const arbitraryContent: fc.Arbitrary<ProgrammeContent> = fc
  .record({
    title: fc.constantFrom('Spring', 'Autumn'),
    sessions: fc.array(fc.option(arbitrarySession, { freq: 6 }), { maxLength: 9 }),
  })
  .map(({ title, sessions }) => ({
    ...frame(title),
    sessions: sessions.flatMap((drawn, index) => (drawn === null ? [] : [plannedSession(index, drawn)])).sort(byCode),
    texts: {
      sessions: Object.fromEntries(
        sessions.flatMap((drawn, index) =>
          drawn === null ? [] : [[`S${index}`, { abstract: { en: drawn.abstract }, description: {}, materials: [] }]],
        ),
      ),
      speakers: {},
    },
  }));

/** Two drafts of one event of which the second altered some sessions, took some away and added some. */
export const arbitraryRevision: fc.Arbitrary<{ base: ProgrammeContent; next: ProgrammeContent }> = fc
  .tuple(arbitraryContent, arbitraryContent, fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }))
  .map(([base, other, altered]) => {
    const sides = altered.map((isAltered, index) => {
      const side = isAltered ? other : base;
      return { side, session: side.sessions.find(({ code }) => code === `S${index}`) };
    });
    const texts = sides.flatMap(({ side, session }) => {
      const text = session && side.texts.sessions[session.code];
      return session === undefined || text === undefined ? [] : [[session.code, text] as const];
    });
    const next: ProgrammeContent = {
      ...other,
      sessions: sides.flatMap(({ session }) => session ?? []),
      texts: { sessions: Object.fromEntries(texts), speakers: {} },
    };
    return { base, next };
  });

export const releaseFacts = (number: number): ReleaseFacts => ({
  number,
  name: `Release ${number}`,
  message: '',
  publishedAt: minutesIn(-1000 + number),
});

/** The programme of a release at `seq`. */
export function programmeOf({ content, sessions }: MergedRelease, seq: number): Programme {
  const { texts: _, sessions: __, ...rest } = content;
  return { ...rest, epoch: 'epoch', seq, release: releaseFacts(seq), sessions };
}

/** The programme of the first release of a draft, at `seq` 1. */
export function firstProgramme(content: ProgrammeContent): Programme {
  const merged = mergeRelease({ base: null, next: content, live: new Map(), choices: {}, at: minutesIn(-999) });
  if (!merged.ok) throw new Error('A first release needs no choices.');
  return programmeOf(merged, 1);
}

/** What live changes may have done to a slot. */
export const arbitraryOverlay: fc.Arbitrary<(slot: Slot) => Slot> = fc
  .record({
    shift: fc.constantFrom(0, 0, 0, 10, 25, 40),
    longer: fc.constantFrom(0, 0, 5, 20),
    status: fc.constantFrom<Slot['status']>('scheduled', 'scheduled', 'scheduled', 'running', 'ended', 'cancelled'),
  })
  .map(({ shift, longer, status }) => (slot: Slot) => {
    if (shift === 0 && longer === 0 && status === 'scheduled') return slot;
    const after = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * 60_000).toISOString();
    return {
      ...slot,
      status,
      version: slot.version + 1,
      startsAt: after(slot.startsAt, shift),
      endsAt: after(slot.endsAt, shift + longer),
      reason: { en: 'late' },
      changedAt: minutesIn(-500),
    };
  });

/** By how many minutes live changes may have held departures. */
export const arbitraryHolds = fc.array(fc.constantFrom(0, 10, 45), { minLength: 1, maxLength: 9 });

/** A published programme on its live day. */
export const arbitraryProgramme: fc.Arbitrary<Programme> = fc
  .tuple(arbitraryContent, fc.array(arbitraryOverlay, { minLength: 18, maxLength: 18 }), arbitraryHolds)
  .map(([content, overlays, holds]) => heldBack(overlaid(firstProgramme(content), overlays), holds));

/** The programme with its departures held by these minutes in turn. */
export function heldBack(programme: Programme, holds: readonly number[]): Programme {
  const sessions = programme.sessions.map((session, index) => {
    const minutes = holds[index % holds.length] ?? 0;
    const addOn = minutes === 0 ? 'change.nothing' : holdDeparture(session.addOn, minutes);
    return typeof addOn === 'string' ? session : { ...session, addOn };
  });
  return { ...programme, sessions };
}

/** The programme with the overlays laid over its slots in turn. */
export function overlaid(programme: Programme, overlays: readonly ((slot: Slot) => Slot)[]): Programme {
  let turn = 0;
  const sessions = programme.sessions.map((session) => ({
    ...session,
    slots: session.slots.map((slot) => overlays[turn++ % overlays.length]?.(slot) ?? slot),
  }));
  return { ...programme, sessions };
}
