import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { DraftAgenda } from '@kopa/contracts';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { barriersOf, openPhone, takePicture } from './looking.js';

/** Hybrid and later today. */
const closing = 'D2-CLOSE';
const title = 'What we take away today';

describe('Releases', () => {
  let server: DemoServer;
  let chromium: TestBrowser;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    server = await DemoServer.start(1);
    chromium = await openBrowser();
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });

  const releases = async (options?: Parameters<Browser['newContext']>[0]): Promise<Page> => {
    const page = await server.openOrganised(chromium.browser, 'releases', options);
    contexts.push(page.context());
    return page;
  };
  const move = async (code: string, minutes: number): Promise<void> => {
    const draft = (await server.organise('GET', '/draft?texts=0')) as DraftAgenda;
    const { id, slots } = draft.sessions.find((session) => session.code === code)!;
    const { version, id: slot, ...stand } = slots[0]!;
    const later = (at: string): string => new Date(Date.parse(at) + minutes * 60_000).toISOString();
    const to = { ...stand, startsAt: later(stand.startsAt), endsAt: later(stand.endsAt) };
    await server.organise('POST', '/draft/placements', { edits: [{ slot, session: id, seen: version, to }] });
  };

  it('shows what changes and whom it hits, asks what was changed live, and publishes to who follows', async () => {
    const programme = await server.programme();
    await server.register('Booked Baiba', {
      attendance: { [programme.days[1]!.date]: 'in-person' },
      bookings: [{ session: closing, mode: 'in-person' }],
    });
    await move(closing, 60);
    await server.change({ type: 'delay', session: closing, minutes: 10 });
    const page = await releases();
    await page.getByRole('heading', { name: 'Next release: 2' }).waitFor();
    await page.getByText('1 person has booked or starred what changes').waitFor();
    await page.getByText('1 booked').waitFor();
    await page
      .getByText(/16:00–17:00/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Please say for each session that was changed live which side holds.').waitFor();
    expect(await barriersOf(page, 'choice')).toEqual([]);
    await takePicture(page, 'releases-choice');
    await page.getByRole('radio', { name: /^As in the draft/ }).check();
    await page.getByLabel('Message to readers').fill('The closing is an hour later.');
    const reader = await (await openPhone(chromium.browser)).newPage();
    contexts.push(reader.context());
    await reader.goto(`${server.url}/e/${server.slug}/sessions/${closing}`);
    await reader.getByText('15:10').first().waitFor();
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Release 2 is published. Everybody who follows the programme has it.').waitFor();
    await page.getByText('The draft is as it was released last.').waitFor();
    await reader.getByText('16:00').first().waitFor();
    await page.getByRole('heading', { name: '2 · Release 2' }).waitFor();
  });

  it('compares releases, and goes back to an older one as a draft, and from there to what was', async () => {
    await move(closing, 15);
    const page = await releases();
    await page.getByRole('button', { name: /^What changed\s*: 2/ }).click();
    await page.locator('.rel-compare').getByText(title).waitFor();
    await page.getByLabel('Compared with').selectOption({ label: 'nothing' });
    await page
      .locator('.rel-compare')
      .getByRole('heading', { name: /^New \(\d\d\)/ })
      .waitFor();
    await page.getByRole('button', { name: /^Use as the draft\s*: 1/ }).click();
    await page.getByText('The draft is as release 1 was.').waitFor();
    const draft = async (): Promise<string> => {
      const { sessions } = (await server.organise('GET', '/draft?texts=0')) as DraftAgenda;
      return sessions.find(({ code }) => code === closing)!.slots[0]!.startsAt.slice(11, 16);
    };
    const old = await draft();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The draft is as it was.').waitFor();
    const hours = (time: string): number => Number(time.slice(0, 2)) + Number(time.slice(3)) / 60;
    expect(hours(await draft()) - hours(old)).toBe(1.25);
  });

  it.each([
    { width: 390, colorScheme: 'dark' as const, locale: 'en-GB' },
    { width: 390, colorScheme: 'light' as const, locale: 'lv-LV' },
    { width: 1440, colorScheme: 'light' as const, locale: 'en-GB' },
    { width: 1440, colorScheme: 'dark' as const, locale: 'lv-LV' },
  ])('keeps nobody out at $width px, $colorScheme, $locale', async ({ width, colorScheme, locale }) => {
    const page = await releases({ viewport: { width, height: 900 }, colorScheme, locale });
    await page.locator('.rel-history h3').first().waitFor();
    await page.locator('.rel-form').waitFor();
    const found = await barriersOf(page, 'releases');
    await takePicture(page, `releases-${width}-${colorScheme}-${locale}`);
    expect(found).toEqual([]);
  });
});
