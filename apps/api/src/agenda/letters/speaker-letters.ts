import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { itemTimes, type PlannedSlot, type Session, type SpeakerNews } from '@kopa/domain';
import { Composers } from '../../platform/mail/composers.js';
import type { Composed, WrittenMail } from '../../platform/mail/letter.js';
import { directoryOf } from '../../programme/directory.js';
import type { SpeakerTold } from '../../programme/speaker-mails.js';
import { Presents } from '../../registration/present.js';
import { SpeakerTokens } from '../speaker/speaker-tokens.js';
import { LinksOf } from './links.js';
import { pageHtml, pageText, type Card, type CardLine, type Page, type Part } from './page.js';
import { pageFor, placeFor, readerOf, textFor, type Reader } from './reader.js';

interface Row {
  id: string;
  code: string;
  name: string;
  version: number;
  locale: string | null;
  timezone: string | null;
}

/** Whose letter it is, and where its links lead. */
interface Own {
  speaker: Row;
  page: string;
  join: (slot: string) => string;
}

/** Letters to speakers: that a release touched what is theirs, and their own link. */
@Injectable()
export class SpeakerLetters implements OnModuleInit {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Composers) private readonly composers: Composers,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(SpeakerTokens) private readonly tokens: SpeakerTokens,
    @Inject(LinksOf) private readonly links: LinksOf,
  ) {}

  onModuleInit(): void {
    this.composers.register('speaker.changed', (mails) => this.toSpeakers(mails, changedPage));
    this.composers.register('speaker.link', (mails) => this.toSpeakers(mails, linkPage));
  }

  /** Loads those who are written to in one query. */
  private async toSpeakers(
    mails: readonly WrittenMail[],
    pageOf: (reader: Reader, own: Own, told: SpeakerTold, at: string) => Page,
  ): Promise<(mail: WrittenMail) => Promise<Composed>> {
    const present = await this.presents.ifPublished(mails[0]?.eventId ?? '');
    if (present === null) throw new Error('the event is not published');
    const { programme } = present;
    const rows: Row[] = await this.dataSource.query(
      `SELECT s.id, s.code, s.name, coalesce(l.version, 1) AS version, l.locale, l.timezone FROM speakers s
         LEFT JOIN speaker_links l ON l.event_id = s.event_id AND l.speaker = s.code WHERE s.id = ANY($1)`,
      [mails.map(({ facts }) => (facts as SpeakerTold).speaker)],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return async (mail) => {
      const told = mail.facts as SpeakerTold;
      const speaker = byId.get(told.speaker);
      if (speaker === undefined) return { dropped: 'the speaker is no longer in the draft' };
      const { name, timezone } = speaker;
      const locale = speaker.locale ?? mail.locale;
      const reader = readerOf(programme, { name, locale, timezone }, this.links.ofEvent(programme.event.slug));
      const page = await this.tokens.pageUrl(programme.event.slug, speaker);
      const own: Own = { speaker, page, join: await this.tokens.joinUrl(speaker) };
      const letter = pageOf(reader, own, told, present.at.toISOString());
      const { subject, language } = letter;
      // Who reads the outbox is not to open what is the speaker's.
      const secret = page.slice(page.indexOf('#') + 1);
      return { subject, html: pageHtml(letter), text: pageText(letter), language, enclosures: [], secret };
    };
  }
}

function changedPage(reader: Reader, own: Own, { news }: SpeakerTold, at: string): Page {
  const { words } = reader;
  const [first] = news;
  const isAdded = news.every(({ what }) => what === 'added');
  const parts: Part[] = [
    { part: 'title', text: isAdded ? words.speaker.titleAdded : words.speaker.title },
    { part: 'text', text: `${words.speaker.hello(reader.name)}\n${words.speaker.text}` },
    ...news.map((one): Part => ({ part: 'card', card: newsCard(reader, own, one) })),
    { part: 'button', label: words.speaker.button, href: own.page },
    { part: 'small', text: words.speaker.page },
  ];
  const title = first === undefined ? '' : textFor(reader, first.title);
  const subject =
    news.length !== 1
      ? words.speaker.subject(textFor(reader, reader.programme.event.title))
      : isAdded
        ? words.speaker.subjectAdded(title)
        : words.speaker.subjectOne(title);
  return toSpeaker(reader, pageFor(reader, { subject, preview: words.speaker.preview, parts }, { at }));
}

