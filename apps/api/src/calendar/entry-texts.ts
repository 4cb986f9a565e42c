import {
  heldMinutes,
  instantToLocal,
  shiftsOf,
  type Programme,
  type Session,
  type Slot,
  type Texts,
} from '@kopa/domain';
import { directoryOf } from '../programme/directory.js';
import { cleanLines } from './plain-text.js';

const en = {
  cancelled: 'CANCELLED',
  planned: 'Planned',
  late: 'min late',
  swapped: 'swapped with',
  meet: 'Meet',
  depart: 'Departure',
  departPlanned: 'planned',
  back: 'Back',
  at: 'At the place',
  bring: 'Bring',
  age: 'Minimum age',
  online: 'Online',
  join: 'Join',
  mine: 'My agenda',
};

const lv: typeof en = {
  cancelled: 'ATCELTS',
  planned: 'Plānots',
  late: 'min vēlāk',
  swapped: 'samainīts ar',
  meet: 'Pulcēšanās',
  depart: 'Izbraukšana',
  departPlanned: 'plānota',
  back: 'Atgriešanās',
  at: 'Uz vietas',
  bring: 'Līdzi jāņem',
  age: 'Minimālais vecums',
  online: 'Tiešsaistē',
  join: 'Pievienoties',
  mine: 'Mana programma',
};

export type CalendarWords = typeof en;

/** How an entry speaks: the fixed words of a language, and its choice among texts. */
export interface Wording {
  words: CalendarWords;
  text: (texts: Texts) => string;
}

/** Fixed words of calendar entries in a language (BCP 47); English where there are none. */
export function calendarWords(language: string): CalendarWords {
  return language.split('-')[0] === 'lv' ? lv : en;
}

/** Who made a calendar, as all of ours say it (RFC 5545 section 3.7.3). */
export const prodIdIn = (language: string) => ({
  company: 'Kopa',
  product: 'Kopa',
  language: language.toUpperCase(),
});

/**
 * What stands in an entry's DESCRIPTION: an add-on's times first, then what differs from the plan and why, speakers,
 * the abstract if it is given, and the funders' acknowledgements. Times are the event's local ones, with the zone
 * named. `session` is null for a slot that a release took away. Never a join link.
 */
export function describeEntry(
  programme: Programme,
  slot: Slot,
  session: Session | null,
  abstract: string,
  wording: Wording,
): string {
  const { text } = wording;
  return [
    addOnLines(programme, slot, session, wording),
    plannedLine(programme, slot, wording),
    slot.reason === null ? '' : text(slot.reason),
    session === null ? '' : speakersOf(programme, session),
    abstract,
    ...programme.funders.map((funder) => text(funder.acknowledgement)),
  ]
    .map(cleanLines)
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

function addOnLines(programme: Programme, slot: Slot, session: Session | null, wording: Wording): string {
  const addOn = session?.addOn ?? null;
  if (addOn === null) return '';
  const { words, text } = wording;
  const { zone } = programme.event;
  const time = (at: string): string => instantToLocal(at, zone).slice(11, 16);
  const place = placesOf(programme, slot, wording);
  const bring = text(addOn.bring);
  const meetingPoint = text(addOn.meetingPoint);
  const { plannedDepartAt } = addOn;
  const isHeld = heldMinutes(addOn) > 0 && plannedDepartAt !== null;
  const planned = isHeld ? ` (${words.departPlanned}: ${time(plannedDepartAt)})` : '';
  return [
    ...(addOn.meetAt === null
      ? []
      : [`${words.meet}: ${time(addOn.meetAt)}${meetingPoint === '' ? '' : `, ${meetingPoint}`}`]),
    ...(addOn.departAt === null ? [] : [`${words.depart}: ${time(addOn.departAt)}${planned}`]),
    `${words.at}: ${time(slot.startsAt)}–${time(slot.endsAt)}${place === '' ? '' : `, ${place}`}`,
    ...(addOn.returnAt === null ? [] : [`${words.back}: ${time(addOn.returnAt)}`]),
    ...(bring === '' ? [] : [`${words.bring}: ${bring}`]),
    ...(addOn.minimumAge === null ? [] : [`${words.age}: ${addOn.minimumAge}`]),
    `(${zone})`,
  ].join('\n');
}

/** The planned time where the actual one differs; with the date where that differs too. */
function plannedLine(programme: Programme, slot: Slot, { words, text }: Wording): string {
  const { event } = programme;
  if (slot.startsAt === slot.plannedStartsAt && slot.endsAt === slot.plannedEndsAt) return '';
  const planned = instantToLocal(slot.plannedStartsAt, event.zone);
  const moved = planned.slice(0, 10) !== instantToLocal(slot.startsAt, event.zone).slice(0, 10);
  const until = instantToLocal(slot.plannedEndsAt, event.zone).slice(11, 16);
  const shifts = shiftsOf(slot);
  const said = shifts.flatMap((shift) => {
    if (shift.kind === 'late') return moved ? [] : [`(${shift.minutes} ${words.late})`];
    if (shift.kind !== 'swapped') return [];
    const other = directoryOf(programme).sessions.get(shift.with);
    return other === undefined ? [] : [`(${words.swapped} “${text(other.title)}”)`];
  });
  return [
    `${words.planned}:`,
    ...(moved ? [planned.slice(0, 10)] : []),
    `${planned.slice(11, 16)}–${until} ${event.zone}`,
    ...said,
  ].join(' ');
}

function speakersOf(programme: Programme, { speakerIds }: Session): string {
  const { speakers } = directoryOf(programme);
  return speakerIds.flatMap((id) => speakers.get(id)?.name ?? []).join(', ');
}

/** Where a slot takes place, in words: the room with its venue, the online room by name only. */
export function placesOf(
  programme: Programme,
  slot: Pick<Slot, 'roomId' | 'onlineRoomId'>,
  { text, words }: Wording,
): string {
  const { rooms, venues } = directoryOf(programme);
  return [slot.roomId, slot.onlineRoomId]
    .flatMap((id) => {
      const room = id === null ? undefined : rooms.get(id);
      if (room === undefined) return [];
      if (room.kind === 'online') return [`${words.online}: ${text(room.name)}`];
      const venue = room.venueId === null ? undefined : venues.get(room.venueId);
      return [[text(room.name), venue && text(venue.name), venue?.address].filter(Boolean).join(', ')];
    })
    .join(' / ');
}
