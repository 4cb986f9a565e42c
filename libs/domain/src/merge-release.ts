import { diffReleases, type ChoiceNeeded } from './diff-releases.js';
import { isEqual } from './equal.js';
import { sessionMode } from './mode.js';
import { byCode, byPlannedStart, byStart } from './order.js';
import type {
  Instant,
  Patch,
  PlannedSession,
  PlannedSlot,
  ProgrammeContent,
  ProgrammePatch,
  Session,
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

/**
 * The draft laid over what is published. Only what the draft altered since `base` alters; other slots keep their live
 * overlays to the byte. Where both sides changed a slot, the choice decides: `live` keeps what holds now over the new
 * plan (and keeps a slot that the draft removes), `draft` takes the plan. A version rises only with its slot's times,
 * rooms or status; `changedAt` also with what a reader sees of the session.
 */
export function mergeRelease({
  base,
  next,
  live,
  choices,
  at,
}: MergeInput): MergedRelease | { ok: false; choicesNeeded: ChoiceNeeded[] } {
  const before = publishedBefore(base, live);
  const wasPublished = new Map(before.flatMap(({ slots }) => slots).map((slot) => [slot.id, slot]));
  const diff = diffReleases(base, next, wasPublished);
  const open = diff.choicesNeeded.filter(({ slot }) => choices[slot] === undefined);
  if (open.length > 0) return { ok: false, choicesNeeded: open };

  const keepLive = new Set(diff.choicesNeeded.filter(({ slot }) => choices[slot] === 'live').map(({ slot }) => slot));
  const content = withKept(base, next, keepLive);
  const altered = new Set(diff.changed.map(({ session }) => session));
  const moved = new Set(diff.moved.flatMap(({ slots }) => slots).map(({ slot }) => slot));

  const publish = (session: PlannedSession, plan: PlannedSlot): Slot => {
    const shown = wasPublished.get(plan.id);
    const version = (live.get(plan.id)?.version ?? 0) + 1;
    if (shown === undefined || (moved.has(plan.id) && !keepLive.has(plan.id))) return { ...fresh(plan, at), version };
    const slot = replanned(shown, plan, at);
    return altered.has(session.code) ? { ...slot, changedAt: at } : slot;
  };
  const sessions = content.sessions.map((session): Session => {
    const slots = session.slots.map((plan) => publish(session, plan)).sort(byPlannedStart);
    return { ...session, mode: sessionMode(slots), slots };
  });

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
function publishedBefore(base: ProgrammeContent | null, live: ReadonlyMap<string, Slot>): Session[] {
  return (base?.sessions ?? []).map((session) => {
    const slots = session.slots.flatMap(({ id }) => live.get(id) ?? []).sort(byPlannedStart);
    return { ...session, mode: sessionMode(slots), slots };
  });
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

function replanned(slot: Slot, plan: PlannedSlot, at: Instant): Slot {
  const { plannedStartsAt, plannedEndsAt, plannedRoomId, plannedOnlineRoomId } = fresh(plan, at);
  const after = { ...slot, plannedStartsAt, plannedEndsAt, plannedRoomId, plannedOnlineRoomId };
  return isEqual(slot, after) ? slot : { ...after, version: slot.version + 1, changedAt: at };
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
