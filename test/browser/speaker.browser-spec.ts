import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { DraftAgenda, DraftSpeaker, EventSettings, SpeakerLink } from '@kopa/contracts';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { barriersOf, openPhone, takePicture } from './looking.js';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
);
const pdf = Buffer.from('%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');
const slides = { name: 'My slides.pdf', mimeType: 'application/pdf', buffer: pdf };

describe('Speakers and files', () => {
  let server: DemoServer;
  let chromium: TestBrowser;
  let speaker: DraftAgenda['speakers'][number];
  let session: DraftAgenda['sessions'][number];
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    server = await DemoServer.start(1);
    chromium = await openBrowser();
    const draft = (await server.organise('GET', '/draft?texts=0')) as DraftAgenda;
    session = draft.sessions.find(({ items }) => items.some(({ speakerId }) => speakerId !== null))!;
    const id = session.items.find(({ speakerId }) => speakerId !== null)!.speakerId;
    speaker = draft.speakers.find((one) => one.id === id)!;
    const { version } = (await server.organise('GET', '/draft/settings')) as EventSettings;
    await server.organise(
      'PATCH',
      '/draft/settings',
      { backstageUrl: 'https://meet.example/backstage' },
      { 'if-match': `"${version}"` },
    );
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });

  const link = async (): Promise<string> => {
    const { page } = (await server.organise('GET', `/speakers/${speaker.code}/link`)) as SpeakerLink;
    return `${server.url}/e/${server.slug}/speaker#${page.split('#')[1]!}`;
  };
  const open = async (url: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> => {
    const context = await openPhone(chromium.browser, options);
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(url);
    return page;
  };
  const organise = async (part: string): Promise<Page> => {
    const page = await server.openOrganised(chromium.browser, part);
    contexts.push(page.context());
    return page;
  };
  const read = async (): Promise<DraftSpeaker> =>
    (await server.organise('GET', `/draft/speakers/${speaker.id}`)) as DraftSpeaker;

  it('opens a speaker’s page by their link, keeps the secret out of the address, and follows what changes live', async () => {
    const page = await open(await link());
    await page.getByRole('heading', { level: 1, name: `Your part, ${speaker.name}` }).waitFor();
    expect(new URL(page.url()).hash).toBe('');
    const turn = page.locator('.speak-turn time').first();
    const before = await turn.getAttribute('datetime');
    await server.change({ type: 'delay', session: session.code, minutes: 10, cascade: false });
    const late = new Date(Date.parse(before!) + 600_000).toISOString();
    await page.locator(`.speak-turn time[datetime="${late}"]`).waitFor();
    await page.getByRole('link', { name: 'Go backstage' }).waitFor();
    // The cookie has it: the page opens again without the link.
    await page.reload();
    await page.getByRole('heading', { level: 1, name: `Your part, ${speaker.name}` }).waitFor();
  });

  it('hands in slides that organisers see and take over, and says why a file is not taken', async () => {
    const page = await open(await link());
    const card = page.locator('.speak-session', { has: page.locator(`#own-${session.code}`) });
    const input = card.locator('input[type=file]');
    await input.setInputFiles({ ...slides, buffer: Buffer.from('PK\x03\x04') });
    await card.getByText(/Not taken: only PDF/).waitFor();
    await input.setInputFiles(slides);
    await card.locator('.speak-file', { hasText: 'My slides.pdf (handed in)' }).waitFor();
    const form = await organise(`sessions/${session.code}`);
    await form.getByRole('button', { name: 'Take My slides.pdf over' }).click();
    await form.getByText('Taken over: public with the next release.').waitFor();
    await form.getByRole('link', { name: 'Open the uploaded file' }).waitFor();
    const upload = form.locator('.file-upload input[type=file]');
    await upload.setInputFiles({ name: 'Paper.pdf', mimeType: 'application/pdf', buffer: Buffer.concat([pdf, pdf]) });
    await form.getByRole('button', { name: 'Remove Paper' }).waitFor();
  });

  it('writes about themselves and says when they can; organisers see it, with who it was', async () => {
    const page = await open(await link());
    await page.getByLabel('About you (English)').fill('Bakes bread in the village.');
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByText('Saved. The organisers see it.').first().waitFor();
    expect((await read()).biography).toMatchObject({ en: 'Bakes bread in the village.' });
    await page.getByRole('radio', { name: 'Only at these times' }).check();
    await page.getByRole('button', { name: 'Add a time' }).click();
    await page.getByLabel('From').fill('10:00');
    await page.getByRole('button', { name: 'Save' }).nth(1).click();
    await page
      .locator('form', { has: page.getByLabel('From') })
      .getByText('Saved. The organisers see it.')
      .waitFor();
    const form = await organise(`speakers/${speaker.id}`);
    await form.getByText(/10:00–18:00/).waitFor();
    const trail = await organise('audit');
    await trail
      .locator('.team-part', { hasText: 'When a speaker can' })
      .filter({ hasText: speaker.name })
      .first()
      .waitFor();
  });

  it('says to a speaker in Latvian what the server refuses', async () => {
    const page = await open(await link(), { locale: 'lv-LV' });
    const name = page.getByLabel('Vārds');
    await name.evaluate((element) => element.removeAttribute('maxlength'));
    await name.fill('Ž'.repeat(201));
    await page.getByRole('button', { name: 'Saglabāt' }).first().click();
    await page.getByRole('alert').getByText('Vārds: Rakstzīmju skaits: ne vairāk kā 200.').waitFor();
    await name.fill(speaker.name);
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Saglabāt' }).first().click();
    await page.getByRole('alert').getByText('Atveriet to vēlreiz ar savu saiti.').waitFor();
  });

  it('sends the link from the speaker’s form, to the address that organisers gave', async () => {
    const form = await organise(`speakers/${speaker.id}`);
    await form.getByLabel('E-mail').fill('speaker@example.org');
    await form.getByLabel('E-mail').press('Tab');
    await form.locator('button[aria-disabled=false]', { hasText: 'Send the link' }).click();
    await form.getByText('On its way to speaker@example.org.').waitFor();
    expect(await server.outbox()).toContain('speaker@example.org');
    // A new link ends the old one, also where it is open.
    const old = await link();
    await form.getByRole('button', { name: 'Make a new link' }).click();
    await form.getByText(/The old link opens nothing any more/).waitFor();
    const page = await open(old);
    await page.getByRole('heading', { level: 1, name: 'This link does not open anything any more' }).waitFor();
  });

  it('asks on a release whom to tell, names them, and writes to speakers', async () => {
    const { version } = await read();
    await server.organise(
      'PATCH',
      `/draft/sessions/${session.id}`,
      { title: { en: 'A round with another name', lv: 'Aplis ar citu vārdu' } },
      {
        'if-match': `"${((await server.organise('GET', `/draft/sessions/${session.id}`)) as { session: { version: number } }).session.version}"`,
      },
    );
    expect(version).toBeGreaterThan(0);
    const page = await organise('releases');
    await page.getByRole('group', { name: 'Who is told' }).waitFor();
    await page.getByText(new RegExp(`A letter with their own link: .*${speaker.name}`)).waitFor();
    expect(await page.getByRole('checkbox', { name: /Notify speakers/ }).isChecked()).toBe(true);
    expect(await barriersOf(page, 'releases')).toEqual([]);
    await takePicture(page, 'releases-notify');
    await page.getByRole('button', { name: 'Publish' }).click();
    await page
      .getByText(/Release 2 is published|is published/)
      .first()
      .waitFor();
    expect((await server.outbox()).match(/speaker@example\.org/g)).toHaveLength(2);
  });

  it('shows an uploaded logo beside its funder, and on the event’s pages once it is released', async () => {
    const page = await organise('settings');
    const logos = page.getByRole('group', { name: 'Logos' }).first();
    const svg = {
      name: 'logo.png',
      mimeType: 'image/png',
      buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    };
    await logos.locator('input[type=file]').setInputFiles(svg);
    await logos.getByText(/Not taken: a logo is a PNG/).waitFor();
    await logos.locator('input[type=file]').setInputFiles({ name: 'House.png', mimeType: 'image/png', buffer: png });
    const shown = logos.getByAltText('Preview: House');
    await shown.waitFor();
    const url = (await shown.getAttribute('src'))!;
    expect((await fetch(`${server.url}${url}`)).status).toBe(404);
    await server.organise('POST', '/releases', { name: 'With a logo' });
    const event = await open(`${server.url}/e/${server.slug}`);
    const logo = event.getByRole('img', { name: 'House' });
    await logo.scrollIntoViewIfNeeded();
    expect(
      await logo.evaluate((one) => (one as unknown as { decode: () => Promise<void> }).decode().then(() => true)),
    ).toBe(true);
  });

  it.each(
    (['light', 'dark'] as const).flatMap((colorScheme) =>
      ['en-GB', 'lv-LV'].flatMap((locale) => [390, 1440].map((width) => ({ width, colorScheme, locale }))),
    ),
  )('keeps nobody out at $width px, $colorScheme, $locale', async ({ width, colorScheme, locale }) => {
    const page = await open(await link(), { viewport: { width, height: 900 }, colorScheme, locale });
    await page.locator('.speak-session').first().waitFor();
    await page.getByRole('radio').nth(1).check();
    expect(await barriersOf(page, 'speaker')).toEqual([]);
    await takePicture(page, `speaker-${width}-${colorScheme}-${locale}`);
  });
});
