import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Composers } from '../../apps/api/src/platform/mail/composers.js';
import type { Letter, WrittenMail } from '../../apps/api/src/platform/mail/letter.js';
import { days, openDemoEvent, type DemoEvent } from '../support/demo-event.js';
import { openBrowser, type TestBrowser } from './chromium.js';
import { barriersOf, takePicture } from './looking.js';

const people = {
  en: { name: 'Élodie Dubois', locale: 'en', timezone: 'Europe/Paris' },
  lv: { name: 'Ģertrūde Āboliņa-Šķēle', locale: 'lv', timezone: null },
} as const;

describe('Letters', () => {
  let event: DemoEvent;
  let chromium: TestBrowser;
  const letters = new Map<string, Letter>();

  beforeAll(async () => {
    event = await openDemoEvent({ settings: { KOPA_PUBLIC_URL: 'https://kopa.example' } });
    chromium = await openBrowser();
    for (const [language, person] of Object.entries(people)) {
      for (const [name, letter] of await lettersTo(person)) letters.set(`${language} ${name}`, letter);
    }
  });
  afterAll(async () => {
    await chromium.close();
    await event.close();
  });

  /** One letter of each kind to somebody who booked a visit, and online sessions on all days. */
  const lettersTo = async (person: { name: string; locale: string; timezone: string | null }) => {
    const { dataSource } = event.database;
    const visit = { session: 'D2-INCUBATOR', mode: 'in-person' };
    const { id, code, bookings } = await event.register(person.name, {
      ...person,
      telephone: '+371 20000000',
      bookings: [visit],
    });
    const compose = async (kind: string, facts: object): Promise<[string, Letter]> => {
      const mail: WrittenMail = {
        id: '1',
        eventId: event.eventId,
        registrationId: id,
        writtenAt: event.clock.at,
        recipient: '',
        locale: person.locale,
        kind,
        facts,
        attempts: 1,
      };
      const composed = await event.app.get(Composers).prepare([mail])(mail);
      if ('dropped' in composed) throw new Error(`${kind} was dropped: ${composed.dropped}`);
      return [kind, composed];
    };
    const confirm = await compose('registration.confirm', {});
    await event.call('POST', `/registrations/${code}/confirm`, event.organiser);
    const [place] = bookings;
    const placed = await compose('place.confirmed', { place: place!.id, because: 'Presses the cider' });
    const set = (status: string, until: string | null): Promise<unknown> =>
      dataSource.query('UPDATE places SET status = $2, offered_until = $3 WHERE id = $1', [place!.id, status, until]);
    const rest = [
      confirm,
      placed,
      await compose('registration.confirmed', {}),
      await compose('day.reminder', { date: days[1] }),
      await compose('agenda.changed', changes(event.eventId)),
    ];
    await set('offered', '2026-10-02T21:30:00Z');
    rest.push(await compose('place.offered', { place: place!.id }));
    await set('waitlisted', null);
    rest.push(await compose('place.withdrawn', { place: place!.id, because: 'A bus has fewer seats' }));
    await set('cancelled', null);
    rest.push(await compose('place.cancelled', { place: place!.id, why: 'expired' }));
    await event.call('POST', `/registrations/${code}/cancel`, event.organiser, { reason: 'looking' });
    rest.push(await compose('registration.cancelled', { why: 'organisers' }));
    rest.push(
      await compose('session.undecided', {
        session: visit.session,
        minimumNumber: 6,
        confirmed: 2,
        decideBy: '2026-10-06T09:00:00.000Z',
        reminders: 1,
      }),
    );
    return rest;
  };

  const cases = [
    { width: 390, colorScheme: 'light' },
    { width: 390, colorScheme: 'dark' },
    { width: 800, colorScheme: 'light' },
  ] as const;
  it.each(cases)(
    'keep nobody out and fit at $width px, $colorScheme',
    async ({ colorScheme, width }) => {
      expect(letters.size).toBe(20);
      const context = await chromium.browser.newContext({ viewport: { width, height: 844 }, colorScheme });
      const page = await context.newPage();
      const found: string[] = [];
      for (const [name, { html, enclosures }] of letters) {
        const picture = enclosures.find(({ cid }) => cid !== undefined);
        const source = `data:image/png;base64,${Buffer.from(picture?.content ?? '').toString('base64')}`;
        await page.setContent(html.replace(/cid:[^"]+/, source));
        found.push(...(await barriersOf(page, name)).filter((fault) => !isOfPages.test(fault)));
        await takePicture(page, `letter-${name.replace(' ', '-')}-${colorScheme}-${width}`);
      }
      await context.close();
      expect(found).toEqual([]);
    },
    240_000,
  );
});

/** Rules of whole pages: a letter is an article in one, whose landmarks are those of the mail programme. */
const isOfPages = /: (region|landmark-one-main): /;

/** A coach that leaves later, and what it means. */
const changes = (anything: string): object => ({
  changes: [
    {
      session: 'D2-INCUBATOR',
      title: { en: 'Visit: LIAA business incubator in Ogre', lv: 'Vizīte: LIAA biznesa inkubators Ogrē' },
      alterations: [
        { kind: 'departure', slot: null, from: '2026-10-08T09:30:00.000Z', to: '2026-10-08T09:50:00.000Z' },
        {
          kind: 'meeting-point',
          slot: null,
          from: { en: 'Bus stop', lv: 'Autobusa pietura' },
          to: { en: 'Car park behind the hall', lv: 'Stāvlaukums aiz zāles' },
        },
      ],
      reason: { en: 'The road is closed.', lv: 'Ceļš ir slēgts.' },
    },
    {
      session: 'D2-QUIET',
      title: { en: 'Quiet hour', lv: 'Klusā stunda' },
      alterations: [{ kind: 'cancelled', slot: anything }],
      reason: null,
    },
  ],
  conflicts: [
    {
      kind: 'travel',
      slots: [anything, anything],
      sessions: ['D2-STORIES', 'D2-INCUBATOR'],
      minutesShort: 12,
      isMissed: true,
      isOnTheWay: true,
      alternatives: [
        { kind: 'online', of: 'D2-STORIES', session: 'D2-STORIES', mode: 'online', isOnTheWay: true },
        { kind: 'recording', of: 'D2-STORIES', session: 'D2-STORIES', mode: 'online', isOnTheWay: false },
      ],
    },
  ],
});
