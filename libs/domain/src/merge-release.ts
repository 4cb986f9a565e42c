import { publishedAddOn, type HeldDepartures } from './departure.js';
import { diffReleases, type ChoiceNeeded } from './diff-releases.js';
import { isEqual } from './equal.js';
import { sessionMode } from './mode.js';
import { byCode, byId, byPlannedStart, byPosition, byStart } from './order.js';
import type {
  Instant,
  Patch,
  PlannedSession,
  PlannedSlot,
  ProgrammeContent,
  ProgrammePatch,
  Session,
  SessionFacts,
  Slot,
  Texts,
} from './programme.js';

export interface MergeInput {
  /** The newest release; null before the first. */
  base: ProgrammeContent | null;
  /** The draft. */
  next: ProgrammeContent;
  /** Every slot that is or was published: one that returns continues its version. */
  live: ReadonlyMap<string, Slot>;
  /** Departures that are held now; none when left out. */
  held?: HeldDepartures;
  /** Which side wins, by slot id, where the diff needs a choice. */
  choices: Readonly<Record<string, 'live' | 'draft'>>;
  at: Instant;
}

export interface MergedRelease {
  ok: true;
  /** What is published from now on; stored as the release and the base of the next. */
  content: ProgrammeContent;
  sessions: Session[];
  removedSlots: { slot: Slot; session: string; title: Texts; trackId: string | null }[];
  /** Difference between the programme before and after. */
  patch: ProgrammePatch;
  textsChanged: boolean;
}

/** Why nothing can be published: choices that are open, or codes that would stand for two sessions. */
export interface MergeRefused {
  ok: false;
  choicesNeeded: ChoiceNeeded[];
  /** Codes that the draft gave to new sessions while the old ones are kept as they are live. */
  codesTwice: string[];
}

/**
 * The draft laid over what is published. Only what the draft altered since `base` alters; other slots keep their live
 * overlays to the byte. Where both sides changed a slot, the choice decides: `live` keeps what holds now over the new
 * plan (and keeps a slot that the draft removes), `draft` takes the plan. A departure that is held stays so unless the
 * draft plans it anew. What a published slot refers to stays
 * published with it. A version rises only with its slot's times (an add-on's: from meeting to return), places or
 * status; `changedAt` also with what a reader is told with it.
 */
export function mergeRelease({
  base,
  next,
  live,
  held = new Map(),
  choices,
  at,
}: MergeInput): MergedRelease | MergeRefused {
  const before = publishedBefore(base, live, held);
  const wasPublished = new Map(before.flatMap(({ slots }) => slots).map((slot) => [slot.id, slot]));
  const diff = diffReleases(base, next, wasPublished);
  const open = diff.choicesNeeded.filter(({ slot }) => choices[slot] === undefined);
  if (open.length > 0) return { ok: false, choicesNeeded: open, codesTwice: [] };

  const keepLive = new Set(diff.choicesNeeded.filter(({ slot }) => choices[slot] === 'live').map(({ slot }) => slot));
  const kept = withKept(base, next, keepLive);
  const codesTwice = kept.sessions.map(({ code }) => code).filter((code, index, codes) => codes.indexOf(code) < index);
  if (codesTwice.length > 0) return { ok: false, choicesNeeded: [], codesTwice };

  const moved = new Set(diff.moved.flatMap(({ slots }) => slots).map(({ slot }) => slot));
  const planned = (session: LaidSession, plan: PlannedSlot): Slot => {
    const shown = wasPublished.get(plan.id);
    const version = (live.get(plan.id)?.version ?? 0) + 1;
    if (shown === undefined || (moved.has(plan.id) && !keepLive.has(plan.id))) return { ...fresh(plan, at), version };
    const slot = replanned(shown, plan);
    const isSame = isEqual(slot, shown) && isEqual(journeyOf(sessionBefore.get(plan.id)), journeyOf(session));
    return isSame ? shown : { ...slot, version, changedAt: at };
  };
  const sessionBefore = new Map(before.flatMap((session) => session.slots.map(({ id }) => [id, session] as const)));
  const stillHeld = heldThrough(base, kept, held);
  const laid = kept.sessions.map((plans) => {
    const session = withAddOn(plans, stillHeld);
    return { session, slots: session.slots.map((plan) => planned(session, plan)).sort(byPlannedStart) };
  });
  const content = base === null ? kept : withReferences(base, kept, laid);

  const toldBefore = base === null ? null : teller(base);
  const told = teller(content);
  const retold = (session: LaidSession, slot: Slot): Slot => {
    const was = sessionBefore.get(slot.id);
    if (was === undefined || toldBefore === null) return slot;
    return isEqual(toldBefore(was, slot), told(session, slot)) ? slot : { ...slot, changedAt: at };
  };
  const sessions = laid.map(({ session, slots }): Session => ({
    ...session,
    mode: sessionMode(slots),
    slots: slots.map((slot) => retold(session, slot)),
  }));

  const stays = new Set(sessions.flatMap(({ slots }) => slots.map(({ id }) => id)));
  const removedSlots = before.flatMap(({ code, title, trackId, slots }) =>
    slots
      .filter(({ id }) => !stays.has(id))
      .map((slot) => ({
        slot: { ...slot, version: slot.version + 1, status: 'cancelled' as const, changedAt: at },
        session: code,
        title,
        trackId,
      })),
  );
  return {
    ok: true,
    content,
    sessions,
    removedSlots,
    patch: patchBetween(base, content, before, sessions),
    textsChanged: base === null || !isEqual(base.texts, content.texts),
  };
}

