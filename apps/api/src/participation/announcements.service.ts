import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  writtenTexts,
  type AnnouncementOrder,
  type AnnouncementPreview,
  type PostedAnnouncement,
} from '@kopa/contracts';
import type { Announcement, AnnouncementChange, Audience, Programme } from '@kopa/domain';
import { StreamService } from '../live/stream.service.js';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { once } from '../platform/idempotency.js';
import { Problem } from '../platform/problem.js';
import { awaitShown } from '../programme/await-shown.js';
import { lockProgramme } from '../programme/programme-lock.js';
import { PublishedProgrammes } from '../programme/published-programmes.js';
import { isAddressed, audienceColumns, countAddressees, findAddressees, type Addressee } from './addressees.js';
import { AnnouncementEntity } from './announcement.entity.js';
import { announcementOf, postedOf } from './announcement.mapper.js';

export interface PostOrder {
  eventId: string;
  order: AnnouncementOrder;
  /** Who posts it, as `callerOf` names them. */
  caller: string;
  idempotencyKey: string | undefined;
}

/** What organisers say to many at once: to everybody in the public stream, to others in the stream of each. */
@Injectable()
export class AnnouncementsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(StreamService) private readonly streams: StreamService,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** How many people would be told, nothing done. Refuses as `post` does. */
  async preview({ eventId, order }: Pick<PostOrder, 'eventId' | 'order'>): Promise<AnnouncementPreview> {
    await this.checked(eventId, order);
    return { people: await countAddressees(this.dataSource.manager, eventId, order.audience) };
  }

  /**
   * Says it to its audience, all of them or nobody, in a number of statements that does not grow with the people. Problems:
   * 409 `event.unpublished`; 422 `announcement.language`, `announcement.over`, `day.unknown`, `session.unknown`.
   */
  async post({ eventId, order, caller, idempotencyKey }: PostOrder): Promise<PostedAnnouncement> {
    await this.checked(eventId, order);
    const answer = await transaction(this.dataSource, (manager) => {
      const at = this.clock.now();
      const claim = { scope: `announcement ${eventId} ${caller}`, key: idempotencyKey, request: order, at };
      return once(manager, claim, async () => {
        const { audience, kind, until } = order;
        const isForAll = audience.to === 'all';
        if (isForAll) await lockProgramme(manager, eventId);
        const told: Addressee[] = isForAll ? [] : await findAddressees(manager, eventId, audience);
        const entity = Object.assign(new AnnouncementEntity(), {
          id: randomUUID(),
          eventId,
          postedAt: at,
          texts: writtenTexts(order.texts),
          kind,
          until: until === null ? null : new Date(until),
          ...audienceColumns(audience),
          people: isForAll ? await countAddressees(manager, eventId, audience) : told.length,
          told: told.map(({ id }) => id),
          withdrawnAt: null,
        });
        await manager.insert(AnnouncementEntity, entity);
        await audit(manager, {
          eventId,
          at,
          who: caller,
          action: 'announcement.posted',
          subject: subjectOf(audience),
          after: { ...entity.texts, kind, until, people: entity.people },
        });
        const row = rowOf('announcement.posted', announcementOf(entity));
        if (isForAll) {
          const { seq } = await this.streams.append(manager, eventId, 'event', [row], at);
          return { posted: postedOf(entity), seq };
        }
        await this.streams.appendToMany(
          manager,
          eventId,
          told.map(({ stream }) => ({ stream, ...row })),
          at,
        );
        return { posted: postedOf(entity), seq: null };
      });
    });
    // The sender's next read from this process shows it.
    if (answer.seq !== null) await awaitShown(this.published, eventId, answer.seq);
    return answer.posted;
  }

  /**
   * Takes one down; who was told is told that it is gone, and so are those who came later. Taking it down again changes
   * nothing. Problem 404 `announcement.unknown`.
   */
  async withdraw(eventId: string, id: string, caller: string): Promise<PostedAnnouncement> {
    const { answer, seq } = await transaction(this.dataSource, async (manager) => {
      const at = this.clock.now();
      // The lock of what publishes comes before all others.
      await lockProgramme(manager, eventId);
      const entity = await manager.findOne(AnnouncementEntity, {
        where: { id, eventId },
        lock: { mode: 'pessimistic_write' },
      });
      if (entity === null)
        throw new Problem(404, 'announcement.unknown', 'There is no such announcement at this event.');
      if (entity.withdrawnAt !== null) return { answer: postedOf(entity), seq: null };
      entity.withdrawnAt = at;
      await manager.update(AnnouncementEntity, { id }, { withdrawnAt: at });
      const { audience } = postedOf(entity);
      await audit(manager, {
        eventId,
        at,
        who: caller,
        action: 'announcement.withdrawn',
        subject: subjectOf(audience),
        before: { ...entity.texts },
      });
      const row = rowOf('announcement.withdrawn', announcementOf(entity));
      if (audience.to === 'all') {
        const appended = await this.streams.append(manager, eventId, 'event', [row], at);
        return { answer: postedOf(entity), seq: appended.seq };
      }
      const reached: Pick<Addressee, 'stream'>[] = await manager.query(
        `SELECT 'me:' || r.code AS stream FROM announcements a JOIN registrations r ON r.event_id = a.event_id
          WHERE a.id = $1 AND (r.id = ANY(a.told) OR ${isAddressed})`,
        [id],
      );
      await this.streams.appendToMany(
        manager,
        eventId,
        reached.map(({ stream }) => ({ stream, ...row })),
        at,
      );
      return { answer: postedOf(entity), seq: null };
    });
    if (seq !== null) await awaitShown(this.published, eventId, seq);
    return answer;
  }

  private async checked(eventId: string, { audience, texts, until }: AnnouncementOrder): Promise<void> {
    const published = await this.published.current(eventId);
    if (published === null)
      throw new Problem(409, 'event.unpublished', 'Announcements are possible from the first release on.');
    const { programme } = published;
    const { languages } = programme.event;
    const strange = Object.keys(writtenTexts(texts)).find((language) => !languages.includes(language));
    if (strange !== undefined)
      throw new Problem(422, 'announcement.language', `"${strange}" is no language of the event.`, { languages });
    if (until !== null && new Date(until) <= this.clock.now())
      throw new Problem(422, 'announcement.over', 'It would be over before anybody reads it.');
    refuseUnknown(audience, programme);
  }
}

function refuseUnknown(audience: Audience, { days, sessions }: Programme): void {
  if (audience.to === 'session' && !sessions.some(({ code }) => code === audience.session))
    throw new Problem(422, 'session.unknown', `There is no published session "${audience.session}".`);
  const date = audience.to === 'mode' || audience.to === 'day' ? audience.date : null;
  if (date !== null && !days.some((day) => day.date === date))
    throw new Problem(422, 'day.unknown', `${date} is no day of the event.`, { days: days.map((day) => day.date) });
}

/** To whom it is said, as the audit trail names it. */
function subjectOf(audience: Audience): string {
  switch (audience.to) {
    case 'all':
      return 'all';
    case 'mode':
      return [audience.mode, audience.date].filter((part) => part !== null).join(' ');
    case 'day':
      return audience.date;
    case 'session':
      return `session ${audience.session}`;
  }
}

function rowOf(
  type: AnnouncementChange['type'],
  announcement: Announcement,
): { type: AnnouncementChange['type']; body: { announcement: Announcement } } {
  return { type, body: { announcement } };
}
