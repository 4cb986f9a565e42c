import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyChange } from './apply-change.js';
import { heldDepartures } from './departure.js';
import { diffReleases } from './diff-releases.js';
import { mergeRelease, type MergedRelease } from './merge-release.js';
import { byCode, byPlannedStart } from './order.js';
import type { ProgrammeContent, Programme, Session, Slot } from './programme.js';
import {
  arbitraryHolds,
  arbitraryOverlay,
  arbitraryRevision,
  firstProgramme,
  heldBack,
  minutesIn,
  overlaid,
  programmeOf,
} from './testing/arbitrary-programme.js';

const at = minutesIn(0);

function slotsOf(sessions: readonly Pick<Session, 'slots'>[]): Map<string, Slot> {
  return new Map(sessions.flatMap(({ slots }) => slots).map((slot) => [slot.id, slot]));
}

interface Drawn {
  base: ProgrammeContent;
  next: ProgrammeContent;
  before: Programme;
  live: Map<string, Slot>;
  held: Map<string, string>;
  choices: Record<string, 'live' | 'draft'>;
  merged: MergedRelease;
}

/** A release over a programme on its live day, with a choice for every slot. */
const arbitraryMerge: fc.Arbitrary<Drawn> = fc
  .tuple(
    arbitraryRevision,
    fc.array(arbitraryOverlay, { minLength: 3 }),
    fc.array(fc.constantFrom<('live' | 'draft')[]>('live', 'draft'), { minLength: 3 }),
    arbitraryHolds,
  )
  .map(([{ base, next }, overlays, sides, holds]) => {
    const before = heldBack(overlaid(firstProgramme(base), overlays), holds);
    const held = heldDepartures(before.sessions);
    const live = slotsOf(before.sessions);
    const choices = Object.fromEntries(
      [...live.keys()].map((id, index) => [id, sides[index % sides.length]!] as const),
    );
    const merged = mergeRelease({ base, next, live, held, choices, at });
    if (!merged.ok) throw new Error('Every choice was made.');
    return { base, next, before, live, held, choices, merged };
  });

const shown = ({ startsAt, endsAt, roomId, onlineRoomId, status, ...slot }: Slot): unknown => [
  [startsAt, endsAt, roomId, onlineRoomId, status],
  [slot.plannedStartsAt, slot.plannedEndsAt, slot.plannedRoomId, slot.plannedOnlineRoomId],
];

const departure = ({ addOn }: Pick<Session, 'addOn'>): string =>
  JSON.stringify(addOn && [addOn.meetAt, addOn.departAt, addOn.plannedDepartAt, addOn.returnAt, addOn.meetingPoint]);

/** What readers are told with a slot, by another way than the rule's own. */
function toldWith(content: ProgrammeContent, session: Session, slot: Slot): string {
  const { slots: _, mode: __, ...facts } = session;
  const places = [slot.roomId, slot.onlineRoomId, slot.plannedRoomId, slot.plannedOnlineRoomId];
  return JSON.stringify([
    Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1)),
    content.texts.sessions[session.code],
    content.speakers.filter(({ id }) => session.speakerIds.includes(id)),
    content.rooms.filter(({ id }) => places.includes(id)),
    content.funders,
  ]);
}

/** A draft of one visit with a departure, in a room of a venue, with speaker, track and funder. */
function excursion(): ProgrammeContent {
  const drawn = fc.sample(
    arbitraryRevision.filter(({ base }) => base.sessions[0]?.code === 'S0' && base.sessions[0].addOn !== null),
    { numRuns: 1, seed: 7 },
  )[0]!.base;
  const base = structuredClone(drawn);
  const [session] = base.sessions;
  base.sessions = [session!];
  base.texts.sessions = { S0: { abstract: { en: 'Short' }, description: {}, materials: [] } };
  base.venues = [{ id: 'venue', name: { en: 'Farm' }, address: 'Here 1', latitude: null, longitude: null }];
  base.rooms[0]!.venueId = 'venue';
  base.tracks = [{ id: 'track', name: { en: 'Food' }, slug: 'food', colour: null, position: 0 }];
  base.funders = [
    { id: 'funder', name: {}, programme: {}, grantNumber: '1', acknowledgement: {}, logos: [], position: 0 },
  ];
  const slot = { ...session!.slots[0]!, roomId: 'room-1', onlineRoomId: null };
  Object.assign(session!, { speakerIds: ['speaker-1'], trackId: 'track', slots: [slot] });
  return base;
}

