import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TOTP, URI } from 'otpauth';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { OrganiserDoor, password } from '../../../../test/support/organiser-door.js';

const missing = { status: 401, code: 'secondFactor.missing' };
const wrong = { status: 401, code: 'secondFactor.wrong' };

describe('a second factor', () => {
  let demo: DemoEvent;
  let door: OrganiserDoor;

  beforeAll(async () => {
    demo = await openDemoEvent();
    door = new OrganiserDoor(demo);
  });
  afterAll(() => demo.close());

  const codeOf = (totp: TOTP): string => totp.generate({ timestamp: demo.clock.at.getTime() });
  const post = (path: string, cookie: string, body?: object) =>
    door.send('POST', `/account/second-factor${path}`, body, { cookie });
  /** Somebody in the team with a second factor, whose first code is used up. */
  const enrol = async (email: string, role = 'viewer') => {
    const cookie = await door.join(email, role);
    const begun = await post('', cookie);
    const totp = URI.parse(String(begun.body['uri'])) as TOTP;
    const { status, body } = await post('/confirmation', cookie, { code: codeOf(totp) });
    expect(status).toBe(200);
    demo.clock.advance(1);
    return { cookie, totp, recoveryCodes: body['codes'] as string[] };
  };
  const signIn = (email: string, more: object = {}) =>
    door.send('POST', '/login-sessions', { email, password, ...more });

  it('is asked for with the password, and each code is taken once', async () => {
    const { totp } = await enrol('anna@example.org');
    expect(await signIn('anna@example.org')).toMatchObject(missing);
    expect(await signIn('anna@example.org', { code: '000000' })).toMatchObject(wrong);
    const code = codeOf(totp);
    const signedIn = await signIn('anna@example.org', { code: `${code.slice(0, 3)} ${code.slice(3)}` });
    expect((await door.draft(signedIn.cookie)).status).toBe(200);
    expect(await signIn('anna@example.org', { code })).toMatchObject(wrong);
    demo.clock.advance(1);
    const both = await Promise.all([0, 1].map(() => signIn('anna@example.org', { code: codeOf(totp) })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 401]);
    demo.clock.advance(1);
    expect(await signIn('anna@example.org', { code: codeOf(totp), password: 'wrong wrong wrong' })).toMatchObject({
      code: 'password.wrong',
    });
  });

  it('is asked for with a link, which a wrong code does not spend and a right one does', async () => {
    const { totp } = await enrol('berta@example.org');
    const { cookie } = await door.send('POST', '/sign-in-links', { email: 'berta@example.org' });
    const challenge = await door.secretTo('berta@example.org');
    const spend = (more: object) => door.send('POST', '/login-sessions', { challenge, ...more }, { cookie });
    expect(await spend({})).toMatchObject(missing);
    expect(await spend({ code: '000000' })).toMatchObject(wrong);
    expect(await spend({ code: codeOf(totp) })).toMatchObject({ status: 201 });
    demo.clock.advance(1);
    expect(await spend({ code: codeOf(totp) })).toMatchObject({ status: 401, code: 'challenge.invalid' });
  });

  it('is asked for with a further invitation, which would be a way round it', async () => {
    const { totp } = await enrol('cora@example.org');
    const { manager } = demo.database.dataSource;
    await manager.query('DELETE FROM account_roles WHERE account_id = (SELECT id FROM accounts WHERE email = $1)', [
      'cora@example.org',
    ]);
    const challenge = await door.invite('cora@example.org', 'organiser');
    const accept = (more: object) => door.send('POST', '/invitations/accept', { challenge, ...more });
    expect(await accept({})).toMatchObject(missing);
    expect(await accept({ code: '000000' })).toMatchObject(wrong);
    expect(await accept({ code: codeOf(totp) })).toMatchObject({ status: 200 });
  });

  it('has recovery codes, each of which opens once; new ones end the former', async () => {
    const { cookie, totp, recoveryCodes } = await enrol('dace@example.org');
    expect(new Set(recoveryCodes).size).toBe(10);
    const [first, second] = recoveryCodes;
    expect(await signIn('dace@example.org', { code: first })).toMatchObject({ status: 201 });
    expect(await signIn('dace@example.org', { code: first })).toMatchObject(wrong);
    const { body } = await door.send('GET', '/account', undefined, { cookie });
    expect(body['secondFactor']).toEqual({ isOn: true, recoveryCodesLeft: 9 });
    const renewed = await post('/recovery-codes', cookie, { code: codeOf(totp) });
    expect(renewed.body['codes']).toHaveLength(10);
    expect(await signIn('dace@example.org', { code: second })).toMatchObject(wrong);
    const rows = JSON.stringify(await demo.database.dataSource.query('SELECT * FROM recovery_codes, second_factors'));
    for (const code of [...recoveryCodes, totp.secret.base32, totp.secret.hex.toLowerCase()])
      expect(rows).not.toContain(code.replaceAll('-', ''));
  });

  it('counts only once it is confirmed, ends what was signed in elsewhere, and goes by a code', async () => {
    const cookie = await door.join('edgars@example.org', 'viewer');
    const elsewhere = await signIn('edgars@example.org');
    await post('', cookie);
    expect((await signIn('edgars@example.org')).status).toBe(201);
    const begun = await post('', cookie);
    const totp = URI.parse(String(begun.body['uri'])) as TOTP;
    const refused = await post('/confirmation', cookie, { code: '000000' });
    expect(refused.body).toMatchObject({ errors: [{ path: 'code', code: 'secondFactor.wrong' }] });
    expect((await post('/confirmation', cookie, { code: codeOf(totp) })).status).toBe(200);
    expect([(await door.draft(cookie)).status, (await door.draft(elsewhere.cookie)).status]).toEqual([200, 401]);
    expect(await post('', cookie)).toMatchObject({ status: 409, code: 'secondFactor.on' });
    expect((await post('/removal', cookie, { code: '000000' })).status).toBe(422);
    demo.clock.advance(1);
    expect((await post('/removal', cookie, { code: codeOf(totp) })).status).toBe(204);
    expect((await signIn('edgars@example.org')).status).toBe(201);
    expect((await door.trail()).slice(-2)).toEqual([
      'account.secondFactorOn edgars@example.org',
      'account.secondFactorOff edgars@example.org',
    ]);
  });
});

