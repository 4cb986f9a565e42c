import { describe, expect, it } from '@jest/globals';
import type { DraftOutline, DraftSlot } from '@kopa/contracts';
import { stepInRooms } from './columns.js';

const slot = (id: string, roomId: string | null, onlineRoomId: string | null = null): DraftSlot => ({
  id,
  version: 1,
  startsAt: '2026-10-07T09:00:00.000Z',
  endsAt: '2026-10-07T10:00:00.000Z',
  roomId,
  onlineRoomId,
});
const session = (...slots: DraftSlot[]): DraftOutline => ({ id: 'session', slots }) as unknown as DraftOutline;
const later = { startsAt: '2026-10-07T11:00:00.000Z', endsAt: '2026-10-07T12:00:00.000Z' };
const loft = { id: 'loft', kind: 'physical' } as const;
const net = { id: 'net', kind: 'online' } as const;
const stood = ({ id: _, version: __, ...stand }: DraftSlot) => stand;

describe('stepInRooms', () => {
  let made = 0;
  const newId = (): string => `new-${(made += 1)}`;
  it('places a session in several rooms at once', () => {
    made = 0;
    const stand = { ...later, roomId: 'hall', onlineRoomId: null };
    expect(stepInRooms({ slot: null, session: session() }, stand, [loft, net], newId)).toEqual([
      { slot: 'new-1', session: 'session', before: null, after: stand },
      { slot: 'new-2', session: 'session', before: null, after: { ...later, roomId: 'loft', onlineRoomId: null } },
      { slot: 'new-3', session: 'session', before: null, after: { ...later, roomId: null, onlineRoomId: 'net' } },
    ]);
  });

  it('moves those that stand beside it, takes away what is not meant any more, and adds what is', () => {
    made = 0;
    const [own, both, gone] = [slot('own', 'hall'), slot('both', 'loft', 'net'), slot('gone', 'attic')];
    const stand = { ...later, roomId: 'hall', onlineRoomId: null };
    const cellar = { id: 'cellar', kind: 'physical' } as const;
    expect(stepInRooms({ slot: own, session: session(own, both, gone) }, stand, [loft, cellar], newId)).toEqual([
      { slot: 'own', session: 'session', before: stood(own), after: stand },
      {
        slot: 'both',
        session: 'session',
        before: stood(both),
        after: { ...later, roomId: 'loft', onlineRoomId: null },
      },
      { slot: 'gone', session: 'session', before: stood(gone), after: null },
      { slot: 'new-1', session: 'session', before: null, after: { ...later, roomId: 'cellar', onlineRoomId: null } },
    ]);
  });

  it('leaves alone what stands at another time', () => {
    const own = slot('own', 'hall');
    const other = { ...slot('other', 'loft'), ...later };
    expect(stepInRooms({ slot: own, session: session(own, other) }, stood(own), [], newId)).toHaveLength(1);
  });
});