/** The sessions as published before this release. */
function publishedBefore(
  base: ProgrammeContent | null,
  live: ReadonlyMap<string, Slot>,
  held: HeldDepartures,
): Session[] {
  return (base?.sessions ?? []).map((session) => {
    const slots = session.slots.flatMap(({ id }) => live.get(id) ?? []).sort(byPlannedStart);
    return { ...withAddOn(session, held), mode: sessionMode(slots), slots };
  });
}

/** A session with its plan of slots and its logistics as published. */
type LaidSession = PlannedSession & Pick<Session, 'addOn'>;

function withAddOn(session: PlannedSession, held: HeldDepartures): LaidSession {
  return { ...session, addOn: session.addOn && publishedAddOn(session.addOn, held.get(session.id)) };
}

/** The holds of departures that are planned as they were. */
function heldThrough(base: ProgrammeContent | null, kept: ProgrammeContent, held: HeldDepartures): HeldDepartures {
  const before = new Map((base?.sessions ?? []).map(({ id, addOn }) => [id, addOn?.departAt]));
  const after = new Map(kept.sessions.map(({ id, addOn }) => [id, addOn?.departAt]));
  return new Map([...held].filter(([id]) => before.get(id) === after.get(id)));
}

function fresh(plan: PlannedSlot, at: Instant): Slot {
  return {
    id: plan.id,
    version: 1,
    status: 'scheduled',
    plannedStartsAt: plan.startsAt,
    plannedEndsAt: plan.endsAt,
    plannedRoomId: plan.roomId,
    plannedOnlineRoomId: plan.onlineRoomId,
    startsAt: plan.startsAt,
    endsAt: plan.endsAt,
    roomId: plan.roomId,
    onlineRoomId: plan.onlineRoomId,
    reason: null,
    changedAt: at,
  };
}

function replanned(slot: Slot, plan: PlannedSlot): Slot {
  const { startsAt, endsAt, roomId, onlineRoomId } = plan;
  return {
    ...slot,
    plannedStartsAt: startsAt,
    plannedEndsAt: endsAt,
    plannedRoomId: roomId,
    plannedOnlineRoomId: onlineRoomId,
  };
}

/** What bounds an add-on's calendar block, and where it begins. */
function journeyOf(session: Pick<Session, 'addOn'> | undefined): unknown {
  const addOn = session?.addOn ?? null;
  return addOn && [addOn.meetAt, addOn.departAt, addOn.plannedDepartAt, addOn.returnAt, addOn.meetingPoint];
}

/** All that readers are told with a slot: its session, people and places, and what its calendar entry says of the event. */
function teller(content: ProgrammeContent): (session: LaidSession | Session, slot: Slot) => unknown {
  const rooms = new Map(content.rooms.map((room) => [room.id, room]));
  const venues = new Map(content.venues.map((venue) => [venue.id, venue]));
  const speakers = new Map(content.speakers.map((speaker) => [speaker.id, speaker]));
  const tracks = new Map(content.tracks.map((track) => [track.id, track]));
  const { zone, languages } = content.event;
  return (session, slot) => {
    const { slots: _, mode: __, ...facts } = { mode: null, ...session };
    const places = placesOf(slot).map((id) => rooms.get(id));
    return [
      facts,
      content.texts.sessions[session.code],
      peopleOf(session).map((id) => speakers.get(id)),
      tracks.get(session.trackId ?? ''),
      places,
      places.map((room) => venues.get(room?.venueId ?? '')),
      [zone, languages, content.funders],
    ];
  };
}

