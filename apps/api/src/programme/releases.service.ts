import { Inject, Injectable } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import type { DraftDiff, PageQuery, ReleaseRequest } from '@kopa/contracts';
import {
  diffReleases,
  mergeRelease,
  speakersHit,
  type Programme,
  type ProgrammeContent,
  type ReleaseDiff,
  type ReleaseFacts,
  type Session,
} from '@kopa/domain';
import { StreamService } from '../live/stream.service.js';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { once } from '../platform/idempotency.js';
import { Problem } from '../platform/problem.js';
import { awaitShown } from './await-shown.js';
import { PeopleHitBy } from './people-hit-by.js';
import { PublishedProgrammes } from './published-programmes.js';
import { compareDraft, publishRelease, type ReleaseOutcome } from './release.js';
import { ReleaseEntity } from './release.entity.js';

@Injectable()
export class ReleasesService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(StreamService) private readonly streams: StreamService,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
    @Inject(PeopleHitBy) private readonly peopleHit: PeopleHitBy,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** What publishing the draft now would change, and whom it would hit; where a choice is open, as the draft has it. */
  async diff(eventId: string): Promise<DraftDiff> {
    const published = await this.published.current(eventId);
    const { base, next, slots, held, number, diff } = await this.dataSource.transaction('REPEATABLE READ', (manager) =>
      compareDraft(manager, eventId),
    );
    const speakers = speakersHit(diff, base, next);
    if (published === null || base === null)
      return { ...diff, number, hits: { people: { concerned: 0, clashing: 0 }, sessions: {}, speakers } };
    const choices = Object.fromEntries(diff.choicesNeeded.map(({ slot }) => [slot, 'draft' as const]));
    const at = this.clock.now().toISOString();
    const merged = mergeRelease({ base, next, live: slots, held, choices, at });
    const touched = [...diff.removed, ...diff.moved, ...diff.changed].map(({ session }) => session);
    const after = new Map((merged.ok ? merged.sessions : []).map((session) => [session.code, session]));
    const { programme } = published;
    const hits = await this.peopleHit.release(eventId, programme, sessionsAfterRelease(programme, after, touched));
    return { ...diff, number, hits: { ...hits, speakers } };
  }

  /** What a release changed since another one, or since nothing (0). Problem 404 `release.unknown`. */
  async compare(eventId: string, number: number, since: number = number - 1): Promise<ReleaseDiff> {
    const contentOf = async (one: number): Promise<ProgrammeContent> => {
      const row = await this.dataSource.manager.findOneBy(ReleaseEntity, { eventId, number: one });
      if (row === null) throw new Problem(404, 'release.unknown', `There is no release ${one}.`);
      return row.content;
    };
    return diffReleases(since === 0 ? null : await contentOf(since), await contentOf(number), new Map());
  }

  /** Publishes the draft; `published` is null when it equals the newest release. */
  async publish(
    eventId: string,
    request: ReleaseRequest,
    idempotencyKey: string | undefined,
    caller: string,
  ): Promise<ReleaseOutcome> {
    const outcome = await transaction(this.dataSource, (manager) => {
      const at = this.clock.now();
      return once(manager, { scope: `release ${eventId} ${caller}`, key: idempotencyKey, request, at }, async () => {
        const released = await publishRelease(manager, this.streams, { eventId, ...request, at });
        if (released.published === null) return released;
        const subject = `release ${released.published.number}`;
        await audit(manager, { eventId, at, who: caller, action: 'release.published', subject, after: request });
        return released;
      });
    });
    if (outcome.published !== null) await awaitShown(this.published, eventId, outcome.published.seq);
    return outcome;
  }

  /** Newest first; `after` is the number of the last one seen. */
  async list(eventId: string, { limit, after }: PageQuery): Promise<{ items: ReleaseFacts[]; next: string | null }> {
    const last = Number(after ?? Number.NaN);
    const rows = await this.dataSource.manager.find(ReleaseEntity, {
      where: { eventId, ...(Number.isSafeInteger(last) ? { number: LessThan(last) } : {}) },
      take: limit + 1,
      order: { number: 'DESC' },
      select: { eventId: true, number: true, name: true, message: true, publishedAt: true },
    });
    return {
      items: rows.slice(0, limit).map(({ number, name, message, publishedAt }) => ({
        number,
        name,
        message,
        publishedAt: publishedAt.toISOString(),
      })),
      next: rows.length > limit ? String(rows[limit - 1]?.number) : null,
    };
  }

  async read(eventId: string, number: number): Promise<object> {
    const row = await this.dataSource.manager.findOneBy(ReleaseEntity, { eventId, number });
    if (row === null) throw new Problem(404, 'release.unknown', `There is no release ${number}.`);
    const { name, message, publishedAt, diff } = row;
    return { number, name, message, publishedAt: publishedAt.toISOString(), diff };
  }
}

/** The published sessions that a release touches, as they would stand; those that it takes away are cancelled. */
function sessionsAfterRelease(
  { sessions }: Programme,
  after: ReadonlyMap<string, Session>,
  touched: readonly string[],
): Map<string, Session> {
  const codes = new Set(touched);
  return new Map(
    sessions
      .filter(({ code }) => codes.has(code))
      .map((session) => [
        session.code,
        after.get(session.code) ?? {
          ...session,
          slots: session.slots.map((slot) => ({ ...slot, status: 'cancelled' as const })),
        },
      ]),
  );
}