function linkPage(reader: Reader, own: Own, _told: SpeakerTold, at: string): Page {
  const { words, programme } = reader;
  const event = textFor(reader, programme.event.title);
  const cards = programme.sessions
    .filter(({ speakerIds, items }) =>
      [...speakerIds, ...items.map((item) => item.speakerId)].includes(own.speaker.code),
    )
    .map((session): Part => ({ part: 'card', card: sessionCard(reader, own, session, []) }));
  const parts: Part[] = [
    { part: 'title', text: words.speaker.linkTitle },
    { part: 'text', text: `${words.speaker.hello(reader.name)}\n${words.speaker.linkText(event)}` },
    { part: 'button', label: words.speaker.button, href: own.page },
    { part: 'small', text: words.speaker.page },
    ...cards,
  ];
  const content = { subject: words.speaker.linkSubject(event), preview: words.speaker.page, parts };
  return toSpeaker(reader, pageFor(reader, content, { at }));
}

/** Speakers have no registration that they would change or cancel. */
function toSpeaker({ words, programme, links }: Reader, page: Page): Page {
  const event = page.event === '' ? programme.event.slug : page.event;
  const kept = page.foot.filter((line) => !('href' in line && line.href === links.manage));
  const why = words.foot.why(page.event);
  return {
    ...page,
    foot: kept.map((line) => ('text' in line && line.text === why ? { text: words.speaker.why(event) } : line)),
  };
}

function newsCard(reader: Reader, own: Own, { session: code, title, what, was }: SpeakerNews): Card {
  const { words } = reader;
  const said: CardLine[] = [{ text: words.speaker[what] }];
  const before = was.map((slot): CardLine => ({ label: words.speaker.was, text: standText(reader, slot) }));
  const session = directoryOf(reader.programme).sessions.get(code);
  if (what === 'removed' || session === undefined)
    return { time: null, title: textFor(reader, title), href: null, badges: [], lines: [...said, ...before] };
  return sessionCard(reader, own, session, [...said, ...(what === 'moved' ? before : [])]);
}

/** A session of the speaker as it stands now: when, where, their turn, and their way in. */
function sessionCard(reader: Reader, own: Own, session: Session, said: readonly CardLine[]): Card {
  const { words, moments, links } = reader;
  const { code, title, items, slots } = session;
  const lines = slots.flatMap((slot): CardLine[] => [
    { label: words.speaker.now, text: standText(reader, slot) },
    ...itemTimes(slot, items)
      .filter(({ index }) => items[index]?.speakerId === own.speaker.code)
      .map(({ startsAt, endsAt }) => ({ label: words.speaker.turn, text: moments.range(startsAt, endsAt) })),
    ...(slot.onlineRoomId === null || slot.status === 'cancelled'
      ? []
      : [{ text: words.speaker.join, href: own.join(slot.id) }]),
  ]);
  return {
    time: null,
    title: textFor(reader, title),
    href: links.session(code),
    badges: [],
    lines: [...said, ...(slots.length === 0 ? [{ label: words.speaker.now, text: words.speaker.none }] : lines)],
  };
}

function standText(reader: Reader, slot: PlannedSlot): string {
  const { moments } = reader;
  const place = placeFor(reader, slot, null);
  return [`${moments.moment(slot.startsAt)} – ${moments.time(slot.endsAt)}`, place].filter(Boolean).join(' · ');
}
