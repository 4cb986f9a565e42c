import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TOTP, URI } from 'otpauth';
import { Authenticator } from '../../../../test/support/authenticator.js';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { OrganiserDoor, password } from '../../../../test/support/organiser-door.js';

const site = { origin: 'http://localhost:3000', rpId: 'localhost' };
const needed = (...by: string[]) => ({ status: 403, code: 'proof.needed', body: { by } });

/** What somebody does at their own account, in one login session. */
class OwnAccount {
  constructor(
    private readonly demo: DemoEvent,
    private readonly door: OrganiserDoor,
    readonly cookie: string,
  ) {}

  private send(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object, asked = '') {
    const cookie = asked === '' ? this.cookie : `${this.cookie}; ${asked}`;
    return this.door.send(method, `/account${path}`, body, { cookie });
  }

  askToAdd = () => this.send('POST', '/passkeys/challenges');
  remove = (id: string) => this.send('DELETE', `/passkeys/${id}`);
  beginFactor = () => this.send('POST', '/second-factor');
  endFactor = (body: object) => this.send('POST', '/second-factor/removal', body);
  setPassword = (body: object) => this.send('PUT', '/password', body);
  prove = (proof: object, asked = '') => this.send('POST', '/proof', proof, asked);

  async addPasskey(): Promise<{ authenticator: Authenticator; id: string }> {
    const { body } = await this.askToAdd();
    const authenticator = new Authenticator();
    const { challenge, user } = body as unknown as { challenge: string; user: { id: string } };
    const made = authenticator.make({ ...site, challenge, handle: user.id });
    const added = await this.send('POST', '/passkeys', { name: 'Phone', made });
    expect(added.status).toBe(201);
    return { authenticator, id: String(added.body['id']) };
  }

  /** Turns a second factor on, its first code used up. */
  async enrol(): Promise<{ code: () => string }> {
    const { body } = await this.beginFactor();
    const totp = URI.parse(String(body['uri'])) as TOTP;
    const code = (): string => totp.generate({ timestamp: this.demo.clock.at.getTime() });
    expect((await this.send('POST', '/second-factor/confirmation', { code: code() })).status).toBe(200);
    this.demo.clock.advance(1);
    return { code };
  }

  async provePasskey(authenticator: Authenticator) {
    const { body, cookie } = await this.door.send('POST', '/passkey-challenges');
    const passkey = authenticator.show({ ...site, challenge: String(body['challenge']) });
    return this.prove({ passkey }, cookie);
  }
}

