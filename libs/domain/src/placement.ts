import { findConflicts, type Conflict, type ConflictSession } from './conflicts.js';
import { compareText } from './order.js';
import { blocksClash, blocksOf, type Block } from './places.js';
import type { AddOn, Capacity, Day, Instant, PlannedSlot, Room } from './programme.js';
import { minutesShort, stayOf, travelBetween, type Place, type Stay } from './travel.js';

/** A session of the draft, as far as it matters where it may stand. */
export interface PlaceableSession extends ConflictSession {
  capacity: Capacity;
  addOn: AddOn | null;
  slots: readonly PlannedSlot[];
}

/** Two sessions that the same people have booked. */
export interface BookedTogether {
  /** Codes, the lesser first. */
  sessions: [string, string];
  people: number;
  /** Those among them who come to both: only they have a way between two venues. */
  inPerson: number;
}

/** What decides whether a slot stands well. */
export interface PlacementFacts {
  sessions: readonly PlaceableSession[];
  rooms: readonly Pick<Room, 'id' | 'kind' | 'seats' | 'venueId'>[];
  venues: readonly Place[];
  days: readonly Pick<Day, 'startsAt' | 'endsAt'>[];
  /** Places in person that are taken, by session code. */
  booked: ReadonlyMap<string, number>;
  bookedTogether: readonly BookedTogether[];
  /** When speakers can, by their id; those of whom nothing is said always can. */
  availability: ReadonlyMap<string, readonly Block[]>;
}

/** Why a slot does not stand well. Warnings, never refusals: real programmes overlap. */
export type PlacementIssue =
  /** The room or speaker is needed at the same time by another slot. */
  | { kind: Conflict['kind']; id: string; session: string; slot: string }
  /** The speaker is needed at the same time, here in person and there online, or the reverse. */
  | { kind: 'speaker-apart'; id: string; session: string; slot: string }
  /** The speaker has too few minutes to get from one of the two to the other, in another venue. */
  | { kind: 'speaker-travel'; id: string; session: string; slot: string; minutesShort: number }
  /** The speaker said that they cannot then, in part or whole. */
  | { kind: 'availability'; id: string }
  /** The room has fewer seats than places are taken, or else are offered. */
  | { kind: 'seats'; id: string; seats: number; needed: number }
  /** People who booked this session booked another that takes place, journey included, at the same time. */
  | { kind: 'people'; session: string; people: number }
  /** People who booked both have too few minutes to get from one of the two to the other. */
  | { kind: 'people-travel'; session: string; people: number; minutesShort: number }
  /** It lies, in part or whole, in no day of the event. */
  | { kind: 'day' };

/** A slot where it might stand. */
export interface Placement extends PlannedSlot {
  /** Code of its session. */
  session: string;
}

interface Standing {
  session: PlaceableSession;
  slot: PlannedSlot;
}

/** Tells what is wrong with where slots stand, or might. */
export interface PlacementRules {
  /**
   * What would be wrong with a slot there; the same slot where it stands now is no obstacle, nor are those `moving` with
   * it. Linear in the slots of the draft.
   */
  issuesOf(placement: Placement, moving?: ReadonlySet<string>): PlacementIssue[];
  /** What is wrong with the draft as it is, by slot; slots that stand well are left out. */
  all(): Map<string, PlacementIssue[]>;
}