describe('mergeRelease', () => {
  it('gives the patch that leads from the programme before to the programme after', () => {
    fc.assert(
      fc.property(arbitraryMerge, ({ before, merged }) => {
        const after = programmeOf(merged, 2);
        const { release } = after;
        const patch = JSON.parse(JSON.stringify(merged.patch)) as typeof merged.patch;
        const summary = { added: 0, moved: 0, changed: 0, removed: 0 };
        const { textsChanged } = merged;
        const change = { seq: 2, at, type: 'programme.released' as const, release, textsChanged, summary, patch };
        expect(applyChange(before, change)).toEqual(after);
      }),
    );
  });

  it('leaves slots that the draft did not alter, with their overlays, but for the time of a change of what is told', () => {
    fc.assert(
      fc.property(arbitraryMerge, ({ base, next, before, live, merged }) => {
        const { moved } = diffReleases(base, next, live);
        const altered = new Set(moved.flatMap(({ slots }) => slots.map(({ slot }) => slot)));
        for (const session of merged.sessions) {
          for (const slot of session.slots) {
            const was = live.get(slot.id);
            if (
              was === undefined ||
              (altered.has(slot.id) && JSON.stringify(shown(was)) !== JSON.stringify(shown(slot)))
            )
              continue;
            const sessionBefore = before.sessions.find(({ slots }) => slots.some(({ id }) => id === slot.id))!;
            const retold = toldWith(base, sessionBefore, slot) !== toldWith(merged.content, session, slot);
            const { version, changedAt, ...rest } = slot;
            expect(rest).toEqual({ ...was, version: undefined, changedAt: undefined });
            expect(changedAt).toBe(retold ? at : was.changedAt);
            expect(version - was.version).toBe(departure(sessionBefore) === departure(session) ? 0 : 1);
          }
        }
      }),
    );
  });

  it('raises a version by one when time, room, status, plan or departure differ, and only then', () => {
    fc.assert(
      fc.property(arbitraryMerge, ({ before, live, merged }) => {
        for (const session of merged.sessions) {
          for (const slot of session.slots) {
            const was = live.get(slot.id);
            const sessionBefore = before.sessions.find(({ slots }) => slots.some(({ id }) => id === slot.id));
            const differs =
              was === undefined ||
              JSON.stringify(shown(was)) !== JSON.stringify(shown(slot)) ||
              departure(sessionBefore!) !== departure(session);
            expect(slot.version).toBe((was?.version ?? 0) + (differs ? 1 : 0));
            if (differs) expect(slot.changedAt).toBe(at);
          }
        }
      }),
    );
  });

  it('publishes nothing that refers to what is not published', () => {
    fc.assert(
      fc.property(
        arbitraryMerge,
        fc.subarray(['room-1', 'room-2', 'room-3', 'online-1', 'speaker-1', 'speaker-2']),
        ({ base, next, live, choices }, gone) => {
          const sessions = next.sessions.map((session) => ({
            ...session,
            speakerIds: session.speakerIds.filter((id) => !gone.includes(id)),
            slots: session.slots.map((slot) => ({
              ...slot,
              roomId: gone.includes(slot.roomId ?? '') ? null : slot.roomId,
              onlineRoomId: gone.includes(slot.onlineRoomId ?? '') ? null : slot.onlineRoomId,
            })),
          }));
          const without = {
            ...next,
            sessions,
            rooms: next.rooms.filter(({ id }) => !gone.includes(id)),
            speakers: next.speakers.filter(({ id }) => !gone.includes(id)),
          };
          const merged = mergeRelease({ base, next: without, live, choices, at });
          if (!merged.ok) throw new Error('Every choice was made.');
          const rooms = merged.content.rooms.map(({ id }) => id);
          const speakers = merged.content.speakers.map(({ id }) => id);
          const named = [...slotsOf(merged.sessions).values()].flatMap((slot) => [
            slot.roomId,
            slot.onlineRoomId,
            slot.plannedRoomId,
            slot.plannedOnlineRoomId,
          ]);
          expect(named.filter((id) => id !== null && !rooms.includes(id))).toEqual([]);
          expect(
            merged.sessions.flatMap(({ speakerIds }) => speakerIds).filter((id) => !speakers.includes(id)),
          ).toEqual([]);
          expect(new Set(rooms).size).toBe(rooms.length);
        },
      ),
    );
  });

  it.each<[string, (content: ProgrammeContent) => void, 'version' | 'changedAt' | 'neither']>([
    ['when the bus leaves', ({ sessions }) => (sessions[0]!.addOn!.departAt = minutesIn(-60)), 'version'],
    ['where people meet', ({ sessions }) => (sessions[0]!.addOn!.meetingPoint = { en: 'The gate' }), 'version'],
    ['what to bring', ({ sessions }) => (sessions[0]!.addOn!.bring = { en: 'Boots' }), 'changedAt'],
    ['the name of its room', ({ rooms }) => (rooms[0]!.name = { en: 'Barn' }), 'changedAt'],
    ['the name of another room', ({ rooms }) => (rooms[1]!.name = { en: 'Barn' }), 'neither'],
    ['the address of its venue', ({ venues }) => (venues[0]!.address = 'Elsewhere 1'), 'changedAt'],
    ['the name of its speaker', ({ speakers }) => (speakers[0]!.name = 'Ada'), 'changedAt'],
    ['the name of another speaker', ({ speakers }) => (speakers[1]!.name = 'Ada'), 'neither'],
    ['the name of its track', ({ tracks }) => (tracks[0]!.name = { en: 'Taste' }), 'changedAt'],
    ['its abstract', ({ texts }) => (texts.sessions['S0']!.abstract = { en: 'New' }), 'changedAt'],
    ['the acknowledgement', ({ funders }) => (funders[0]!.acknowledgement = { en: 'Thanks' }), 'changedAt'],
    ['the title of the event', ({ event }) => (event.title = { en: 'Renamed' }), 'neither'],
  ])('tells of a slot that %s changed', (_, alter, risen) => {
    const base = excursion();
    const [was] = firstProgramme(base).sessions[0]!.slots;
    const next = structuredClone(base);
    alter(next);
    const merged = mergeRelease({ base, next, live: new Map([[was!.id, was!]]), choices: {}, at });
    const [slot] = merged.ok ? merged.sessions[0]!.slots : [];
    expect(slot!.version - was!.version).toBe(risen === 'version' ? 1 : 0);
    expect(slot!.changedAt).toBe(risen === 'neither' ? was!.changedAt : at);
  });

  it('refuses a code that would stand for two sessions: one kept as it is live, one new in the draft', () => {
    const base = excursion();
    const [was] = firstProgramme(base).sessions[0]!.slots;
    const late = { ...was!, startsAt: minutesIn(5), version: 2 };
    const [session] = base.sessions;
    const other = { ...session!, id: 'other', slots: session!.slots.map((slot) => ({ ...slot, id: 'other' })) };
    const release = (choice: 'live' | 'draft') =>
      mergeRelease({
        base,
        next: { ...base, sessions: [other] },
        live: new Map([[late.id, late]]),
        choices: { [late.id]: choice },
        at,
      });
    expect(release('live')).toEqual({ ok: false, choicesNeeded: [], codesTwice: ['S0'] });
    expect(release('draft').ok).toBe(true);
  });

  it('follows each choice: live keeps what holds now over the new plan, draft takes the plan', () => {
    fc.assert(
      fc.property(arbitraryMerge, ({ base, next, live, choices, merged }) => {
        const after = slotsOf(merged.sessions);
        for (const { slot: id, draft, live: was } of diffReleases(base, next, live).choicesNeeded) {
          const slot = after.get(id);
          if (choices[id] === 'draft') {
            const { startsAt, endsAt, roomId, onlineRoomId } = draft ?? {};
            expect(slot && [slot.startsAt, slot.endsAt, slot.roomId, slot.onlineRoomId, slot.status]).toEqual(
              draft === null ? undefined : [startsAt, endsAt, roomId, onlineRoomId, 'scheduled'],
            );
            continue;
          }
          const { startsAt, endsAt, roomId, onlineRoomId, status, reason } = was;
          expect(slot).toMatchObject({ startsAt, endsAt, roomId, onlineRoomId, status, reason });
          if (draft !== null)
            expect([slot?.plannedStartsAt, slot?.plannedRoomId]).toEqual([draft.startsAt, draft.roomId]);
        }
      }),
    );
  });

  it('keeps each departure held that the draft does not plan anew, and plans as the draft does else', () => {
    fc.assert(
      fc.property(arbitraryMerge, ({ base, next, before, held, merged }) => {
        const { holdsReplaced } = diffReleases(base, next, new Map(), held);
        for (const session of merged.sessions) {
          const was = before.sessions.find(({ id }) => id === session.id)?.addOn;
          const planned = merged.content.sessions.find(({ id }) => id === session.id)!.addOn?.departAt;
          const isSame = was !== undefined && was?.plannedDepartAt === planned;
          expect(session.addOn?.plannedDepartAt).toBe(planned);
          expect(session.addOn?.departAt).toBe(isSame ? was?.departAt : planned);
        }
        const replaced = before.sessions.filter(({ id, addOn }) => {
          const session = next.sessions.find((each) => each.id === id);
          return session !== undefined && held.has(id) && session.addOn?.departAt !== addOn?.plannedDepartAt;
        });
        expect(holdsReplaced.map(({ session }) => session).sort()).toEqual(replaced.map(({ code }) => code).sort());
      }),
    );
  });

  it.each<[string, (content: ProgrammeContent) => void, 'held' | 'draft' | 'gone']>([
    ['what to bring', ({ sessions }) => (sessions[0]!.addOn!.bring = { en: 'Boots' }), 'held'],
    ['where people meet', ({ sessions }) => (sessions[0]!.addOn!.meetingPoint = { en: 'The gate' }), 'held'],
    ['the place', ({ sessions }) => (sessions[0]!.slots[0]!.roomId = 'room-2'), 'held'],
    ['when it departs', ({ sessions }) => (sessions[0]!.addOn!.departAt = minutesIn(-60)), 'draft'],
    ['that it departs', ({ sessions }) => (sessions[0]!.addOn!.departAt = null), 'gone'],
    ['that there is an add-on', ({ sessions }) => (sessions[0]!.addOn = null), 'gone'],
  ])('lays a hold over a release that changes %s', (_, alter, expected) => {
    const base = excursion();
    const [was] = firstProgramme(base).sessions[0]!.slots;
    const next = structuredClone(base);
    alter(next);
    const { id, addOn } = base.sessions[0]!;
    const until = new Date(Date.parse(addOn!.departAt!) + 600_000).toISOString();
    const live = new Map([[was!.id, was!]]);
    const merged = mergeRelease({ base, next, live, held: new Map([[id, until]]), choices: {}, at });
    const departs = merged.ok && [...heldDepartures(merged.sessions).values(), merged.sessions[0]!.addOn?.departAt];
    expect(departs).toEqual(
      { held: [until, until], draft: [minutesIn(-60)], gone: [next.sessions[0]!.addOn === null ? undefined : null] }[
        expected
      ],
    );
  });

  it('publishes what the draft plans and what was kept, in canonical order; all else is removed and cancelled', () => {
    fc.assert(
      fc.property(arbitraryMerge, ({ base, next, live, choices, merged }) => {
        const kept = diffReleases(base, next, live).choicesNeeded.filter(
          ({ slot, draft }) => draft === null && choices[slot] === 'live',
        );
        const expected = [
          ...next.sessions.flatMap(({ slots }) => slots.map(({ id }) => id)),
          ...kept.map(({ slot }) => slot),
        ];
        const after = slotsOf(merged.sessions);
        expect([...after.keys()].sort()).toEqual(expected.sort());
        expect(slotsOf(merged.removedSlots.map(({ slot }) => ({ slots: [slot] })))).toEqual(
          new Map(
            [...live.values()]
              .filter(({ id }) => !after.has(id))
              .map((slot) => [slot.id, { ...slot, status: 'cancelled', version: slot.version + 1, changedAt: at }]),
          ),
        );
        expect(merged.sessions).toEqual(merged.sessions.toSorted(byCode));
        for (const { slots } of merged.sessions) expect(slots).toEqual(slots.toSorted(byPlannedStart));
      }),
    );
  });

  it('changes nothing when what it published is published again', () => {
    fc.assert(
      fc.property(arbitraryMerge, ({ merged: { content, sessions } }) => {
        const again = mergeRelease({
          base: content,
          next: content,
          live: slotsOf(sessions),
          held: heldDepartures(sessions),
          choices: {},
          at: minutesIn(99),
        });
        const none = { upserted: [], removed: [] };
        const patch = {
          event: null,
          days: null,
          venues: none,
          rooms: none,
          tracks: none,
          speakers: none,
          funders: none,
          sessions: none,
        };
        expect(again).toEqual({ ok: true, content, sessions, removedSlots: [], patch, textsChanged: false });
      }),
    );
  });

  it('asks for each choice that is open', () => {
    fc.assert(
      fc.property(arbitraryMerge, ({ base, next, live }) => {
        const { choicesNeeded } = diffReleases(base, next, live);
        const merged = mergeRelease({ base, next, live, choices: {}, at });
        expect(merged.ok ? [] : merged.choicesNeeded).toEqual(choicesNeeded);
      }),
    );
  });

  it('continues the version of a slot that returns', () => {
    const [{ base }] = fc.sample(
      arbitraryRevision.filter((drawn) => drawn.base.sessions.length > 0),
      { numRuns: 1, seed: 5 },
    ) as [{ base: ProgrammeContent; next: ProgrammeContent }];
    const ever = slotsOf(firstProgramme(base).sessions);
    const bare = { ...base, sessions: [], texts: { sessions: {}, speakers: {} } };
    const emptied = mergeRelease({ base, next: bare, live: ever, choices: {}, at });
    if (!emptied.ok) throw new Error('Nothing was changed live.');
    for (const { slot } of emptied.removedSlots) ever.set(slot.id, slot);
    const returned = mergeRelease({ base: bare, next: base, live: ever, choices: {}, at });
    const slots = returned.ok ? [...slotsOf(returned.sessions).values()] : [];
    expect(slots.map(({ version, status }) => [version, status])).toEqual([...ever.keys()].map(() => [3, 'scheduled']));
  });
});
