import { type Block, type PlaceMode } from './places.js';
import type { AddOn, Instant, Venue } from './programme.js';

const minute = 60_000;

/** How long it takes to leave a screen or a room and be at a meeting point. */
export const walkMinutes = 10;

/** Driving speed by which journeys between venues are estimated where nobody said how long they take. */
const kilometresPerHour = 50;

/** What organisers may say of a way between two venues. */
export const mostTravelMinutes = 1440;

/** `desk` is wherever a person follows online; `point` a meeting point, which has no position of its own. */
export type Whereabouts = { at: 'desk' } | { at: 'point' } | { at: 'venue'; venueId: string | null };

/** When and where a slot wants somebody, and leaves them. */
export interface Stay {
  /** When to be at the meeting point; the start where there is no journey. */
  dueAt: Instant;
  /** What it takes of the time: with a journey from the departure to the return. */
  block: Block;
  /** Where one is after it and has to be before it: a venue's id, a meeting point, or wherever a screen is. */
  from: Whereabouts;
  to: Whereabouts;
  /** Between place and home without a journey of the host's; 0 where one is led. */
  ownTravelMinutes: number;
}

type Position = Pick<Venue, 'latitude' | 'longitude'>;
/** What a way between venues is found from. */
export type Place = Position & Pick<Venue, 'id' | 'minutesTo'>;

/** @param isOwnWay they travel on their own though a coach goes: gathering and departure are not theirs */
export function stayOf(
  { addOn }: { addOn: AddOn | null },
  { startsAt, endsAt, roomId }: Block & { roomId: string | null },
  mode: PlaceMode | null,
  venueOfRoom: ReadonlyMap<string, string | null>,
  isOwnWay: boolean,
): Stay {
  const block = { startsAt, endsAt };
  if (mode !== 'in-person')
    return { dueAt: startsAt, block, from: { at: 'desk' }, to: { at: 'desk' }, ownTravelMinutes: 0 };
  const place: Whereabouts = { at: 'venue', venueId: roomId === null ? null : (venueOfRoom.get(roomId) ?? null) };
  if (addOn === null) return { dueAt: startsAt, block, from: place, to: place, ownTravelMinutes: 0 };
  const leaves = isOwnWay ? null : (addOn.departAt ?? addOn.meetAt);
  const returns = isOwnWay ? null : addOn.returnAt;
  const begins = leaves !== null && leaves < startsAt ? leaves : startsAt;
  const gathers = isOwnWay ? null : (addOn.meetAt ?? leaves);
  return {
    dueAt: gathers !== null && gathers < begins ? gathers : begins,
    block: { startsAt: begins, endsAt: returns !== null && returns > endsAt ? returns : endsAt },
    from: returns === null ? place : { at: 'point' },
    to: gathers === null ? place : { at: 'point' },
    ownTravelMinutes: addOn.travelMinutes ?? 0,
  };
}

/** When one who leaves the first as it ends is where the second takes them up, in milliseconds of the epoch. */
export function arrivalAfter(first: Stay, second: Stay, venues: ReadonlyMap<string, Place>): number {
  return Date.parse(first.block.endsAt) + transferMinutes(first, second, venues) * minute;
}

/** Minutes that are missing to be at the later of two stays when it is due; 0 where none are, or where they overlap. */
export function minutesShort(one: Stay, other: Stay, venues: ReadonlyMap<string, Place>): number {
  const [first, second] = one.block.endsAt <= other.block.startsAt ? [one, other] : [other, one];
  if (first.block.endsAt > second.block.startsAt) return 0;
  return Math.max(0, Math.ceil((arrivalAfter(first, second, venues) - Date.parse(second.dueAt)) / minute));
}

/** Minutes from where one stay leaves a person to where the next one takes them up. */
function transferMinutes(first: Stay, second: Stay, venues: ReadonlyMap<string, Place>): number {
  const { from } = first;
  const { to } = second;
  if (to.at === 'desk') return from.at === 'venue' ? first.ownTravelMinutes : 0;
  if (to.at === 'point') return from.at === 'point' ? 0 : Math.max(walkMinutes, travelledAlone(first));
  if (from.at !== 'venue') return Math.max(from.at === 'point' ? walkMinutes : 0, second.ownTravelMinutes);
  if (from.venueId !== null && from.venueId === to.venueId) return 0;
  return Math.max(
    travelBetween(venueOf(from, venues), venueOf(to, venues)),
    first.ownTravelMinutes,
    second.ownTravelMinutes,
  );
}

