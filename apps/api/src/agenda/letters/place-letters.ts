import type { Instant, PlaceMode, PlaceStatus } from '@kopa/domain';
import { directoryOf } from '../../programme/directory.js';
import type { OwnAgenda } from '../agendas.service.js';
import { itemCard } from './cards.js';
import type { Card, Page, Part } from './page.js';
import { pageFor, placeFor, textFor, titleFor, type Reader } from './reader.js';

/** A place as its letter tells of it. */
export interface PlaceTold {
  id: string;
  scope: 'event' | 'day' | 'session' | 'seat';
  key: string;
  mode: PlaceMode;
  status: PlaceStatus;
  offeredUntil: Date | null;
  offeredFor: 'promotion' | 'clash' | 'mode' | null;
}

/** An offer, and until when it can be answered. */
export function offeredPage(reader: Reader, own: OwnAgenda, place: PlaceTold, until: Instant, at: Instant): Page {
  const { words, moments, links } = reader;
  const what = nameOf(reader, place);
  const parts: Part[] = [
    { part: 'title', text: words.offered.title },
    { part: 'text', text: `${words.hello(reader.name)}\n${words.offered[place.offeredFor ?? 'promotion']}` },
    ...cardsOf(reader, own, place),
    { part: 'warning', text: words.offered.until(moments.moment(until)) },
    { part: 'button', label: words.offered.button, href: links.manage },
  ];
  const subject = words.offered.subject(what, moments.moment(until));
  return pageFor(reader, { subject, preview: words.offered.preview, parts }, { at });
}

/** A place that came free for who waited, or that a colleague passed on. */
export function placedPage(
  reader: Reader,
  own: OwnAgenda,
  place: PlaceTold,
  { isPassed, because }: { isPassed: boolean; because: string },
  at: Instant,
): Page {
  const { words, links } = reader;
  const text = isPassed ? words.placed.passed : because === '' ? words.placed.text : words.placed.byHand;
  const parts: Part[] = [
    { part: 'title', text: words.placed.title },
    { part: 'text', text: `${words.hello(reader.name)}\n${text}` },
    ...said(reader, because),
    ...cardsOf(reader, own, place),
    { part: 'button', label: words.toManage, href: links.manage },
    { part: 'small', text: words.placed.cannot },
  ];
  const subject = words.placed.subject(nameOf(reader, place));
  return pageFor(reader, { subject, preview: words.placed.preview, parts }, { at });
}

/** A place that somebody else than its owner gave back: the organisers, or time. */
export function lostPage(
  reader: Reader,
  own: OwnAgenda,
  place: PlaceTold,
  { why, because }: { why: 'expired' | 'organisers'; because: string },
  at: Instant,
): Page {
  const { words, links } = reader;
  const mode = own.owner.choices.days[place.key] ?? 'absent';
  const day = mode === 'absent' ? words.lost.dayAbsent : words.lost.day(words.day[mode]);
  const parts: Part[] = [
    { part: 'title', text: words.lost.title },
    { part: 'text', text: `${words.hello(reader.name)}\n${words.lost[why]}` },
    ...said(reader, because),
    ...cardsOf(reader, own, place),
    ...(place.scope === 'day' ? [{ part: 'text', text: day } as const] : []),
    { part: 'button', label: words.lost.button, href: links.manage },
  ];
  const subject = words.lost.subject(nameOf(reader, place));
  return pageFor(reader, { subject, preview: words.lost.preview, parts }, { at });
}

/** An offer that the organisers took back: its owner waits on. */
export function withdrawnPage(reader: Reader, own: OwnAgenda, place: PlaceTold, because: string, at: Instant): Page {
  const { words, links } = reader;
  const parts: Part[] = [
    { part: 'title', text: words.withdrawn.title },
    { part: 'text', text: `${words.hello(reader.name)}\n${words.withdrawn.text}` },
    ...said(reader, because),
    ...cardsOf(reader, own, place),
    { part: 'button', label: words.toManage, href: links.manage },
  ];
  const subject = words.withdrawn.subject(nameOf(reader, place));
  return pageFor(reader, { subject, preview: words.withdrawn.preview, parts }, { at });
}

/** Why, in the organisers' own words. */
const said = ({ words }: Reader, because: string): Part[] =>
  because === '' ? [] : [{ part: 'text', text: words.because(because) }];

function nameOf(reader: Reader, { scope, key, mode }: PlaceTold): string {
  const { words, moments } = reader;
  if (scope === 'day') return words.placeOn(moments.date(key), words.mode[mode].toLowerCase());
  if (scope === 'event') return words.mode[mode];
  const title = titleFor(reader, key);
  return scope === 'seat' ? words.seatIn(title) : title;
}

function cardsOf(reader: Reader, { items }: OwnAgenda, place: PlaceTold): Part[] {
  if (place.scope === 'day' || place.scope === 'event')
    return [{ part: 'card', card: { time: null, title: nameOf(reader, place), href: null, badges: [], lines: [] } }];
  const held = items.filter(({ session }) => session === place.key);
  const cards =
    held.length > 0 ? held.map((item) => itemCard(reader, item, { date: true })) : sessionCards(reader, place);
  return cards.map((card): Part => ({
    part: 'card',
    card: { ...card, badges: card.badges.filter(({ look }) => look !== 'plain') },
  }));
}

/** A session that is not in the agenda any more. */
function sessionCards(reader: Reader, { key, mode }: PlaceTold): Card[] {
  const session = directoryOf(reader.programme).sessions.get(key);
  return (session?.slots ?? []).map((slot) => ({
    time: reader.moments.moment(slot.startsAt),
    title: textFor(reader, session?.title ?? {}),
    href: reader.links.session(key),
    badges: [{ text: reader.words.mode[mode], look: mode }],
    lines: [{ text: placeFor(reader, slot, mode) }],
  }));
}
