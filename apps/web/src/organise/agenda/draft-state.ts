import type {
  DraftAgenda,
  DraftOutline,
  DraftSlot,
  PlacedEdit,
  PlacementAnswer,
  SpeakerAvailability,
} from '@kopa/contracts';
import { isSameStand, mergeStands, moveLogistics, type Stand, type StandPart } from '@kopa/domain';

/** One slot of a step: how it stood, and how it is to stand. null: not at all. */
export interface SlotStep {
  slot: string;
  /** Id of its session. */
  session: string;
  before: Stand | null;
  after: Stand | null;
}

/** What somebody did at once; undone at once, too. */
export type Step = readonly SlotStep[];

export const inverse = (step: Step): Step =>
  step.map(({ before, after, ...of }) => ({ ...of, before: after, after: before }));

export const standOf = ({ startsAt, endsAt, roomId, onlineRoomId }: Stand): Stand => ({
  startsAt,
  endsAt,
  roomId,
  onlineRoomId,
});

/** The slot of a session's list, by id. */
export const slotIn = (agenda: DraftAgenda, session: string, slot: string): DraftSlot | null =>
  agenda.sessions.find(({ id }) => id === session)?.slots.find(({ id }) => id === slot) ?? null;

function withSlot(session: DraftOutline, id: string, slot: DraftSlot | null): DraftOutline {
  const others = session.slots.filter((one) => one.id !== id);
  const slots = slot === null ? others : [...others, slot].sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
  return { ...session, slots };
}

function alter(
  agenda: DraftAgenda,
  changes: ReadonlyMap<string, (session: DraftOutline) => DraftOutline>,
): DraftAgenda {
  if (changes.size === 0) return agenda;
  return {
    ...agenda,
    sessions: agenda.sessions.map((session) => changes.get(session.id)?.(session) ?? session),
  };
}

/** The agenda after what the server says became of slots. Older news than what is known alter nothing. */
export function withPlaced(agenda: DraftAgenda, { edits, logistics }: PlacementAnswer): DraftAgenda {
  const changes = new Map<string, (session: DraftOutline) => DraftOutline>();
  const then = (id: string, change: (session: DraftOutline) => DraftOutline): void => {
    const before = changes.get(id);
    changes.set(id, before === undefined ? change : (session) => change(before(session)));
  };
  for (const { id, session, slot } of edits)
    then(session, (known) => {
      const version = known.slots.find((one) => one.id === id)?.version ?? 0;
      return slot !== null && slot.version < version ? known : withSlot(known, id, slot);
    });
  for (const { session, version, addOn } of logistics)
    then(session, (known) => (version < known.version ? known : { ...known, version, addOn }));
  return alter(agenda, changes);
}

/** The agenda after a session was made or edited elsewhere. */
export function withSession(agenda: DraftAgenda, after: DraftOutline): DraftAgenda {
  const isKnown = agenda.sessions.some(({ id }) => id === after.id);
  return {
    ...agenda,
    sessions: isKnown
      ? agenda.sessions.map((session) =>
          session.id === after.id && session.version <= after.version ? after : session,
        )
      : [...agenda.sessions, after].sort((a, b) => (a.code < b.code ? -1 : 1)),
  };
}

/** The agenda after it was said when a speaker can; null: always. */
export function withAvailability(
  agenda: DraftAgenda,
  speaker: string,
  times: SpeakerAvailability['times'],
): DraftAgenda {
  const { [speaker]: _before, ...others } = agenda.availability;
  return { ...agenda, availability: times === null ? others : { ...others, [speaker]: times } };
}

/** The agenda as it will be when the steps are saved: what the organiser sees at once. Journeys go with their slot. */
export function withSteps(agenda: DraftAgenda, steps: readonly Step[]): DraftAgenda {
  return steps.reduce(
    (known, step) =>
      alter(
        known,
        new Map(
          [...Map.groupBy(step, ({ session }) => session)].map(([id, own]) => [
            id,
            (session: DraftOutline) => own.reduce(withSlotStep, session),
          ]),
        ),
      ),
    agenda,
  );
}

function withSlotStep(session: DraftOutline, { slot, after }: SlotStep): DraftOutline {
  const was = session.slots.find(({ id }) => id === slot);
  const isAlone = session.slots.length === 1;
  const addOn =
    session.addOn !== null && was !== undefined && after !== null && isAlone
      ? moveLogistics(session.addOn, was.startsAt, after.startsAt)
      : session.addOn;
  const next = after === null ? null : { ...after, id: slot, version: was?.version ?? 0 };
  return { ...withSlot(session, slot, next), addOn };
}

/** What two organisers want of the same slot otherwise: one has to say whose holds. */
export interface Contest extends SlotStep {
  theirs: DraftSlot | null;
  /** The parts that both altered; empty where one took the slot away. */
  parts: readonly StandPart[];
}

/**
 * A step that was made when slots stood as its `before` says, for slots that now stand as `current` has them. Part by
 * part, what only one altered is kept; the rest is contested, and there theirs stands until somebody says otherwise.
 */
export function rebase(
  step: Step,
  current: (slot: SlotStep) => DraftSlot | null,
): { step: Step; contests: readonly Contest[] } {
  const contests: Contest[] = [];
  const rebased = step.map((one): SlotStep => {
    const theirs = current(one);
    const stands = theirs === null ? null : standOf(theirs);
    const { before, after } = one;
    if (isSameStand(stands, before) || isSameStand(stands, after)) return { ...one, before: stands };
    if (stands === null || before === null || after === null) {
      contests.push({ ...one, theirs, parts: [] });
      return { ...one, before: stands };
    }
    const { merged, contested } = mergeStands(before, after, stands);
    if (contested.length > 0) contests.push({ ...one, theirs, parts: contested });
    return { ...one, before: stands, after: contested.length > 0 ? after : merged };
  });
  return { step: rebased, contests };
}

/** The order for the server, with the versions that the step saw. */
export function orderOf(step: Step, agenda: DraftAgenda) {
  return {
    edits: step.map(({ slot, session, after }) => ({
      slot,
      session,
      seen: slotIn(agenda, session, slot)?.version ?? null,
      to: after,
    })),
  };
}

/** The agenda with the slots of a refused order as the server has them. */
export const withCurrent = (agenda: DraftAgenda, current: readonly PlacedEdit[]): DraftAgenda =>
  alter(
    agenda,
    new Map(
      [...Map.groupBy(current, ({ session }) => session)].map(([session, own]) => [
        session,
        (known: DraftOutline) => own.reduce((one, { id, slot }) => withSlot(one, id, slot), known),
      ]),
    ),
  );
