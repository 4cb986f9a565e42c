import { dayPlaceOf, type AgendaItem, type AttendanceMode, type CalendarDate, type PlaceMode } from '@kopa/domain';
import { directoryOf } from '../../programme/directory.js';
import type { Owner } from '../owners.js';
import type { Badge, Card, CardLine, Part } from './page.js';
import { placeFor, textFor, type Reader } from './reader.js';

const modeBadge = ({ words }: Reader, mode: PlaceMode | null): Badge[] =>
  mode === null ? [] : [{ text: words.mode[mode], look: mode }];

/** A slot of somebody's agenda: when to be where, what to bring, how to join. */
export function itemCard(reader: Reader, item: AgendaItem, { date = false }: { date?: boolean } = {}): Card {
  const { words, moments, links, programme } = reader;
  const found = directoryOf(programme).slots.get(item.slot);
  const time = moments.range(item.startsAt, item.endsAt);
  return {
    time: date ? `${moments.date(item.date)}, ${time}` : time,
    title: found === undefined ? item.session : textFor(reader, found.session.title),
    href: links.session(item.session),
    badges: [
      ...modeBadge(reader, item.mode),
      ...(item.status === 'waitlisted' || item.status === 'offered'
        ? [{ text: words.status[item.status], look: 'plain' as const }]
        : []),
      ...(item.isCancelled ? [{ text: words.status.cancelled, look: 'plain' as const }] : []),
      ...(item.because === 'star' ? [{ text: words.starred, look: 'plain' as const }] : []),
    ],
    lines: found === undefined ? [] : [...whereLines(reader, item, found), ...journeyLines(reader, item, found)],
  };
}

type Found = NonNullable<ReturnType<ReturnType<typeof directoryOf>['slots']['get']>>;

function whereLines(reader: Reader, item: AgendaItem, { slot }: Found): CardLine[] {
  const place = placeFor(reader, slot, item.mode);
  const mayJoin =
    item.mode === 'online' && slot.onlineRoomId !== null && !item.isCancelled && item.status !== 'waitlisted';
  return [
    ...(place === '' ? [] : [{ text: place }]),
    ...(mayJoin ? [{ text: reader.words.join, href: reader.links.join(item.slot) }] : []),
  ];
}

/** The journey of an add-on, for who comes along; and what to bring. */
function journeyLines(reader: Reader, item: AgendaItem, { session: { addOn } }: Found): CardLine[] {
  if (addOn === null || item.mode !== 'in-person') return [];
  const { words, moments } = reader;
  const isLed = item.from.at === 'point' || item.to.at === 'point';
  const meetingPoint = textFor(reader, addOn.meetingPoint);
  const bring = textFor(reader, addOn.bring);
  const led = [
    ...(addOn.meetAt === null
      ? []
      : [{ label: words.meet, text: [moments.time(addOn.meetAt), meetingPoint].filter(Boolean).join(', ') }]),
    ...(addOn.departAt === null ? [] : [{ label: words.depart, text: moments.time(addOn.departAt) }]),
    ...(addOn.returnAt === null ? [] : [{ label: words.back, text: moments.time(addOn.returnAt) }]),
  ];
  return [
    ...(isLed ? led : led.length > 0 ? [{ text: words.ownWay }] : []),
    ...(bring === '' ? [] : [{ label: words.bring, text: bring }]),
  ];
}

/** How somebody takes part in each day. */
export function daysCard(reader: Reader, { choices: { days }, dayPlaces }: Pick<Owner, 'choices' | 'dayPlaces'>): Part {
  const { words, moments, programme } = reader;
  const said = ({ date }: { date: CalendarDate }): CardLine => {
    const mode: AttendanceMode = days[date] ?? 'absent';
    const place = dayPlaces.find((one) => one.date === date);
    const waits = place !== undefined && place.status !== 'confirmed' && dayPlaceOf(place.mode) === 'in-person';
    return { label: moments.date(date), text: waits ? words.meanwhile(words.day[mode]) : words.day[mode] };
  };
  return { part: 'card', card: { time: null, title: null, href: null, badges: [], lines: programme.days.map(said) } };
}
