import ical, { ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus, type ICalEventData } from 'ical-generator';
import type { Instant } from '@kopa/domain';
import type { OwnAgenda } from '../agendas.service.js';
import { prodIdIn } from '../../calendar/entry-texts.js';
import { entryOf } from '../calendar/own-calendar.js';
import type { Said } from '../calendar/invitations.js';
import { itemCard } from './cards.js';
import type { Page, Part } from './page.js';
import { pageFor, textFor, type Reader } from './reader.js';

/** What a mail of kind `calendar.invitation` carries. */
export interface InvitationTold {
  slot: string;
  method: 'REQUEST' | 'CANCEL';
  sequence: number;
  said: string;
}

/** The letter around an invitation, and the calendar's message; null when it does not hold any more. */
export function invitationPage(
  reader: Reader,
  own: OwnAgenda,
  told: InvitationTold,
  organiser: string,
  at: Instant,
): { page: Page; content: string } | null {
  const { words, moments } = reader;
  const said = JSON.parse(told.said) as Said;
  const item = own.items.find(({ slot, status }) => slot === told.slot && status === 'confirmed');
  const isOff = told.method === 'CANCEL';
  if (!isOff && item === undefined) return null;
  const entry: ICalEventData = (item === undefined ? null : entryOf(reader, item)) ?? {
    id: `slot-${told.slot}@${reader.programme.event.uidHost}`,
    start: new Date(said.start),
    end: new Date(said.end),
    summary: said.summary,
    location: said.location,
  };
  const calendar = ical({
    method: isOff ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST,
    prodId: prodIdIn(reader.language),
  });
  calendar.createEvent({
    ...entry,
    stamp: new Date(at),
    sequence: told.sequence,
    status: isOff ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: textFor(reader, reader.programme.event.title), email: organiser },
    // One attendee: nobody is to see who else comes.
    attendees: [{ name: own.owner.name, email: own.owner.email, rsvp: false, status: ICalAttendeeStatus.ACCEPTED }],
  });
  const when = moments.moment(said.start);
  const subject = isOff
    ? words.invitation.cancel(said.summary)
    : told.sequence === 0
      ? words.invitation.request(said.summary, when)
      : words.invitation.update(said.summary, when);
  const parts: Part[] = [
    { part: 'title', text: isOff ? words.invitation.gone : words.invitation.title },
    { part: 'text', text: `${words.hello(reader.name)}\n${isOff ? words.invitation.goneText : words.invitation.text}` },
    {
      part: 'card',
      card:
        item === undefined || isOff
          ? { time: when, title: said.summary, href: null, badges: [], lines: [] }
          : itemCard(reader, item, { date: true }),
    },
    { part: 'button', label: words.toAgenda, href: reader.links.agenda },
  ];
  return { page: pageFor(reader, { subject, preview: when, parts }, { at }), content: `${calendar.toString()}\r\n` };
}
