import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { pickText, type AgendaItem, type Programme, type Session, type Slot, type Texts } from '@kopa/domain';
import { calendarWords, describeEntry, placesOf, type Wording } from '../calendar/entry-texts.js';
import { cleanLine } from '../calendar/plain-text.js';

/** What an own calendar is made of. */
export interface OwnCalendar {
  programme: Programme;
  /** What is booked or starred, and what was booked and given back, each as an item of the agenda. */
  items: readonly AgendaItem[];
  /** Codes of sessions whose booking was given back or taken away. */
  givenBack: ReadonlySet<string>;
  /** How often and when last the own place in a session changed: SEQUENCE rises with it (RFC 5546 section 2.1.4). */
  changes: ReadonlyMap<string, { count: number; at: string }>;
  /** Address by which this person joins a slot. */
  joinAddress: (slotId: string) => string;
}

/**
 * One person's calendar (RFC 5545): what they booked or starred, each entry where and how they take part: the meeting
 * point of an add-on with the time from gathering to return, the own join address online. What is waited for or offered
 * is TENTATIVE; what was cancelled or given back stays CANCELLED. The same input gives the same bytes.
 */
export function ownCalendar(own: OwnCalendar, language: string, publicUrl: string): string {
  const { event } = own.programme;
  const text = (texts: Texts): string => pickText(texts, language, event.languages).text;
  const wording: Wording = { text, words: calendarWords(language) };
  const calendar = ical({
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Kopa', product: 'Kopa', language: language.toUpperCase() },
    name: cleanLine(`${text(event.title)} · ${wording.words.mine}`),
    ttl: 900,
    url: `${publicUrl}/e/${event.slug}/agenda`,
  });
  const sessions = new Map(own.programme.sessions.map((session) => [session.code, session]));
  for (const item of own.items) {
    const session = sessions.get(item.session);
    const slot = session?.slots.find(({ id }) => id === item.slot);
    if (session !== undefined && slot !== undefined)
      calendar.createEvent(entryOf(own, item, session, slot, wording, publicUrl));
  }
  return `${calendar.toString()}\r\n`;
}

/** One entry, for a feed and for an invitation alike. */
export function entryOf(
  { programme, givenBack, changes, joinAddress }: OwnCalendar,
  item: AgendaItem,
  session: Session,
  slot: Slot,
  wording: Wording,
  publicUrl: string,
) {
  const { event } = programme;
  const { text, words } = wording;
  const change = changes.get(session.code);
  const changedAt = change === undefined || change.at < slot.changedAt ? slot.changedAt : change.at;
  const stamp = new Date(Math.floor(Date.parse(changedAt) / 1000) * 1000);
  const isOff = item.isCancelled || givenBack.has(session.code);
  const isTentative = item.status === 'waitlisted' || item.status === 'offered';
  const joins = slot.onlineRoomId === null || isOff ? null : joinAddress(slot.id);
  const description = [
    ...(joins === null ? [] : [`${words.join}: ${joins}`]),
    describeEntry(programme, slot, session, '', wording),
  ].filter((paragraph) => paragraph !== '');
  return {
    id: `slot-${slot.id}@${event.uidHost}`,
    sequence: slot.version - 1 + (change?.count ?? 0),
    stamp,
    lastModified: stamp,
    ...blockOf(item, session),
    summary: cleanLine(isOff ? `${words.cancelled}: ${text(session.title)}` : text(session.title)),
    description: description.join('\n\n'),
    location: cleanLine(locationOf(programme, item, session, slot, wording, joins)),
    url: `${publicUrl}/e/${event.slug}/sessions/${encodeURIComponent(session.code)}`,
    status: isOff ? ICalEventStatus.CANCELLED : isTentative ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
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
