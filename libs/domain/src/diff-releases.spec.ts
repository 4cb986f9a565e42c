import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { diffReleases } from './diff-releases.js';
import type { PlannedSlot, ProgrammeContent, Slot } from './programme.js';
import {
  arbitraryContent,
  arbitraryOverlay,
  arbitraryRevision,
  firstProgramme,
  minutesIn,
  overlaid,
} from './testing/arbitrary-programme.js';
import { plannedAddOn } from './testing/planned-session.js';

const [base] = fc.sample(
  arbitraryContent.filter(({ sessions }) => sessions.length > 2),
  { numRuns: 1, seed: 3 },
) as [ProgrammeContent];
const [first, second] = base.sessions as [ProgrammeContent['sessions'][0], ProgrammeContent['sessions'][0]];
const plan = first.slots[0]!;
const slots = slotsOf(firstProgramme(base).sessions);
const nothing = {
  added: [],
  removed: [],
  moved: [],
  changed: [],
  frame: [],
  choicesNeeded: [],
  holdsReplaced: [],
  empty: true,
};

function slotsOf(sessions: { slots: Slot[] }[]): Map<string, Slot> {
  return new Map(sessions.flatMap((session) => session.slots).map((slot) => [slot.id, slot]));
}
const excursions: ProgrammeContent = {
  ...base,
  sessions: [
    {
      ...first,
      addOn: plannedAddOn({ departAt: minutesIn(90) }),
    },
  ],
};
const withFirst = (values: Partial<typeof first>): ProgrammeContent => ({
  ...base,
  sessions: base.sessions.with(0, { ...first, ...values }),
});
const withPlan = (after: PlannedSlot | null): ProgrammeContent =>
  withFirst({ slots: first.slots.flatMap((slot) => (slot.id !== plan.id ? [slot] : after === null ? [] : [after])) });
const named = { session: first.code, title: first.title };

describe('diffReleases', () => {
  it('adds everything at the first release', () => {
    const added = base.sessions.map(({ code, title }) => ({ session: code, title }));
    expect(diffReleases(null, base, new Map())).toEqual({ ...nothing, added, empty: false });
  });

  it('names sessions that were added and removed', () => {
    const without = { ...base, sessions: base.sessions.slice(1) };
    expect(diffReleases(base, without, slots)).toEqual({ ...nothing, removed: [named], empty: false });
    expect(diffReleases(without, base, slots)).toEqual({ ...nothing, added: [named], empty: false });
  });

  it('names slots at another time with both plans', () => {
    const after = { ...plan, startsAt: minutesIn(-60), endsAt: minutesIn(-30) };
    const moved = [{ ...named, slots: [{ session: first.code, slot: plan.id, before: plan, after }] }];
    expect(diffReleases(base, withPlan(after), slots)).toEqual({ ...nothing, moved, empty: false });
  });

  it('names the facts and texts that differ', () => {
    const next = withFirst({ kind: 'story', speakerIds: ['speaker-9'] });
    const texts = { ...base.texts.sessions, [first.code]: { abstract: { en: 'New' }, description: {}, materials: [] } };
    const changed = [{ ...named, fields: ['abstract', 'kind', 'speakerIds'] }];
    expect(diffReleases(base, { ...next, texts: { ...base.texts, sessions: texts } }, slots)).toEqual({
      ...nothing,
      changed,
      empty: false,
    });
  });

  it('names the lists of the frame that differ, biographies with the speakers', () => {
    const next = {
      ...base,
      rooms: base.rooms.slice(1),
      texts: { ...base.texts, speakers: { 'speaker-1': { en: 'Born' } } },
    };
    expect(diffReleases(base, next, slots)).toEqual({ ...nothing, frame: ['rooms', 'speakers'], empty: false });
  });

  it.each<[string, number | null, number[]]>([
    ['leaves as it is', 90, []],
    ['plans later than it is held', 130, [130]],
    ['plans as it is held', 105, [105]],
    ['takes away', null, [Number.NaN]],
  ])('names a departure that is held and that the draft %s', (_, departs, named) => {
    const [visit] = excursions.sessions;
    const draft = departs === null ? null : minutesIn(departs);
    const next = { ...excursions, sessions: [{ ...visit!, addOn: { ...visit!.addOn!, departAt: draft } }] };
    const held = new Map([[visit!.id, minutesIn(105)]]);
    expect(diffReleases(excursions, next, new Map(), held).holdsReplaced).toEqual(
      named.map(() => ({ session: visit!.code, base: minutesIn(90), draft, live: minutesIn(105) })),
    );
    expect(diffReleases(excursions, next, new Map()).holdsReplaced).toEqual([]);
  });

  it('is empty between equal contents, whatever their overlays', () => {
    fc.assert(
      fc.property(arbitraryContent, fc.array(arbitraryOverlay, { minLength: 1 }), (content, overlays) => {
        const live = slotsOf(overlaid(firstProgramme(content), overlays).sessions);
        expect(diffReleases(content, structuredClone(content), live)).toEqual(nothing);
      }),
    );
  });

  it('names added where the way back names removed', () => {
    fc.assert(
      fc.property(arbitraryRevision, ({ base: from, next }) => {
        const there = diffReleases(from, next, new Map());
        const back = diffReleases(next, from, new Map());
        expect([there.added, there.removed, there.frame, there.empty]).toEqual([
          back.removed,
          back.added,
          back.frame,
          back.empty,
        ]);
      }),
    );
  });
});

describe('the choices that diffReleases asks for', () => {
  const shown = slots.get(plan.id)!;
  const moved = { ...plan, startsAt: minutesIn(-60), endsAt: minutesIn(-30) };
  const late = { startsAt: minutesIn(700), endsAt: minutesIn(730) };
  const there = { startsAt: moved.startsAt, endsAt: moved.endsAt };

  it.each<[string, Partial<Slot>, PlannedSlot | null, boolean]>([
    ['both moved it', late, moved, true],
    ['only the draft moved it', {}, moved, false],
    ['only a live change moved it', late, plan, false],
    ['both moved it to the same', there, moved, false],
    ['it runs where the draft moves it to', { ...there, status: 'running' }, moved, true],
    ['it runs and the draft moves it', { status: 'running' }, moved, true],
    ['it is cancelled and the draft moves it', { status: 'cancelled' }, moved, true],
    ['it was moved and the draft removes it', late, null, true],
    ['it runs and the draft removes it', { status: 'running' }, null, true],
    ['it is cancelled and the draft removes it', { status: 'cancelled' }, null, false],
    ['it has ended and the draft removes it', { status: 'ended' }, null, false],
    ['it stands as planned and the draft removes it', {}, null, false],
  ])('when %s', (_, values, draft, isAsked) => {
    const live = { ...shown, ...values };
    const { choicesNeeded } = diffReleases(base, withPlan(draft), new Map(slots).set(plan.id, live));
    expect(choicesNeeded).toEqual(isAsked ? [{ session: first.code, slot: plan.id, base: plan, draft, live }] : []);
  });

  it('cover the slots of a session that the draft removes', () => {
    const live = { ...slots.get(second.slots[0]!.id)!, ...late };
    const without = { ...base, sessions: base.sessions.toSpliced(1, 1) };
    const { choicesNeeded } = diffReleases(base, without, new Map(slots).set(live.id, live));
    expect(choicesNeeded).toEqual([{ session: second.code, slot: live.id, base: second.slots[0], draft: null, live }]);
  });
});
