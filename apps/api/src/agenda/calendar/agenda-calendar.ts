import ical, { ICalCalendarMethod, ICalEventBusyStatus, ICalEventStatus, type ICalEventData } from 'ical-generator';
import type { AgendaItem } from '@kopa/domain';
import { calendarWords, describeEntry } from '../../calendar/entry-texts.js';
import { cleanLine } from '../../calendar/plain-text.js';
import { directoryOf, placeFor, textFor, type Links, type Reader } from '../letters/reader.js';

/** Somebody's agenda as a calendar's file (RFC 5545): as it is now. Who wants it to follow changes subscribes to the feed. */
export function agendaCalendar(items: readonly AgendaItem[], reader: Reader, links: Links): string {
  const { event } = reader.programme;
  const calendar = ical({
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Kopa', product: 'Kopa', language: reader.language.toUpperCase() },
    name: cleanLine(textFor(reader, event.title)),
    url: links.event,
  });
  for (const item of items) {
    const entry = entryOf(item, reader);
    if (entry !== null) calendar.createEvent(entry);
  }
  return `${calendar.toString()}\r\n`;
}

/**
 * A slot of an agenda as an entry: its place by effective mode, an add-on's time from the meeting to the return, online
 * the address to join. Times are in UTC. Null when the programme has it no more.
 */
export function entryOf(item: AgendaItem, reader: Reader): (ICalEventData & { location: string }) | null {
  const { programme, language, links } = reader;
  const found = directoryOf(programme).slots.get(item.slot);
  if (found === undefined) return null;
  const { slot, session } = found;
  const stamp = new Date(Math.floor(Date.parse(slot.changedAt) / 1000) * 1000);
  const wording = {
    text: (texts: Parameters<typeof textFor>[1]) => textFor(reader, texts),
    words: calendarWords(language),
  };
  const isLed = item.mode === 'in-person' && item.to.at === 'point';
  const meetingPoint = isLed && session.addOn !== null ? textFor(reader, session.addOn.meetingPoint) : '';
  const title = textFor(reader, session.title);
  const join = item.mode === 'online' && slot.onlineRoomId !== null ? links.join(slot.id) : null;
  const start = item.dueAt < item.block.startsAt ? item.dueAt : item.block.startsAt;
  const isOpen = item.status === 'waitlisted' || item.status === 'offered';
  return {
    id: `slot-${slot.id}@${programme.event.uidHost}`,
    sequence: slot.version - 1,
    stamp,
    lastModified: stamp,
    start: new Date(start),
    end: new Date(item.block.endsAt),
    summary: cleanLine(item.isCancelled ? `${wording.words.cancelled}: ${title}` : title),
    description: [join ?? '', describeEntry(programme, slot, session, '', wording)].filter(Boolean).join('\n\n'),
    location: cleanLine(meetingPoint === '' ? placeFor(reader, slot, item.mode) : meetingPoint),
    url: join ?? links.session(session.code),
    status: item.isCancelled
      ? ICalEventStatus.CANCELLED
      : isOpen
        ? ICalEventStatus.TENTATIVE
        : ICalEventStatus.CONFIRMED,
    busystatus: isOpen ? ICalEventBusyStatus.TENTATIVE : ICalEventBusyStatus.BUSY,
  };
}
