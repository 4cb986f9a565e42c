import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DraftAgenda, DraftDiff } from '@kopa/contracts';
import type { ReleaseDiff } from '@kopa/domain';
import { fewestQueries } from '../../../../test/support/asked-queries.js';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { schemaDrift } from '../platform/database.js';

describe('what a release would change', () => {
  let event: DemoEvent;

  beforeAll(async () => {
    event = await openDemoEvent();
  });
  afterAll(() => event.close());

  const get = async <T>(part: string): Promise<T> => (await event.call('GET', part, event.organiser)).json<T>();
  const diff = (): Promise<DraftDiff> => get('/draft/diff');
  const draft = (): Promise<DraftAgenda> => get('/draft');
  const restore = (body: object) => event.call('POST', '/draft/restore', event.organiser, body);
  const release = (name: string) => event.call('POST', '/releases', event.organiser, { name });
  /** Moves a session of the draft by minutes; null takes it out of the agenda. */
  const move = async (code: string, minutes: number | null): Promise<void> => {
    const { id, slots } = (await draft()).sessions.find((session) => session.code === code)!;
    const { version, ...slot } = slots[0]!;
    const later = (at: string): string => new Date(Date.parse(at) + minutes! * 60_000).toISOString();
    const to =
      minutes === null
        ? null
        : {
            startsAt: later(slot.startsAt),
            endsAt: later(slot.endsAt),
            roomId: slot.roomId,
            onlineRoomId: slot.onlineRoomId,
          };
    const edits = [{ slot: slot.id, session: id, seen: version, to }];
    const answer = await event.call('POST', '/draft/placements', event.organiser, { edits });
    expect(answer.statusCode).toBe(200);
  };

  it('has tables as its entities say', async () => {
    expect(await schemaDrift(event.database.dataSource)).toEqual([]);
  });

  it('says whom it hits: who booked, who waits, who starred, who gets a conflict, and who speaks', async () => {
    const anna = await event.register('Anna');
    await event.book(anna.manageToken, 'D2-SKOLA6', 'in-person');
    await event.book(anna.manageToken, 'D2-INCUBATOR', 'in-person');
    const janis = await event.register('Jānis');
    await event.book(janis.manageToken, 'D2-INCUBATOR', 'in-person');
    await event.call('PUT', '/me/stars/D2-SKOLA6', janis.manageToken, { mode: 'in-person' });
    expect(await diff()).toMatchObject({
      number: 2,
      empty: true,
      hits: { people: { concerned: 0, clashing: 0 }, sessions: {}, speakers: [] },
    });
    // From a quarter past one to a quarter past eleven, when the visit that both booked is.
    await move('D2-SKOLA6', -120);
    const { moved, hits } = await diff();
    expect(moved.map(({ session }) => session)).toEqual(['D2-SKOLA6']);
    expect(hits).toEqual({
      people: { concerned: 2, clashing: 2 },
      sessions: { 'D2-SKOLA6': { taken: 1, waiting: 0, starred: 1 } },
      speakers: [
        { code: expect.any(String), hasEmail: false, name: 'Koprades māja “SKOLA6”', sessions: ['D2-SKOLA6'] },
      ],
    });
    await move('D2-SKOLA6', 120);
  });

  it('counts who loses a session, and asks no more of the database for many', async () => {
    await move('D2-SKOLA6', null);
    const one = await fewestQueries(diff);
    expect((await diff()).hits.people).toEqual({ concerned: 2, clashing: 0 });
    for (const name of ['Pēteris', 'Ilze', 'Kārlis']) {
      const { manageToken } = await event.register(name);
      await event.book(manageToken, 'D2-SKOLA6', 'in-person');
    }
    const many = await fewestQueries(diff);
    expect((await diff()).hits.people.concerned).toBe(5);
    expect(many.length).toBe(one.length);
    expect((await restore({ release: 1 })).statusCode).toBe(200);
    expect(await diff()).toMatchObject({ empty: true });
  });

  it('compares any two releases', async () => {
    await move('D2-CLOSE', 30);
    expect((await release('Later')).statusCode).toBe(201);
    await move('D2-CLOSE', -30);
    expect((await release('Back again')).statusCode).toBe(201);
    const between = async (number: number, since?: number): Promise<string[]> =>
      (await get<ReleaseDiff>(`/releases/${number}/diff${since === undefined ? '' : `?since=${since}`}`)).moved.map(
        ({ session }) => session,
      );
    expect(await between(2)).toEqual(['D2-CLOSE']);
    expect(await between(3)).toEqual(['D2-CLOSE']);
    expect(await between(3, 1)).toEqual([]);
    expect((await get<ReleaseDiff>('/releases/1/diff?since=0')).added.length).toBeGreaterThan(10);
    expect((await event.call('GET', '/releases/9/diff', event.organiser)).statusCode).toBe(404);
  });

  it('goes back to an older release as a draft, and from there to what was', async () => {
    await move('D2-CLOSE', 45);
    const edited = await draft();
    const { kept } = (await restore({ release: 2 })).json<{ kept: string }>();
    const old = await diff();
    expect(old.moved.map(({ session }) => session)).toEqual(['D2-CLOSE']);
    expect(old.changed).toEqual([]);
    expect(old.frame).toEqual([]);
    expect((await restore({ kept })).statusCode).toBe(200);
    const standing = ({ sessions, speakers, rooms }: DraftAgenda) => ({
      speakers,
      rooms,
      sessions: sessions.map(({ version: _version, slots, ...session }) => ({
        ...session,
        slots: slots.map(({ version: _slot, ...slot }) => slot),
      })),
    });
    expect(standing(await draft())).toEqual(standing(edited));
    expect((await restore({ kept: randomUUID() })).statusCode).toBe(404);
    expect((await restore({ release: 99 })).statusCode).toBe(404);
    expect((await restore({ release: 1, kept })).statusCode).toBe(422);
    const audited: { action: string }[] = await event.database.dataSource.query(
      `SELECT action FROM audit_entries WHERE event_id = $1 AND action IN ('draft.restored', 'release.published') ORDER BY id DESC LIMIT 3`,
      [event.eventId],
    );
    expect(audited.map(({ action }) => action)).toEqual(['draft.restored', 'draft.restored', 'release.published']);
  });
});