describe('what would give an account away', () => {
  let demo: DemoEvent;
  let door: OrganiserDoor;

  beforeAll(async () => {
    demo = await openDemoEvent();
    door = new OrganiserDoor(demo);
  });
  afterAll(() => demo.close());

  const join = async (email: string) => new OwnAccount(demo, door, await door.join(email, 'viewer'));

  it('asks for nothing within ten minutes of signing in, then for the password, and within ten minutes for nothing again', async () => {
    const anna = await join('anna@example.org');
    const { cookie } = await door.send('POST', '/login-sessions', { email: 'anna@example.org', password });
    const elsewhere = new OwnAccount(demo, door, cookie);
    demo.clock.advance(9.9);
    expect((await anna.askToAdd()).status).toBe(201);
    demo.clock.advance(0.1);
    expect([await anna.askToAdd(), await anna.beginFactor()]).toMatchObject([needed('password'), needed('password')]);
    const wrong = await anna.prove({ password: 'wrong wrong wrong' });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: 'password', code: 'password.wrong' }] } });
    expect(await anna.prove({ code: '000000' })).toMatchObject({ status: 409, code: 'proof.otherWay' });
    expect(await anna.askToAdd()).toMatchObject(needed('password'));
    expect((await anna.prove({ password })).status).toBe(204);
    expect([(await anna.askToAdd()).status, (await anna.beginFactor()).status]).toEqual([201, 201]);
    // What was shown in one browser is not shown in another.
    expect(await elsewhere.askToAdd()).toMatchObject(needed('password'));
    demo.clock.advance(10);
    expect(await anna.askToAdd()).toMatchObject(needed('password'));
  });

  it('asks who has a second factor for its code: a password alone would be a way round it', async () => {
    const berta = await join('berta@example.org');
    const { code } = await berta.enrol();
    demo.clock.advance(10);
    const changed = { current: password, password: 'another long enough phrase' };
    expect([await berta.askToAdd(), await berta.endFactor({}), await berta.setPassword(changed)]).toMatchObject(
      Array(3).fill(needed('code')),
    );
    expect(await berta.prove({ password })).toMatchObject({ status: 409, code: 'proof.otherWay' });
    expect(await berta.prove({ code: '000000' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'code', code: 'secondFactor.wrong' }] },
    });
    const used = code();
    expect((await berta.prove({ code: used })).status).toBe(204);
    expect((await berta.prove({ code: used })).status).toBe(422);
    expect((await berta.setPassword(changed)).status).toBe(204);
    expect((await berta.endFactor({})).status).toBe(204);
    expect(await berta.endFactor({})).toMatchObject({ status: 409, code: 'secondFactor.off' });
    expect((await door.trail()).filter((line) => line === 'account.secondFactorOff berta@example.org')).toHaveLength(1);
  });

  it('takes a passkey of the account, and no other; who lost phone and codes turns the factor off by it', async () => {
    const cora = await join('cora@example.org');
    const dace = await join('dace@example.org');
    const own = await cora.addPasskey();
    const foreign = await dace.addPasskey();
    await cora.enrol();
    demo.clock.advance(10);
    expect(await cora.remove(own.id)).toMatchObject(needed('code', 'passkey'));
    expect(await dace.remove(foreign.id)).toMatchObject(needed('password', 'passkey'));
    expect(await cora.provePasskey(foreign.authenticator)).toMatchObject({ status: 401, code: 'passkey.invalid' });
    expect(await cora.endFactor({})).toMatchObject(needed('code', 'passkey'));
    expect((await cora.provePasskey(own.authenticator)).status).toBe(204);
    expect((await cora.endFactor({})).status).toBe(204);
    expect((await cora.remove(own.id)).status).toBe(204);
  });

  it('takes the password until now as proof, when it is changed', async () => {
    const edgars = await join('edgars@example.org');
    demo.clock.advance(10);
    const next = 'another long enough phrase';
    expect((await edgars.setPassword({ current: 'wrong wrong wrong', password: next })).status).toBe(422);
    expect(await edgars.askToAdd()).toMatchObject(needed('password'));
    expect((await edgars.setPassword({ current: password, password: next })).status).toBe(204);
    expect((await edgars.askToAdd()).status).toBe(201);
  });

  it('asks who has nothing to show to sign in again', async () => {
    await door.invite('fanija@example.org', 'viewer');
    const signIn = async () => {
      const { cookie: asked } = await door.send('POST', '/sign-in-links', { email: 'fanija@example.org' });
      const challenge = await door.secretTo('fanija@example.org');
      const { cookie } = await door.send('POST', '/login-sessions', { challenge }, { cookie: asked });
      return new OwnAccount(demo, door, cookie);
    };
    const fanija = await signIn();
    demo.clock.advance(10);
    expect(await fanija.setPassword({ password })).toMatchObject(needed());
    expect((await (await signIn()).setPassword({ password })).status).toBe(204);
  });
});

describe('where tries are counted', () => {
  it('a password is tried ten times in a quarter of an hour', async () => {
    const demo = await openDemoEvent({ rateLimit: 'on' });
    const door = new OrganiserDoor(demo);
    const anna = new OwnAccount(demo, door, await door.join('anna@example.org', 'viewer'));
    for (let guess = 0; guess < 10; guess += 1)
      expect((await anna.prove({ password: `wrong wrong ${guess}` })).status).toBe(422);
    expect(await anna.prove({ password })).toMatchObject({ status: 429, code: 'tries.tooMany' });
    await demo.close();
  });
});
