import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DraftAgenda, DraftAnswer, DraftSession, DraftSpeaker } from '@kopa/contracts';
import type { Locator, Page } from 'playwright-core';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { barriersOf, hasFocus, takePicture, tabTo } from './looking.js';

describe('Sessions and speakers', () => {
  let server: DemoServer;
  let chromium: TestBrowser;

  beforeAll(async () => {
    server = await DemoServer.start(2);
    chromium = await openBrowser();
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });

  const draft = async (): Promise<DraftAgenda> => (await server.organise('GET', '/draft?texts=0')) as DraftAgenda;
  const idOf = async (code: string): Promise<string> =>
    (await draft()).sessions.find((session) => session.code === code)?.id ?? '';
  const session = async (code: string): Promise<DraftSession> =>
    ((await server.organise('GET', `/draft/sessions/${await idOf(code)}`)) as DraftAnswer).session;
  const make = async (code: string, more: object = {}): Promise<DraftSession> =>
    (
      (await server.organise('POST', '/draft/sessions', {
        code,
        title: { en: code },
        kind: 'talk',
        ...more,
      })) as DraftAnswer
    ).session;
  const byOthers = async (code: string, patch: object): Promise<void> => {
    const { id, version } = await session(code);
    await server.organise('PATCH', `/draft/sessions/${id}`, patch, { 'if-match': `"${version}"` });
  };
  const open = (part: string, options = {}): Promise<Page> => server.openOrganised(chromium.browser, part, options);
  const field = (page: Page, name: string | RegExp): Locator => page.getByRole('textbox', { name, exact: true });
  const said = (page: Page, text: string | RegExp): Promise<void> => page.locator('.ses-bar').getByText(text).waitFor();
  const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

  it('finds sessions without their marks, by filters, and leads to the form and back', async () => {
    await make('CAFE', { title: { lv: 'Rīta kafejnīca', en: 'Morning café' } });
    const page = await open('sessions');
    await page.getByRole('searchbox').fill('kafejnica');
    await page.getByText(/^1 of \d+ sessions$/).waitFor();
    await page.getByLabel('In the agenda').selectOption('unplaced');
    await page.waitForURL(/q=kafejnica&place=unplaced|place=unplaced&q=kafejnica/);
    await page.getByRole('link', { name: 'Morning café' }).click();
    await page.getByRole('heading', { level: 1, name: 'Morning café' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/organise/${server.slug}/sessions/CAFE`);
    await page.goBack();
    expect(await page.getByRole('searchbox').inputValue()).toBe('kafejnica');
    await page.getByText(/^1 of \d+ sessions$/).waitFor();
    await page.context().close();
  });

  it('saves each field when it is left, takes it back and does it again', async () => {
    await make('FORM');
    const page = await open('sessions/FORM');
    await field(page, 'Title (Latvian)').fill('Veidlapa');
    await field(page, 'Title (Latvian)').press('Tab');
    await said(page, 'Saved.');
    await page.getByLabel('Kind', { exact: true }).selectOption('workshop');
    await page.getByLabel('Places in person').fill('24');
    await page.getByLabel('Places in person').press('Tab');
    await page.getByRole('group', { name: 'Interpreted into' }).getByLabel('English').check();
    await button(page, 'Add a journey').click();
    await page.getByLabel('Meet at').fill('2026-10-08T09:30');
    await page.getByLabel('Meet at').blur();
    await page.getByLabel('Depart at').fill('2026-10-08T09:00');
    await page.getByLabel('Depart at').blur();
    await page.getByText('Meeting, departing and returning come in this order.').waitFor();
    await page.getByLabel('Depart at').fill('2026-10-08T09:45');
    await page.getByLabel('Depart at').blur();
    await said(page, 'Saved.');
    expect(await session('FORM')).toMatchObject({
      title: { en: 'FORM', lv: 'Veidlapa' },
      kind: 'workshop',
      capacity: { 'in-person': 24, online: null },
      interpretation: ['en'],
      addOn: { meetAt: '2026-10-08T06:30:00.000Z', departAt: '2026-10-08T06:45:00.000Z' },
    });
    for (let step = 0; step < 7; step += 1) await button(page, 'Undo').click();
    await said(page, 'Saved.');
    expect(await session('FORM')).toMatchObject({
      title: { en: 'FORM' },
      kind: 'talk',
      capacity: { 'in-person': null, online: null },
      interpretation: [],
      addOn: null,
    });
    // One's own steps are there after a reload, too.
    await page.reload();
    await button(page, 'Redo').click();
    await said(page, 'Saved.');
    expect((await session('FORM')).title).toEqual({ en: 'FORM', lv: 'Veidlapa' });
    await page.context().close();
  });

  it('joins what two people edit by field, and asks where both edited the same', async () => {
    await make('BOTH', { title: { en: 'Both', lv: 'Abi' } });
    const [one, other] = [await open('sessions/BOTH'), await open('sessions/BOTH')];
    await field(one, 'Title (English)').fill('Both by one');
    await field(other, 'Title (Latvian)').fill('Abi no otra');
    await field(other, 'Title (Latvian)').press('Tab');
    await said(other, 'Saved.');
    await field(one, 'Title (English)').press('Tab');
    await said(one, 'Saved.');
    expect((await session('BOTH')).title).toEqual({ en: 'Both by one', lv: 'Abi no otra' });
    // Each sees what the other did.
    await other.getByRole('heading', { level: 1, name: 'Both by one' }).waitFor();

    await field(one, 'Subtitle (English)').fill('Mine');
    await field(other, 'Subtitle (English)').fill('Theirs');
    await field(other, 'Subtitle (English)').press('Tab');
    await said(other, 'Saved.');
    await field(one, 'Subtitle (English)').press('Tab');
    await said(one, 'Somebody else changed the same meanwhile: Subtitle.');
    expect((await session('BOTH')).subtitle).toEqual({ en: 'Theirs' });
    await button(one, 'Keep mine').click();
    await said(one, 'Saved.');
    expect((await session('BOTH')).subtitle).toEqual({ en: 'Mine' });
    await field(one, 'Subtitle (Latvian)').fill('Mans');
    await byOthers('BOTH', { subtitle: { en: 'Mine', lv: 'Viņu' } });
    await field(one, 'Subtitle (Latvian)').press('Tab');
    await said(one, /Somebody else changed/);
    await button(one, 'Keep theirs').click();
    await said(one, 'Saved.');
    expect(await field(one, 'Subtitle (Latvian)').inputValue()).toBe('Viņu');
    expect((await session('BOTH')).subtitle).toEqual({ en: 'Mine', lv: 'Viņu' });
    await one.context().close();
    await other.context().close();
  });

  it('keeps what was written without a network, over a reload, and says so', async () => {
    await make('AWAY');
    const page = await open('sessions/AWAY');
    await field(page, 'Abstract (English)').waitFor();
    await page.route(/\/draft\/sessions\//, (route) =>
      route.request().method() === 'PATCH' ? route.abort() : route.fallback(),
    );
    await field(page, 'Abstract (English)').fill('Written in a tunnel');
    await field(page, 'Abstract (English)').press('Tab');
    await said(page, /No connection: what you wrote is kept here/);
    await page.reload();
    expect(await field(page, 'Abstract (English)').inputValue()).toBe('Written in a tunnel');
    expect((await session('AWAY')).texts.abstract).toEqual({});
    await page.unroute(/\/draft\/sessions\//);
    await said(page, 'Saved.');
    expect((await session('AWAY')).texts.abstract).toEqual({ en: 'Written in a tunnel' });
    await page.context().close();
  });

  it('adds, makes and orders speakers and items by keyboard', async () => {
    await make('TURNS', {
      items: [1, 2, 3].map((number) => ({ title: { en: `Part ${number}` }, speakerId: null, minutes: 20 })),
    });
    const page = await open('sessions/TURNS');
    const [known] = (await draft()).speakers;
    const search = page.getByRole('searchbox', { name: 'Add a speaker' });
    await search.fill(known!.name);
    await search.press('Enter');
    await search.fill('Žanis Jaunais');
    await tabTo(page, page.getByRole('button', { name: 'New speaker “Žanis Jaunais”' }));
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Žanis Jaunais' }).waitFor();
    const up = page.getByRole('button', { name: 'Move Žanis Jaunais up' });
    await up.focus();
    await page.keyboard.press('Enter');
    await page.getByText('Žanis Jaunais: now 1 of 2').waitFor();
    await said(page, 'Saved.');
    const { speakers } = await draft();
    const made = speakers.find(({ name }) => name === 'Žanis Jaunais');
    expect((await session('TURNS')).speakerIds).toEqual([made!.id, known!.id]);

    await page.getByRole('button', { name: 'Move Part 1 down' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Part 1: now 2 of 3').waitFor();
    expect(await hasFocus(page.getByRole('button', { name: 'Move Part 1 down' }))).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByText('Part 1: now 3 of 3').waitFor();
    await page.getByText('60 minutes together').waitFor();
    await said(page, 'Saved.');
    expect((await session('TURNS')).items.map(({ title }) => title['en'])).toEqual(['Part 2', 'Part 3', 'Part 1']);
    await page.context().close();
  });

  it('shows beside the field what readers will see, with nothing that could run', async () => {
    const harmful = [
      '<script>window.harm = 1</script>',
      '<img src=x onerror="window.harm = 1">',
      '[x](javascript:window.harm=1)',
      '<a href="javascript:window.harm=1" onclick="window.harm=1">y</a>',
      '<svg onload="window.harm = 1"><script>window.harm = 1</script></svg>',
      '<iframe srcdoc="<script>parent.harm = 1</script>"></iframe>',
      '<details open ontoggle="window.harm = 1">z</details>',
      '**bold** [outside](https://elsewhere.example)',
    ].join('\n\n');
    await make('HARM');
    const page = await open('sessions/HARM');
    await field(page, 'Description (English)').fill(harmful);
    const preview = page.getByRole('group', { name: 'Description (English): as readers see it' });
    await preview.getByText('bold', { exact: true }).waitFor();
    const shapeOf = (rich: Locator): Promise<unknown> =>
      rich.evaluate((element) =>
        [...element.querySelectorAll('*')].map((one) => [
          one.localName,
          ...[...one.attributes].map(({ name, value }) => `${name}=${value}`),
        ]),
      );
    const shape = await shapeOf(preview);
    expect(shape).toContainEqual(['a', 'href=https://elsewhere.example', 'rel=noopener nofollow']);
    expect(JSON.stringify(shape)).not.toMatch(/script|on\w+=|img|iframe|svg/);
    await field(page, 'Description (English)').press('Tab');
    await said(page, 'Saved.');
    await server.organise('POST', '/releases', { name: 'Harm' });
    await page.goto(`${server.url}/e/${server.slug}/sessions/HARM`);
    const published = page.locator('.rich').filter({ hasText: 'bold' });
    await published.waitFor();
    // One rule for both.
    expect(await shapeOf(published)).toEqual(shape);
    expect(await page.evaluate('window.harm')).toBeUndefined();
    await page.context().close();
  });

  it('deletes a session and takes that back; says why another stays', async () => {
    const { id } = await make('GONE', { title: { en: 'To be gone' } });
    const page = await open('sessions/GONE');
    await button(page, 'Delete').click();
    await page.getByText('Deleted: To be gone.').waitFor();
    expect(await idOf('GONE')).toBe('');
    await button(page, 'Take back').click();
    await page.getByText('Deleted: To be gone.').waitFor({ state: 'detached' });
    expect(await idOf('GONE')).toBe(id);
    await page.goto(`${server.url}/organise/${server.slug}/sessions/D1-OPEN`);
    await button(page, 'Delete').click();
    await page.getByText('It is in the agenda. Take it off there first.').waitFor();
    await page.goto(`${server.url}/organise/${server.slug}/sessions/HARM`);
    await button(page, 'Delete').click();
    await page.getByText(/the next release takes it out of the programme/).waitFor();
    await button(page, 'Delete it all the same').click();
    await page.getByText('Deleted: HARM.').waitFor();
    await page.context().close();
  });

  it('edits several at once, whole, and takes it back as one', async () => {
    for (const code of ['M-1', 'M-2', 'M-3']) await make(code, { title: { en: `Many ${code}` } });
    const page = await open('sessions?q=many');
    await page.getByText(/^3 of/).waitFor();
    await page.getByLabel('Choose Many M-1').check();
    await page.getByLabel('Choose Many M-3').click({ modifiers: ['Shift'] });
    await page.getByText('3 sessions chosen').waitFor();
    await page.getByLabel('Choose Many M-2').uncheck();
    await page.getByText('2 sessions chosen').waitFor();
    await page.getByLabel('Choose all shown').check();
    await page.getByRole('combobox', { name: 'Set', exact: true }).selectOption('kind');
    await button(page, 'Apply to all chosen').click();
    await page.getByText('Choose what it is to be.').waitFor();
    await page.getByRole('combobox', { name: 'To', exact: true }).selectOption('workshop');
    await button(page, 'Apply to all chosen').click();
    await page.getByText('3 sessions edited.').waitFor();
    const kinds = async (): Promise<string[]> =>
      (await draft()).sessions.filter(({ code }) => code.startsWith('M-')).map(({ kind }) => kind);
    expect(await kinds()).toEqual(['workshop', 'workshop', 'workshop']);
    await byOthers('M-2', { kind: 'story' });
    await button(page, 'Undo').click();
    await page.getByText(/2 sessions are as they were. 1 was edited by somebody since and stays./).waitFor();
    expect(await kinds()).toEqual(['talk', 'story', 'talk']);
    await page.context().close();
  });

  it('lists speakers, edits one, and deletes one who has no session', async () => {
    const page = await open('speakers');
    await button(page, 'New speaker').click();
    await page.getByRole('dialog').getByLabel('Name').fill('Ķirsis Ērglis');
    await button(page, 'Make the speaker').click();
    await page.getByRole('heading', { level: 1, name: 'Ķirsis Ērglis' }).waitFor();
    await page.getByLabel('Country').fill('latvia');
    await page.getByLabel('Country').press('Tab');
    await page.locator('.team-wrong').waitFor();
    await page.getByLabel('Country').fill('lv');
    await page.getByLabel('Country').press('Tab');
    await field(page, 'Biography (Latvian)').fill('Maļ **miltus**.');
    await field(page, 'Biography (Latvian)').press('Tab');
    await said(page, 'Saved.');
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    expect(await server.organise('GET', `/draft/speakers/${id}`)).toMatchObject({
      name: 'Ķirsis Ērglis',
      country: 'LV',
      biography: { lv: 'Maļ **miltus**.' },
    } satisfies Partial<DraftSpeaker>);
    await button(page, 'Say when they can').click();
    await page.getByRole('dialog').getByRole('radio').last().check();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Never.').waitFor();
    await page.getByRole('link', { name: 'All speakers' }).click();
    await page.getByRole('searchbox').fill('kirsis');
    await page.getByText(/^1 of/).waitFor();
    await page.getByRole('link', { name: 'Ķirsis Ērglis' }).click();
    await button(page, 'Delete').click();
    await page.getByText('Deleted: Ķirsis Ērglis.').waitFor();
    await button(page, 'Take back').click();
    await page.getByText('Deleted: Ķirsis Ērglis.').waitFor({ state: 'detached' });
    expect((await draft()).availability[id]).toEqual([]);
    await page.context().close();
  });

  it.each(
    (['light', 'dark'] as const).flatMap((colorScheme) =>
      ['en-GB', 'lv-LV'].flatMap((locale) => [390, 1440].map((width) => ({ width, colorScheme, locale }))),
    ),
  )('keeps nobody out at $width px, $colorScheme, $locale', async ({ width, colorScheme, locale }) => {
    const viewport = { width, height: 900 };
    const page = await open('sessions', { viewport, colorScheme, locale });
    const name = (place: string): string => `content-${place}-${width}-${colorScheme}-${locale}`;
    await page.locator('.ses-list input').first().check();
    await page.locator('.ses-bulk form').waitFor();
    const found = await barriersOf(page, 'sessions');
    await takePicture(page, name('sessions'));
    const { sessions, speakers } = await draft();
    const rich = sessions.find(({ addOn }) => addOn !== null)!;
    await page.goto(`${server.url}/organise/${server.slug}/sessions/${rich.code}`);
    await page.locator('.ses-preview').first().waitFor();
    found.push(...(await barriersOf(page, 'session')));
    await takePicture(page, name('session'));
    await page.goto(`${server.url}/organise/${server.slug}/speakers`);
    await page.locator('.ses-list').waitFor();
    found.push(...(await barriersOf(page, 'speakers')));
    await takePicture(page, name('speakers'));
    await page.goto(`${server.url}/organise/${server.slug}/speakers/${speakers[0]!.id}`);
    await page.locator('.ses-form').waitFor();
    found.push(...(await barriersOf(page, 'speaker')));
    await takePicture(page, name('speaker'));
    await page.goto(`${server.url}/organise/${server.slug}/import`);
    await page.locator('.imp').waitFor();
    found.push(...(await barriersOf(page, 'import')));
    await takePicture(page, name('import'));
    expect(found).toEqual([]);
    await page.context().close();
  });

  it('says in the reader’s language what reading a file says of it', async () => {
    const page = await server.openOrganised(chromium.browser, 'import', { locale: 'lv-LV' });
    const event = (id: number, rest: string): string => `<event id="${id}"><title>Pļava ${id}</title>${rest}</event>`;
    const file = `<?xml version="1.0"?>
<schedule>
<conference><title>Partneris</title><time_zone_name>Nowhere/Land</time_zone_name></conference>
<day index="1" date="2026-10-07" start="2026-10-07T09:00:00+03:00" end="2026-10-07T18:00:00+03:00"><room name="Klēts">
${event(1, '<start>10:00</start>')}
${event(2, '<start>drīz</start><duration>01:00</duration>')}
${event(3, '<start>10:00</start><duration>stunda</duration>')}
${event(4, '<start>11:00</start><duration>00:00</duration>')}
${event(5, '<date>1970-01-01T00:00:00Z</date><duration>01:00</duration>')}
${event(6, '<start>12:00</start><duration>01:00</duration>')}
</room></day>
</schedule>`;
    await page
      .getByLabel('Izvēlēties datni')
      .setInputFiles({ name: 'partneris.xml', mimeType: 'text/xml', buffer: Buffer.from(file) });
    await page.getByLabel('Kā nodarbības tās ir').fill('Partneris');
    await page.getByLabel('Kā nodarbības tās ir').press('Tab');
    await page.getByRole('radio', { name: 'Datnē norādītajos laikos un telpās' }).check();
    const remarks = page.locator('.imp-oddities');
    await remarks.getByText('palika neizvietotas').waitFor();
    expect(await remarks.getByRole('listitem').allTextContents()).toEqual([
      '5. rinda: nav ilguma.',
      '6. rinda: sākums “drīz” nav laiks.',
      '7. rinda: ilgums “stunda” nav pierakstīts kā 01:30.',
      '9. rinda: sākas 1970-01-01T00:00:00, vairāk nekā gadu no programmas dienām.',
      'Laika josla “Nowhere/Land” nav zināma.',
      '8. rinda: nodarbībai “Pļava 4” nav ilguma.',
      'Nodarbības, kas nav nevienā pasākuma dienā un palika neizvietotas: 2.',
    ]);
    for (const viewport of [
      { width: 390, height: 844 },
      { width: 1440, height: 900 },
    ]) {
      await page.setViewportSize(viewport);
      expect(await barriersOf(page, `remarks ${viewport.width}`)).toEqual([]);
      await takePicture(page, `import-remarks-lv-${viewport.width}`);
    }
    await page.context().close();
  });

  it('lists a thousand sessions, lays out those that are seen, and edits all at once', async () => {
    const { days, event } = await draft();
    const [{ date } = { date: event.firstDay }] = days;
    const rooms = Object.groupBy(
      Array.from({ length: 1000 }, (_, index) => ({
        guid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
        title: `Šķūņa stāsts ${String(index).padStart(4, '0')}`,
        date: `${date}T${String(8 + (index % 10)).padStart(2, '0')}:00:00+03:00`,
        start: `${String(8 + (index % 10)).padStart(2, '0')}:00`,
        duration: '00:45',
        persons: [{ name: `Runātājs ${index % 300}` }],
        room: index % 30,
      })),
      ({ room }) => `Telpa ${room}`,
    );
    const conference = { title: 'Thousand', start: date, end: date, days: [{ index: 1, date, rooms }] };
    const folder = mkdtempSync(path.join(tmpdir(), 'kopa-'));
    const file = path.join(folder, 'schedule.json');
    writeFileSync(file, JSON.stringify({ schedule: { conference } }));
    await server.import(file);
    rmSync(folder, { recursive: true });
    const { length } = (await draft()).sessions;
    expect(length).toBeGreaterThanOrEqual(1000);

    const page = await open('sessions');
    await page.getByText(`${length} of ${length} sessions`).waitFor();
    const isLaidOut = (row: Locator): Promise<boolean> =>
      row.locator('a').evaluate((link) => link.checkVisibility({ contentVisibilityAuto: true }));
    expect(await isLaidOut(page.locator('.ses-row').first())).toBe(true);
    expect(await isLaidOut(page.locator('.ses-row').last())).toBe(false);
    await page.getByRole('searchbox').fill('skuna 0999');
    await page.getByText(`1 of ${length} sessions`).waitFor();
    // Keyboard alone: from the search to the session, past the filters.
    const link = page.getByRole('link', { name: 'Šķūņa stāsts 0999' });
    await tabTo(page, link);
    await page.getByRole('searchbox').fill('skuna');
    await page.getByText(`1000 of ${length} sessions`).waitFor();
    await page.getByLabel('Choose all shown').check();
    await page.getByRole('combobox', { name: 'Set', exact: true }).selectOption('language');
    await page.getByRole('combobox', { name: 'To', exact: true }).selectOption('fr');
    await button(page, 'Apply to all chosen').click();
    await page.getByText('1000 sessions edited.').waitFor();
    const spoken = async (): Promise<number> =>
      (await draft()).sessions.filter(({ language }) => language === 'fr').length;
    const before = (await spoken()) - 1000;
    await button(page, 'Undo').click();
    await page.getByText('1000 sessions are as they were.').waitFor();
    expect(await spoken()).toBe(before);
    await page.context().close();
  });
});
