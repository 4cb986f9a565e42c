import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { zipSync } from 'fflate';
import type { DraftFile, EventSettings } from '@kopa/contracts';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { createConsoleLink } from '../accounts/login.service.js';
import { createToken } from '../accounts/tokens.js';

/** One white pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
);
const pdf = Buffer.from('%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');
const zip = Buffer.from(zipSync({ 'a.txt': Buffer.from('text') }));
const octets = { 'content-type': 'application/octet-stream' };

describe('files of an event', () => {
  let event: DemoEvent;
  let { call, organiser } = {} as DemoEvent;
  let viewer: string;

  beforeAll(async () => {
    event = await openDemoEvent();
    ({ call, organiser } = event);
    const { manager } = event.database.dataSource;
    const { eventId, clock } = event;
    viewer = await createToken(manager, { eventId, role: 'viewer', name: '', expiresAt: null, at: clock.at });
  });
  afterAll(() => event.close());

  const upload = (name: string, bytes: Buffer, purpose: 'material' | 'logo' = 'material', token = organiser) =>
    call('POST', `/draft/files?name=${encodeURIComponent(name)}&for=${purpose}`, token, bytes, octets);
  const kept = async (...given: Parameters<typeof upload>): Promise<DraftFile> => {
    const answer = await upload(...given);
    expect([answer.statusCode, answer.body]).toMatchObject([201, expect.any(String)]);
    return answer.json();
  };
  const get = (url: string, headers: Record<string, string> = {}) => event.app.inject({ url, headers });
  const release = async (name: string): Promise<void> => {
    const answer = await call('POST', '/releases', organiser, { name });
    expect(answer.statusCode).toBe(201);
  };
  const settings = async (): Promise<EventSettings> => (await call('GET', '/draft/settings', organiser)).json();
  const editFunder = async (logos: { name: string; url: string }[]): Promise<EventSettings> => {
    const { version, funders } = await settings();
    const upserted = [{ ...funders[0]!, logos }];
    const answer = await call(
      'PATCH',
      '/draft/settings',
      organiser,
      { funders: { upserted } },
      { 'if-match': `"${version}"` },
    );
    expect(answer.statusCode).toBe(200);
    return answer.json();
  };

  it('serves a draft’s logo to organisers alone, and to everybody once a release names it', async () => {
    const file = await kept('Logo ļ.png', png, 'logo');
    expect(file).toMatchObject({ name: 'Logo ļ.png', mediaType: 'image/png', bytes: png.length, handedIn: null });
    await editFunder([{ name: 'Fund', url: file.url }]);
    expect((await get(file.url)).statusCode).toBe(404);
    const own = await get(file.url, { authorization: `Bearer ${viewer}` });
    expect([own.statusCode, own.headers['cache-control']]).toEqual([200, 'private, no-cache']);
    await release('With a logo');
    const shown = await get(file.url);
    expect([shown.statusCode, shown.rawPayload.equals(png)]).toEqual([200, true]);
    expect(shown.headers).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': `inline; filename*=UTF-8''Logo%20%C4%BC.png`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect((await get(file.url, { 'if-none-match': String(shown.headers['etag']) })).statusCode).toBe(304);
    expect((await call('GET', '/programme')).body).toContain(file.url);
    // And to nobody any more when a release names it no longer.
    await editFunder([]);
    await release('Without a logo');
    expect((await get(file.url)).statusCode).toBe(404);
  });

  it('publishes materials of a session with its release, to be saved', async () => {
    const file = await kept('slides.pdf', pdf);
    const draft = (await call('GET', '/draft?texts=0', organiser)).json<{
      sessions: { id: string; code: string; version: number }[];
    }>();
    const session = draft.sessions.find(({ code }) => code === 'D1-ROUND')!;
    const patch = (url: string) =>
      call(
        'PATCH',
        `/draft/sessions/${session.id}`,
        organiser,
        { materials: [{ title: 'Slides', url }] },
        { 'if-match': `"${session.version}"` },
      );
    for (const url of ['javascript:alert(1)', '/files/../etc', '/organise', `${file.url}?a=b`]) {
      const answer = await patch(url);
      expect([url, answer.statusCode]).toEqual([url, 422]);
    }
    expect((await patch(file.url)).statusCode).toBe(200);
    expect((await get(file.url)).statusCode).toBe(404);
    await release('With slides');
    const answer = await get(file.url);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename*=UTF-8''slides.pdf`,
      'content-security-policy': "default-src 'none'; sandbox",
    });
    const used = await call('DELETE', `/draft/files/${file.id}`, organiser);
    expect([used.statusCode, used.json()]).toMatchObject([409, { code: 'file.used' }]);
  });

  it.each<[string, string, Buffer, 'material' | 'logo', number, string]>([
    ['an archive that is named as a picture', 'a.png', zip, 'material', 422, 'file.kindRefused'],
    ['a picture with an archive behind it', 'a.png', Buffer.concat([png, zip]), 'logo', 422, 'file.kindRefused'],
    ['a page', 'a.pdf', Buffer.from('<script>alert(1)</script>%PDF-1.7'), 'material', 422, 'file.kindRefused'],
    ['SVG', 'a.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'logo', 422, 'file.kindRefused'],
    ['a PDF as a logo', 'a.pdf', pdf, 'logo', 422, 'file.kindRefused'],
    [
      'a logo of over a megabyte',
      'a.png',
      Buffer.concat([png, Buffer.alloc(1024 * 1024)]),
      'logo',
      413,
      'file.tooLarge',
    ],
    ['nothing', 'a.pdf', Buffer.alloc(0), 'material', 422, 'input.invalid'],
  ])('refuses %s', async (_, name, bytes, purpose, status, code) => {
    const answer = await upload(name, bytes, purpose);
    expect([answer.statusCode, answer.json()]).toMatchObject([status, { code }]);
  });

  it('takes twenty megabytes of materials and not more', async () => {
    const most = Buffer.concat([pdf, Buffer.alloc(20 * 1024 * 1024 - pdf.length)]);
    expect((await upload('big.pdf', most)).statusCode).toBe(201);
    expect((await upload('bigger.pdf', Buffer.concat([most, Buffer.alloc(1)]))).statusCode).toBe(413);
  });

  it('gives the same bytes the same file, lists it, notes who sent it, and takes it away', async () => {
    const bytes = Buffer.concat([pdf, Buffer.from('% once\n')]);
    const file = await kept('once.pdf', bytes);
    expect(await kept('twice.pdf', bytes)).toEqual(file);
    const page = (await call('GET', '/draft/files?limit=1', organiser)).json<{ items: DraftFile[]; next: string }>();
    expect(page).toMatchObject({ items: [expect.anything()], next: expect.any(String) });
    const rest = await call('GET', `/draft/files?limit=200&after=${encodeURIComponent(page.next)}`, organiser);
    const all = [...page.items, ...rest.json<{ items: DraftFile[] }>().items];
    expect(all.filter(({ id }) => id === file.id)).toEqual([file]);
    expect((await upload('a.pdf', pdf, 'material', viewer)).statusCode).toBe(403);
    expect((await call('DELETE', `/draft/files/${file.id}`, organiser)).statusCode).toBe(204);
    expect((await get(file.url, { authorization: `Bearer ${organiser}` })).statusCode).toBe(404);
    const deeds: { action: string; who: string }[] = await event.database.dataSource.query(
      `SELECT action, who FROM audit_entries WHERE action LIKE 'file.%' ORDER BY id DESC LIMIT 2`,
    );
    expect(deeds.map(({ action }) => action)).toEqual(['file.deleted', 'file.uploaded']);
    expect(deeds.every(({ who }) => who.startsWith('token:'))).toBe(true);
  });

  it('gives a copied event files of its own', async () => {
    const file = await kept('logo.png', Buffer.concat([png, Buffer.from('copied')]), 'logo');
    await editFunder([{ name: 'Fund', url: file.url }]);
    const link = await createConsoleLink(event.database.dataSource.manager, 'http://localhost', event.clock.now());
    const signedIn = await event.app.inject({
      method: 'POST',
      url: '/api/v1/login-sessions',
      payload: { challenge: link.split('#')[1] },
    });
    const headers = {
      cookie: String(signedIn.headers['set-cookie']).split(';')[0]!,
      host: 'localhost',
      origin: 'http://localhost',
    };
    const copied = await event.app.inject({
      method: 'POST',
      url: `/api/v1/events/${event.slug}/copies`,
      headers,
      payload: { slug: 'copied', title: { en: 'Copied' }, firstDay: '2027-10-07' },
    });
    expect(copied.statusCode).toBe(201);
    const of = await event.app.inject({ url: '/api/v1/events/copied/draft/settings', headers });
    const url = of.json<EventSettings>().funders[0]!.logos[0]!.url;
    expect(url).not.toBe(file.url);
    expect((await get(url, headers)).rawPayload.subarray(0, png.length).equals(png)).toBe(true);
    expect((await get(url, { authorization: `Bearer ${organiser}` })).statusCode).toBe(404);
  });
});
