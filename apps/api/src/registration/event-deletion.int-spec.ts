import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import type { EventDeletion, RegistrationAnswer } from '@kopa/contracts';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { createToken } from '../accounts/tokens.js';
import { DeletedEvents } from '../events/deleted-events.js';
import { sweepDeletedEvents } from './event-deletion.js';

const day = 24 * 60;

describe('deleting an event', () => {
  let event: DemoEvent;
  let { call, organiser } = {} as DemoEvent;
  let owner: string;
  let person: RegistrationAnswer;

  beforeAll(async () => {
    event = await openDemoEvent();
    ({ call, organiser } = event);
    const { eventId, clock } = event;
    owner = await createToken(event.database.dataSource.manager, {
      eventId,
      role: 'owner',
      name: 'owner',
      expiresAt: null,
      at: clock.at,
    });
    person = await event.register('Anna');
    await event.book(person.manageToken, 'D2-SKOLA6', 'in-person');
    await event.app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    for (const socket of sockets) socket.disconnect();
    await event.close();
  });

  const answerOf = async (...asked: Parameters<DemoEvent['call']>): Promise<[number, string | undefined]> => {
    const answer = await call(...asked);
    const isJson = /json/.test(String(answer.headers['content-type']));
    return [answer.statusCode, isJson ? answer.json<{ code?: string }>().code : undefined];
  };
  const remove = async () => {
    const { version } = (await call('GET', '/deletion', owner)).json<EventDeletion>();
    return call('DELETE', '', owner, undefined, { 'if-match': `"${version}"` });
  };
  const at = async (url: string): Promise<number> => (await event.app.inject({ url })).statusCode;
  const listed = async (): Promise<string[]> =>
    (await event.app.inject({ url: '/api/v1/events' }))
      .json<{ items: { slug: string }[] }>()
      .items.map(({ slug }) => slug);
  const feed = (): string => new URL(person.feedUrl).pathname;
  const sockets: Socket[] = [];
  const follow = (): Socket => {
    const { port } = event.app.getHttpServer().address() as AddressInfo;
    const socket = io(`http://127.0.0.1:${port}/live`, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      auth: { event: event.slug },
    });
    sockets.push(socket);
    return socket;
  };
  const everything = async (): Promise<unknown> =>
    Promise.all(
      ['/programme', '/programme/texts', '/counts'].map(async (url) => {
        const answer = await call('GET', url);
        // Counts say when they were counted.
        return [answer.statusCode, answer.body.replace(/"at":"[^"]*"/, '')];
      }),
    );

  it('is its owner’s alone', async () => {
    for (const [method, url] of [
      ['GET', '/deletion'],
      ['DELETE', ''],
      ['POST', '/restoration'],
    ] as const) {
      expect(await answerOf(method, url, organiser)).toEqual([403, 'access.denied']);
      expect(await answerOf(method, url, person.manageToken)).toEqual([403, 'access.denied']);
      expect(await answerOf(method, url)).toEqual([401, 'credential.missing']);
    }
    const told = (await call('GET', '/deletion', owner)).json<EventDeletion>();
    expect(told).toEqual({
      version: expect.any(Number),
      isDeleted: false,
      deletesAt: new Date(event.clock.at.getTime() + 30 * day * 60_000).toISOString(),
      keptUntil: null,
      goes: { sessions: expect.any(Number), releases: 1, registrations: 1 },
    });
  });

  it('names the version that its owner saw', async () => {
    expect((await call('DELETE', '', owner)).statusCode).toBe(428);
    expect(await answerOf('DELETE', '', owner, undefined, { 'if-match': '"9999"' })).toEqual([412, 'settings.late']);
  });

  it('takes it out of everything at once, and gives all of it back', async () => {
    const before = await everything();
    const mine = await event.me(person.manageToken);
    const socket = follow();
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    const closed = new Promise<string>((resolve) => socket.once('disconnect', resolve));

    const deleted = await remove();
    expect([deleted.statusCode, deleted.json()]).toMatchObject([200, { isDeleted: true, goes: { registrations: 1 } }]);
    expect(await listed()).toEqual([]);
    for (const url of ['/programme', '/programme/texts', '/counts', '/changes?since=0', ''])
      expect(await answerOf('GET', url)).toEqual([410, 'event.deleted']);
    expect(await answerOf('GET', '/me', person.manageToken)).toEqual([410, 'event.deleted']);
    expect(await answerOf('GET', '/draft', organiser)).toEqual([410, 'event.deleted']);
    expect(await answerOf('GET', '/draft', owner)).toEqual([410, 'event.deleted']);
    expect(await answerOf('POST', '/registrations', undefined, {})).toEqual([410, 'event.deleted']);
    // Calendars keep asking: it may come back.
    expect([await at(`/calendar/${event.slug}.ics`), await at(feed())]).toEqual([404, 404]);
    // Whoever follows is let go, and is told why when they come again.
    await closed;
    const refused = await new Promise<{ data?: { code?: string } }>((resolve) =>
      follow().once('connect_error', resolve as (error: Error) => void),
    );
    expect(refused.data).toEqual({ code: 'event.deleted' });
    await event.isSound();
    // Once more changes nothing: neither the day nor the trail.
    event.clock.advance(day);
    expect((await remove()).json()).toEqual(deleted.json());

    expect((await call('POST', '/restoration', owner)).json()).toMatchObject({ isDeleted: false });
    expect(await everything()).toEqual(before);
    // The day that it was away is no day of hers to confirm in.
    const confirmBy = new Date(Date.parse(mine.confirmBy ?? '') + day * 60_000).toISOString();
    expect(await event.me(person.manageToken)).toEqual({ ...mine, confirmBy });
    expect([await at(`/calendar/${event.slug}.ics`), await at(feed())]).toEqual([200, 200]);
    expect(await listed()).toEqual([event.slug]);
    const trail: { action: string }[] = await event.database.dataSource.query(
      `SELECT action FROM audit_entries WHERE action LIKE 'event.%' ORDER BY id`,
    );
    expect(trail.map(({ action }) => action)).toEqual(['event.deleted', 'event.restored']);
    await event.isSound();
  });

  it('lets nobody lapse meanwhile, and gives back the time that was left to confirm', async () => {
    const { dataSource } = event.database;
    const until = new Date(event.clock.at.getTime() + 2 * 3_600_000);
    await dataSource.query(`UPDATE registrations SET status = 'unconfirmed', confirm_by = $2 WHERE event_id = $1`, [
      event.eventId,
      until,
    ]);
    await remove();
    event.clock.advance(5 * day);
    await event.settle();
    await call('POST', '/restoration', owner);
    await event.settle();
    const [row]: { status: string; by: Date }[] = await dataSource.query(
      'SELECT status, confirm_by AS by FROM registrations WHERE event_id = $1',
      [event.eventId],
    );
    expect(row).toEqual({ status: 'unconfirmed', by: new Date(until.getTime() + 5 * day * 60_000) });
    await dataSource.query(`UPDATE registrations SET status = 'confirmed', confirm_by = NULL WHERE event_id = $1`, [
      event.eventId,
    ]);
  });

  it('keeps what the funder’s rules oblige to keep, and everything goes when that is over', async () => {
    const { dataSource } = event.database;
    await dataSource.query(
      `INSERT INTO registration_rules (event_id, version, rules) VALUES ($1, 1, '{"keepUntil": "2027-06-30"}')
         ON CONFLICT (event_id) DO UPDATE SET rules = registration_rules.rules || '{"keepUntil": "2027-06-30"}'`,
      [event.eventId],
    );
    expect((await remove()).json()).toMatchObject({ keptUntil: '2027-06-30' });
    event.clock.advance(30 * day - 1);
    await sweepDeletedEvents(dataSource, event.clock.at);
    const name = async (): Promise<unknown> =>
      dataSource.query('SELECT name, email, erased_at IS NOT NULL AS erased FROM registrations WHERE event_id = $1', [
        event.eventId,
      ]);
    expect(await name()).toMatchObject([{ name: 'Anna', erased: false }]);
    event.clock.advance(1);
    await sweepDeletedEvents(dataSource, event.clock.at);
    expect(await name()).toEqual([{ name: 'Anna', email: '', erased: true }]);
    expect(await answerOf('POST', '/restoration', owner)).toEqual([409, 'event.deletionDue']);
    await event.isSound();

    event.clock.at = new Date('2027-07-01T05:00:00Z');
    await sweepDeletedEvents(dataSource, event.clock.at);
    const tables: { name: string; column: string }[] = await dataSource.query(
      `SELECT table_name AS name, column_name AS column FROM information_schema.columns
        WHERE table_schema = 'public' AND (column_name = 'event_id' OR (table_name = 'events' AND column_name = 'id'))`,
    );
    expect(tables.length).toBeGreaterThan(15);
    for (const { name: table, column } of tables)
      expect([
        table,
        await dataSource.query(`SELECT count(*)::int AS left FROM ${table} WHERE ${column} = $1`, [event.eventId]),
      ]).toEqual([table, [{ left: 0 }]]);
    expect(await dataSource.query('SELECT count(*)::int AS left FROM stream_rows')).toEqual([{ left: 0 }]);
    await event.app.get(DeletedEvents).refresh();
    expect(await answerOf('GET', '/programme')).toEqual([404, 'event.unknown']);
    await event.isSound();
  });
});
