import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TOTP, URI } from 'otpauth';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { openMailServer, type MailServer } from '../../../../test/support/mail-server.js';
import { OrganiserDoor, password } from '../../../../test/support/organiser-door.js';
import { MailSender } from '../platform/mail/mail-sender.js';
import { resetSecondFactor } from './second-factor-reset.js';

describe('a second factor that nobody can show any more', () => {
  let mail: MailServer;
  let demo: DemoEvent;
  let door: OrganiserDoor;
  beforeAll(async () => {
    mail = await openMailServer();
    demo = await openDemoEvent({ settings: { SMTP_URL: mail.url, KOPA_PUBLIC_URL: 'http://localhost:3000' } });
    door = new OrganiserDoor(demo);
  });
  afterAll(async () => {
    await demo.close();
    await mail.close();
  });

  const enrol = async (email: string): Promise<string> => {
    const cookie = await door.join(email, 'owner');
    const { body } = await door.send('POST', '/account/second-factor', undefined, { cookie });
    const code = (URI.parse(String(body['uri'])) as TOTP).generate({ timestamp: demo.clock.at.getTime() });
    expect((await door.send('POST', '/account/second-factor/confirmation', { code }, { cookie })).status).toBe(200);
    return cookie;
  };
  const reset = (email: string) => resetSecondFactor(demo.database.dataSource, { email, at: demo.clock.at });
  const signIn = (email: string) => door.send('POST', '/login-sessions', { email, password });
  /** Waits until it was sent: what a wake has begun is not waited for by another run. */
  const letterTo = async (email: string, subject: RegExp) => {
    for (;;) {
      const letter = mail.to(email).find((one) => subject.test(one.subject ?? ''));
      if (letter !== undefined) return letter;
      await demo.app.get(MailSender).run();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };

  it('is taken away by the console, which signs them out everywhere, notes it, and writes to them', async () => {
    const cookie = await enrol('anna@example.org');
    const other = await enrol('berta@example.org');
    expect(await signIn('anna@example.org')).toMatchObject({ code: 'secondFactor.missing' });
    expect(await reset('anna@example.org')).toBe(1);
    demo.clock.advance(1);
    expect([(await door.draft(cookie)).status, (await door.draft(other)).status]).toEqual([401, 200]);
    expect((await signIn('anna@example.org')).status).toBe(201);
    expect(await signIn('berta@example.org')).toMatchObject({ code: 'secondFactor.missing' });
    expect(
      await demo.database.dataSource.query(
        'SELECT * FROM recovery_codes c JOIN accounts a ON a.id = c.account_id WHERE a.email = $1',
        ['anna@example.org'],
      ),
    ).toEqual([]);
    const [entry] = await demo.database.dataSource.query<object[]>(
      'SELECT * FROM audit_entries ORDER BY id DESC LIMIT 1',
    );
    expect(entry).toMatchObject({
      event_id: demo.eventId,
      who: 'console',
      action: 'account.secondFactorReset',
      subject: 'anna@example.org',
    });
    const letter = await letterTo('anna@example.org', /second factor/);
    expect(letter.text).toContain('http://localhost:3000/sign-in?to=/organise/account');
  });

  it('is told in Latvian where the event speaks Latvian first', async () => {
    await enrol('cora@example.org');
    await demo.database.dataSource.query(`UPDATE events SET languages = '{lv,en}'`);
    await reset('cora@example.org');
    expect((await letterTo('cora@example.org', /otrais faktors/)).text).toContain('Visur esat atslēgts');
  });

  it('must be there, and so must its owner; else nothing is done', async () => {
    await door.join('dace@example.org', 'viewer');
    await expect(reset('dace@example.org')).rejects.toMatchObject({ code: 'secondFactor.off' });
    await expect(reset('nobody@example.org')).rejects.toMatchObject({ code: 'account.unknown' });
    expect((await door.trail()).at(-1)).toBe('organiser.joined dace@example.org');
  });
});
