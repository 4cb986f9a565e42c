import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Programme, Slot } from '@kopa/domain';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { StreamService } from '../live/stream.service.js';
import { loadPublished } from './published-rows.js';

/** Several present one after another. */
const round = 'D1-ROUND';

describe('turns in a session', () => {
  let event: DemoEvent;

  beforeAll(async () => {
    event = await openDemoEvent();
  });
  afterAll(() => event.close());

  const change = (body: object) => event.call('POST', '/live-changes', event.organiser, { session: round, ...body });
  const slotIn = ({ sessions }: Programme): Slot => sessions.find(({ code }) => code === round)!.slots[0]!;
  const served = async (): Promise<Slot> => slotIn((await event.call('GET', '/programme')).json());
  const stored = async (): Promise<Slot> =>
    slotIn((await loadPublished(event.database.dataSource.manager, event.eventId))!.programme);
  const next = async (item?: number | null): Promise<Slot> => {
    const answer = await change({ type: 'next', ...(item === undefined ? {} : { item }) });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      201,
      { changes: [{ type: 'item.started', session: round }] },
    ]);
    const [row] = answer.json<{ changes: [{ slot: Slot }] }>().changes;
    expect([await served(), await stored()]).toEqual([row.slot, row.slot]);
    return row.slot;
  };

  it('are refused before it has begun', async () => {
    expect((await change({ type: 'next' })).json()).toMatchObject({ code: 'slot.notRunning' });
  });

  it('go one after another, back, and by the clock again, and followers see whose turn it is', async () => {
    event.clock.at = new Date((await served()).startsAt);
    expect((await change({ type: 'start' })).statusCode).toBe(201);
    const { version } = await served();
    const at = event.clock.at.toISOString();
    expect(await next()).toMatchObject({ version: version + 1, turn: { item: 1, startedAt: at } });
    expect(await next()).toMatchObject({ version: version + 2, turn: { item: 2 } });
    expect(await next(1)).toMatchObject({ turn: { item: 1 } });
    expect('turn' in (await next(null))).toBe(false);
  });

  it.each([
    [{ type: 'next', item: 99 }, 422, 'turn.unknown'],
    [{ type: 'next', item: null }, 422, 'change.nothing'],
    [{ type: 'next', item: 1, slotVersion: 1 }, 412, 'slot.late'],
    [{ type: 'next', session: 'D1-OPEN' }, 409, 'slot.notRunning'],
  ])('refuse %j and publish nothing', async (body, status, code) => {
    const before = await served();
    const answer = await change(body);
    expect([answer.statusCode, answer.json()]).toMatchObject([status, { code }]);
    expect(await served()).toEqual(before);
  });

  it('are published by nobody whose transaction fails at its end', async () => {
    const before = [await served(), await stored()];
    const streams = event.app.get(StreamService);
    const append = streams.append.bind(streams);
    streams.append = async (...given) => {
      await append(...given);
      throw new Error('the server was killed');
    };
    expect((await change({ type: 'next', item: 2 })).statusCode).toBe(500);
    streams.append = append;
    expect([await served(), await stored()]).toEqual(before);
  });
});
