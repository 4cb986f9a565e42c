import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TOTP, URI } from 'otpauth';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { IdentityProvider } from '../../../../test/support/identity-provider.js';
import { OrganiserDoor } from '../../../../test/support/organiser-door.js';

const begin = '/api/v1/oidc/begin';
const callback = '/api/v1/oidc/callback';
const site = 'http://localhost:3000';

/** A browser's way through, over HTTP. */
class Visitor {
  constructor(
    private readonly demo: DemoEvent,
    private readonly provider: IdentityProvider,
  ) {}

  async get(url: string, cookie = '') {
    const headers = { host: 'localhost:3000', ...(cookie === '' ? {} : { cookie }) };
    const answer = await this.demo.app.inject({ method: 'GET', url, headers });
    const [pair = ''] = String(answer.headers['set-cookie'] ?? '').split(';');
    return { status: answer.statusCode, to: String(answer.headers.location), cookie: pair, answer };
  }

  /** Up to where the provider leads back to: the address below the site, and the cookie of who asked. */
  async ask(login: string | null, to?: string): Promise<{ back: string; asked: string }> {
    const begun = await this.get(to === undefined ? begin : `${begin}?to=${encodeURIComponent(to)}`);
    expect([begun.status, begun.to]).toEqual([302, expect.stringContaining(this.provider.issuer)]);
    const { origin, pathname, search } = await this.provider.visit(begun.to, login);
    expect(origin + pathname).toBe(site + callback);
    return { back: pathname + search, asked: begun.cookie };
  }

  /** All of it: where it ends. */
  async signIn(login: string | null, to?: string) {
    const { back, asked } = await this.ask(login, to);
    return this.get(back, asked);
  }
}

const failed = (code: string) => ({
  status: 302,
  to: expect.stringMatching(new RegExp(`^/sign-in\\?failed=${code.replace('.', '\\.')}&id=[\\w.-]+$`)),
  cookie: '',
});

