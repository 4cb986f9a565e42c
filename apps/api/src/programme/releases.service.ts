import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, LessThan } from 'typeorm';
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
import { MailSender } from '../platform/mail/mail-sender.js';
import { Problem } from '../platform/problem.js';
import { awaitShown } from './await-shown.js';
import { PeopleHitBy } from './people-hit-by.js';
import { lockProgramme } from './programme-lock.js';
import { PublishedProgrammes } from './published-programmes.js';
import { compareDraft, publishRelease, type ReleaseOutcome } from './release.js';
import { ReleaseEntity } from './release.entity.js';
import { writeToSpeakers } from './speaker-mails.js';

export type QuietListener = (manager: EntityManager, eventId: string) => Promise<() => Promise<void>>;

@Injectable()
export class ReleasesService {
  private quiet: QuietListener | null = null;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(StreamService) private readonly streams: StreamService,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
    @Inject(PeopleHitBy) private readonly peopleHit: PeopleHitBy,
    @Inject(MailSender) private readonly sender: MailSender,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Who tells participants says how a release goes by without it: called in its transaction before it is published, the
   * answer after it.
   */
  onQuiet(listen: QuietListener): void {
    this.quiet = listen;
  }

  private async toldBefore(manager: EntityManager, eventId: string): Promise<(() => Promise<void>) | null> {
    if (this.quiet === null) return null;
    // What is live stays as it is until the release is published.
    await lockProgramme(manager, eventId);
    return this.quiet(manager, eventId);
  }

  /** What publishing the draft now would change, and whom it would hit; where a choice is open, as the draft has it. */
  async diff(eventId: string): Promise<DraftDiff> {
    const published = await this.published.current(eventId);
    const { base, next, slots, held, number, diff } = await this.dataSource.transaction('REPEATABLE READ', (manager) =>
      compareDraft(manager, eventId),
    );
    const hit = speakersHit(diff, base, next);
    const reached: { code: string }[] = await this.dataSource.query(
      'SELECT code FROM speakers WHERE event_id = $1 AND code = ANY($2) AND email IS NOT NULL',
      [eventId, hit.map(({ code }) => code)],
    );
    const hasEmail = new Set(reached.map(({ code }) => code));
    const speakers = hit.map((speaker) => ({ ...speaker, hasEmail: hasEmail.has(speaker.code) }));
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
        const tellNobody = request.notify.participants ? null : await this.toldBefore(manager, eventId);
        const released = await publishRelease(manager, this.streams, { eventId, ...request, at });
        if (released.published === null) return released;
        const subject = `release ${released.published.number}`;
        await audit(manager, { eventId, at, who: caller, action: 'release.published', subject, after: request });
        if (tellNobody !== null) await tellNobody();
        if (request.notify.speakers) await writeToSpeakers(manager, eventId, released, at);
        return released;
      });
    });
    if (outcome.published !== null && request.notify.speakers) this.sender.wake();
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