describe('where owners must show a second factor', () => {
  let demo: DemoEvent;
  let door: OrganiserDoor;
  beforeAll(async () => {
    demo = await openDemoEvent({ rateLimit: 'on', settings: { KOPA_OWNERS_SECOND_FACTOR: 'on' } });
    door = new OrganiserDoor(demo);
  });
  afterAll(() => demo.close());

  it('they neither invite nor make tokens until they did, and do all else', async () => {
    const cookie = await door.join('anna@example.org', 'owner');
    const team = () => door.send('GET', `/events/${demo.slug}/organisers`, undefined, { cookie });
    const tokens = () => door.send('GET', `/events/${demo.slug}/tokens`, undefined, { cookie });
    const needed = { status: 403, code: 'secondFactor.needed' };
    expect([await team(), await tokens()]).toMatchObject([needed, needed]);
    expect((await door.draft(cookie)).status).toBe(200);
    const { body } = await door.send('POST', '/account/second-factor', undefined, { cookie });
    const totp = URI.parse(String(body['uri'])) as TOTP;
    const code = totp.generate({ timestamp: demo.clock.at.getTime() });
    expect((await door.send('POST', '/account/second-factor/confirmation', { code }, { cookie })).status).toBe(200);
    expect([(await team()).status, (await tokens()).status]).toEqual([200, 200]);
  });

  it('codes are tried ten times in a quarter of an hour, whichever way', async () => {
    const cookie = await door.join('berta@example.org', 'viewer');
    const { body } = await door.send('POST', '/account/second-factor', undefined, { cookie });
    const totp = URI.parse(String(body['uri'])) as TOTP;
    const confirm = (code: string) => door.send('POST', '/account/second-factor/confirmation', { code }, { cookie });
    const guesses = await Promise.all(Array.from({ length: 10 }, () => confirm('000000')));
    expect(guesses.map(({ status }) => status)).toEqual(Array(10).fill(422));
    const right = totp.generate({ timestamp: demo.clock.at.getTime() });
    expect(await confirm(right)).toMatchObject({ status: 429, code: 'tries.tooMany' });
  });
});