/** Back from what nobody leads one back from. */
const travelledAlone = ({ from, ownTravelMinutes }: Stay): number => (from.at === 'venue' ? ownTravelMinutes : 0);

const venueOf = ({ venueId }: { venueId: string | null }, venues: ReadonlyMap<string, Place>): Place | undefined =>
  venueId === null ? undefined : venues.get(venueId);

/**
 * Minutes from one venue to another: what organisers said of this way, else what they said of the way back, else what
 * their positions let expect. 0 where a venue is not known.
 */
export function travelBetween(from: Place | undefined, to: Place | undefined): number {
  if (from === undefined || to === undefined || from.id === to.id) return 0;
  return from.minutesTo?.[to.id] ?? to.minutesTo?.[from.id] ?? estimateTravel(from, to);
}

/** The way between two venues, as somebody says it. */
export interface TravelSaid {
  from: string;
  to: string;
  /** null: as estimated. */
  minutes: number | null;
  /** Whether the way back takes as long. If not, it stays what it is. */
  isBothWays: boolean;
}

/** The venues that become others by what somebody says of the way between two of them. */
export function sayTravel<T extends Place>(venues: readonly T[], said: TravelSaid): T[] {
  const from = venues.find(({ id }) => id === said.from);
  const to = venues.find(({ id }) => id === said.to);
  if (from === undefined || to === undefined || from === to) return [];
  if (said.isBothWays) return [withMinutes(from, to.id, said.minutes), withMinutes(to, from.id, null)];
  // What is not said of one way follows from the other: both are said, so that neither follows.
  return [
    withMinutes(from, to.id, said.minutes ?? estimateTravel(from, to)),
    withMinutes(to, from.id, travelBetween(to, from)),
  ];
}

function withMinutes<T extends Place>(venue: T, to: string, minutes: number | null): T {
  const { [to]: _, ...others } = venue.minutesTo ?? {};
  return { ...venue, minutesTo: minutes === null ? others : { ...others, [to]: minutes } };
}

/** The venue without what it says of ways to venues that are not `known`; nothing said is left out. */
export function withKnownWays<T extends Place>(venue: T, known: ReadonlySet<string>): T {
  const { minutesTo, ...rest } = venue;
  const ways = Object.entries(minutesTo ?? {}).filter(([id]) => known.has(id));
  return (ways.length === 0 ? rest : { ...rest, minutesTo: Object.fromEntries(ways) }) as T;
}

/**
 * Minutes between two venues, in steps of five: a walk at either end and the way as the crow flies with half as much
 * again. Venues of which no position is known are taken for near.
 */
export function estimateTravel(a: Position | undefined, b: Position | undefined): number {
  const kilometres = distance(a, b);
  if (kilometres === null) return 0;
  return Math.ceil((walkMinutes + (kilometres * 1.5 * 60) / kilometresPerHour) / 5) * 5;
}

/** Great-circle distance in kilometres (haversine); null when a position is missing. */
function distance(a: Position | undefined, b: Position | undefined): number | null {
  if (a === undefined || b === undefined) return null;
  if (a.latitude === null || a.longitude === null || b.latitude === null || b.longitude === null) return null;
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const half = (from: number, to: number): number => Math.sin(radians(to - from) / 2) ** 2;
  const chord =
    half(a.latitude, b.latitude) +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * half(a.longitude, b.longitude);
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(chord)));
}

const degrees = String.raw`([+-]?\d{1,3}(?:\.\d+)?)`;
const written = new RegExp(String.raw`^(?:geo:)?\s*${degrees}\s*[,;\s]\s*${degrees}(?:,[+-]?[\d.]+)?(?:[;?].*)?$`, 'i');

/**
 * A position as it is copied from a map, "56.95, 24.10", or a geo: URI (RFC 5870), whose altitude and parameters are
 * left out. null when it is neither, or lies on no globe.
 */
export function readPosition(text: string): { latitude: number; longitude: number } | null {
  const found = written.exec(text.trim());
  if (found === null) return null;
  const [latitude, longitude] = [Number(found[1]), Number(found[2])];
  return Math.abs(latitude) > 90 || Math.abs(longitude) > 180 ? null : { latitude, longitude };
}
