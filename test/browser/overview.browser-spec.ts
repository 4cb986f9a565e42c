import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { barriersOf, takePicture } from './looking.js';

describe('The organisers’ overview', () => {
  let server: DemoServer;
  let chromium: TestBrowser;

  beforeAll(async () => {
    // The day on which the third one's add-on is to be decided is tomorrow, whatever the hour.
    server = await DemoServer.start(1);
    chromium = await openBrowser();
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });

  it('says what to do while nobody is there, and counts who registers by itself', async () => {
    const page = await server.openOrganised(chromium.browser, 'overview');
    await page.getByText('Nobody has registered yet').waitFor();
    const { days } = await server.programme();
    await server.register('Anna', { attendance: { [days[2]!.date]: 'online' }, country: 'LV' });
    const countries = page.locator('.chart', { hasText: 'Countries' });
    await countries.waitFor({ timeout: 60_000 });
    await countries.getByText('As a table').click();
    await countries.getByRole('row', { name: 'Latvia 1' }).waitFor();
    await page.context().close();
  });

  it('lets who may decide whether an add-on takes place, and tells everybody what that means', async () => {
    const page = await server.openOrganised(chromium.browser, 'overview');
    const { sessions } = await server.programme();
    const { title } = sessions.find(({ code }) => code === 'D3-CIDER')!;
    const open = page.locator('.org-attention li', { hasText: `${title['en']}: decide whether it takes place` });
    await open.getByText(/^\d+ have a place; \d+ are needed\.$/).waitFor();
    await open.getByRole('button', { name: /^Call it off/ }).click();
    await open.getByText('It is cancelled, and everybody who booked it is told.').waitFor();
    await open.getByRole('button', { name: 'Leave it open' }).click();
    await open.getByRole('button', { name: /^It takes place/ }).click();
    await open.getByLabel('Why (may stay empty)').fill('Enough have promised to come');
    await open.getByRole('button', { name: 'It takes place' }).click();
    await open.waitFor({ state: 'detached' });
    const decided = (await server.organise('GET', '/go-no-go')) as { session: string }[];
    expect(decided.find(({ session }) => session === 'D3-CIDER')).toMatchObject({
      decision: 'go',
      decidedBy: expect.stringMatching(/^account:/),
    });
    await page.context().close();
  });

  it.each([
    { width: 390, colorScheme: 'dark' as const, locale: 'lv-LV' },
    { width: 1440, colorScheme: 'light' as const, locale: 'en-GB' },
  ])('keeps nobody out at $width px, $colorScheme, $locale', async ({ width, colorScheme, locale }) => {
    const viewport = { width, height: 900 };
    const page = await server.openOrganised(chromium.browser, 'overview', { viewport, colorScheme, locale });
    await page.locator('.chart').first().waitFor();
    const found = await barriersOf(page, 'overview');
    await takePicture(page, `overview-${width}-${colorScheme}-${locale}`);
    expect(found).toEqual([]);
    await page.context().close();
  });
});
