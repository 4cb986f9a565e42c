import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DraftAgenda } from '@kopa/contracts';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { barriersOf, eightLooks, takePicture } from './looking.js';

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

  it('leads from what needs attention to where it is mended', async () => {
    const visit = 'D3-CIDER';
    const { days } = await server.programme();
    await server.organise('PUT', `/sessions/${visit}/places`, { mode: 'in-person', capacity: 1 });
    for (const name of ['Holding Haralds', 'Waiting Anna'])
      await server.register(name, {
        attendance: { [days[2]!.date]: 'in-person' },
        bookings: [{ session: visit, mode: 'in-person' }],
      });
    // Nobody is served unasked any more, and nobody said that short notice is fine.
    const closesAt = new Date().toISOString();
    await server.organise('PUT', '/registration', {
      online: { opensAt: null, closesAt, byInvitation: false },
      sessions: { [visit]: { bookUntil: closesAt } },
    });
    await server.organise('PUT', `/sessions/${visit}/places`, { mode: 'in-person', capacity: 3 });
    // Two sessions of the draft in one room at the same time.
    const draft = (await server.organise('GET', '/draft?texts=0')) as DraftAgenda;
    const [first, second] = draft.sessions.flatMap(({ id, slots }) =>
      slots.flatMap((slot) => (slot.roomId === null ? [] : [{ session: id, slot }])),
    );
    const { startsAt, endsAt, roomId, onlineRoomId } = first!.slot;
    await server.organise('POST', '/draft/placements', {
      edits: [
        {
          slot: second!.slot.id,
          session: second!.session,
          seen: second!.slot.version,
          to: { startsAt, endsAt, roomId, onlineRoomId },
        },
      ],
    });
    const page = await server.openOrganised(chromium.browser, 'overview');
    const needs = page.locator('.org-attention');
    await needs.getByText(/^Registration \(online\) is closed since/).waitFor();
    await needs.getByText(/1 change in the draft is not released/).waitFor();
    const free = needs.getByRole('link', { name: /^Cider .*, in person: 1 waits though places are free \(2\)$/ });
    await free.click();
    await page.locator('.wait-row', { hasText: 'Waiting Anna' }).waitFor();
    await page.getByText('only to who said that short notice is fine').waitFor();
    await page.goBack();
    await needs.getByRole('link', { name: 'Room taken twice', exact: true }).click();
    await page.getByText('Only this is shown: Room taken twice').waitFor();
    expect(await page.locator('.ag-list tbody tr').count()).toBe(2);
    await page.getByRole('button', { name: 'Show everything' }).click();
    await page.getByText('Only this is shown').waitFor({ state: 'detached' });
    expect(page.url()).not.toContain('issue=');
    await page.context().close();
  });

  it.each(eightLooks)('keeps nobody out at $width px, $colorScheme, $locale', async ({ width, ...look }) => {
    const page = await server.openOrganised(chromium.browser, 'overview', look);
    await page.locator('.chart').first().waitFor();
    const found = await barriersOf(page, 'overview');
    await takePicture(page, `overview-${width}-${look.colorScheme}-${look.locale}`);
    await page.goto(`${server.url}/organise/${server.slug}/audit`);
    await page.locator('.audit-fields').first().waitFor();
    found.push(...(await barriersOf(page, 'audit')));
    await takePicture(page, `audit-${width}-${look.colorScheme}-${look.locale}`);
    expect(found).toEqual([]);
    await page.context().close();
  });
});