export function placementRules(facts: PlacementFacts): PlacementRules {
  const sessions = new Map(facts.sessions.map((session) => [session.code, session]));
  const rooms = new Map(facts.rooms.map((room) => [room.id, room]));
  const standing: Standing[] = facts.sessions.flatMap((session) => session.slots.map((slot) => ({ session, slot })));
  const venueOfRoom = new Map(facts.rooms.map(({ id, venueId }) => [id, venueId]));
  const venues = new Map(facts.venues.map((venue) => [venue.id, venue]));
  const venueOf = ({ roomId }: PlannedSlot): Place | undefined =>
    venues.get((roomId === null ? null : venueOfRoom.get(roomId)) ?? '');
  const bySpeaker = new Map<string, Standing[]>();
  // One venue has no ways to others: most programmes need not look at them at all.
  if (venues.size > 1)
    for (const one of standing)
      for (const id of venueOf(one.slot) === undefined ? [] : new Set(one.session.speakerIds))
        bySpeaker.set(id, [...(bySpeaker.get(id) ?? []), one]);
  const together = new Map<string, { session: string; people: number; inPerson: number }[]>();
  for (const { sessions: pair, people, inPerson } of facts.bookedTogether)
    for (const [one, other] of [pair, pair.toReversed()] as [string, string][])
      together.set(one, [...(together.get(one) ?? []), { session: other, people, inPerson }]);

  /** What does not depend on where other sessions' slots stand, and whom the times take from elsewhere. */
  const ownIssues = (placement: Placement): PlacementIssue[] => {
    const session = sessions.get(placement.session);
    if (session === undefined) return [];
    const issues: PlacementIssue[] = [];
    const room = placement.roomId === null ? undefined : rooms.get(placement.roomId);
    const needed = facts.booked.get(session.code) ?? session.capacity['in-person'] ?? 0;
    const seats = room?.seats ?? null;
    if (room !== undefined && seats !== null && needed > seats)
      issues.push({ kind: 'seats', id: room.id, seats, needed });
    if (facts.days.length > 0 && !facts.days.some((day) => lies(placement, day))) issues.push({ kind: 'day' });
    for (const id of new Set(session.speakerIds))
      if (!isCovered(placement, facts.availability.get(id))) issues.push({ kind: 'availability', id });
    const from = session.slots.find(({ id }) => id === placement.id)?.startsAt ?? placement.startsAt;
    const addOn = session.addOn === null ? null : moveLogistics(session.addOn, from, placement.startsAt);
    const moved = { slots: [placement], addOn };
    for (const { session: code, people, inPerson } of together.get(session.code) ?? []) {
      const other = sessions.get(code);
      if (other === undefined) continue;
      if (blocksClash(planBlocks(moved), planBlocks(other))) {
        issues.push({ kind: 'people', session: code, people });
        continue;
      }
      const [here] = staysOf(moved);
      const short = Math.max(0, ...staysOf(other).map((there) => minutesShort(here as Stay, there, venues)));
      if (short > 0 && inPerson > 0)
        issues.push({ kind: 'people-travel', session: code, people: inPerson, minutesShort: short });
    }
    return issues;
  };

  /** What a session takes of people who come to it, and from where to where. */
  const staysOf = ({ slots, addOn }: Pick<PlaceableSession, 'slots' | 'addOn'>): Stay[] =>
    slots.map((slot) => stayOf({ addOn }, slot, 'in-person', venueOfRoom, false));

  /** Slots of the same speakers that cannot be reached from this one, or from which it cannot. */
  const speakersWays = (placement: Placement, moving: ReadonlySet<string>): PlacementIssue[] => {
    const here = venueOf(placement);
    const session = sessions.get(placement.session);
    if (here === undefined || session === undefined) return [];
    const issues: PlacementIssue[] = [];
    for (const id of new Set(session.speakerIds))
      for (const { session: other, slot } of bySpeaker.get(id) ?? []) {
        if (other.code === session.code || slot.id === placement.id || moving.has(slot.id)) continue;
        if (slot.startsAt >= slot.endsAt) continue;
        const there = venueOf(slot);
        const isBefore = slot.endsAt <= placement.startsAt;
        if (!isBefore && placement.endsAt > slot.startsAt) continue;
        const gap = isBefore ? span(slot.endsAt, placement.startsAt) : span(placement.endsAt, slot.startsAt);
        const short = Math.ceil((isBefore ? travelBetween(there, here) : travelBetween(here, there)) - gap);
        if (short > 0)
          issues.push({ kind: 'speaker-travel', id, session: other.code, slot: slot.id, minutesShort: short });
      }
    return issues;
  };

  return {
    issuesOf(placement, moving = new Set()) {
      const session = sessions.get(placement.session);
      if (session === undefined || placement.startsAt >= placement.endsAt) return [];
      const speakers = new Set(session.speakerIds);
      const issues: PlacementIssue[] = [];
      for (const { session: other, slot } of standing) {
        if (slot.id === placement.id || moving.has(slot.id)) continue;
        if (slot.startsAt >= placement.endsAt || placement.startsAt >= slot.endsAt || slot.startsAt >= slot.endsAt)
          continue;
        const there = { session: other.code, slot: slot.id };
        if (slot.roomId !== null && slot.roomId === placement.roomId)
          issues.push({ kind: 'room', id: slot.roomId, ...there });
        if (slot.onlineRoomId !== null && slot.onlineRoomId === placement.onlineRoomId)
          issues.push({ kind: 'online-room', id: slot.onlineRoomId, ...there });
        if (other.code === session.code) continue;
        for (const id of new Set(other.speakerIds))
          if (speakers.has(id))
            issues.push({ kind: isApart(placement, slot) ? 'speaker-apart' : 'speaker', id, ...there });
      }
      return [...issues, ...speakersWays(placement, moving), ...ownIssues(placement)];
    },

    all() {
      const slots = new Map(standing.map(({ session, slot }) => [slot.id, { ...slot, session: session.code }]));
      const found = new Map<string, PlacementIssue[]>();
      const add = (slot: string, issue: PlacementIssue): void => {
        const list = found.get(slot);
        if (list === undefined) found.set(slot, [issue]);
        else list.push(issue);
      };
      for (const { kind, id, slots: pair } of findConflicts(facts.sessions)) {
        const [one, other] = pair.map((slot) => slots.get(slot));
        if (one === undefined || other === undefined) continue;
        const how = kind === 'speaker' && isApart(one, other) ? ('speaker-apart' as const) : kind;
        add(one.id, { kind: how, id, session: other.session, slot: other.id });
        add(other.id, { kind: how, id, session: one.session, slot: one.id });
      }
      for (const placement of slots.values())
        if (placement.startsAt < placement.endsAt)
          for (const issue of [...speakersWays(placement, nothingMoves), ...ownIssues(placement)])
            add(placement.id, issue);
      return found;
    },
  };
}

