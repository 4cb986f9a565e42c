import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fewestQueries } from '../../../../../test/support/asked-queries.js';
import { days, openDemoEvent, type DemoEvent } from '../../../../../test/support/demo-event.js';
import { createToken } from '../../accounts/tokens.js';
import { readLogo } from './logo.js';

const day = days[1];
const visit = 'D2-INCUBATOR';

/** The text of each page of a PDF, read by a program of its own: what it is read with is a module that no test can load. */
async function pagesOf(pdf: Buffer): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kopa-sheet-'));
  try {
    const file = path.join(folder, 'sheet.pdf');
    await writeFile(file, pdf);
    const read = `
      import { readFile } from 'node:fs/promises';
      import { extractText, getDocumentProxy } from 'unpdf';
      const pdf = await getDocumentProxy(new Uint8Array(await readFile(${JSON.stringify(file)})));
      const { text } = await extractText(pdf, { mergePages: false });
      process.stdout.write(JSON.stringify(text));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', read], {
      cwd: path.resolve(__dirname, '../../../../..'),
    });
    return (JSON.parse(stdout) as string[]).map((text) => text.replace(/\s+/g, ' '));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('the attendance sheet', () => {
  let event: DemoEvent;
  let door: string;

  beforeAll(async () => {
    event = await openDemoEvent();
    event.clock.at = new Date('2026-10-05T05:30:00Z');
    door = await createToken(event.database.dataSource.manager, {
      eventId: event.eventId,
      role: 'checkin',
      name: '',
      expiresAt: null,
      at: event.clock.at,
    });
    for (const [name, organisation] of [
      ['Žanis Žagars', 'Zied zeme'],
      ['Čiekurs Čakste', 'Lauku tīkls'],
      ['Cēsis Cīrulis', ''],
      ['Ģirts Ķēniņš', 'Ūdensroze'],
    ] as const)
      await confirmed(name, { organisation, bookings: [{ session: visit, mode: 'in-person' }] });
    await confirmed('Tiešsaistes Tija', { attendance: { [day]: 'online' } });
    await event.register('Neapstiprināts Normunds');
  });
  afterAll(() => event.close());

  const confirmed = async (name: string, more: object): Promise<void> => {
    const { code } = await event.register(name, more);
    await event.call('POST', `/registrations/${code}/confirm`, event.organiser, {});
  };
  const get = (query: string) => event.call('GET', `/attendance-sheet.pdf?${query}`, door);
  const sheet = async (query: string): Promise<string[]> => {
    const answer = await get(query);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/pdf']);
    return pagesOf(answer.rawPayload);
  };
  const orderOf = (text: string, ...parts: string[]): string[] =>
    parts.toSorted((a, b) => text.indexOf(a) - text.indexOf(b));

  it('names who comes in person, in the order of Latvian letters, with event, date, place and who pays for it', async () => {
    const [text = '', ...others] = await sheet(`day=${day}&lang=lv`);
    expect(others).toEqual([]);
    expect(orderOf(text, 'Žanis Žagars', 'Čiekurs Čakste', 'Cēsis Cīrulis', 'Ģirts Ķēniņš')).toEqual([
      'Cēsis Cīrulis',
      'Čiekurs Čakste',
      'Ģirts Ķēniņš',
      'Žanis Žagars',
    ]);
    for (const part of [
      'Dalībnieku saraksts',
      'Francijas noskaņas',
      '2026. gada 8. oktobris',
      'Nr. Vārds, uzvārds Organizācija Paraksts',
      'Ūdensroze',
      'Eiropas Lauksaimniecības fonds lauku attīstībai',
      '1/1',
    ])
      expect(text).toContain(part);
    expect(text).not.toMatch(/Tija|Normunds|Piedalās/);
    // Four names and ten empty rows.
    expect(text).toMatch(/14 /);
  });

  it('says the same in English, with the mode where it is wanted', async () => {
    const [text = ''] = await sheet(`day=${day}&lang=en&mode=yes&blank=0`);
    for (const part of [
      'Attendance sheet',
      '8 October 2026',
      'No. Name Organisation Takes part Signature',
      'in person',
    ])
      expect(text).toContain(part);
    expect(text).toMatch(/Tiešsaistes Tija online/);
  });

  it('is of an add-on with its title, time and place', async () => {
    await event.call('POST', '/door/walk-ins', door, {
      name: 'Bez Vizītes',
      locale: 'lv',
      day,
      at: '2026-10-05T05:00:00Z',
    });
    const [text = ''] = await sheet(`session=${visit}&lang=lv`);
    expect(text).toContain('Ģirts Ķēniņš');
    expect(text).toMatch(/\d\d:\d\d–\d\d:\d\d/);
    expect(text).not.toContain('Bez Vizītes');
    const [ofDay = ''] = await sheet(`day=${day}&lang=lv`);
    expect(ofDay).toContain('Bez Vizītes');
  });

  it('goes on over pages with its head and number on each, and leaves others their turn meanwhile', async () => {
    for (let nth = 0; nth < 45; nth += 1)
      await event.call('POST', '/door/walk-ins', door, {
        name: `Dalībnieks Nr. ${String(nth).padStart(2, '0')}`,
        organisation:
          nth === 3 ? 'Biedrība ar ļoti garu nosaukumu, kas nekādi neietilpst vienā rindā un vēl mazliet' : '',
        locale: 'lv',
        day: days[2],
        at: '2026-10-05T05:00:00Z',
      });
    const pages = await sheet(`day=${days[2]}&lang=lv`);
    expect(pages.length).toBeGreaterThan(1);
    for (const [index, text] of pages.entries()) {
      expect(text).toContain('Nr. Vārds, uzvārds Organizācija Paraksts');
      expect(text).toContain(`${index + 1}/${pages.length}`);
    }
    const all = pages.join(' ');
    for (let nth = 0; nth < 45; nth += 1) expect(all).toContain(`Nr. ${String(nth).padStart(2, '0')}`);
    let turns = 0;
    const count = setInterval(() => (turns += 1), 0);
    await get(`day=${days[2]}&lang=lv`);
    clearInterval(count);
    expect(turns).toBeGreaterThan(3);
    const many = await fewestQueries(() => get(`day=${days[2]}`));
    const few = await fewestQueries(() => get(`day=${days[0]}`));
    expect(many.length).toBe(few.length);
  }, 120_000);

  it.each([
    ['', 422, 'input.invalid'],
    [`day=${day}&session=${visit}`, 422, 'input.invalid'],
    ['day=2027-01-01', 404, 'day.unknown'],
    ['session=NOWHERE', 404, 'session.unknown'],
    [`day=${day}&blank=1000`, 422, 'input.invalid'],
  ])('refuses "%s"', async (query, status, code) => {
    const answer = await get(query);
    expect([answer.statusCode, answer.json()]).toMatchObject([status, { code }]);
  });

  it('is for who may read attendance', async () => {
    expect((await event.call('GET', `/attendance-sheet.pdf?day=${day}`)).statusCode).toBe(401);
  });

  it.each(['/../../package.json', '/../secret.svg', 'https://example.org/logo.svg', '/logos/none.svg', '/logos/x.gif'])(
    'prints the name alone of the logo %s',
    async (url) => {
      expect(await readLogo({ name: 'Logo', url }, () => Promise.resolve(null))).toEqual({
        name: 'Logo',
        content: null,
      });
    },
  );

  it('prints a logo that was uploaded, of the kinds that a PDF takes', async () => {
    const logo = { name: 'Logo', url: '/files/0b6f1c1e-3f0a-4c59-9c35-8b2f6a1d7e10/logo.png' };
    const bytes = Buffer.from('a picture');
    const of = (mediaType: string) => readLogo(logo, () => Promise.resolve({ mediaType, bytes }));
    expect(await of('image/png')).toEqual({ name: 'Logo', content: { kind: 'picture', bytes } });
    expect(await of('image/webp')).toEqual({ name: 'Logo', content: null });
    expect(await readLogo(logo, () => Promise.resolve(null))).toEqual({ name: 'Logo', content: null });
  });
});