describe('signing in by a provider', () => {
  let demo: DemoEvent;
  let door: OrganiserDoor;
  let provider: IdentityProvider;
  let visitor: Visitor;

  beforeAll(async () => {
    provider = await IdentityProvider.start(`${site}${callback}`);
    demo = await openDemoEvent({ settings: provider.settings });
    door = new OrganiserDoor(demo);
    visitor = new Visitor(demo, provider);
  });
  afterAll(async () => {
    await demo.close();
    await provider.stop();
  });

  const know = (login: string, email: string, isVerified = true) => provider.people.set(login, { email, isVerified });
  const own = (cookie: string) => door.send('GET', '/account', undefined, { cookie });

  it('is offered by name, and opens a login session of the account with the address', async () => {
    await door.join('anna@example.org', 'organiser');
    know('anna', 'Anna@Example.org');
    expect((await door.send('GET', '/sign-in-ways')).body).toEqual({ provider: { name: 'Riga University' } });
    const entered = await visitor.signIn('anna');
    expect(entered).toMatchObject({ status: 302, to: '/organise', cookie: expect.stringMatching(/^kopa=/) });
    expect((await own(entered.cookie)).body).toMatchObject({ email: 'anna@example.org' });
    const { body } = await door.send('GET', '/account/login-sessions', undefined, { cookie: entered.cookie });
    const sessions = body['items'] as { openedBy: string; isCurrent: boolean }[];
    expect(sessions.map(({ openedBy, isCurrent }) => `${openedBy} ${isCurrent}`).sort()).toEqual([
      'invitation false',
      'provider true',
    ]);
    expect((await door.trail()).at(-1)).toBe('account.identityLinked anna@example.org');
    expect((await visitor.signIn('anna')).to).toBe('/organise');
    expect((await door.trail()).filter((line) => line.startsWith('account.identityLinked'))).toHaveLength(1);
  });

  it('leads back to an organisers’ page, and to no other', async () => {
    await door.join('berta@example.org', 'organiser');
    know('berta', 'berta@example.org');
    const page = `/organise/${demo.slug}/agenda`;
    expect((await visitor.signIn('berta', page)).to).toBe(page);
    for (const elsewhere of ['https://evil.example/', '//evil.example', '/organise/../..//evil.example'])
      expect((await visitor.signIn('berta', elsewhere)).to).toBe('/organise');
  });

  it('lets in nobody whose address the provider has not verified, who is not known here, or who stops', async () => {
    await door.join('cora@example.org', 'viewer');
    know('cora', 'cora@example.org', false);
    expect(await visitor.signIn('cora')).toMatchObject(failed('oidc.unverified'));
    know('stranger', 'stranger@example.org');
    expect(await visitor.signIn('stranger')).toMatchObject(failed('oidc.unknown'));
    expect(await visitor.signIn('nameless')).toMatchObject(failed('oidc.unverified'));
    expect(await visitor.signIn(null)).toMatchObject(failed('oidc.denied'));
    expect(
      await demo.database.dataSource.query('SELECT * FROM linked_identities WHERE subject = $1', ['cora']),
    ).toEqual([]);
  });

  it('takes an answer once, from who asked, while it is fresh', async () => {
    await door.join('dace@example.org', 'viewer');
    know('dace', 'dace@example.org');
    const { back, asked } = await visitor.ask('dace');
    const other = await visitor.ask('dace');
    const swapped = new URL(back, site);
    swapped.searchParams.set('state', new URL(other.back, site).searchParams.get('state') ?? '');
    for (const [address, cookie] of [
      [back, ''],
      [back, other.asked],
      [swapped.pathname + swapped.search, asked],
      [`${callback}?code=some&state=unknown`, asked],
      [callback, asked],
    ] as const)
      expect(await visitor.get(address, cookie)).toMatchObject(failed('oidc.late'));
    expect(await visitor.get(back, asked)).toMatchObject({ to: '/organise' });
    expect(await visitor.get(back, asked)).toMatchObject(failed('oidc.late'));
    const slow = await visitor.ask('dace');
    demo.clock.advance(10);
    expect(await visitor.get(slow.back, slow.asked)).toMatchObject(failed('oidc.late'));
  });

  it('refuses a code that was used, or that answers another question', async () => {
    await door.join('edgars@example.org', 'viewer');
    know('edgars', 'edgars@example.org');
    const used = await visitor.ask('edgars');
    expect((await visitor.get(used.back, used.asked)).to).toBe('/organise');
    const code = new URL(used.back, site).searchParams.get('code') ?? '';
    /** Takes the code of one answer into another one, in the browser of that. */
    const withCode = async (foreign: string) => {
      const { back, asked } = await visitor.ask('edgars');
      const address = new URL(back, site);
      address.searchParams.set('code', foreign);
      return visitor.get(address.pathname + address.search, asked);
    };
    expect(await withCode(code)).toMatchObject(failed('oidc.invalid'));
    const stolen = await visitor.ask('edgars');
    expect(await withCode(new URL(stolen.back, site).searchParams.get('code') ?? '')).toMatchObject(
      failed('oidc.invalid'),
    );
  });

  it('asks for the second factor, and links nothing before it was shown', async () => {
    const cookie = await door.join('fanija@example.org', 'viewer');
    const begun = await door.send('POST', '/account/second-factor', undefined, { cookie });
    const totp = URI.parse(String(begun.body['uri'])) as TOTP;
    const code = () => totp.generate({ timestamp: demo.clock.at.getTime() });
    await door.send('POST', '/account/second-factor/confirmation', { code: code() }, { cookie });
    demo.clock.advance(1);
    know('fanija', 'fanija@example.org');
    const { back, asked } = await visitor.ask('fanija', '/organise/account');
    const half = await visitor.get(back, asked);
    expect(half).toMatchObject({
      status: 302,
      to: expect.stringMatching(/^\/sign-in\?step=code#/),
      cookie: '',
    });
    const linked = () => demo.database.dataSource.query(`SELECT * FROM linked_identities WHERE subject = 'fanija'`);
    expect(await linked()).toEqual([]);
    const challenge = half.to.slice(half.to.indexOf('#') + 1);
    const show = (more: object, from = asked) =>
      door.send('POST', '/login-sessions', { challenge, ...more }, from === '' ? {} : { cookie: from });
    expect(await show({})).toMatchObject({ status: 401, code: 'secondFactor.missing' });
    expect(await show({ code: '000000' })).toMatchObject({ status: 401, code: 'secondFactor.wrong' });
    expect(await show({ code: code() }, '')).toMatchObject({ status: 401, code: 'challenge.otherBrowser' });
    expect(await linked()).toEqual([]);
    const entered = await show({ code: code() });
    expect([entered.status, entered.body]).toEqual([201, { signedIn: true, to: '/organise/account' }]);
    expect(await linked()).toHaveLength(1);
    const { body } = await door.send('GET', '/account/login-sessions', undefined, { cookie: entered.cookie });
    expect(
      (body['items'] as { openedBy: string; isCurrent: boolean }[]).find(({ isCurrent }) => isCurrent),
    ).toMatchObject({
      openedBy: 'provider',
    });
  });

  it('knows people by who they are there: an address that moves opens no other account', async () => {
    await door.join('gita@example.org', 'viewer');
    await door.join('harijs@example.org', 'owner');
    know('gita', 'gita@example.org');
    expect((await visitor.signIn('gita')).to).toBe('/organise');
    // She takes the address of an account that was never linked.
    know('gita', 'harijs@example.org');
    const moved = await visitor.signIn('gita');
    expect((await own(moved.cookie)).body).toMatchObject({ email: 'gita@example.org' });
    // Somebody else gets her former address.
    know('newcomer', 'gita@example.org');
    expect(await visitor.signIn('newcomer')).toMatchObject(failed('oidc.otherIdentity'));
    // Nor does it matter that her present one is verified.
    know('gita', 'gita@elsewhere.example', false);
    expect((await own((await visitor.signIn('gita')).cookie)).body).toMatchObject({ email: 'gita@example.org' });
  });

  it('keeps no secret that opens anything', async () => {
    know('anna', 'anna@example.org');
    const { back, asked } = await visitor.ask('anna');
    const rows = JSON.stringify(
      await demo.database.dataSource.query(`SELECT * FROM challenges WHERE purpose = 'oidc'`),
    );
    for (const secret of [new URL(back, site).searchParams.get('state') ?? '', asked.slice(asked.indexOf('=') + 1)])
      expect(rows).not.toContain(secret);
  });
});

describe('where there is a provider', () => {
  it('that is down, people are told, and get in once it is back', async () => {
    const provider = await IdentityProvider.start(`${site}${callback}`);
    const demo = await openDemoEvent({ settings: { ...provider.settings, OIDC_ISSUER: `${provider.issuer}/nowhere` } });
    const visitor = new Visitor(demo, provider);
    expect(await visitor.get(begin)).toMatchObject(failed('oidc.unavailable'));
    await demo.close();
    const other = await openDemoEvent({ settings: provider.settings });
    const late = new Visitor(other, provider);
    const { back, asked } = await late.ask('anna');
    await provider.stop();
    expect(await late.get(back, asked)).toMatchObject(failed('oidc.unavailable'));
    await other.close();
  });

  it('guesses are counted, as at every way in', async () => {
    const provider = await IdentityProvider.start(`${site}${callback}`);
    const demo = await openDemoEvent({ rateLimit: 'on', settings: provider.settings });
    const visitor = new Visitor(demo, provider);
    for (let guess = 0; guess < 10; guess += 1)
      expect(await visitor.get(`${callback}?code=x&state=x`)).toMatchObject(failed('oidc.late'));
    expect(await visitor.get(`${callback}?code=x&state=x`)).toMatchObject(failed('tries.tooMany'));
    await demo.close();
    await provider.stop();
  });
});

describe('where there is no provider', () => {
  it('there is no such way in', async () => {
    const demo = await openDemoEvent();
    const door = new OrganiserDoor(demo);
    expect((await door.send('GET', '/sign-in-ways')).body).toEqual({ provider: null });
    for (const path of ['/oidc/begin', '/oidc/callback?code=x&state=x'])
      expect(await door.send('GET', path)).toMatchObject({ status: 404, code: 'oidc.off' });
    await demo.close();
  });
});