const nothingMoves: ReadonlySet<string> = new Set();

/** Minutes from one instant to another. */
const span = (from: Instant, to: Instant): number => (Date.parse(to) - Date.parse(from)) / 60_000;

/** Whether times that may adjoin and overlap cover all of another; nothing said covers everything. */
function isCovered({ startsAt, endsAt }: Block, by: readonly Block[] | undefined): boolean {
  if (by === undefined) return true;
  let from = startsAt;
  for (const block of by.toSorted((a, b) => compareText(a.startsAt, b.startsAt)))
    if (block.startsAt <= from && block.endsAt > from) from = block.endsAt;
  return from >= endsAt;
}

const lies = ({ startsAt, endsAt }: PlannedSlot, day: Pick<Day, 'startsAt' | 'endsAt'>): boolean =>
  startsAt >= day.startsAt && endsAt <= day.endsAt;

/** One of the two is online only, the other in person: nobody is at a screen and in a hall at once. */
const isApart = (one: PlannedSlot, other: PlannedSlot): boolean =>
  (one.roomId === null) !== (other.roomId === null) &&
  (one.roomId ?? one.onlineRoomId) !== null &&
  (other.roomId ?? other.onlineRoomId) !== null;

/** What a session of the draft takes of the time of people who come to it. */
function planBlocks({ slots, addOn }: Pick<PlaceableSession, 'slots' | 'addOn'>) {
  const planned = slots.map(({ startsAt, endsAt }) => ({ startsAt, endsAt, status: 'scheduled' as const }));
  return blocksOf({ slots: planned, addOn }, 'in-person');
}

/**
 * Logistics of an add-on whose slot moves: meeting, departure and return by as much as the slot's start, the time to
 * decide by whole days, since it is a time of day. `moveLogistics(moveLogistics(a, from, to), to, from)` is `a`.
 */
export function moveLogistics(addOn: AddOn, from: Instant, to: Instant): AddOn {
  const by = Date.parse(to) - Date.parse(from);
  const day = 86_400_000;
  const moved = (at: Instant | null, milliseconds: number): Instant | null =>
    at === null ? null : new Date(Date.parse(at) + milliseconds).toISOString();
  return {
    ...addOn,
    meetAt: moved(addOn.meetAt, by),
    departAt: moved(addOn.departAt, by),
    returnAt: moved(addOn.returnAt, by),
    goNoGoAt: moved(addOn.goNoGoAt, Math.sign(by) * Math.round(Math.abs(by) / day) * day),
  };
}

/** Where a slot stands: what an edit of it alters. */
export type Stand = Pick<PlannedSlot, 'startsAt' | 'endsAt' | 'roomId' | 'onlineRoomId'>;

/** Time is one thing: a start of one and an end of another would be nobody's wish. */
const parts = [
  ['startsAt', 'endsAt'],
  ['roomId'],
  ['onlineRoomId'],
] as const satisfies readonly (readonly (keyof Stand)[])[];

export type StandPart = 'time' | 'room' | 'online-room';
const partNames: readonly StandPart[] = ['time', 'room', 'online-room'];

/**
 * Joins two edits of the same slot, part by part (time, room, online room): what only one of them altered is as that one
 * has it; `contested` are the parts that both altered, differently, which are as in `theirs`.
 */
export function mergeStands(base: Stand, mine: Stand, theirs: Stand): { merged: Stand; contested: StandPart[] } {
  const merged = { ...theirs };
  const contested: StandPart[] = [];
  parts.forEach((fields, index) => {
    const same = (one: Stand, other: Stand): boolean => fields.every((field) => one[field] === other[field]);
    if (same(base, mine) || same(mine, theirs)) return;
    if (same(base, theirs)) for (const field of fields) Object.assign(merged, { [field]: mine[field] });
    else contested.push(partNames[index] as StandPart);
  });
  return { merged, contested };
}

export const isSameStand = (one: Stand | null, other: Stand | null): boolean =>
  one === null || other === null
    ? one === other
    : parts.flat().every((field) => compareText(one[field] ?? '', other[field] ?? '') === 0);
