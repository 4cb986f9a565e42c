import type { HeldDepartures } from './departure.js';
import { isEqual } from './equal.js';
import type { Instant, PlannedSession, PlannedSlot, ProgrammeContent, Slot, Texts } from './programme.js';

export interface SlotMove {
  /** Code of its session. */
  session: string;
  slot: string;
  /** null: the slot is new. */
  before: PlannedSlot | null;
  /** null: the slot is gone. */
  after: PlannedSlot | null;
}

export interface SessionChange {
  session: string;
  title: Texts;
  /** Names of the facts and texts that differ, e.g. `title`, `speakerIds`, `abstract`. */
  fields: string[];
}

/** A slot that was changed in the draft and live since the release before: the organiser chooses. */
export interface ChoiceNeeded {
  session: string;
  slot: string;
  base: PlannedSlot;
  /** null: the draft takes it away. */
  draft: PlannedSlot | null;
  live: Slot;
}

/** A departure that is held live and that the draft plans anew: the draft's is what is published. */
export interface HoldReplaced {
  session: string;
  /** As the release before planned it, as the draft does (null: nothing departs any more), as it is held now. */
  base: Instant;
  draft: Instant | null;
  live: Instant;
}

export type FrameList = 'event' | 'days' | 'venues' | 'rooms' | 'tracks' | 'speakers' | 'funders';

export interface ReleaseDiff {
  added: { session: string; title: Texts }[];
  removed: { session: string; title: Texts }[];
  /** Sessions that stay and of which a slot is at another time or place, is new or gone. */
  moved: { session: string; title: Texts; slots: SlotMove[] }[];
  changed: SessionChange[];
  /** What beside the sessions differs. */
  frame: FrameList[];
  choicesNeeded: ChoiceNeeded[];
  holdsReplaced: HoldReplaced[];
  empty: boolean;
}

const frameLists: readonly FrameList[] = ['event', 'days', 'venues', 'rooms', 'tracks', 'speakers', 'funders'];

/**
 * What publishing `next` after `base` changes; `base` is null before the first release. Sessions and slots are matched
 * by id. `live` are the slots as published now: one that differs from its plan and that the draft changed needs a
 * choice, unless live and draft agree already, or the draft removes what is cancelled or ended. `held` are the
 * departures that are held now.
 */
export function diffReleases(
  base: ProgrammeContent | null,
  next: ProgrammeContent,
  live: ReadonlyMap<string, Slot>,
  held: HeldDepartures = new Map(),
): ReleaseDiff {
  const before = new Map((base?.sessions ?? []).map((session) => [session.id, session]));
  const kept = new Set(next.sessions.map(({ id }) => id));
  const named = ({ code, title }: PlannedSession): { session: string; title: Texts } => ({ session: code, title });
  const diff: ReleaseDiff = {
    added: next.sessions.filter(({ id }) => !before.has(id)).map(named),
    removed: (base?.sessions ?? []).filter(({ id }) => !kept.has(id)).map(named),
    moved: [],
    changed: [],
    frame: base === null ? [] : frameLists.filter((list) => !isEqual(frameOf(base, list), frameOf(next, list))),
    choicesNeeded: [],
    holdsReplaced: [],
    empty: false,
  };
  for (const session of next.sessions) {
    const was = before.get(session.id);
    if (base === null || was === undefined) continue;
    const slots = slotMoves(was, session);
    if (slots.length > 0) diff.moved.push({ ...named(session), slots });
    const fields = changedFields(base, was, next, session);
    if (fields.length > 0) diff.changed.push({ ...named(session), fields });
    diff.holdsReplaced.push(...holdReplaced(was, session, held));
  }
  const removals = (base?.sessions ?? [])
    .filter(({ id }) => !kept.has(id))
    .flatMap(({ code, slots }) =>
      slots.map((slot): SlotMove => ({ session: code, slot: slot.id, before: slot, after: null })),
    );
  diff.choicesNeeded = [...diff.moved.flatMap(({ slots }) => slots), ...removals].flatMap((move) =>
    choiceOf(move, live),
  );
  diff.empty =
    base !== null &&
    [diff.added, diff.removed, diff.moved, diff.changed, diff.frame].every((list) => list.length === 0);
  return diff;
}

function holdReplaced(was: PlannedSession, session: PlannedSession, held: HeldDepartures): HoldReplaced[] {
  const base = was.addOn?.departAt ?? null;
  const draft = session.addOn?.departAt ?? null;
  const live = held.get(was.id);
  return live === undefined || base === null || draft === base ? [] : [{ session: session.code, base, draft, live }];
}

/** Biographies belong to the speakers. */
function frameOf(content: ProgrammeContent, list: FrameList): unknown {
  return list === 'speakers' ? [content.speakers, content.texts.speakers] : content[list];
}

function slotMoves(was: PlannedSession, session: PlannedSession): SlotMove[] {
  const before = new Map(was.slots.map((slot) => [slot.id, slot]));
  const after = new Set(session.slots.map(({ id }) => id));
  return [
    ...session.slots
      .filter((slot) => !isEqual(before.get(slot.id), slot))
      .map((slot): SlotMove => ({
        session: session.code,
        slot: slot.id,
        before: before.get(slot.id) ?? null,
        after: slot,
      })),
    ...was.slots
      .filter(({ id }) => !after.has(id))
      .map((slot): SlotMove => ({ session: session.code, slot: slot.id, before: slot, after: null })),
  ];
}

function changedFields(
  base: ProgrammeContent,
  was: PlannedSession,
  next: ProgrammeContent,
  session: PlannedSession,
): string[] {
  const facts = { ...was, ...base.texts.sessions[was.code], slots: null };
  const newFacts = { ...session, ...next.texts.sessions[session.code], slots: null };
  return Object.keys({ ...facts, ...newFacts })
    .filter((field) => !isEqual(facts[field as keyof typeof facts], newFacts[field as keyof typeof newFacts]))
    .sort();
}

function choiceOf({ session, slot, before, after }: SlotMove, live: ReadonlyMap<string, Slot>): ChoiceNeeded[] {
  const published = live.get(slot);
  if (before === null || published === undefined || !isOverlaid(published)) return [];
  if (after === null && (published.status === 'cancelled' || published.status === 'ended')) return [];
  if (after !== null && published.status === 'scheduled' && standsAt(published, after)) return [];
  return [{ session, slot, base: before, draft: after, live: published }];
}

/** Whether a live change lies over the plan. */
export function isOverlaid(slot: Slot): boolean {
  return (
    slot.status !== 'scheduled' ||
    slot.startsAt !== slot.plannedStartsAt ||
    slot.endsAt !== slot.plannedEndsAt ||
    slot.roomId !== slot.plannedRoomId ||
    slot.onlineRoomId !== slot.plannedOnlineRoomId
  );
}

function standsAt(slot: Slot, plan: PlannedSlot): boolean {
  return (
    slot.startsAt === plan.startsAt &&
    slot.endsAt === plan.endsAt &&
    slot.roomId === plan.roomId &&
    slot.onlineRoomId === plan.onlineRoomId
  );
}
