import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditPage } from '@kopa/contracts';
import { fewestQueries } from '../../../../test/support/asked-queries.js';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { audit } from '../platform/audit.js';
import { AuditTrail } from './audit-trail.js';
import { createToken } from './tokens.js';

describe('the audit trail', () => {
  let demo: DemoEvent;
  let owner: string;
  let who: string;

  const read = async (query = '', token = owner): Promise<AuditPage> =>
    (await demo.call('GET', `/audit${query}`, token)).json();
  const actions = async (query: string): Promise<string[]> =>
    (await read(query)).items.map(({ action, subject }) => `${action} ${subject}`);

  beforeAll(async () => {
    demo = await openDemoEvent();
    const { manager } = demo.database.dataSource;
    const order = { eventId: demo.eventId, role: 'owner', expiresAt: null, at: demo.clock.at } as const;
    owner = await createToken(manager, { ...order, name: 'Screens' });
    const { id } = await demo.register('Anna');
    const [token]: { id: string }[] = await manager.query(`SELECT id FROM api_tokens WHERE name = 'Screens'`);
    who = `token:${token!.id}`;
    const write = async (author: string, action: string, subject: string) => {
      demo.clock.advance(1);
      await audit(manager, { eventId: demo.eventId, at: demo.clock.at, who: author, action, subject });
    };
    await write(who, 'places.set', 'session D2-VISIT in-person');
    await write(`registration:${id}`, 'registration.corrected', 'KP-1');
    await write('token:00000000-0000-4000-8000-000000000009', 'places.set', 'day 2026-10-08 100%');
    await write('console', 'organiser.invited', 'dace@example.org');
  });
  afterAll(() => demo.close());

  it('says who, by name where there is one, the newest first', async () => {
    const { items, next } = await read();
    expect(items.map(({ name, action }) => [name, action])).toEqual([
      [null, 'organiser.invited'],
      [null, 'places.set'],
      ['Anna', 'registration.corrected'],
      ['Screens', 'places.set'],
    ]);
    expect(next).toBeNull();
  });

  it('comes in pages, without a gap', async () => {
    const first = await read('?limit=3');
    const second = await read(`?limit=3&after=${first.next}`);
    expect([first.items.length, second.items.length, second.next]).toEqual([3, 1, null]);
    expect([...first.items, ...second.items]).toEqual((await read()).items);
  });

  it('is searched by who, action, subject and time', async () => {
    expect(await actions(`?who=${who}`)).toEqual(['places.set session D2-VISIT in-person']);
    expect(await actions('?action=organiser')).toEqual(['organiser.invited dace@example.org']);
    expect(await actions('?subject=d2-visit')).toEqual(['places.set session D2-VISIT in-person']);
    // No pattern: a percent sign is one.
    expect(await actions('?subject=100%25')).toEqual(['places.set day 2026-10-08 100%']);
    const [last] = (await read()).items;
    expect(await actions(`?from=${last!.at}`)).toHaveLength(1);
    expect(await actions(`?until=${last!.at}`)).toHaveLength(3);
    expect((await demo.call('GET', '/audit?colour=red', owner)).statusCode).toBe(422);
  });

  it('takes as many queries for many entries as for one', async () => {
    const trail = demo.app.get(AuditTrail);
    const count = async (): Promise<number> =>
      (await fewestQueries(() => trail.list(demo.eventId, { limit: 200, action: 'places' }))).length;
    const few = await count();
    const { manager } = demo.database.dataSource;
    for (let entry = 0; entry < 50; entry += 1)
      await audit(manager, { eventId: demo.eventId, at: demo.clock.at, who, action: 'places.set', subject: 'x' });
    expect([few, await count()]).toEqual([2, 2]);
  });

  it('is of one event, and for owners and organisers', async () => {
    const { manager } = demo.database.dataSource;
    await audit(manager, {
      eventId: '00000000-0000-4000-8000-000000000001',
      at: demo.clock.at,
      who,
      action: 'other.deed',
      subject: 'x',
    });
    expect(await actions('?action=other')).toEqual([]);
    expect((await demo.call('GET', '/audit', demo.organiser)).statusCode).toBe(200);
    const order = { eventId: demo.eventId, name: '', expiresAt: null, at: demo.clock.at };
    for (const role of ['moderator', 'checkin', 'viewer'] as const) {
      const token = await createToken(manager, { ...order, role });
      expect([role, (await demo.call('GET', '/audit', token)).statusCode]).toEqual([role, 403]);
    }
  });
});