const placesOf = (slot: Slot): string[] =>
  [slot.roomId, slot.onlineRoomId, slot.plannedRoomId, slot.plannedOnlineRoomId].filter((id) => id !== null);

const peopleOf = ({ speakerIds, items }: SessionFacts): string[] => [
  ...speakerIds,
  ...items.flatMap(({ speakerId }) => speakerId ?? []),
];

/** The content, and what its published slots refer to though the draft took it away. */
function withReferences(
  base: ProgrammeContent,
  content: ProgrammeContent,
  laid: readonly { session: PlannedSession; slots: Slot[] }[],
): ProgrammeContent {
  const sessions = laid.map(({ session }) => session);
  const rooms = withThose(
    content.rooms,
    base.rooms,
    laid.flatMap(({ slots }) => slots.flatMap(placesOf)),
    byPosition,
  );
  const speakers = withThose(content.speakers, base.speakers, sessions.flatMap(peopleOf), byId);
  const there = new Set(content.speakers.map(({ id }) => id));
  const biographies = speakers.flatMap(({ id }) => {
    const biography = there.has(id) ? undefined : base.texts.speakers[id];
    return biography === undefined ? [] : [[id, biography] as const];
  });
  return {
    ...content,
    rooms,
    speakers,
    venues: withThose(
      content.venues,
      base.venues,
      rooms.flatMap(({ venueId }) => venueId ?? []),
      byId,
    ),
    tracks: withThose(
      content.tracks,
      base.tracks,
      sessions.flatMap(({ trackId }) => trackId ?? []),
      byPosition,
    ),
    texts: { ...content.texts, speakers: { ...content.texts.speakers, ...Object.fromEntries(biographies) } },
  };
}

function withThose<T extends { id: string }>(
  list: T[],
  before: readonly T[],
  wanted: readonly string[],
  order: (a: T, b: T) => number,
): T[] {
  const there = new Set(list.map(({ id }) => id));
  const missing = new Set(wanted.filter((id) => !there.has(id)));
  const kept = before.filter(({ id }) => missing.has(id));
  return kept.length === 0 ? list : [...list, ...kept].sort(order);
}

/** The draft, and what it would remove but the organiser keeps. */
function withKept(
  base: ProgrammeContent | null,
  next: ProgrammeContent,
  keepLive: ReadonlySet<string>,
): ProgrammeContent {
  if (base === null || keepLive.size === 0) return next;
  const texts = { ...next.texts.sessions };
  const sessions = new Map(next.sessions.map((session) => [session.id, session]));
  for (const was of base.sessions) {
    const session = sessions.get(was.id);
    const there = new Set(session?.slots.map(({ id }) => id));
    const kept = was.slots.filter(({ id }) => keepLive.has(id) && !there.has(id));
    if (kept.length === 0) continue;
    sessions.set(
      was.id,
      session === undefined
        ? { ...was, slots: kept }
        : { ...session, slots: [...session.slots, ...kept].sort(byStart) },
    );
    const text = base.texts.sessions[was.code];
    if (session === undefined && text !== undefined) texts[was.code] = text;
  }
  return { ...next, sessions: [...sessions.values()].sort(byCode), texts: { ...next.texts, sessions: texts } };
}

function patchBetween(
  base: ProgrammeContent | null,
  content: ProgrammeContent,
  before: Session[],
  after: Session[],
): ProgrammePatch {
  return {
    event: isEqual(base?.event, content.event) ? null : content.event,
    days: isEqual(base?.days, content.days) ? null : content.days,
    venues: patchOf(base?.venues ?? [], content.venues),
    rooms: patchOf(base?.rooms ?? [], content.rooms),
    tracks: patchOf(base?.tracks ?? [], content.tracks),
    speakers: patchOf(base?.speakers ?? [], content.speakers),
    funders: patchOf(base?.funders ?? [], content.funders),
    sessions: patchOf(before, after),
  };
}

function patchOf<T extends { id: string }>(before: readonly T[], after: readonly T[]): Patch<T> {
  const old = new Map(before.map((entry) => [entry.id, entry]));
  const kept = new Set(after.map(({ id }) => id));
  return {
    upserted: after.filter((entry) => !isEqual(old.get(entry.id), entry)),
    removed: before.filter(({ id }) => !kept.has(id)).map(({ id }) => id),
  };
}
