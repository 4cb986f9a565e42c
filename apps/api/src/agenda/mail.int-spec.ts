import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import ICAL from 'ical.js';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { openMailServer, type MailServer, type Received } from '../../../../test/support/mail-server.js';
import { MailSender } from '../platform/mail/mail-sender.js';
import { readTicket } from './ticket/ticket-code.js';

interface OutboxRow {
  kind: string;
  state: string;
  attempts: number;
  response: string | null;
  subject: string | null;
  messageId: string | null;
  dueAt: Date;
}

describe('mail to people', () => {
  let event: DemoEvent;
  let server: MailServer;
  let { call, register, clock } = {} as DemoEvent;

  beforeAll(async () => {
    server = await openMailServer();
    event = await openDemoEvent({
      settings: {
        SMTP_URL: server.url,
        KOPA_PUBLIC_URL: 'https://kopa.example',
        MAIL_FROM: 'Kopā <no-reply@kopa.example>',
        MAIL_REPLY_TO: 'birojs@kopa.example',
      },
    });
    ({ call, register, clock } = event);
  });
  afterAll(async () => {
    await event.close();
    await server.close();
  });
  beforeEach(() => {
    clock.at = new Date('2026-10-01T05:00:00Z');
    server.onTaken = () => undefined;
    server.refuse.clear();
    server.hangUpOn.clear();
  });

  /** Sends what is due; what a wake had begun is waited for by the outbox itself. */
  const sendAll = async (): Promise<void> => {
    await event.settle();
    for (let look = 0; look < 500; look += 1) {
      await event.app.get(MailSender).run();
      const [{ due }]: [{ due: string }] = await event.database.dataSource.query(
        `SELECT count(*) AS due FROM outbox_mails WHERE state = 'due' AND due_at <= $1::timestamptz + interval '20 minutes'
            AND response IS NULL`,
        [clock.at],
      );
      if (due === '0') return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('mail stays due');
  };
  const mailTo = async (recipient: string, subject: RegExp): Promise<Received> => {
    await sendAll();
    const found = server.to(recipient).filter((mail) => subject.test(mail.subject ?? ''));
    expect(found.map((mail) => mail.subject)).toHaveLength(1);
    return found[0]!;
  };
  const outboxOf = (recipient: string): Promise<OutboxRow[]> =>
    event.database.dataSource.query(
      `SELECT kind, state, attempts, response, subject, message_id AS "messageId", due_at AS "dueAt"
         FROM outbox_mails WHERE recipient = $1 ORDER BY id`,
      [recipient],
    );
  const confirm = async (mail: Received): Promise<void> => {
    const token = /confirm#(\S+)/.exec(mail.text ?? '')?.[1];
    const answer = await event.app.inject({
      method: 'POST',
      url: `/api/v1/events/${event.slug}/registrations/confirm`,
      payload: { token },
    });
    expect([answer.statusCode, answer.json()]).toMatchObject([200, {}]);
  };

  it('asks to confirm, in the language of its reader and with headers that machines heed', async () => {
    await register('Ģertrūde Āboliņa', { email: 'gertrude@example.org' });
    const mail = await mailTo('gertrude@example.org', /./);
    expect(mail.subject).toBe('Lūdzu, apstipriniet reģistrāciju: Francijas noskaņas Zied zemē');
    expect(mail.from).toEqual({ name: 'Kopā', address: 'no-reply@kopa.example' });
    expect(mail.replyTo).toEqual([{ name: '', address: 'birojs@kopa.example' }]);
    expect(mail.messageId).toMatch(/^<mail-\d+\.\w+@kopa\.example>$/);
    const headers = Object.fromEntries(mail.headers.map(({ key, value }) => [key, value]));
    expect(headers).toMatchObject({ 'auto-submitted': 'auto-generated', 'content-language': 'lv' });
    expect(headers['list-unsubscribe']).toBeUndefined();
    for (const said of [mail.text, mail.html]) {
      expect(said).toContain('Labdien, Ģertrūde Āboliņa!');
      expect(said).toMatch(/https:\/\/kopa\.example\/e\/french-moods\/confirm#kc_/);
      expect(said).toContain('Atbalsta Zemkopības ministrija un Lauku atbalsta dienests.');
    }
    await confirm(mail);
  });

  it('sends ticket, calendar and links once the registration is confirmed', async () => {
    const { manageToken } = await register('Jānis Bērziņš', {
      email: 'janis@example.org',
      timezone: 'Europe/Paris',
      telephone: '+371 20000000',
      bookings: [{ session: 'D2-INCUBATOR', mode: 'in-person' }],
    });
    await confirm(await mailTo('janis@example.org', /apstipriniet/));
    const mail = await mailTo('janis@example.org', /reģistrējies/);
    expect(mail.attachments.map(({ filename, mimeType }) => [filename, mimeType])).toEqual([
      ['ticket.png', 'image/png'],
      ['biļete-Jānis-Bērziņš.pdf', 'application/pdf'],
      ['dienaskārtība-Jānis-Bērziņš.ics', 'text/calendar'],
    ]);
    const [picture, pdf, calendar] = mail.attachments;
    expect(mail.html).toContain(`src="cid:${picture!.contentId!.slice(1, -1)}"`);
    expect(
      Buffer.from(pdf!.content as ArrayBuffer)
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    const text = Buffer.from(calendar!.content as ArrayBuffer).toString();
    const events = new ICAL.Component(ICAL.parse(text) as unknown[])
      .getAllSubcomponents('vevent')
      .map((one) => new ICAL.Event(one));
    const visit = events.find(({ summary }) => summary.includes('inkubator'))!;
    const { items } = (await call('GET', '/me/agenda', manageToken)).json<{
      items: { session: string; dueAt: string; slot: string }[];
    }>();
    const item = items.find(({ session }) => session === 'D2-INCUBATOR')!;
    expect(visit.startDate.toJSDate().toISOString()).toBe(item.dueAt);
    expect(visit.uid).toContain(`slot-${item.slot}@`);
    expect(mail.text).toMatch(/\d\d:\d\d–\d\d:\d\d Rīga, \d\d:\d\d–\d\d:\d\d Parīze/);
    const ticket = (await call('GET', '/me/ticket', manageToken)).json<{ code: string }>();
    const key = (await call('GET', '/ticket-key')).body;
    expect(readTicket(ticket.code, key)).toMatchObject({ version: 1 });
    expect((await outboxOf('janis@example.org')).map(({ kind, state }) => [kind, state])).toEqual([
      ['registration.confirm', 'sent'],
      ['registration.confirmed', 'sent'],
    ]);
  });

  it('escapes what people typed', async () => {
    await register('<b>Eva</b> & "Co"', { email: 'eva@example.org', locale: 'en' });
    const mail = await mailTo('eva@example.org', /./);
    expect(mail.html).toContain('Hello &lt;b&gt;Eva&lt;/b&gt; &amp; &quot;Co&quot;');
    expect(mail.html).not.toContain('<b>Eva');
    expect(mail.text).toContain('Hello <b>Eva</b> & "Co",');
  });

  it('drops what is true no more when its time comes', async () => {
    const { manageToken } = await register('Dropped', { email: 'dropped@example.org' });
    server.received.length = 0;
    server.refuse.set('dropped@example.org', { code: 451, text: 'later' });
    await sendAll();
    await call('DELETE', '/me', manageToken);
    server.refuse.clear();
    clock.advance(2);
    await sendAll();
    expect(server.to('dropped@example.org')).toEqual([]);
    expect(await outboxOf('dropped@example.org')).toMatchObject([
      { kind: 'registration.confirm', state: 'dropped', response: 'the registration is cancelled' },
    ]);
  });

  it('tries again what passes, with longer and longer waits, under one Message-ID', async () => {
    await register('Greylisted', { email: 'grey@example.org' });
    server.refuse.set('grey@example.org', { code: 451, text: 'greylisted, try later' });
    await sendAll();
    const [first] = await outboxOf('grey@example.org');
    expect(first).toMatchObject({ state: 'due', attempts: 1, response: '451 greylisted, try later' });
    expect(first!.dueAt.getTime() - clock.at.getTime()).toBe(60_000);
    clock.advance(1);
    await event.app.get(MailSender).run();
    const [second] = await outboxOf('grey@example.org');
    expect(second!.dueAt.getTime() - clock.at.getTime()).toBe(300_000);
    server.refuse.clear();
    clock.advance(5);
    await event.app.get(MailSender).run();
    expect(server.to('grey@example.org').map(({ messageId }) => messageId)).toEqual([first!.messageId]);
    expect(await outboxOf('grey@example.org')).toMatchObject([{ state: 'sent', attempts: 3, response: '250 kept' }]);
  });

  it('gives up after two days', async () => {
    await register('Nobody', { email: 'nobody@example.org' });
    server.refuse.set('nobody@example.org', { code: 452, text: 'mailbox full' });
    await sendAll();
    await event.database.dataSource.query(
      `UPDATE registrations SET confirm_by = $1 WHERE email = 'nobody@example.org'`,
      [new Date('2026-10-06T00:00:00Z')],
    );
    for (let hour = 0; hour < 60; hour += 1) {
      clock.advance(60);
      await event.app.get(MailSender).run();
    }
    const [row] = await outboxOf('nobody@example.org');
    expect(row).toMatchObject({ state: 'given-up', response: '452 mailbox full' });
  });

  it('costs the other mails no attempt when the server hangs up on one', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `hung${index}`);
    // Somebody new: whoever did not confirm above may be swept away by now, as the clock went on for days.
    await register('Held up', { email: 'held@example.org' });
    await sendAll();
    await event.database.dataSource.query(
      `INSERT INTO outbox_mails (event_id, registration_id, written_at, due_at, recipient, locale, kind, facts)
       SELECT event_id, registration_id, $2, $2, name || '@example.org', locale, kind, facts
         FROM outbox_mails m, unnest($1::text[]) AS name WHERE m.recipient = 'held@example.org'`,
      [names, clock.at],
    );
    server.hangUpOn.add('hung0@example.org');
    // The others are on their way for longer than it takes to hang up twice.
    server.onTaken = () => new Promise((resolve) => setTimeout(resolve, 300));
    await event.app.get(MailSender).run();
    const attempts = async (): Promise<number[]> => {
      const rows: { attempts: number }[] = await event.database.dataSource.query(
        `SELECT attempts FROM outbox_mails WHERE recipient LIKE 'hung%' AND recipient <> 'hung0@example.org'`,
      );
      return rows.map((row) => row.attempts);
    };
    expect(await outboxOf('hung0@example.org')).toMatchObject([{ state: 'due', attempts: 1 }]);
    // Five were on their way; nobody of the others was tried.
    expect((await attempts()).filter((tried) => tried === 0).length).toBeGreaterThanOrEqual(names.length - 5);
    clock.advance(1);
    server.onTaken = () => undefined;
    server.hangUpOn.clear();
    await event.app.get(MailSender).run();
    expect(new Set(await attempts())).toEqual(new Set([1]));
    for (const name of names) expect(server.to(`${name}@example.org`)).toHaveLength(1);
  });

  it('sends again, by another thread, what the thread that sends had in hand when it ended', async () => {
    const ended = jest.spyOn(Worker.prototype, 'postMessage').mockImplementation(function (this: Worker) {
      void this.terminate();
    });
    await register('Ended');
    await sendAll();
    ended.mockRestore();
    expect(await outboxOf('ended@example.org')).toMatchObject([
      { state: 'due', attempts: 1, response: 'the thread that sends mail has ended' },
    ]);
    clock.advance(1);
    await event.app.get(MailSender).run();
    expect(await outboxOf('ended@example.org')).toMatchObject([{ state: 'sent' }]);
    expect(server.to('ended@example.org')).toHaveLength(1);
  });

  it('leaves mail of a kind that only a newer version knows to that version', async () => {
    await event.database.dataSource.query(
      `INSERT INTO outbox_mails (event_id, registration_id, written_at, due_at, recipient, locale, kind, facts)
       SELECT event_id, registration_id, $1, $1, 'future@example.org', locale, 'of.tomorrow', '{}'
         FROM outbox_mails WHERE recipient = 'janis@example.org' LIMIT 1`,
      [clock.at],
    );
    await event.app.get(MailSender).run();
    expect(await outboxOf('future@example.org')).toMatchObject([{ state: 'due', attempts: 0, response: null }]);
    await event.database.dataSource.query(`DELETE FROM outbox_mails WHERE kind = 'of.tomorrow'`);
  });

  it('keeps a refusal with the words of the server, and does not try again', async () => {
    await register('Wrong', { email: 'wrong@example.org' });
    server.refuse.set('wrong@example.org', { code: 550, text: '5.1.1 no such user here' });
    await sendAll();
    clock.advance(600);
    await event.app.get(MailSender).run();
    expect(await outboxOf('wrong@example.org')).toMatchObject([
      { state: 'refused', attempts: 1, response: '550 5.1.1 no such user here' },
    ]);
  });
});
