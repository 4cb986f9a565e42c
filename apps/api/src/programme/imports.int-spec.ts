import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DraftAgenda, ImportAnswer } from '@kopa/contracts';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { createToken } from '../accounts/tokens.js';

const octets = { 'content-type': 'application/octet-stream' };
const part = 'name=partner.xml&as=part&source=Ecomuseum';

/** A schedule with one room, and a session for each title. */
const schedule = (titles: readonly string[]): string =>
  `<?xml version="1.0"?><schedule><conference><title>Theirs</title><time_zone_name>Europe/Paris</time_zone_name></conference>
   <day index="1" date="2019-05-04"><room name="Barn">${titles
     .map(
       (title, index) =>
         `<event id="${index + 1}"><start>1${index}:00</start><duration>00:45</duration><title>${title}</title><persons><person id="1">Žanna</person></persons></event>`,
     )
     .join('')}</room></day></schedule>`;

describe('importing into the draft', () => {
  let event: DemoEvent;
  let { call, organiser } = {} as DemoEvent;
  let viewer: string;

  beforeAll(async () => {
    event = await openDemoEvent();
    ({ call, organiser } = event);
    const { manager } = event.database.dataSource;
    const { eventId, clock } = event;
    viewer = await createToken(manager, { eventId, role: 'viewer', name: '', expiresAt: null, at: clock.at });
  });
  afterAll(() => event.close());

  const send = (query: string, bytes: Buffer | string, token = organiser) =>
    call('POST', `/draft/imports?${query}`, token, Buffer.from(bytes), octets);
  const imported = async (query: string, bytes: Buffer | string): Promise<ImportAnswer> => {
    const answer = await send(query, bytes);
    expect([answer.statusCode, answer.body]).toMatchObject([200, expect.any(String)]);
    return answer.json();
  };
  const draft = async (): Promise<DraftAgenda> => (await call('GET', '/draft?texts=0', organiser)).json();
  const entries = (): Promise<{ action: string; subject: string; after: object }[]> =>
    event.database.dataSource.query(`SELECT action, subject, after FROM audit_entries ORDER BY id DESC LIMIT 1`);

  it('tells what it would do and does nothing, then does it, tells who follows, and is taken back whole', async () => {
    const before = await draft();
    const foretold = await imported(`${part}&dry=1`, schedule(['One', 'Two']));
    expect(foretold).toMatchObject({ read: 2, created: 2, changed: 0, removed: 0, kept: null });
    expect(await draft()).toEqual(before);

    const done = await imported(part, schedule(['One', 'Two']));
    expect(done).toEqual({ ...foretold, kept: expect.any(String) });
    const after = await draft();
    expect(after.sessions).toHaveLength(before.sessions.length + 2);
    expect(after.event).toEqual(before.event);
    expect(after.stream.seq).toBe(before.stream.seq + 1);
    expect(await entries()).toMatchObject([
      { action: 'draft.imported', subject: 'partner.xml', after: { from: 'Ecomuseum', created: 2, kept: done.kept } },
    ]);
    // The same again changes nothing, packed or not.
    expect(await imported(part, gzipSync(schedule(['One', 'Two'])))).toMatchObject({ unchanged: 2, kept: null });
    expect((await draft()).stream.seq).toBe(after.stream.seq);

    expect((await call('POST', '/draft/restore', organiser, { kept: done.kept })).statusCode).toBe(200);
    expect((await draft()).sessions.map(({ id }) => id)).toEqual(before.sessions.map(({ id }) => id));
  });

  it('asks before imported sessions of the whole programme vanish', async () => {
    const whole = 'name=whole.xml&as=whole';
    await imported(`${whole}&removals=1`, schedule(['One', 'Two', 'Three']));
    const refused = await send(whole, schedule(['One']));
    expect(refused.statusCode).toBe(409);
    expect(refused.json()).toMatchObject({
      code: 'import.removals',
      of: 3,
      codes: [expect.any(String), expect.any(String)],
    });
    expect(await imported(`${whole}&removals=1`, schedule(['One']))).toMatchObject({ removed: 2 });
  });

  it('says what is wrong with a file or a query, and who may', async () => {
    const codes = async (query: string, bytes: string): Promise<[number, unknown]> => {
      const answer = await send(query, bytes);
      return [answer.statusCode, answer.json<{ code: string }>().code];
    };
    expect(await codes(part, 'no schedule')).toEqual([422, 'import.format.unknown']);
    expect(await codes(part, '<schedule><broken></schedule>')).toEqual([422, 'import.xml.malformed']);
    expect(await codes(part, '{"schedule":')).toEqual([422, 'import.json.malformed']);
    expect(await codes('name=a.xml&as=part', schedule(['One']))).toEqual([422, 'input.invalid']);
    expect(await codes(`${part}&times=never`, schedule(['One']))).toEqual([422, 'input.invalid']);
    expect((await call('POST', `/draft/imports?${part}`, organiser, { no: 'bytes' })).statusCode).toBe(422);
    const large = await send(part, Buffer.alloc(16 * 1024 * 1024 + 1, 32));
    expect(large.statusCode).toBe(413);
    expect((await send(part, schedule(['One']), viewer)).statusCode).toBe(403);
  });
});
