import type { MutedKind } from '@kopa/contracts';
import { pickText, type Instant, type Programme, type Slot, type Texts } from '@kopa/domain';
import { calendarWords, placesOf } from '../../calendar/entry-texts.js';
import { directoryOf } from '../../programme/directory.js';
import { Moments } from './moments.js';
import type { Page } from './page.js';
import type { Words } from './words/en.js';
import { wordsOf } from './words/words-of.js';

/** Where the links of a letter lead. */
export interface Links {
  event: string;
  manage: string;
  confirm: string;
  agenda: string;
  register: string;
  session: (code: string) => string;
  /** The programme of a day. */
  day: (date: string) => string;
  /** Of a slot, with the reader's own token. */
  join: (slot: string) => string;
  /** Of the reader's own calendar. */
  feed: string;
  /** To the page on which mail that is not essential ends. */
  unsubscribe: (kind: MutedKind) => string;
}

/** For whom a letter is written, and in which words and times. */
export interface Reader {
  /** Empty where nobody in particular is written to. */
  name: string;
  language: string;
  words: Words;
  moments: Moments;
  programme: Programme;
  links: Links;
}

export function readerOf(
  programme: Programme,
  { name, locale, timezone }: { name: string; locale: string; timezone: string | null },
  links: Links,
): Reader {
  const words = wordsOf(locale);
  const moments = new Moments(words.language, words, programme.event.zone, timezone);
  return { name, language: locale, words, moments, programme, links };
}

/** A text of the content in the reader's language, else in one of the event's. */
export const textFor = ({ language, programme }: Reader, texts: Texts): string =>
  pickText(texts, language, programme.event.languages).text;

/** Title of a session; its code where the programme has it no more. */
export const titleFor = (reader: Reader, code: string): string => {
  const session = directoryOf(reader.programme).sessions.get(code);
  return session === undefined ? code : textFor(reader, session.title);
};

/** Where a slot takes place, in words; of a hybrid one only what the mode takes. */
export function placeFor(
  reader: Reader,
  slot: Pick<Slot, 'roomId' | 'onlineRoomId'>,
  mode: 'in-person' | 'online' | null,
): string {
  const { programme, language } = reader;
  const taken = {
    ...slot,
    roomId: mode === 'online' ? null : slot.roomId,
    onlineRoomId: mode === 'in-person' ? null : slot.onlineRoomId,
  };
  return placesOf(programme, taken, { text: (texts) => textFor(reader, texts), words: calendarWords(language) });
}

/** The letter around its parts: of which event it is, and below it why it came and who pays for it. */
export function pageFor(
  reader: Reader,
  content: Pick<Page, 'subject' | 'preview' | 'parts'>,
  { at, muted, isOrganiser = false }: { at: Instant; muted?: MutedKind; isOrganiser?: boolean },
): Page {
  const { programme, words, moments, links, language } = reader;
  const { event, funders } = programme;
  const title = textFor(reader, event.title);
  const subtitle = [moments.dates(event.firstDay, event.lastDay), textFor(reader, event.place)].filter(Boolean);
  return {
    ...content,
    language,
    event: title,
    when: subtitle.join(' · '),
    foot: [
      { text: moments.zoneLine(at) },
      ...funders.map(({ acknowledgement }) => ({ text: textFor(reader, acknowledgement) })).filter(({ text }) => text),
      { text: isOrganiser ? words.foot.whyOrganiser(title) : words.foot.why(title) },
      ...(isOrganiser ? [] : [{ label: words.foot.manage, href: links.manage }]),
      ...(muted === undefined
        ? []
        : [
            {
              label: words.foot.no[muted],
              href: links.unsubscribe(muted),
            },
          ]),
    ],
  };
}
