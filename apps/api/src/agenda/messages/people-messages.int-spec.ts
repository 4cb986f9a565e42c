import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MessageInput, MessagePreview, PeopleMessage } from '@kopa/contracts';
import { fewestQueries } from '../../../../../test/support/asked-queries.js';
import { openDemoEvent, type DemoEvent } from '../../../../../test/support/demo-event.js';
import { openMailServer, type MailServer } from '../../../../../test/support/mail-server.js';
import { createToken } from '../../accounts/tokens.js';
import { MailSender } from '../../platform/mail/mail-sender.js';
import { PeopleMessages } from './people-messages.service.js';

const versions = {
  en: { subject: 'Bring boots', body: '## Rain\n\nThe path is wet.\n\n<b>Really</b>' },
  lv: { subject: 'Ņemiet zābakus', body: 'Taka ir slapja.' },
};

describe('messages to a segment', () => {
  let event: DemoEvent;
  let server: MailServer;
  let { call, register, clock, organiser } = {} as DemoEvent;

  beforeAll(async () => {
    server = await openMailServer();
    event = await openDemoEvent({ settings: { SMTP_URL: server.url, KOPA_PUBLIC_URL: 'https://kopa.example' } });
    ({ call, register, clock, organiser } = event);
  });
  afterAll(async () => {
    await event.close();
    await server.close();
  });
  beforeEach(async () => {
    await event.empty();
    await event.database.dataSource.query('DELETE FROM people_messages');
    server.received.length = 0;
    server.refuse.clear();
  });

  /** What registering writes is sent and put away: only messages are looked at. */
  const putAway = async (): Promise<void> => {
    await event.app.get(MailSender).run();
    await event.database.dataSource.query('DELETE FROM outbox_mails');
    server.received.length = 0;
  };
  const people = async (...names: string[]): Promise<string[]> => {
    const codes: string[] = [];
    for (const name of names) codes.push((await register(name, { locale: name === 'Uldis' ? 'lv' : 'en' })).code);
    await putAway();
    return codes;
  };
  const send = (order: Partial<MessageInput> = {}, key: string = randomUUID(), token = organiser) =>
    call('POST', '/messages', token, { versions, ...order }, { 'idempotency-key': key });
  const sent = async (order: Partial<MessageInput> = {}): Promise<PeopleMessage> => {
    const answer = await send(order);
    expect([answer.statusCode, answer.json()]).toMatchObject([201, {}]);
    return answer.json();
  };
  const deliver = async (seconds = 31): Promise<void> => {
    clock.at = new Date(clock.at.getTime() + seconds * 1000);
    await event.app.get(MailSender).run();
  };
  const now = async (): Promise<PeopleMessage[]> =>
    (await call('GET', '/messages', organiser)).json<{ items: PeopleMessage[] }>().items;

  it('reaches each address once in their own language, after half a minute, with the way to end it', async () => {
    await people('Anna', 'Uldis');
    await register('Anna', { name: 'Child of Anna', locale: 'en' });
    await putAway();
    await sent();
    await deliver(29);
    expect(server.received).toEqual([]);
    await deliver(2);
    const [anna] = server.to('anna@example.org');
    const [uldis] = server.to('uldis@example.org');
    expect([anna!.subject, uldis!.subject, server.received.length]).toEqual(['Bring boots', 'Ņemiet zābakus', 2]);
    expect(anna!.html).toContain('&lt;b&gt;Really&lt;/b&gt;');
    expect(anna!.text).toContain('Send me no messages of the organisers of this event');
    const header = (name: string) => anna!.headers.find(({ key }) => key === name)?.value;
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    const address = new URL(header('list-unsubscribe')!.slice(1, -1));
    const ended = await event.app.inject({ method: 'POST', url: address.pathname + address.search });
    expect(ended.statusCode).toBe(200);
    expect((await now())[0]!.mails).toEqual({ due: 0, sent: 2, refused: 0, 'given-up': 0, dropped: 0 });
  });

  it('goes to nobody who wants none unless it is essential, and says so', async () => {
    const [code] = await people('Anna', 'Bruno');
    await event.database.dataSource.query(`UPDATE registrations SET muted = '{messages}' WHERE code = $1`, [code]);
    const order = { segment: {}, versions };
    const asked = async (more: object): Promise<MessagePreview> =>
      (await call('POST', '/messages/preview', organiser, { ...order, ...more })).json();
    expect(await asked({})).toMatchObject({ people: 2, unwanted: 1, addresses: 1 });
    expect(await asked({ isEssential: true })).toMatchObject({ people: 2, unwanted: 0, addresses: 2 });
    await sent();
    await deliver();
    expect(server.received.map(({ to }) => to[0]!.address)).toEqual(['bruno@example.org']);
    await sent({ isEssential: true });
    await deliver();
    const [anna] = server.to('anna@example.org');
    expect(anna!.headers.some(({ key }) => key === 'list-unsubscribe')).toBe(false);
    expect(anna!.text).toContain('You need this to take part');
    await event.database.dataSource.query(`UPDATE registrations SET muted = '{messages}'`);
    const nobody = await send();
    expect([nobody.statusCode, nobody.json()]).toMatchObject([422, { code: 'message.nobody' }]);
    expect(await now()).toHaveLength(2);
  });

  it('shows who reads a language in which it was not written the original, labelled', async () => {
    await people('Uldis');
    const order = { segment: {}, versions: { en: versions.en } };
    const { letters } = (await call('POST', '/messages/preview', organiser, order)).json<MessagePreview>();
    expect(letters.find(({ language }) => language === 'lv')).toMatchObject({ subject: 'Bring boots', original: 'en' });
    expect(letters.find(({ language }) => language === 'en')).toMatchObject({ original: null });
    await sent({ versions: order.versions });
    await deliver();
    expect(server.to('uldis@example.org')[0]!.text).toContain('Rīkotāji šo uzrakstīja tikai vienā valodā');
    const foreign = await send({ versions: { xx: versions.en } });
    expect([foreign.statusCode, foreign.json()]).toMatchObject([422, { errors: [{ path: 'versions.xx' }] }]);
  });

  it('is one message however often it is pressed, also at once', async () => {
    await people('Anna', 'Bruno');
    const key = randomUUID();
    const answers = await Promise.all([send({}, key), send({}, key), send({}, key)]);
    expect(new Set(answers.map((answer) => answer.json<PeopleMessage>().id)).size).toBe(1);
    expect((await send({ isEssential: true }, key)).statusCode).toBe(422);
    await deliver();
    expect(server.received).toHaveLength(2);
  });

  it('is taken back as a whole while it is held, and later stops what has not gone out', async () => {
    await people('Anna', 'Bruno');
    const { id } = await sent();
    const stop = () => call('POST', `/messages/${id}/stop`, organiser);
    expect((await stop()).json()).toMatchObject({ stoppedAt: clock.at.toISOString(), mails: { dropped: 2, due: 0 } });
    expect((await stop()).statusCode).toBe(200);
    await deliver();
    expect(server.received).toEqual([]);
    const audited = await call('GET', '/audit?action=message', organiser);
    expect(
      audited
        .json<{ items: { action: string }[] }>()
        .items.map(({ action }) => action)
        .slice(0, 2),
    ).toEqual(['message.stopped', 'message.sent']);

    // One that the server puts off is tried no more once it is stopped.
    server.refuse.set('bruno@example.org', { code: 451, text: 'later' });
    const second = await sent();
    await deliver();
    server.refuse.clear();
    await call('POST', `/messages/${second.id}/stop`, organiser);
    await deliver(600);
    expect(server.received.map(({ to }) => to[0]!.address)).toEqual(['anna@example.org']);
    expect((await now())[0]!.mails).toMatchObject({ sent: 1, dropped: 1, due: 0 });
    expect((await call('POST', '/messages/999999/stop', organiser)).statusCode).toBe(404);
  });

  it('says of each person what became of it, with the words of their server', async () => {
    const [, code] = await people('Anna', 'Bruno');
    server.refuse.set('bruno@example.org', { code: 550, text: '5.1.1 no such user here' });
    const { id } = await sent();
    await deliver();
    const { items } = (await call('GET', `/mails?message=${id}`, organiser)).json<{ items: object[] }>();
    expect(items).toHaveLength(2);
    expect(items).toContainEqual(
      expect.objectContaining({ registration: code, state: 'refused', response: '550 5.1.1 no such user here' }),
    );
  });

  it('is written in as many statements for many as for one', async () => {
    await people('Anna');
    await sent();
    const ofOne = await fewestQueries(() => sent());
    const listedOne = await fewestQueries(() => now());
    await people('Bruno', 'Cilda', 'Daina', 'Elza');
    const ofMany = await fewestQueries(() => sent());
    const listedMany = await fewestQueries(() => now());
    expect([ofMany.length, listedMany.length]).toEqual([ofOne.length, listedOne.length]);
  });

  it('is tried on who writes it, in each language, and on nobody else', async () => {
    await people('Anna');
    const accounts: { id: string }[] = await event.database.dataSource.query(
      `INSERT INTO accounts (id, email, created_at) VALUES (gen_random_uuid(), 'dace@example.org', $1), (gen_random_uuid(), NULL, $1)
       RETURNING id`,
      [clock.at],
    );
    const [dace, operator] = accounts.map(({ id }) => ({
      eventId: event.eventId,
      who: `account:${id}`,
      sensitive: true,
    }));
    const messages = event.app.get(PeopleMessages);
    expect(await messages.test({ versions, isEssential: false }, dace!)).toEqual({ recipient: 'dace@example.org' });
    await deliver(1);
    expect(server.received.map(({ subject, to }) => [subject, to[0]!.address]).sort()).toEqual([
      ['Pārbaude: Ņemiet zābakus', 'dace@example.org'],
      ['Test: Bring boots', 'dace@example.org'],
    ]);
    await expect(messages.test({ versions, isEssential: false }, operator!)).rejects.toMatchObject({
      code: 'message.noAddress',
    });
  });

  it('is for owners and organisers, and a token gets no test', async () => {
    const { manager } = event.database.dataSource;
    const role = { eventId: event.eventId, role: 'moderator' as const, name: '', expiresAt: null, at: clock.at };
    const moderator = await createToken(manager, role);
    expect((await send({}, randomUUID(), moderator)).statusCode).toBe(403);
    expect((await call('GET', '/messages', moderator)).statusCode).toBe(403);
    const test = await call('POST', '/messages/test', organiser, { versions });
    expect([test.statusCode, test.json()]).toMatchObject([422, { code: 'message.noAddress' }]);
  });
});
