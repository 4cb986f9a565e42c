import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyChange } from './apply-change.js';
import { diffReleases } from './diff-releases.js';
import { mergeRelease, type MergedRelease } from './merge-release.js';
import { byCode, byPlannedStart } from './order.js';
import type { ProgrammeContent, Programme, Session, Slot } from './programme.js';
import {
  arbitraryOverlay,
  arbitraryRevision,
  firstProgramme,
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
  choices: Record<string, 'live' | 'draft'>;
  merged: MergedRelease;
}

/** A release over a programme on its live day, with a choice for every slot. */
const arbitraryMerge: fc.Arbitrary<Drawn> = fc
  .tuple(
    arbitraryRevision,
    fc.array(arbitraryOverlay, { minLength: 3 }),
    fc.array(fc.constantFrom<('live' | 'draft')[]>('live', 'draft'), { minLength: 3 }),
  )
  .map(([{ base, next }, overlays, sides]) => {
    const before = overlaid(firstProgramme(base), overlays);
    const live = slotsOf(before.sessions);
    const choices = Object.fromEntries(
      [...live.keys()].map((id, index) => [id, sides[index % sides.length]!] as const),
    );
    const merged = mergeRelease({ base, next, live, choices, at });
    if (!merged.ok) throw new Error('Every choice was made.');
    return { base, next, before, live, choices, merged };
  });

const shown = ({ startsAt, endsAt, roomId, onlineRoomId, status, ...slot }: Slot): unknown => [
  [startsAt, endsAt, roomId, onlineRoomId, status],
  [slot.plannedStartsAt, slot.plannedEndsAt, slot.plannedRoomId, slot.plannedOnlineRoomId],
];

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

  it('leaves slots that the draft did not alter, with their overlays, but for the time of a change of their session', () => {
    fc.assert(
      fc.property(arbitraryMerge, ({ base, next, live, merged }) => {
        const { moved, changed } = diffReleases(base, next, live);
        const altered = new Set(moved.flatMap(({ slots }) => slots.map(({ slot }) => slot)));
        const retold = new Set(changed.map(({ session }) => session));
        for (const { code, slots } of merged.sessions) {
          for (const slot of slots) {
            const was = live.get(slot.id);
            const isReplanned =
              altered.has(slot.id) && JSON.stringify(was && shown(was)) !== JSON.stringify(shown(slot));
            if (was === undefined || isReplanned) continue;
            expect(slot).toEqual(retold.has(code) ? { ...was, changedAt: at } : was);
          }
        }
      }),
    );
  });

  it('raises a version by one when time, room, status or plan differ, and only then', () => {
    fc.assert(
      fc.property(arbitraryMerge, ({ live, merged }) => {
        for (const slot of slotsOf(merged.sessions).values()) {
          const was = live.get(slot.id);
          const differs = was === undefined || JSON.stringify(shown(was)) !== JSON.stringify(shown(slot));
          expect(slot.version).toBe((was?.version ?? 0) + (differs ? 1 : 0));
          if (differs) expect(slot.changedAt).toBe(at);
        }
      }),
    );
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
