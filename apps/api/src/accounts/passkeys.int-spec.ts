import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NewPasskey, Passkey } from '@kopa/contracts';
import { Authenticator } from '../../../../test/support/authenticator.js';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { OrganiserDoor } from '../../../../test/support/organiser-door.js';
import { createConsoleLink } from './login.service.js';

const site = { origin: 'http://localhost:3000', rpId: 'localhost' };

interface Asked {
  challenge: string;
  rpId?: string;
  rp?: { id: string };
  user: { id: string };
}

describe('passkeys', () => {
  let demo: DemoEvent;
  let door: OrganiserDoor;

  beforeAll(async () => {
    demo = await openDemoEvent();
    door = new OrganiserDoor(demo);
  });
  afterAll(() => demo.close());

  const ask = async (cookie: string): Promise<Asked> => {
    const { status, body } = await door.send('POST', '/account/passkeys/challenges', undefined, { cookie });
    expect([status, body]).toMatchObject([201, {}]);
    return body as unknown as Asked;
  };
  const add = (cookie: string, order: NewPasskey) => door.send('POST', '/account/passkeys', order, { cookie });
  /** Somebody in the team with a passkey. */
  const withPasskey = async (email: string) => {
    const cookie = await door.join(email, 'viewer');
    const authenticator = new Authenticator();
    const { challenge, user } = await ask(cookie);
    const made = authenticator.make({ ...site, challenge, handle: user.id });
    const { status, body } = await add(cookie, { name: 'Phone', made });
    expect(status).toBe(201);
    return { cookie, authenticator, passkey: body as unknown as Passkey };
  };
  const askToSignIn = async (cookie?: string) => {
    const headers = cookie === undefined ? {} : { cookie };
    const answer = await door.send('POST', '/passkey-challenges', undefined, headers);
    return { challenge: String(answer.body['challenge']), cookie: answer.cookie };
  };
  const show = (passkey: object, cookie: string) => door.send('POST', '/login-sessions', { passkey }, { cookie });
  const list = async (cookie: string): Promise<Passkey[]> =>
    (await door.send('GET', '/account/passkeys', undefined, { cookie })).body['items'] as Passkey[];

  it('are made, named, listed, sign in, and are removed', async () => {
    const { cookie, authenticator, passkey } = await withPasskey('anna@example.org');
    expect(await list(cookie)).toEqual([{ ...passkey, name: 'Phone', lastUsedAt: null, isBackedUp: false }]);
    const renamed = await door.send('PATCH', `/account/passkeys/${passkey.id}`, { name: 'My phone' }, { cookie });
    expect(renamed.body).toMatchObject({ name: 'My phone' });

    const asked = await askToSignIn();
    const signedIn = await show(authenticator.show({ ...site, challenge: asked.challenge }), asked.cookie);
    expect([signedIn.status, signedIn.body]).toEqual([201, { signedIn: true }]);
    expect((await door.draft(signedIn.cookie)).status).toBe(200);
    expect(await list(cookie)).toMatchObject([{ lastUsedAt: demo.clock.at.toISOString() }]);

    const path = `/account/passkeys/${passkey.id}`;
    expect((await door.send('DELETE', path, undefined, { cookie })).status).toBe(204);
    const again = await askToSignIn();
    const late = authenticator.show({ ...site, challenge: again.challenge });
    expect(await show(late, again.cookie)).toMatchObject({ status: 401, code: 'passkey.unknown' });
    expect((await door.trail()).slice(-3)).toEqual([
      'account.passkeyAdded anna@example.org',
      'account.passkeyRenamed anna@example.org',
      'account.passkeyRemoved anna@example.org',
    ]);
  });

  it('sign in once by one challenge, in the browser that asked, within five minutes', async () => {
    const { authenticator } = await withPasskey('berta@example.org');
    const late = { status: 401, code: 'passkey.late' };
    const asked = await askToSignIn();
    const shown = authenticator.show({ ...site, challenge: asked.challenge });
    const foreign = await askToSignIn();
    expect(await show(shown, foreign.cookie)).toMatchObject(late);
    expect((await show(shown, asked.cookie)).status).toBe(201);
    expect(await show(shown, asked.cookie)).toMatchObject(late);
    const slow = await askToSignIn();
    demo.clock.advance(5);
    expect(await show(authenticator.show({ ...site, challenge: slow.challenge }), slow.cookie)).toMatchObject(late);
  });

  it('sign in only with a finger, face or PIN, here, as whom they were made for, and with the right key', async () => {
    const { authenticator } = await withPasskey('cora@example.org');
    const { authenticator: another } = await withPasskey('dace@example.org');
    const attempt = async (answer: (challenge: string) => object) => {
      const { challenge, cookie } = await askToSignIn();
      return (await show(answer(challenge), cookie)).code;
    };
    const codes = [
      await attempt((challenge) => authenticator.show({ ...site, challenge, isVerified: false })),
      await attempt((challenge) => authenticator.show({ ...site, challenge, origin: 'https://evil.example' })),
      await attempt((challenge) => authenticator.show({ ...site, challenge, rpId: 'evil.example' })),
      await attempt((challenge) => {
        const [mine, other] = [authenticator.show({ ...site, challenge }), another.show({ ...site, challenge })];
        return { ...mine, response: other.response };
      }),
      await attempt((challenge) => {
        const [mine, other] = [authenticator.show({ ...site, challenge }), another.show({ ...site, challenge })];
        return { ...mine, response: { ...mine.response, signature: other.response.signature } };
      }),
    ];
    expect(codes).toEqual(Array(5).fill('passkey.invalid'));
  });

  it('are kept only for who asked, once, and when they ask for finger, face or PIN', async () => {
    const [cookie, foreign] = [
      await door.join('edgars@example.org', 'viewer'),
      await door.join('fanija@example.org', 'viewer'),
    ];
    const authenticator = new Authenticator();
    const { challenge, user } = await ask(cookie);
    const made = authenticator.make({ ...site, challenge, handle: user.id });
    expect(await add(foreign, { name: 'Mine', made })).toMatchObject({ status: 401, code: 'passkey.late' });
    expect((await add(cookie, { name: 'Mine', made })).status).toBe(201);
    expect(await add(cookie, { name: 'Mine', made })).toMatchObject({ status: 401, code: 'passkey.late' });
    const again = await ask(cookie);
    const twice = authenticator.make({ ...site, challenge: again.challenge, handle: user.id });
    expect(await add(cookie, { name: 'Mine', made: twice })).toMatchObject({ status: 409, code: 'passkey.known' });
    const third = await ask(cookie);
    const weak = new Authenticator().make({ ...site, challenge: third.challenge, handle: user.id, isVerified: false });
    expect(await add(cookie, { name: 'Weak', made: weak })).toMatchObject({ status: 401, code: 'passkey.invalid' });
    expect(await list(cookie)).toHaveLength(1);
  });

  it('are challenged by what is no secret, and so opens nothing as a link would', async () => {
    const cookie = await door.join('gints@example.org', 'viewer');
    const { challenge } = await ask(cookie);
    const { challenge: open, cookie: asked } = await askToSignIn();
    const refused = { status: 401, code: 'challenge.invalid' };
    expect(await door.send('POST', '/login-sessions', { challenge }, { cookie })).toMatchObject(refused);
    expect(await door.send('POST', '/login-sessions', { challenge: open }, { cookie: asked })).toMatchObject(refused);
    expect(await door.send('POST', '/invitations/look', { challenge })).toMatchObject(refused);
  });

  it('are nobody else’s to rename or remove', async () => {
    const { cookie, passkey } = await withPasskey('hugo@example.org');
    const foreign = await door.join('ilze@example.org', 'viewer');
    const path = `/account/passkeys/${passkey.id}`;
    const unknown = { status: 404, code: 'passkey.unknown' };
    expect(await door.send('PATCH', path, { name: 'Taken' }, { cookie: foreign })).toMatchObject(unknown);
    expect(await door.send('DELETE', path, undefined, { cookie: foreign })).toMatchObject(unknown);
    expect(await list(cookie)).toMatchObject([{ name: 'Phone' }]);
  });

  it('are not for the operator, who signs in by the printed link', async () => {
    const link = await createConsoleLink(demo.database.dataSource.manager, '', demo.clock.now());
    const { cookie } = await door.send('POST', '/login-sessions', { challenge: link.slice(link.indexOf('#') + 1) });
    const asked = await door.send('POST', '/account/passkeys/challenges', undefined, { cookie });
    expect(asked).toMatchObject({ status: 409, code: 'account.noAddress' });
  });
});

describe('a server that is reached by http at an address', () => {
  let demo: DemoEvent;
  beforeAll(async () => {
    demo = await openDemoEvent({ settings: { KOPA_PUBLIC_URL: 'http://192.168.1.20:3000' } });
  });
  afterAll(() => demo.close());

  it('says that it can have no passkeys', async () => {
    const answer = await new OrganiserDoor(demo).send('POST', '/passkey-challenges');
    expect(answer).toMatchObject({ status: 409, code: 'passkey.noPlace' });
  });
});
