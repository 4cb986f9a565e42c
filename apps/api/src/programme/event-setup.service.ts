import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { EventCopy, EventCreation, EventMade } from '@kopa/contracts';
import { applySettings, copyEvent, daysBetween, type EventFacts, type ProgrammeContent, type Room } from '@kopa/domain';
import { AccessService } from '../accounts/access.service.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { AccountRoleEntity } from '../accounts/login.entity.js';
import { EventEntity } from '../events/event.entity.js';
import { RoomEntity } from '../events/frame.entity.js';
import { StreamService } from '../live/stream.service.js';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { transaction } from '../platform/database.js';
import { once } from '../platform/idempotency.js';
import { invalidInput, Problem } from '../platform/problem.js';
import { draftOf, saveDraft } from './draft-store.js';
import { copyFiles } from './event-files.js';

type Login = Extract<Credential, { kind: 'login' }>;

/** What rooms below copy of their own with an event, in the transaction that copies it. */
export type CopyListener = (manager: EntityManager, from: EventFacts, to: EventFacts) => Promise<void>;

/** New events: blank ones, and copies of others. Who makes one owns it. */
@Injectable()
export class EventSetupService {
  private readonly listeners: CopyListener[] = [];

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(StreamService) private readonly streams: StreamService,
    @Inject(AccessService) private readonly access: AccessService,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onCopy(listener: CopyListener): void {
    this.listeners.push(listener);
  }

  /** Problems: 403 `access.denied` for those who own or organise no event, 409 `event.slugTaken`, 422 `input.invalid`. */
  create(request: EventCreation, key: string | undefined, login: Login): Promise<EventMade> {
    if (login.roles !== 'owner of all' && !login.roles.some(({ role }) => role === 'owner' || role === 'organiser'))
      throw new Problem(403, 'access.denied', 'Whoever owns or organises an event may make another one.');
    return this.make(request, key, login, 'event.created', (id) => Promise.resolve(this.blank(id, request)));
  }

  /** Problems as `create`, and 404 `event.unknown`. */
  copy(eventId: string, request: EventCopy, key: string | undefined, login: Login): Promise<EventMade> {
    return this.make(request, key, login, 'event.copied', async (id, manager) => {
      const content = await draftOf(manager, eventId);
      const ids = new Map<string, string>();
      const idOf = (old: string): string => {
        const known = ids.get(old) ?? randomUUID();
        ids.set(old, known);
        return known;
      };
      const { slug, title, firstDay } = request;
      const copy = copyEvent(content, { id, slug, title, firstDay, uidHost: this.uidHost(slug) }, idOf);
      const links = request.joinLinks ? await manager.findBy(RoomEntity, { eventId }) : [];
      const joinUrls = Object.fromEntries(
        links.flatMap((room) => (room.joinUrl === null ? [] : [[idOf(room.id), room.joinUrl]])),
      );
      return { content: copy, joinUrls, from: content.event };
    });
  }

  private make(
    request: { slug: string },
    key: string | undefined,
    login: Login,
    action: string,
    contentOf: (
      id: string,
      manager: EntityManager,
    ) => Promise<{ content: ProgrammeContent; joinUrls: Record<string, string>; from: EventFacts | null }>,
  ): Promise<EventMade> {
    const who = callerOf(login);
    const at = this.clock.now();
    const made = transaction(this.dataSource, (manager) =>
      once(manager, { scope: `events ${who}`, key, request, at }, async () => {
        // Two who take one slug at the same time: the second waits and is told.
        await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('event ' || $1::text, 0))`, [request.slug]);
        if (await manager.existsBy(EventEntity, { slug: request.slug }))
          throw new Problem(409, 'event.slugTaken', `There is an event "${request.slug}" already.`);
        const id = randomUUID();
        const { content, joinUrls, from } = await contentOf(id, manager);
        await saveDraft(manager, content, joinUrls);
        if (from !== null) await saveDraft(manager, await copyFiles(manager, from.id, content));
        if (from !== null) for (const listen of this.listeners) await listen(manager, from, content.event);
        if (login.roles !== 'owner of all')
          await manager.insert(AccountRoleEntity, { accountId: login.accountId, eventId: id, role: 'owner' });
        await audit(manager, { eventId: id, at, who, action, subject: request.slug, after: request });
        await this.streams.createHeads(manager, id, ['event', 'organisers']);
        return { slug: request.slug };
      }),
    );
    // Whose roles are believed for a while yet may go on to the new event at once.
    return made.finally(() => this.access.forget());
  }

  private blank(
    id: string,
    { slug, title, place, zone, firstDay, lastDay, languages, modes }: EventCreation,
  ): { content: ProgrammeContent; joinUrls: Record<string, string>; from: null } {
    const event: EventFacts = {
      id,
      slug,
      title,
      subtitle: {},
      description: {},
      place,
      zone,
      firstDay,
      lastDay,
      dayChangeHour: 0,
      languages,
      uidHost: this.uidHost(slug),
    };
    const blank = { days: [], venues: [], rooms: [], tracks: [], speakers: [], funders: [], sessions: [] };
    const outcome = applySettings({ ...blank, event, texts: { sessions: {}, speakers: {} } }, {});
    if ('problems' in outcome)
      throw invalidInput(outcome.problems.map((problem) => ({ ...problem, path: problem.path.replace('event.', '') })));
    const content = { ...outcome.content, days: daysBetween(event, []), rooms: modes.map(firstRoom) };
    return { content, joinUrls: {}, from: null };
  }

  /** Host in calendar UIDs: ours, so that entries of other servers' events never meet them. */
  private uidHost(slug: string): string {
    return `${slug}.${new URL(this.config.publicUrl).hostname}`;
  }
}

function firstRoom(mode: EventCreation['modes'][number], position: number): Room {
  const isOnline = mode === 'online';
  return {
    id: randomUUID(),
    kind: isOnline ? 'online' : 'physical',
    name: isOnline ? { en: 'Online room', lv: 'Tiešsaistes telpa' } : { en: 'Hall', lv: 'Zāle' },
    position,
    venueId: null,
    seats: null,
    provider: null,
    access: 'registered',
  };
}
