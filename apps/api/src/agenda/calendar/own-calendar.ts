import ical, { ICalCalendarMethod, ICalEventBusyStatus, type ICalEventData, ICalEventStatus } from 'ical-generator';
import { pickText, type AgendaItem, type Programme, type Session, type Slot, type Texts } from '@kopa/domain';
import { calendarWords, describeEntry, placesOf, prodIdIn, type Wording } from '../../calendar/entry-texts.js';
import { cleanLine } from '../../calendar/plain-text.js';
import { directoryOf } from '../../programme/directory.js';

/** What an own calendar is made of. */
export interface OwnCalendar {
  programme: Programme;
  language: string;
  /** Each as an item of the agenda; of the feed what is booked or starred, and what was booked and given back. */
  items: readonly AgendaItem[];
  /** Codes of sessions whose booking was given back or taken away. */
  givenBack?: ReadonlySet<string>;
  /** How often and when last the own place in a session changed: SEQUENCE rises with it (RFC 5546 section 2.1.4). */
  changes?: ReadonlyMap<string, { count: number; at: string }>;
  links: CalendarLinks;
}

/** Addresses in a calendar. */
export interface CalendarLinks {
  agenda: string;
  session: (code: string) => string;
  /** By which this person joins a slot; without it the room is named alone. */
  join: ((slotId: string) => string) | null;
}

/**
 * One person's calendar (RFC 5545): each entry where and how they take part: the meeting point of an add-on with the time
 * from gathering to return, the own join address online. What is waited for or offered is TENTATIVE; what was cancelled or
 * given back stays CANCELLED. The same input gives the same bytes.
 */
export function ownCalendar(own: OwnCalendar): string {
  const { programme, language, links, changes } = own;
  const { text, words } = wordingOf(own);
  const { slots } = directoryOf(programme);
  const empty = ical({
    method: ICalCalendarMethod.PUBLISH,
    prodId: prodIdIn(language),
    name: cleanLine(`${text(programme.event.title)} · ${words.mine}`),
    ttl: 900,
    url: links.agenda,
  }).toString();
  const entries = own.items.map((item) => {
    const hasOwnLink = links.join !== null && slots.get(item.slot)?.slot.onlineRoomId !== null;
    if (hasOwnLink || changes?.has(item.session) === true) return rendered(entryOf(own, item));
    return shared(sharedEntries, programme, nameOfShared(own, item), () => rendered(entryOf(own, item)));
  });
  return `${empty.slice(0, -calendarEnd.length)}${entries.join('')}${calendarEnd}\r\n`;
}

const calendarEnd = 'END:VCALENDAR';

/** An entry as it stands in any calendar. */
function rendered(entry: ICalEventData | null): string {
  if (entry === null) return '';
  const alone = ical({ events: [entry] }).toString();
  return alone.slice(alone.indexOf('BEGIN:VEVENT'), -calendarEnd.length);
}

type OfProgrammes = WeakMap<Programme, Map<string, string>>;
/** Entries with nothing personal in them: thousands of calendars have the same ones. */
const sharedEntries: OfProgrammes = new WeakMap();

/** All that `entryOf` makes such an entry of, beside the programme. */
function nameOfShared({ language, givenBack }: OwnCalendar, item: AgendaItem): string {
  const { slot, session, isCancelled, status, mode, dueAt, block, to } = item;
  const isOff = isCancelled || givenBack?.has(session) === true;
  return `${language} ${slot} ${isOff} ${status} ${mode} ${dueAt} ${block.startsAt} ${block.endsAt} ${to.at}`;
}

const descriptions: OfProgrammes = new WeakMap();

/** What is made once for a programme, as long as it is the one that is published. */
function shared(made: OfProgrammes, programme: Programme, key: string, make: () => string): string {
  let ofProgramme = made.get(programme);
  if (ofProgramme === undefined) made.set(programme, (ofProgramme = new Map<string, string>()));
  let text = ofProgramme.get(key);
  if (text === undefined) ofProgramme.set(key, (text = make()));
  return text;
}

const wordingOf = ({ programme, language }: Pick<OwnCalendar, 'programme' | 'language'>): Wording => ({
  text: (texts: Texts) => pickText(texts, language, programme.event.languages).text,
  words: calendarWords(language),
});

/** One entry, for a feed and for an invitation alike; null when the programme has its slot no more. */
export function entryOf(own: Omit<OwnCalendar, 'items'>, item: AgendaItem) {
  const { programme, givenBack, changes, links } = own;
  const found = directoryOf(programme).slots.get(item.slot);
  if (found === undefined) return null;
  const { session, slot } = found;
  const wording = wordingOf(own);
  const { text, words } = wording;
  const change = changes?.get(session.code);
  const changedAt = change === undefined || change.at < slot.changedAt ? slot.changedAt : change.at;
  const stamp = new Date(Math.floor(Date.parse(changedAt) / 1000) * 1000);
  const isOff = item.isCancelled || givenBack?.has(session.code) === true;
  const isTentative = item.status === 'waitlisted' || item.status === 'offered';
  const joins = slot.onlineRoomId === null || isOff ? null : (links.join?.(slot.id) ?? null);
  const description = [
    ...(joins === null ? [] : [`${words.join}: ${joins}`]),
    shared(descriptions, programme, `${own.language} ${slot.id}`, () =>
      describeEntry(programme, slot, session, '', wording),
    ),
  ].filter((paragraph) => paragraph !== '');
  return {
    id: `slot-${slot.id}@${programme.event.uidHost}`,
    sequence: slot.version - 1 + (change?.count ?? 0),
    stamp,
    lastModified: stamp,
    ...blockOf(item, session),
    summary: cleanLine(isOff ? `${words.cancelled}: ${text(session.title)}` : text(session.title)),
    description: description.join('\n\n'),
    location: cleanLine(locationOf(programme, item, session, slot, wording, joins)),
    url: links.session(session.code),
    status: isOff ? ICalEventStatus.CANCELLED : isTentative ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
    busystatus: isTentative ? ICalEventBusyStatus.TENTATIVE : ICalEventBusyStatus.BUSY,
  };
}

/** From gathering to return; never ending before it starts, which ical-generator would swap silently. */
function blockOf({ dueAt, block, mode }: AgendaItem, session: Session): { start: Date; end: Date } {
  const hasJourney = mode === 'in-person' && session.addOn !== null;
  const starts = hasJourney ? Math.min(Date.parse(dueAt), Date.parse(block.startsAt)) : Date.parse(block.startsAt);
  return { start: new Date(starts), end: new Date(Math.max(starts, Date.parse(block.endsAt))) };
}

/** By effective mode: where one goes, or where one joins. */
function locationOf(
  programme: Programme,
  item: AgendaItem,
  { addOn }: Session,
  slot: Slot,
  wording: Wording,
  joins: string | null,
): string {
  if (item.mode === 'online') return joins ?? placesOf(programme, { ...slot, roomId: null }, wording);
  const meetingPoint = addOn === null || item.to.at !== 'point' ? '' : wording.text(addOn.meetingPoint);
  return meetingPoint === '' ? placesOf(programme, { ...slot, onlineRoomId: null }, wording) : meetingPoint;
}
