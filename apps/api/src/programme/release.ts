import type { EntityManager } from 'typeorm';
import {
  diffReleases,
  heldDepartures,
  mergeRelease,
  type HeldDepartures,
  type ProgrammeContent,
  type ProgrammePatch,
  type ReleaseDiff,
  type Slot,
} from '@kopa/domain';
import { EventEntity } from '../events/event.entity.js';
import type { StreamService } from '../live/stream.service.js';
import { Problem } from '../platform/problem.js';
import { loadDraft } from './draft-store.js';
import { publicForm } from './public-form.js';
import { lockProgramme } from './programme-lock.js';
import {
  latestRelease,
  loadHeldDepartures,
  loadPublishedSlots,
  slotOf,
  writeHeldDepartures,
  writePublishedSlots,
  type PublishedSlotRow,
} from './published-rows.js';
import { ReleaseEntity } from './release.entity.js';
import { renderFacts } from './rich-texts.js';

/** A stream row over this size carries `refetch` instead of after-images. */
const maximumRowBytes = 64 * 1024;

export interface ReleaseOrder {
  eventId: string;
  name: string;
  message: string;
  /** Which side wins where a slot was changed in the draft and live, by slot id. */
  choices: Readonly<Record<string, 'live' | 'draft'>>;
  at: Date;
}

export interface ReleaseOutcome {
  /** Null when the draft equals the newest release: nothing was published. */
  published: { number: number; seq: number } | null;
  diff: ReleaseDiff;
}

interface DraftAgainstRelease {
  base: ProgrammeContent | null;
  /** With the draft's own ids of speakers. */
  draft: ProgrammeContent;
  next: ProgrammeContent;
  /** Every slot that is or was published. */
  slots: Map<string, Slot>;
  held: HeldDepartures;
  number: number;
  diff: ReleaseDiff;
}

/** What a release would publish now. Problem 404 `event.unknown`. */
export async function compareDraft(manager: EntityManager, eventId: string): Promise<DraftAgainstRelease> {
  const draft = await loadDraft(manager, eventId);
  if (draft === null) throw new Problem(404, 'event.unknown', 'There is no such event.');
  const next = publicForm(draft);
  const release = await latestRelease(manager, eventId);
  const rows = await loadPublishedSlots(manager, eventId);
  const live = new Map(rows.filter((row) => row.removedAt === null).map((row) => [row.id, slotOf(row)]));
  const held = await loadHeldDepartures(manager, eventId);
  const base = release?.content ?? null;
  return {
    base,
    draft,
    next,
    slots: new Map(rows.map((row) => [row.id, slotOf(row)])),
    held,
    number: (release?.number ?? 0) + 1,
    diff: diffReleases(base, next, live, held),
  };
}

/**
 * Publishes the draft as the next release, in the caller's transaction. Alters only what the draft altered since the
 * release before; other slots keep their live overlays. Problem 409 `release.choiceNeeded` lists the slots that were
 * changed on both sides and have no choice.
 */
export async function publishRelease(
  manager: EntityManager,
  streams: StreamService,
  order: ReleaseOrder,
): Promise<ReleaseOutcome> {
  const { eventId } = order;
  await lockProgramme(manager, eventId);
  const { base, next, slots, held, number, diff } = await compareDraft(manager, eventId);
  if (diff.empty && base !== null) return { published: null, diff };

  const at = order.at.toISOString();
  const merged = mergeRelease({ base, next, live: slots, held, choices: order.choices, at });
  if (!merged.ok && merged.codesTwice.length > 0) {
    throw new Problem(
      409,
      'release.codeTwice',
      'The draft gives these codes to new sessions, while the old ones are kept as they are live: give the new ones other codes, or choose "draft".',
      { codes: merged.codesTwice },
    );
  }
  if (!merged.ok) {
    throw new Problem(
      409,
      'release.choiceNeeded',
      'Slots were changed in the draft and live: choose "live" or "draft" for each.',
      {
        choicesNeeded: merged.choicesNeeded,
      },
    );
  }
  // By what is published in the end, which is not all that the draft asked for.
  const effect = { ...diffReleases(base, merged.content, slots, held), choicesNeeded: diff.choicesNeeded };
  if (effect.empty) return { published: null, diff: effect };
  await writePublishedSlots(manager, eventId, [
    ...merged.sessions.flatMap((session) =>
      session.slots
        .filter((slot) => slot.changedAt === at || !slots.has(slot.id))
        .map((slot): PublishedSlotRow => ({ slot, session: session.code, removed: null })),
    ),
    ...merged.removedSlots.map(({ slot, session, title, trackId }): PublishedSlotRow => ({
      slot,
      session,
      removed: { at, title, trackId },
    })),
  ]);
  await writeHeldDepartures(manager, eventId, heldDepartures(merged.sessions));
  await manager.insert(ReleaseEntity, {
    eventId,
    number,
    name: order.name,
    message: order.message,
    publishedAt: order.at,
    content: merged.content,
    diff: effect,
  });
  await streams.createHeads(manager, eventId, ['event', 'organisers']);
  await manager.update(EventEntity, { id: eventId, state: 'draft' }, { state: 'public' });

  const summary = {
    added: effect.added.length,
    moved: effect.moved.length,
    changed: effect.changed.length,
    removed: effect.removed.length,
  };
  const facts = { number, name: order.name, message: order.message, publishedAt: at };
  const body = {
    release: facts,
    textsChanged: merged.textsChanged,
    summary,
    ...patchOrRefetch(shownPatch(merged.patch)),
  };
  await streams.append(
    manager,
    eventId,
    'organisers',
    [{ type: 'release.published', body: { release: facts, summary } }],
    order.at,
  );
  const { seq } = await streams.append(manager, eventId, 'event', [{ type: 'programme.released', body }], order.at);
  return { published: { number, seq }, diff: effect };
}

/** What followers lay over what they have is as the whole is served. */
function shownPatch(patch: ProgrammePatch): ProgrammePatch {
  return { ...patch, event: patch.event === null ? null : renderFacts(patch.event) };
}

function patchOrRefetch(patch: ProgrammePatch): { patch: ProgrammePatch } | { refetch: true } {
  return Buffer.byteLength(JSON.stringify(patch)) > maximumRowBytes ? { refetch: true } : { patch };
}
