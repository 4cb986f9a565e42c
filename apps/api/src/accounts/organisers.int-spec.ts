import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import type { ApiToken, LoginSession, NewApiToken, Team } from '@kopa/contracts';
import { Outbox } from '../platform/mail/outbox.js';
import { secretOfChallenge } from './challenges.js';
import { createToken } from './tokens.js';

const host = { host: 'localhost:3000', origin: 'http://localhost:3000' };
const password = 'a long enough phrase';

interface Mail {
  id: string;
  event_id: string | null;
  kind: string;
  facts: { challenge: string };
}

describe('organisers', () => {
  let demo: DemoEvent;
  let owner: string;

  beforeAll(async () => {
    demo = await openDemoEvent();
    const order = { eventId: demo.eventId, name: 'test', expiresAt: null, at: demo.clock.at };
    owner = await createToken(demo.database.dataSource.manager, { ...order, role: 'owner' });
  });
  afterAll(() => demo.close());

  const send = async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    payload?: object,
    headers: Record<string, string> = {},
  ) => {
    const answer = await demo.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { ...host, ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    const cookie = String(answer.headers['set-cookie'] ?? '').split(';')[0] ?? '';
    const body = answer.body === '' ? {} : answer.json<Record<string, unknown>>();
    return { status: answer.statusCode, code: body['code'], body, cookie };
  };
  const mails = (to: string): Promise<Mail[]> =>
    demo.database.dataSource.query('SELECT * FROM outbox_mails WHERE recipient = $1 ORDER BY id DESC', [to]);
  const secretTo = async (to: string): Promise<string> => {
    const [mail] = await mails(to);
    return secretOfChallenge(demo.database.dataSource, mail?.facts.challenge ?? '');
  };
  const invite = async (email: string, role: string, token = owner) =>
    demo.call('POST', '/organisers', token, { email, role });
  const join = async (email: string, role: string) => {
    expect((await invite(email, role)).statusCode).toBe(201);
    const answer = await send('POST', '/invitations/accept', { challenge: await secretTo(email), password });
    expect(answer.status).toBe(200);
    return answer.cookie;
  };
  const teamOf = async (): Promise<Team> => (await demo.call('GET', '/organisers', owner)).json();
  const idOf = async (email: string): Promise<string> =>
    (await teamOf()).items.find((one) => one.email === email)?.accountId ?? '';
  const draft = (cookie: string) => send('GET', `/events/${demo.slug}/draft`, undefined, { cookie });
  const trail = async (): Promise<string[]> => {
    const rows: { line: string }[] = await demo.database.dataSource.query(
      `SELECT action || ' ' || subject AS line FROM audit_entries ORDER BY id`,
    );
    return rows.map(({ line }) => line);
  };

  it('are invited by owners, see what they accept, and are in by their own password', async () => {
    expect((await invite('Anna@Example.org', 'organiser')).json<Team>().invitations).toMatchObject([
      { email: 'anna@example.org', role: 'organiser' },
    ]);
    const challenge = await secretTo('anna@example.org');
    expect((await send('POST', '/invitations/look', { challenge })).body).toMatchObject({
      email: 'anna@example.org',
      role: 'organiser',
      slug: demo.slug,
      wantsPassword: true,
    });
    const accepted = await send('POST', '/invitations/accept', { challenge, password, name: 'Anna' });
    expect([accepted.status, accepted.body]).toEqual([200, { slug: demo.slug }]);
    expect((await draft(accepted.cookie)).status).toBe(200);
    expect(await teamOf()).toMatchObject({ items: [{ name: 'Anna', role: 'organiser' }], invitations: [] });
    const again = await send('POST', '/login-sessions', { email: 'ANNA@example.org', password });
    expect((await draft(again.cookie)).status).toBe(200);
    expect(await trail()).toEqual(['organiser.invited anna@example.org', 'organiser.joined anna@example.org']);
  });

  it('accept once, within seven days, and not after a newer invitation or none', async () => {
    const accept = async (challenge: string) => send('POST', '/invitations/accept', { challenge, password });
    const refused = { status: 401, code: 'challenge.invalid' };
    expect(await accept(await secretTo('anna@example.org'))).toMatchObject(refused);
    await invite('late@example.org', 'viewer');
    const first = await secretTo('late@example.org');
    await invite('late@example.org', 'viewer');
    expect(await accept(first)).toMatchObject(refused);
    const second = await secretTo('late@example.org');
    demo.clock.advance(7 * 24 * 60);
    expect(await accept(second)).toMatchObject(refused);
    await invite('late@example.org', 'viewer');
    const [open] = (await teamOf()).invitations;
    expect((await demo.call('DELETE', `/organisers/invitations/${open!.id}`, owner)).statusCode).toBe(204);
    expect(await accept(await secretTo('late@example.org'))).toMatchObject(refused);
    expect((await teamOf()).items).toHaveLength(1);
  });

  it('choose no password that is short, their address or the name of the event; the invitation stays open', async () => {
    await invite('berta@example.org', 'viewer');
    const challenge = await secretTo('berta@example.org');
    const codes = [];
    for (const chosen of ['short', 'Berta@example.org', demo.slug]) {
      const { status, body } = await send('POST', '/invitations/accept', { challenge, password: chosen });
      const [fault] = body['errors'] as { path: string; code: string }[];
      codes.push([status, fault?.path, fault?.code]);
    }
    expect(codes).toEqual([
      [422, 'password', 'password.short'],
      [422, 'password', 'password.address'],
      [422, 'password', 'password.event'],
    ]);
    expect((await send('POST', '/invitations/accept', { challenge, password })).status).toBe(200);
  });

  it('cannot sign in with an invitation, nor accept a link to sign in', async () => {
    await invite('cora@example.org', 'viewer');
    const invitation = await secretTo('cora@example.org');
    expect(await send('POST', '/login-sessions', { challenge: invitation })).toMatchObject({ status: 401 });
    const { cookie } = await send('POST', '/sign-in-links', { email: 'anna@example.org' });
    const link = await secretTo('anna@example.org');
    expect(await send('POST', '/invitations/look', { challenge: link })).toMatchObject({ status: 401 });
    expect(await send('POST', '/login-sessions', { challenge: link }, { cookie })).toMatchObject({ status: 201 });
  });

  it('sign in by a link only in the browser that asked for it, once, within ten minutes', async () => {
    const ask = async () => {
      const { cookie } = await send('POST', '/sign-in-links', { email: 'anna@example.org' });
      return { cookie, challenge: await secretTo('anna@example.org') };
    };
    const { cookie, challenge } = await ask();
    const other = { status: 401, code: 'challenge.otherBrowser' };
    expect(await send('POST', '/login-sessions', { challenge })).toMatchObject(other);
    const { cookie: foreign } = await send('POST', '/sign-in-links', { email: 'nobody@example.org' });
    expect(await send('POST', '/login-sessions', { challenge }, { cookie: foreign })).toMatchObject(other);
    expect(await send('POST', '/login-sessions', { challenge }, { cookie })).toMatchObject({ status: 201 });
    const spent = { status: 401, code: 'challenge.invalid' };
    expect(await send('POST', '/login-sessions', { challenge }, { cookie })).toMatchObject(spent);
    const late = await ask();
    demo.clock.advance(10);
    expect(await send('POST', '/login-sessions', { challenge: late.challenge }, { cookie: late.cookie })).toMatchObject(
      spent,
    );
  });

  it('are not told from strangers by any answer', async () => {
    const link = async (email: string) => {
      const { status, body, cookie } = await send('POST', '/sign-in-links', { email });
      return [status, body, cookie.length];
    };
    expect(await link('stranger@example.org')).toEqual(await link('anna@example.org'));
    const guess = async (email: string) => {
      const { status, body } = await send('POST', '/login-sessions', { email, password: 'wrong wrong wrong' });
      return { ...body, status, correlationId: '' };
    };
    expect(await guess('stranger@example.org')).toEqual(await guess('anna@example.org'));
    expect(await guess('cora@example.org')).toEqual(await guess('anna@example.org'));
  });

  it('keep their links from those who read the outbox, and links to sign in are in no event at all', async () => {
    await invite('dace@example.org', 'owner');
    const [mail] = await mails('dace@example.org');
    const secret = await secretTo('dace@example.org');
    const letter = await demo.app.get(Outbox).content(demo.eventId, mail!.id);
    expect(letter.text).toContain('/invitation#•••');
    expect(JSON.stringify(letter)).not.toContain(secret);
    const kept = JSON.stringify(await demo.database.dataSource.query('SELECT * FROM challenges, outbox_mails'));
    expect(kept).not.toContain(secret);
    await send('POST', '/sign-in-links', { email: 'anna@example.org' });
    expect((await mails('anna@example.org'))[0]?.event_id).toBeNull();
  });

  it('are never left without an owner, also when two owners leave at once', async () => {
    await join('edgars@example.org', 'owner');
    const edgars = await idOf('edgars@example.org');
    const last = { code: 'organiser.lastOwner' };
    const change = (id: string, role: string) => demo.call('PATCH', `/organisers/${id}`, owner, { role });
    expect((await demo.call('DELETE', `/organisers/${edgars}`, owner)).json()).toMatchObject(last);
    expect((await change(edgars, 'viewer')).json()).toMatchObject(last);
    await join('fanija@example.org', 'owner');
    const fanija = await idOf('fanija@example.org');
    const both = await Promise.all([change(edgars, 'viewer'), change(fanija, 'viewer')]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    expect((await teamOf()).items.filter(({ role }) => role === 'owner')).toHaveLength(1);
  });

  it('lose what their role allowed as soon as it is changed or taken', async () => {
    const cookie = await join('gints@example.org', 'viewer');
    const path = `/organisers/${await idOf('gints@example.org')}`;
    expect((await draft(cookie)).status).toBe(200);
    await demo.call('PATCH', path, owner, { role: 'checkin' });
    expect((await draft(cookie)).status).toBe(403);
    await demo.call('PATCH', path, owner, { role: 'viewer' });
    expect((await draft(cookie)).status).toBe(200);
    expect((await demo.call('DELETE', path, owner)).statusCode).toBe(204);
    expect((await draft(cookie)).status).toBe(403);
    expect((await trail()).slice(-2)).toEqual([
      'organiser.roleChanged gints@example.org',
      'organiser.removed gints@example.org',
    ]);
  });

  it('see where they are signed in, and end one or all others', async () => {
    const cookie = await join('hugo@example.org', 'viewer');
    const signIn = () =>
      send('POST', '/login-sessions', { email: 'hugo@example.org', password }, { 'user-agent': 'Phone' });
    const phone = await signIn();
    const list = async (): Promise<LoginSession[]> =>
      (await send('GET', '/account/login-sessions', undefined, { cookie })).body['items'] as LoginSession[];
    const phones = (await list()).filter(({ userAgent }) => userAgent === 'Phone');
    expect(phones).toMatchObject([{ isCurrent: false }]);
    const end = (id: string) => send('DELETE', `/account/login-sessions${id}`, undefined, { cookie });
    expect((await end(`/${phones[0]!.id}`)).status).toBe(204);
    expect((await draft(phone.cookie)).status).toBe(401);
    expect(await end(`/${phones[0]!.id}`)).toMatchObject({ status: 404, code: 'loginSession.unknown' });
    const another = await signIn();
    await end('');
    expect((await draft(another.cookie)).status).toBe(401);
    expect(await list()).toMatchObject([{ isCurrent: true }]);
  });

  it("cannot end other people's login sessions", async () => {
    const [hugo, ilze] = [await join('hugo2@example.org', 'viewer'), await join('ilze@example.org', 'viewer')];
    const { body } = await send('GET', '/account/login-sessions', undefined, { cookie: hugo });
    const [{ id }] = body['items'] as [LoginSession];
    const path = `/account/login-sessions/${id}`;
    expect(await send('DELETE', path, undefined, { cookie: ilze })).toMatchObject({ status: 404 });
    expect((await draft(hugo)).status).toBe(200);
  });

  it('change their password by the former one, which ends their other login sessions', async () => {
    const cookie = await join('janis@example.org', 'viewer');
    const other = await send('POST', '/login-sessions', { email: 'janis@example.org', password });
    const change = (body: object) => send('PUT', '/account/password', body, { cookie });
    for (const current of [undefined, 'wrong wrong wrong'])
      expect((await change({ ...(current && { current }), password: 'another long phrase' })).body).toMatchObject({
        errors: [{ path: 'current', code: 'password.wrong' }],
      });
    expect((await change({ current: password, password: 'another long phrase' })).status).toBe(204);
    expect([(await draft(cookie)).status, (await draft(other.cookie)).status]).toEqual([200, 401]);
    expect((await send('POST', '/login-sessions', { email: 'janis@example.org', password })).status).toBe(401);
  });

  it('make tokens that are seen once, list them, and revoke them', async () => {
    const made = (
      await demo.call('POST', '/tokens', owner, { name: 'Screens', role: 'viewer', days: 3 })
    ).json<NewApiToken>();
    const listed = (await demo.call('GET', '/tokens', owner)).json<{ items: ApiToken[] }>();
    expect(listed.items).toContainEqual(expect.objectContaining({ name: 'Screens', role: 'viewer' }));
    expect(JSON.stringify(listed)).not.toContain(made.token);
    expect((await demo.call('GET', '/draft', made.token)).statusCode).toBe(200);
    expect((await demo.call('DELETE', `/tokens/${made.id}`, owner)).statusCode).toBe(204);
    expect((await demo.call('GET', '/draft', made.token)).statusCode).toBe(401);
    expect((await demo.call('DELETE', `/tokens/${made.id}`, owner)).statusCode).toBe(404);
    expect((await trail()).slice(-2)).toEqual(['token.created Screens', 'token.revoked Screens']);
  });

  it('who own no event neither invite nor make tokens', async () => {
    const answers = [
      await invite('x@example.org', 'viewer', demo.organiser),
      await demo.call('GET', '/organisers', demo.organiser),
      await demo.call('POST', '/tokens', demo.organiser, { name: 'x', role: 'owner' }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403]);
  });
});

describe('guesses at passwords', () => {
  let demo: DemoEvent;
  beforeAll(async () => {
    demo = await openDemoEvent({ rateLimit: 'on' });
  });
  afterAll(() => demo.close());

  const post = async (path: string, payload: object, remoteAddress: string): Promise<number> =>
    (await demo.app.inject({ method: 'POST', url: `/api/v1${path}`, payload, remoteAddress })).statusCode;

  it('are ten for an account, from wherever they come, and then ten for an address', async () => {
    const guess = (email: string, from: string) => post('/login-sessions', { email, password: 'wrong' }, from);
    for (let count = 1; count <= 10; count++) expect(await guess('a@example.org', `192.0.2.${count}`)).toBe(401);
    expect(await guess('A@example.org', '192.0.2.20')).toBe(429);
    for (let count = 1; count <= 10; count++) expect(await guess(`b${count}@example.org`, '192.0.2.30')).toBe(401);
    expect(await guess('c@example.org', '192.0.2.30')).toBe(429);
  });

  it('by mail fill nobody’s inbox', async () => {
    const ask = (from: string) => post('/sign-in-links', { email: 'a@example.org' }, from);
    for (let count = 1; count <= 5; count++) expect(await ask(`192.0.2.${count}`)).toBe(202);
    expect(await ask('192.0.2.9')).toBe(429);
  });
});
