import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TOTP, URI } from 'otpauth';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { IdentityProvider } from '../../../../test/support/identity-provider.js';
import { OrganiserDoor } from '../../../../test/support/organiser-door.js';

const begin = '/api/v1/oidc/begin';
/** Below `/api/v1`. */
const accept = '/oidc/invitation';
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

  /** As `ask`, to accept the invitation of a secret. */
  async askToAccept(challenge: string, login: string | null, name?: string): Promise<{ back: string; asked: string }> {
    const begun = await new OrganiserDoor(this.demo).send('POST', accept, { challenge, name });
    expect(begun.status).toBe(200);
    const url = String(begun.body['url']);
    expect([url, url]).toEqual([expect.stringContaining(this.provider.issuer), expect.not.stringContaining(challenge)]);
    const { origin, pathname, search } = await this.provider.visit(url, login);
    expect(origin + pathname).toBe(site + callback);
    return { back: pathname + search, asked: begun.cookie };
  }

  /** Accepts an invitation: where it ends. */
  async accept(challenge: string, login: string | null, name?: string) {
    const { back, asked } = await this.askToAccept(challenge, login, name);
    return this.get(back, asked);
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

/** Back on the page of the invitation, which is open. */
const notAccepted = (code: string, secret: string) => ({
  status: 302,
  to: expect.stringMatching(new RegExp(`^/invitation\\?failed=${code.replace('.', '\\.')}&id=[\\w.-]+#${secret}$`)),
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

describe('accepting an invitation by a provider', () => {
  let demo: DemoEvent;
  let door: OrganiserDoor;
  let provider: IdentityProvider;
  let visitor: Visitor;

  beforeAll(async () => {
    provider = await IdentityProvider.start(`${site}${callback}`);
    demo = await openDemoEvent({ settings: { ...provider.settings, KOPA_OWNERS_SECOND_FACTOR: 'on' } });
    door = new OrganiserDoor(demo);
    visitor = new Visitor(demo, provider);
  });
  afterAll(async () => {
    await demo.close();
    await provider.stop();
  });

  const know = (login: string, email: string, isVerified = true) => provider.people.set(login, { email, isVerified });
  const page = () => `/organise/${demo.slug}`;
  const isOpen = async (challenge: string): Promise<boolean> =>
    (await door.send('POST', '/invitations/look', { challenge })).status === 200;
  const roleOf = async (email: string): Promise<unknown> => {
    const [held]: { role: string }[] = await demo.database.dataSource.query(
      'SELECT r.role FROM account_roles r JOIN accounts a ON a.id = r.account_id WHERE a.email = $1',
      [email],
    );
    return held?.role;
  };
  const leave = (email: string) =>
    demo.database.dataSource.query(
      'DELETE FROM account_roles r USING accounts a WHERE a.id = r.account_id AND a.email = $1',
      [email],
    );
  const linksOf = (subject: string): Promise<unknown[]> =>
    demo.database.dataSource.query('SELECT account_id FROM linked_identities WHERE subject = $1', [subject]);

  it('makes a member whose account is of that person there, and spends it only then', async () => {
    const challenge = await door.invite('anna@example.org', 'organiser');
    know('anna', 'Anna@Example.org');
    const { back, asked } = await visitor.askToAccept(challenge, 'anna', 'Anna Ozola');
    expect([await isOpen(challenge), await roleOf('anna@example.org')]).toEqual([true, undefined]);
    const rows = JSON.stringify(await demo.database.dataSource.query('SELECT * FROM challenges'));
    expect(rows).not.toContain(challenge);
    const entered = await visitor.get(back, asked);
    expect(entered).toMatchObject({ status: 302, to: page(), cookie: expect.stringMatching(/^kopa=/) });
    const own = await door.send('GET', '/account', undefined, { cookie: entered.cookie });
    expect(own.body).toMatchObject({ email: 'anna@example.org', name: 'Anna Ozola', hasPassword: false });
    expect((await door.draft(entered.cookie)).status).toBe(200);
    const { body } = await door.send('GET', '/account/login-sessions', undefined, { cookie: entered.cookie });
    expect(body['items']).toMatchObject([{ openedBy: 'provider' }]);
    expect((await door.trail()).slice(-3)).toEqual([
      'organiser.invited anna@example.org',
      'organiser.joined anna@example.org',
      'account.identityLinked anna@example.org',
    ]);
    expect(await isOpen(challenge)).toBe(false);
    expect(await visitor.get(back, asked)).toMatchObject(failed('oidc.late'));
    expect((await visitor.signIn('anna')).to).toBe('/organise');
  });

  it('is for the address that was invited, verified by the provider; whoever else tries leaves it open', async () => {
    const challenge = await door.invite('berta@example.org', 'viewer');
    know('other', 'other@example.org');
    know('berta', 'berta@example.org', false);
    for (const [login, code] of [
      ['other', 'oidc.otherAddress'],
      ['berta', 'oidc.unverified'],
      ['nameless', 'oidc.unverified'],
      [null, 'oidc.denied'],
    ] as const)
      expect(await visitor.accept(challenge, login)).toMatchObject(notAccepted(code, challenge));
    expect([await isOpen(challenge), await roleOf('berta@example.org')]).toEqual([true, undefined]);
    expect([await linksOf('other'), await linksOf('berta')]).toEqual([[], []]);
    know('berta', 'berta@example.org');
    expect((await visitor.accept(challenge, 'berta')).to).toBe(page());
    expect(await roleOf('berta@example.org')).toBe('viewer');
  });

  it('takes no invitation that was used, taken back or is too old, not even meanwhile', async () => {
    know('cora', 'cora@example.org');
    const begin = async (challenge: string) =>
      expect(await door.send('POST', accept, { challenge })).toMatchObject({ status: 401, code: 'challenge.invalid' });
    const replaced = await door.invite('cora@example.org', 'viewer');
    const slow = await visitor.askToAccept(replaced, 'cora');
    const newer = await door.invite('cora@example.org', 'organiser');
    await begin(replaced);
    expect(await visitor.get(slow.back, slow.asked)).toMatchObject(notAccepted('challenge.invalid', replaced));
    demo.clock.advance(7 * 24 * 60 - 5);
    const late = await visitor.askToAccept(newer, 'cora');
    demo.clock.advance(6);
    await begin(newer);
    expect(await visitor.get(late.back, late.asked)).toMatchObject(notAccepted('challenge.invalid', newer));
    expect([await linksOf('cora'), await roleOf('cora@example.org')]).toEqual([[], undefined]);
    const used = await door.invite('cora@example.org', 'viewer');
    const both = await visitor.askToAccept(used, 'cora');
    expect((await visitor.accept(used, 'cora')).to).toBe(page());
    await begin(used);
    expect(await visitor.get(both.back, both.asked)).toMatchObject(notAccepted('challenge.invalid', used));
    await begin('what-nobody-was-ever-sent');
    const link = await door.send('POST', '/sign-in-links', { email: 'cora@example.org', locale: 'en' });
    expect(link.status).toBeLessThan(300);
    await begin(await door.secretTo('cora@example.org'));
  });

  it('is finished in the browser in which it began, once', async () => {
    know('dace', 'dace@example.org');
    const challenge = await door.invite('dace@example.org', 'viewer');
    const { back, asked } = await visitor.askToAccept(challenge, 'dace');
    const other = await visitor.ask('dace');
    for (const cookie of ['', other.asked]) expect(await visitor.get(back, cookie)).toMatchObject(failed('oidc.late'));
    // Of two who come at once one is let in.
    const answers = await Promise.all([visitor.get(back, asked), visitor.get(back, asked)]);
    expect(answers.map(({ to }) => to.replace(/\?.*/, '')).sort()).toEqual([page(), '/sign-in']);
  });

  it('asks an account with a second factor for it, and is neither spent nor linked before', async () => {
    const email = 'elza@example.org';
    const cookie = await door.join(email, 'viewer');
    const begun = await door.send('POST', '/account/second-factor', undefined, { cookie });
    const totp = URI.parse(String(begun.body['uri'])) as TOTP;
    const code = () => totp.generate({ timestamp: demo.clock.at.getTime() });
    await door.send('POST', '/account/second-factor/confirmation', { code: code() }, { cookie });
    demo.clock.advance(1);
    await leave(email);
    know('elza', email);
    /** Up to where the code is asked for: what shows it. */
    const half = async (challenge: string) => {
      const { back, asked } = await visitor.askToAccept(challenge, 'elza');
      const answered = await visitor.get(back, asked);
      expect(answered).toMatchObject({ to: expect.stringMatching(/^\/sign-in\?step=code#/), cookie: '' });
      const shown = answered.to.slice(answered.to.indexOf('#') + 1);
      return (more: object, from = asked) =>
        door.send('POST', '/login-sessions', { challenge: shown, ...more }, from === '' ? {} : { cookie: from });
    };
    const replaced = await door.invite(email, 'owner');
    const showLate = await half(replaced);
    const challenge = await door.invite(email, 'organiser');
    expect(await showLate({ code: code() })).toMatchObject({ status: 401, code: 'challenge.invalid' });
    const show = await half(challenge);
    expect(await show({})).toMatchObject({ status: 401, code: 'secondFactor.missing' });
    expect(await show({ code: '000000' })).toMatchObject({ status: 401, code: 'secondFactor.wrong' });
    expect(await show({ code: code() }, '')).toMatchObject({ status: 401, code: 'challenge.otherBrowser' });
    expect([await isOpen(challenge), await roleOf(email), await linksOf('elza')]).toEqual([true, undefined, []]);
    const entered = await show({ code: code() });
    expect([entered.status, entered.body]).toEqual([201, { signedIn: true, to: page() }]);
    expect([await isOpen(challenge), await roleOf(email)]).toEqual([false, 'organiser']);
    expect(await linksOf('elza')).toHaveLength(1);
    expect((await show({ code: code() })).status).toBe(401);
  });

  it('knows people by who they are there: neither another account’s person nor a newcomer takes it', async () => {
    know('fanija', 'fanija@example.org');
    await visitor.accept(await door.invite('fanija@example.org', 'viewer'), 'fanija');
    // She has the address of somebody else who is invited.
    know('fanija', 'gita@example.org');
    const others = await door.invite('gita@example.org', 'viewer');
    expect(await visitor.accept(others, 'fanija')).toMatchObject(notAccepted('oidc.otherAccount', others));
    // Somebody else got her former one.
    await leave('fanija@example.org');
    const again = await door.invite('fanija@example.org', 'moderator');
    know('newcomer', 'fanija@example.org');
    expect(await visitor.accept(again, 'newcomer')).toMatchObject(notAccepted('oidc.otherIdentity', again));
    // It is hers, whatever her address there is by now.
    know('fanija', 'fanija@elsewhere.example', false);
    expect((await visitor.accept(again, 'fanija')).to).toBe(page());
    expect(await roleOf('fanija@example.org')).toBe('moderator');
  });

  it('frees owners of no second factor', async () => {
    know('harijs', 'harijs@example.org');
    const { cookie } = await visitor.accept(await door.invite('harijs@example.org', 'owner'), 'harijs');
    const order = { email: 'x@example.org', role: 'viewer' };
    expect(await door.send('POST', `/events/${demo.slug}/organisers`, order, { cookie })).toMatchObject({
      status: 403,
      code: 'secondFactor.needed',
    });
    expect((await door.draft(cookie)).status).toBe(200);
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
    const door = new OrganiserDoor(demo);
    expect(await door.send('POST', accept, { challenge: 'what-nobody-was-ever-sent' })).toMatchObject({
      code: 'tries.tooMany',
    });
    demo.clock.advance(16);
    for (let guess = 0; guess < 10; guess += 1)
      expect(await door.send('POST', accept, { challenge: 'what-nobody-was-ever-sent' })).toMatchObject({
        code: 'challenge.invalid',
      });
    expect(await door.send('POST', accept, { challenge: 'what-nobody-was-ever-sent' })).toMatchObject({
      code: 'tries.tooMany',
    });
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
    const challenge = await door.invite('anna@example.org', 'viewer');
    expect(await door.send('POST', accept, { challenge })).toMatchObject({ status: 404, code: 'oidc.off' });
    await demo.close();
  });
});
