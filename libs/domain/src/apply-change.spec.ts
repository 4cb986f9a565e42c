import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyChange, applyChanges } from './apply-change.js';
import { heldDepartures, publishedAddOn } from './departure.js';
import { planLiveChange, rowsOf, type LiveChangeCommand } from './live-change.js';
import { mergeRelease } from './merge-release.js';
import type { Change, LogisticsUpdated, Programme, ProgrammeReleased, Slot, SlotChange } from './programme.js';
import {
  arbitraryOverlay,
  arbitraryProgramme,
  arbitraryRevision,
  firstProgramme,
  minutesIn,
  overlaid,
  programmeOf,
  releaseFacts,
} from './testing/arbitrary-programme.js';
import { plannedAddOn } from './testing/planned-session.js';

const [example] = fc.sample(
  arbitraryProgramme.filter(({ sessions }) => sessions.length > 1),
  { numRuns: 1, seed: 7 },
) as [Programme];
const session = example.sessions[0]!;
const slot = session.slots[0]!;

const delayed = (seq: number, after: Slot = { ...slot, version: slot.version + 1 }): SlotChange => ({
  seq,
  at: minutesIn(0),
  type: 'slot.delayed',
  session: session.code,
  slot: after,
  reason: null,
  causedBy: null,
});
const addOn = plannedAddOn({ departAt: minutesIn(0) });
const logistics = (seq: number, slots: Slot[], code = session.code): LogisticsUpdated => ({
  seq,
  at: minutesIn(0),
  type: 'logistics.updated',
  session: code,
  addOn: publishedAddOn(addOn, minutesIn(10)),
  slots,
  reason: null,
});
const released = (seq: number, more: Partial<ProgrammeReleased>): ProgrammeReleased => ({
  seq,
  at: minutesIn(0),
  type: 'programme.released',
  release: releaseFacts(seq),
  textsChanged: false,
  summary: { added: 0, moved: 0, changed: 0, removed: 0 },
  ...more,
});

describe('applyChange', () => {
  it('puts the after-image in place and shares all else', () => {
    const after = applyChange(example, delayed(2));
    if (after === 'refetch') throw new Error('refetch');
    expect(after.seq).toBe(2);
    expect(after.sessions[0]!.slots[0]).toEqual({ ...slot, version: slot.version + 1 });
    expect(after.sessions[1]).toBe(example.sessions[1]);
    expect(after.rooms).toBe(example.rooms);
  });

  it('takes the mode of the session from its rooms', () => {
    const slots = session.slots.map((other) => ({ ...other, roomId: null, onlineRoomId: null }));
    const bare: Programme = { ...example, sessions: example.sessions.with(0, { ...session, mode: null, slots }) };
    const after = applyChange(bare, delayed(2, { ...slots[0]!, roomId: 'room-1', onlineRoomId: 'online-1' }));
    expect(after !== 'refetch' && after.sessions[0]!.mode).toBe('hybrid');
  });

  it('puts the logistics and slots of a departure in place and shares all else', () => {
    const held = logistics(2, [{ ...slot, version: slot.version + 1 }]);
    const after = applyChange(example, held);
    if (after === 'refetch') throw new Error('refetch');
    expect(after).toEqual({
      ...example,
      seq: 2,
      sessions: example.sessions.with(0, {
        ...session,
        addOn: held.addOn,
        slots: [{ ...slot, version: slot.version + 1 }, ...session.slots.slice(1)],
      }),
    });
    expect(after.sessions[1]).toBe(example.sessions[1]);
    expect(applyChange(after, held)).toBe(after);
  });

  it('leaves the programme as it is when the row was applied already', () => {
    expect(applyChange(example, delayed(example.seq))).toBe(example);
  });

  const unknown = { ...delayed(2), type: 'slot.painted' } as unknown as Change;
  it.each<[string, Change]>([
    ['a row is missing before it', delayed(3)],
    ['its type is unknown', unknown],
    ['the session is unknown', { ...delayed(2), session: 'NONE' }],
    ['the slot is unknown', delayed(2, { ...slot, id: 'none' })],
    ['a departure is of an unknown session', logistics(2, [slot], 'NONE')],
    ['a departure has an unknown slot', logistics(2, [slot, { ...slot, id: 'none' }])],
    ['a release is too large for its row', released(2, { refetch: true })],
    ['a release has no patch', released(2, {})],
  ])('asks for a new snapshot when %s', (_, change) => {
    expect(applyChange(example, change)).toBe('refetch');
    expect(applyChanges(example, [change, delayed(4)])).toBe('refetch');
  });
});

/** Steps of a live event: releases of drafts and live changes on random slots. */
const arbitrarySteps = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: fc.record({ release: arbitraryRevision }) },
    {
      weight: 4,
      arbitrary: fc.record({
        slot: fc.nat(),
        minutes: fc.integer({ min: -30, max: 60 }),
        type: fc.constantFrom('delay', 'extend', 'hold', 'hold', 'cancel', 'reinstate', 'start', 'end'),
      }),
    },
  ),
  { maxLength: 12 },
);

describe('applyChanges', () => {
  it('leads from any snapshot to any later one, over releases and live changes of all types', () => {
    fc.assert(
      fc.property(
        arbitraryRevision,
        arbitrarySteps,
        fc.array(arbitraryOverlay, { minLength: 3 }),
        (start, steps, overlays) => {
          let content = start.base;
          let current = overlaid(firstProgramme(content), overlays);
          const ever = new Map<string, Slot>();
          const snapshots = [current];
          const changes: Change[] = [];
          for (const step of steps) {
            const slots = current.sessions.flatMap((each) => each.slots.map((entry) => ({ code: each.code, entry })));
            for (const { entry } of slots) ever.set(entry.id, entry);
            const at = minutesIn(changes.length);
            if ('release' in step) {
              const choices = Object.fromEntries(
                slots.map(({ entry }, index) => [entry.id, index % 2 ? 'live' : 'draft'] as const),
              );
              const merged = mergeRelease({
                base: content,
                next: step.release.next,
                live: ever,
                held: heldDepartures(current.sessions),
                choices,
                at,
              });
              if (!merged.ok) throw new Error('All choices were made.');
              content = merged.content;
              const seq = current.seq + 1;
              changes.push(released(seq, { patch: merged.patch, textsChanged: merged.textsChanged }));
              current = programmeOf(merged, seq);
              snapshots.push(current);
              continue;
            }
            const target = slots[step.slot % Math.max(1, slots.length)];
            const { type, minutes } = step;
            const command: LiveChangeCommand =
              type === 'delay' || type === 'extend'
                ? { type, minutes, cascade: true }
                : type === 'hold'
                  ? { type, minutes }
                  : { type };
            const plan = planLiveChange(current, target?.entry.id ?? '', command, at, null);
            if (!plan.ok) continue;
            for (const row of rowsOf(plan)) {
              const seq = current.seq + 1;
              changes.push({ ...row, seq, at });
              const images = row.type === 'logistics.updated' ? row.slots : [row.slot];
              const sessions = current.sessions.map((each) => ({
                ...each,
                addOn: row.type === 'logistics.updated' && row.session === each.code ? row.addOn : each.addOn,
                slots: each.slots.map((entry) => images.find(({ id }) => id === entry.id) ?? entry),
              }));
              current = { ...current, seq, sessions };
              snapshots.push(current);
            }
          }
          const wire = JSON.parse(JSON.stringify(changes)) as Change[];
          for (const snapshot of snapshots) expect(applyChanges(snapshot, wire)).toEqual(current);
        },
      ),
      { numRuns: 60 },
    );
  });
});
