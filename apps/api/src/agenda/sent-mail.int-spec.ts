import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import type { Mail, RegistrationAnswer } from '@kopa/contracts';
import { days, openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { openMailServer, type MailServer, type Received } from '../../../../test/support/mail-server.js';
import { createToken } from '../accounts/tokens.js';
import { MailSender } from '../platform/mail/mail-sender.js';
import { PublishedProgrammes } from '../programme/published-programmes.js';
import { Invitations } from './calendar/invitations.js';
import { Reminders } from './reminders.js';

const visit = { session: 'D2-INCUBATOR', mode: 'in-person' };

describe('mail that the state asks for', () => {
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
    clock.at = new Date('2026-10-01T05:00:00Z');
    await event.empty();
    await event.database.dataSource.query(
      `UPDATE place_pools SET capacity = NULL, ceiling = NULL, promotion = 'automatic'`,
    );
    server.received.length = 0;
  });

  const confirmed = async (name: string, more: object = {}): Promise<RegistrationAnswer> => {
    const answer = await register(name, { telephone: '+371 20000000', ...more });
    await call('POST', `/registrations/${answer.code}/confirm`, organiser);
    return answer;
  };
  const send = async (): Promise<void> => {
    await event.settle();
    for (;;) {
      await event.app.get(MailSender).run();
      const [{ due }]: [{ due: string }] = await event.database.dataSource.query(
        `SELECT count(*) AS due FROM outbox_mails WHERE state = 'due' AND response IS NULL`,
      );
      if (due === '0') return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  /** As another process would have it, which has just started. */
  const anotherProcess = (): Reminders =>
    new Reminders(event.database.dataSource, event.app.get(PublishedProgrammes), event.app.get(MailSender), clock);
  const rows = (
    kind: string,
  ): Promise<{ recipient: string; facts: object; state: string; response: string | null }[]> =>
    event.database.dataSource.query(
      'SELECT recipient, facts, state, response FROM outbox_mails WHERE kind = $1 ORDER BY recipient, id',
      [kind],
    );
  const headerOf = (mail: Received, name: string): string | undefined =>
    mail.headers.find(({ key }) => key === name)?.value;
  const tokenOf = (mail: Received): string =>
    /mail\/unsubscribe\/([^?]+)/.exec(headerOf(mail, 'list-unsubscribe') ?? '')![1]!;

  const evening = new Date('2026-10-07T15:00:00Z');

  describe('the reminder of a day', () => {
    const away = { [days[0]]: 'online', [days[1]]: 'absent', [days[2]]: 'in-person' };

    it('is written on the evening before, once each, whatever processes and restarts there are', async () => {
      await confirmed('Anna', { bookings: [visit] });
      await confirmed('Away', { attendance: away });
      await register('Unconfirmed');
      const deaf = await confirmed('Deaf');
      await call('PUT', '/me/mail', deaf.manageToken, { reminders: false });
      clock.at = new Date(evening.getTime() - 1000);
      await anotherProcess().run();
      expect(await rows('day.reminder')).toEqual([]);
      clock.at = evening;
      await Promise.all([anotherProcess().run(), anotherProcess().run(), anotherProcess().run()]);
      await anotherProcess().run();
      expect((await rows('day.reminder')).map(({ recipient, facts }) => [recipient, facts])).toEqual([
        ['anna@example.org', { date: days[1] }],
      ]);
    });

    it('is made up for after an outage, and not any more once the day has begun', async () => {
      await confirmed('Anna', { attendance: { ...away, [days[1]]: 'online' } });
      clock.at = new Date('2026-10-08T00:30:00Z');
      await anotherProcess().run();
      expect(await rows('day.reminder')).toHaveLength(1);
      clock.at = new Date('2026-10-08T12:00:00Z');
      // The server looks by itself too: what it began at night is over.
      await event.app.get(Reminders).run();
      await event.database.dataSource.query(`DELETE FROM outbox_mails WHERE kind = 'day.reminder'`);
      await anotherProcess().run();
      expect((await rows('day.reminder')).map(({ facts }) => facts)).toEqual([]);
    });

    it('says when to be where, how to join, and in both zones', async () => {
      await confirmed('Anna', { locale: 'en', timezone: 'Europe/Paris', bookings: [visit] });
      await confirmed('Oto', {
        attendance: { ...away, [days[1]]: 'online' },
        bookings: [{ session: 'D2-QUIET', mode: 'online' }],
      });
      clock.at = evening;
      await anotherProcess().run();
      await send();
      const [anna] = server.to('anna@example.org').filter(({ subject }) => /^Your /.test(subject ?? ''));
      expect(anna!.subject).toBe('Your Thursday 8 October: French moods in Zied zeme');
      expect(anna!.text).toMatch(/Be there at \d\d:\d\d Riga, \d\d:\d\d Paris: CoLabora Lielvārde/);
      expect(anna!.text).not.toContain('/join/');
      const [oto] = server.to('oto@example.org').filter(({ subject }) => /^Jūsu /.test(subject ?? ''));
      expect(oto!.text).toMatch(/https:\/\/kopa\.example\/join\/[0-9a-f-]{36}\?token=kj_/);
      expect((await rows('day.reminder')).map(({ state }) => state)).toEqual(['sent', 'sent']);
    });

    it('ends with one click, without a cookie', async () => {
      await confirmed('Anna');
      clock.at = evening;
      await anotherProcess().run();
      await send();
      const [mail] = server.to('anna@example.org').filter(({ subject }) => /^Jūsu /.test(subject ?? ''));
      expect(headerOf(mail!, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
      const address = new URL(headerOf(mail!, 'list-unsubscribe')!.slice(1, -1));
      const url = address.pathname + address.search;
      const shown = await event.app.inject({ method: 'GET', url });
      expect([shown.statusCode, shown.headers.location]).toEqual([
        302,
        `/e/${event.slug}/unsubscribe?kind=reminders#${tokenOf(mail!)}`,
      ]);
      const muted = async (): Promise<string[]> =>
        (await event.database.dataSource.query<{ muted: string[] }[]>('SELECT muted FROM registrations'))[0]!.muted;
      expect(await muted()).toEqual([]);
      const posted = await event.app.inject({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'List-Unsubscribe=One-Click',
      });
      expect(posted.statusCode).toBe(200);
      expect(await muted()).toEqual(['reminders']);
      const back = await event.app.inject({
        method: 'POST',
        url: '/api/v1/mail/unsubscribe',
        payload: { token: tokenOf(mail!), kind: 'reminders', wanted: true },
      });
      expect(back.json()).toEqual({ event: event.slug, reminders: true, changes: true, messages: true });
      const multipart = await event.app.inject({
        method: 'POST',
        url,
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
        payload: '--x\r\ncontent-disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
      });
      expect([multipart.statusCode, await muted()]).toEqual([200, ['reminders']]);
      const forged = await event.app.inject({ method: 'POST', url: '/mail/unsubscribe/ku_x?kind=changes' });
      expect(forged.statusCode).toBe(404);
    });
  });

  it('tells who waited of their place, and of an offer that expired', async () => {
    await call('PUT', '/sessions/D2-INCUBATOR/places', organiser, { mode: 'in-person', capacity: 1 });
    const anna = await confirmed('Anna', { bookings: [visit] });
    await confirmed('Berta', { bookings: [visit] });
    await confirmed('Cecilia', { bookings: [visit] });
    await call('DELETE', `/me/bookings/${anna.bookings[0]!.id}`, anna.manageToken);
    expect((await rows('place.confirmed')).map(({ recipient }) => recipient)).toEqual(['berta@example.org']);
    const order = { mode: 'in-person', capacity: 2, promotion: 'offer', offerMinutes: 60 };
    await call('PUT', '/sessions/D2-INCUBATOR/places', organiser, order);
    await send();
    const [offer] = server.to('cecilia@example.org').filter(({ subject }) => /^Vieta Jums/.test(subject ?? ''));
    expect(offer!.subject).toMatch(/^Vieta Jums līdz ceturtdiena, 1\. oktobris, 09:00: /);
    clock.advance(61);
    await send();
    expect(await rows('place.cancelled')).toMatchObject([
      { recipient: 'cecilia@example.org', facts: { why: 'expired' }, state: 'sent' },
    ]);
    // Who gives something back knows it.
    expect(server.to('anna@example.org').filter(({ subject }) => /viet/.test(subject ?? ''))).toEqual([]);
  });

  describe('of a deleted event', () => {
    let owner: string;
    beforeAll(async () => {
      const { eventId, database } = event;
      const facts = { eventId, role: 'owner', name: '', expiresAt: null, at: clock.at } as const;
      owner = await createToken(database.dataSource.manager, facts);
    });

    const remove = async (): Promise<void> => {
      const { version } = (await call('GET', '/deletion', owner)).json<{ version: number }>();
      const answer = await call('DELETE', '', owner, undefined, { 'if-match': `"${version}"` });
      expect(answer.statusCode).toBe(200);
    };
    const restore = async (): Promise<void> => {
      expect((await call('POST', '/restoration', owner)).statusCode).toBe(200);
    };
    /** Mail of a kind as if nobody had come to send it yet. */
    const unsent = async (kind: string): Promise<void> => {
      await event.database.dataSource.query(
        `UPDATE outbox_mails SET state = 'due', sent_at = NULL, response = NULL, due_at = written_at, attempts = 0 WHERE kind = $1`,
        [kind],
      );
      server.received.length = 0;
    };
    /** Somebody who was offered a place in the visit for ten hours. */
    const offered = async (): Promise<RegistrationAnswer> => {
      const order = { mode: 'in-person', promotion: 'offer', offerMinutes: 600 };
      await call('PUT', '/sessions/D2-INCUBATOR/places', organiser, { ...order, capacity: 0 });
      const anna = await confirmed('Anna', { locale: 'en', bookings: [visit] });
      await call('PUT', '/sessions/D2-INCUBATOR/places', organiser, { ...order, capacity: 1 });
      await send();
      return anna;
    };
    const booking = async ({ manageToken }: RegistrationAnswer) => (await event.me(manageToken)).bookings[0];

    it('is held back, and says what holds once the event is restored', async () => {
      const anna = await offered();
      expect(await booking(anna)).toMatchObject({ status: 'offered', offeredUntil: '2026-10-01T15:00:00.000Z' });
      clock.advance(60);
      await remove();
      await unsent('place.offered');
      // Long after the offer would have run out.
      clock.advance(2 * 24 * 60);
      await event.settle();
      await event.app.get(MailSender).run();
      expect([server.received, (await rows('place.offered')).map(({ state }) => state)]).toEqual([[], ['due']]);
      await restore();
      await send();
      // Nine hours were left.
      expect(await booking(anna)).toMatchObject({ status: 'offered', offeredUntil: '2026-10-03T15:00:00.000Z' });
      const mails = server.to('anna@example.org').map(({ subject }) => subject);
      expect(mails).toEqual([expect.stringMatching(/Saturday 3 October, 18:00/)]);
      await event.isSound();
    });

    it('is dropped where it is out of date by then, and no offer outlasts what it is of', async () => {
      const anna = await offered();
      clock.at = evening;
      await call('PUT', '/sessions/D2-INCUBATOR/places', organiser, {
        mode: 'in-person',
        capacity: 1,
        promotion: 'offer',
        offerMinutes: 600,
      });
      await event.database.dataSource.query(
        `UPDATE places SET offered_until = $1::timestamptz + interval '1 hour' WHERE status = 'offered'`,
        [evening],
      );
      await anotherProcess().run();
      await send();
      await remove();
      await unsent('place.offered');
      await unsent('day.reminder');
      clock.at = new Date('2026-10-08T18:00:00Z');
      await restore();
      await send();
      expect((await rows('place.offered')).map(({ response }) => response)).toEqual(['the offer is gone']);
      expect((await rows('day.reminder')).map(({ response }) => response)).toEqual(['the day has begun']);
      // It was given back.
      expect(await booking(anna)).toBeUndefined();
      await event.isSound();
    });
  });

  it('does not offer what is offered no longer', async () => {
    await call('PUT', '/sessions/D2-INCUBATOR/places', organiser, {
      mode: 'in-person',
      capacity: 0,
      promotion: 'offer',
    });
    const anna = await confirmed('Anna', { bookings: [visit] });
    await send();
    server.refuse.set('anna@example.org', { code: 451, text: 'later' });
    await call('PUT', '/sessions/D2-INCUBATOR/places', organiser, {
      mode: 'in-person',
      capacity: 1,
      promotion: 'offer',
    });
    await send();
    await call('POST', `/me/bookings/${anna.bookings[0]!.id}/decline`, anna.manageToken);
    server.refuse.clear();
    clock.advance(5);
    await send();
    expect(await rows('place.offered')).toMatchObject([{ state: 'dropped', response: 'the offer is gone' }]);
  });

  it('tells of a registration that lapsed, or that organisers cancelled', async () => {
    await register('Lapsed');
    const { code } = await confirmed('Thrown Out');
    await call('POST', `/registrations/${code}/cancel`, organiser, { reason: 'twice' });
    clock.at = new Date('2026-10-07T23:00:00Z');
    await send();
    expect((await rows('registration.cancelled')).map(({ recipient, facts }) => [recipient, facts])).toEqual([
      ['lapsed@example.org', { why: 'lapsed' }],
      ['thrownout@example.org', { why: 'organisers' }],
    ]);
    expect(server.to('lapsed@example.org').at(-1)!.text).not.toContain('/me#');
  });

  describe('invitations to calendars', () => {
    const invite = async (): Promise<Received[]> => {
      server.received.length = 0;
      await event.app.get(Invitations).run();
      await send();
      return server.received.filter(({ attachments }) => attachments.some(({ filename }) => filename === 'invite.ics'));
    };
    const read = ({ attachments }: Received) => {
      const content = attachments.find(({ filename }) => filename === 'invite.ics')!.content;
      const text = typeof content === 'string' ? content : Buffer.from(content as ArrayBuffer).toString();
      const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
      const entry = calendar.getFirstSubcomponent('vevent')!;
      const { sequence, uid, startDate } = new ICAL.Event(entry);
      return {
        method: calendar.getFirstPropertyValue('method'),
        sequence,
        uid,
        startsAt: startDate.toJSDate().toISOString(),
        attendees: entry.getAllProperties('attendee').map((one) => String(one.getFirstValue()).toLowerCase()),
      };
    };

    it('go once for each booking, again when it moves, and are taken back; never unless they are wanted', async () => {
      const anna = await confirmed('Anna', { bookings: [visit] });
      expect(await invite()).toEqual([]);
      await call('PUT', '/registration', organiser, { sendsInvitations: true });
      const [first, ...more] = (await invite()).map(read);
      expect(more).toEqual([]);
      expect(first).toMatchObject({ method: 'REQUEST', sequence: 0, attendees: ['mailto:anna@example.org'] });
      expect(await invite()).toEqual([]);
      const moved = await call(
        'POST',
        '/live-changes',
        organiser,
        { type: 'delay', session: visit.session, minutes: 20, cascade: false },
        { 'idempotency-key': 'late' },
      );
      expect(moved.statusCode).toBe(201);
      await event.app.get(PublishedProgrammes).awaitSeq(event.eventId, moved.json<{ seq: number }>().seq);
      expect((await invite()).map(read)).toMatchObject([{ method: 'REQUEST', sequence: 1, uid: first!.uid }]);
      await call('DELETE', `/me/bookings/${anna.bookings[0]!.id}`, anna.manageToken);
      const [last] = (await invite()).map(read);
      expect(last).toMatchObject({ method: 'CANCEL', sequence: 2, uid: first!.uid });
      expect(await invite()).toEqual([]);
    });

    it('come in the mail as its calendar part too, and never to who subscribes to the feed', async () => {
      await call('PUT', '/registration', organiser, { sendsInvitations: true });
      await confirmed('Anna', { bookings: [visit] });
      await confirmed('Berta', { bookings: [visit] });
      await event.database.dataSource.query(`UPDATE registrations SET feed_read_at = now() WHERE email LIKE 'berta%'`);
      const [mail, ...more] = await invite();
      expect([mail!.to[0]!.address, more]).toEqual(['anna@example.org', []]);
      expect(mail!.raw).toMatch(
        /multipart\/alternative[\s\S]*Content-Type: text\/calendar; charset=utf-8; method=REQUEST/,
      );
    });
  });

  describe('the outbox', () => {
    const list = async (query = ''): Promise<{ items: Mail[]; next: string | null }> =>
      (await call('GET', `/mails${query}`, organiser)).json();

    it('is read page by page, by state and kind, and by organisers only', async () => {
      for (const name of ['Anna', 'Berta', 'Cecilia']) await register(name);
      await send();
      const first = await list('?limit=2');
      expect(first.items.map(({ recipient, state }) => [recipient, state])).toEqual([
        ['cecilia@example.org', 'sent'],
        ['berta@example.org', 'sent'],
      ]);
      const second = await list(`?limit=2&after=${first.next!}`);
      expect([second.items.map(({ recipient }) => recipient), second.next]).toEqual([['anna@example.org'], null]);
      expect((await list('?state=refused')).items).toEqual([]);
      expect((await list('?kind=day.reminder')).items).toEqual([]);
      expect((await call('GET', '/mails')).statusCode).toBe(401);
    });

    it('shows a letter in which nothing can run', async () => {
      await register('<script>alert(1)</script>');
      const [{ id }] = (await list()).items as [Mail];
      const content = (await call('GET', `/mails/${id}/content`, organiser)).json<{ html: string; subject: string }>();
      expect(content.html).not.toContain('<script');
      const letter = await call('GET', `/mails/${id}/letter`, organiser);
      expect(letter.headers['content-security-policy']).toMatch(/^sandbox [^;]*; default-src 'none'/);
      expect(letter.headers['content-security-policy']).not.toContain('allow-scripts');
    });

    it('sends again what was refused, and says who did', async () => {
      server.refuse.set('anna@example.org', { code: 550, text: 'no such user' });
      await register('Anna');
      await send();
      const [{ id, state, response }] = (await list()).items as [Mail];
      expect([state, response]).toEqual(['refused', '550 no such user']);
      server.refuse.clear();
      expect((await call('POST', `/mails/${id}/retry`, organiser)).statusCode).toBe(200);
      await send();
      expect((await list()).items).toMatchObject([{ id, state: 'sent', attempts: 1 }]);
      expect((await call('POST', `/mails/${id}/retry`, organiser)).statusCode).toBe(409);
      const audited: unknown[] = await event.database.dataSource.query(
        `SELECT 1 FROM audit_entries WHERE action = 'mail.retried' AND subject = $1`,
        [`mail ${id}`],
      );
      expect(audited).toHaveLength(1);
    });
  });

  it('gives a ticket that a new one replaces', async () => {
    const { manageToken } = await confirmed('Anna', { bookings: [visit] });
    const before = (await call('GET', '/me/ticket', manageToken)).json<{
      code: string;
      addOns: { session: string }[];
    }>();
    expect(before.addOns.map(({ session }) => session)).toEqual(['D2-INCUBATOR']);
    const pdf = await call('GET', '/me/ticket.pdf', manageToken);
    expect([pdf.headers['content-type'], pdf.rawPayload.subarray(0, 5).toString()]).toEqual([
      'application/pdf',
      '%PDF-',
    ]);
    expect(pdf.headers['content-disposition']).toContain("filename*=UTF-8''bi%C4%BCete-Anna.pdf");
    expect((await call('GET', '/me/ticket.svg', manageToken)).body).toContain('<svg');
    const after = (await call('POST', '/me/ticket/reissue', manageToken)).json<{ code: string }>();
    const { TicketService } = await import('./ticket/ticket.service.js');
    const tickets = event.app.get(TicketService);
    expect(await tickets.check(before.code)).toMatchObject({ state: 'replaced' });
    expect(await tickets.check(after.code)).toMatchObject({ state: 'valid' });
  });
});
