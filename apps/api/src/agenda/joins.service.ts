import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { JoinState, JoinStatus, SpeakerLink } from '@kopa/contracts';
import {
  dayOf,
  dayPlaceOf,
  isOnlineForNow,
  joinWindow,
  type AttendanceMode,
  type PlaceMode,
  type Programme,
  type Session,
  type Slot,
} from '@kopa/domain';
import { may } from '../accounts/access.js';
import { AccessService } from '../accounts/access.service.js';
import { callerOf, type Credential } from '../accounts/credential.js';
import { RoomEntity } from '../events/frame.entity.js';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { JoinOpeningEntity } from '../programme/join-opening.entity.js';
import { PublishedSlotEntity } from '../programme/published-slot.entity.js';
import { SpeakerEntity } from '../programme/session.entity.js';
import { LinkTokens } from '../registration/link-tokens.js';
import { Presents, type Present } from '../registration/present.js';

const minute = 60_000;

/** With what somebody who wants to join proves who they are. */
export interface JoinProof {
  /** As the guard found it; of a browser with both cookies the login session. */
  credential: Credential | null;
  cookie: string | undefined;
  /** Of an address in a mail or calendar, or of a speaker's link. */
  token: string | undefined;
}

/** A slot as whoever asks can join it, or why not. */
export interface Joining {
  slug: string;
  state: JoinState;
  /** Problem that a client without a page is told. */
  problem: Problem | null;
  /** The room's link as it is now; never told but by redirecting to it. */
  link: string | null;
  eventId: string;
  who: string;
}

/** Online rooms: the one way to a join link, for those who are entitled to it. */
@Injectable()
export class JoinsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(AccessService) private readonly access: AccessService,
    @Inject(LinkTokens) private readonly tokens: LinkTokens,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * How who asks can join a slot, wherever it stands now. Entitled are the team and the session's speakers, at any time;
   * from a quarter of an hour before the start registrations, also those in person, where online places are limited with
   * a confirmed one; and everybody where the session or its room is open. Problem 404 `slot.unknown`.
   */
  async look(slotId: string, proof: JoinProof): Promise<Joining> {
    const { manager } = this.dataSource;
    const row = await manager.findOneBy(PublishedSlotEntity, { id: slotId });
    const present = row === null || row.removedAt !== null ? null : await this.presents.ifPublished(row.eventId);
    const session = present?.programme.sessions.find(({ slots }) => slots.some(({ id }) => id === slotId));
    const slot = session?.slots.find(({ id }) => id === slotId);
    if (present === null || session === undefined || slot === undefined)
      throw new Problem(404, 'slot.unknown', 'There is no such slot in the programme.');
    const { event } = present.programme;
    const room =
      slot.onlineRoomId === null
        ? null
        : await manager.findOneBy(RoomEntity, { id: slot.onlineRoomId, eventId: event.id });
    const asked = await this.who(proof, event.id, session);
    const isOpen = room?.access === 'public' || present.rules.sessions[session.code]?.isOpen === true;
    const status = await this.statusOf(present, session, slot, room?.joinUrl ?? null, asked, isOpen);
    const opensAt = new Date(Date.parse(slot.startsAt) - joinWindow.openBeforeMinutes * minute).toISOString();
    const by = proof.token === undefined ? '' : `?token=${encodeURIComponent(proof.token)}`;
    return {
      slug: event.slug,
      eventId: event.id,
      who: asked.who,
      link: status === 'open' ? (room?.joinUrl ?? null) : null,
      problem: problemOf(status, asked, opensAt),
      state: {
        session: session.code,
        slot: slot.id,
        status,
        opensAt,
        startsAt: slot.startsAt,
        endsAt: slot.endsAt,
        join: status === 'open' ? `${this.config.publicUrl}/join/${slot.id}${by}` : null,
        reason: slot.reason,
      },
    };
  }

  /** Records that somebody opened a slot: presence evidence starts with it. */
  async record({ eventId, who }: Joining, slotId: string): Promise<void> {
    await this.dataSource.manager.insert(JoinOpeningEntity, { eventId, slotId, at: this.clock.now(), who });
  }

  /** What a speaker joins by. Problem 404 `speaker.unknown`. */
  async speakerLink(eventId: string, code: string): Promise<SpeakerLink> {
    const speaker = await this.dataSource.manager.findOneBy(SpeakerEntity, { eventId, code });
    const { programme } = await this.presents.of(eventId);
    if (speaker === null) throw new Problem(404, 'speaker.unknown', `There is no speaker "${code}".`);
    const token = await this.tokens.make('speaker', speaker.id, await this.linkVersion(eventId, code));
    const own = programme.sessions.filter(({ speakerIds }) => speakerIds.includes(code));
    return {
      speaker: code,
      page: `${this.config.publicUrl}/e/${programme.event.slug}/speaker#${token}`,
      joins: own.flatMap(({ code: session, slots }) =>
        slots
          .filter(({ onlineRoomId }) => onlineRoomId !== null)
          .map(({ id }) => ({ session, slot: id, url: `${this.config.publicUrl}/join/${id}?token=${token}` })),
      ),
    };
  }

  /** Gives a speaker a new link; the old one opens nothing any more. Problem 404 `speaker.unknown`. */
  async reissueSpeakerLink(eventId: string, code: string, who: string): Promise<SpeakerLink> {
    await this.speakerLink(eventId, code);
    await transaction(this.dataSource, async (manager) => {
      await manager.query(
        `INSERT INTO speaker_links AS l (event_id, speaker, version) VALUES ($1, $2, 2)
       ON CONFLICT (event_id, speaker) DO UPDATE SET version = l.version + 1`,
        [eventId, code],
      );
      await audit(manager, { eventId, at: this.clock.now(), who, action: 'speaker.linkRenewed', subject: code });
    });
    return this.speakerLink(eventId, code);
  }

  private async linkVersion(eventId: string, code: string): Promise<number> {
    const [row]: { version: number }[] = await this.dataSource.query(
      'SELECT version FROM speaker_links WHERE event_id = $1 AND speaker = $2',
      [eventId, code],
    );
    return row?.version ?? 1;
  }

  private async who({ credential, cookie, token }: JoinProof, eventId: string, session: Session): Promise<Asked> {
    if (credential !== null && may(credential, eventId, 'join.any'))
      return { who: callerOf(credential), as: 'team', registrationId: null };
    const speaker = await this.speakerOf(token, eventId);
    if (speaker !== null && session.speakerIds.includes(speaker))
      return { who: `speaker:${speaker}`, as: 'speaker', registrationId: null };
    const registrationId = await this.registrationOf({ credential, cookie, token }, eventId);
    if (registrationId !== null) return { who: `registration:${registrationId}`, as: 'participant', registrationId };
    const isKnown = credential !== null || token !== undefined;
    return { who: 'anybody', as: isKnown ? 'stranger' : 'nobody', registrationId: null };
  }

  private async speakerOf(token: string | undefined, eventId: string): Promise<string | null> {
    const proved = token === undefined ? null : await this.tokens.read('speaker', token);
    if (proved === null) return null;
    const speaker = await this.dataSource.manager.findOneBy(SpeakerEntity, { id: proved.id, eventId });
    if (speaker === null || (await this.linkVersion(eventId, speaker.code)) !== proved.version) return null;
    return speaker.code;
  }

  /** The registration of who asks, while it stands. */
  private async registrationOf({ credential, cookie, token }: JoinProof, eventId: string): Promise<string | null> {
    const proved = token === undefined ? null : await this.tokens.read('join', token);
    if (proved !== null) {
      const [row]: { id: string }[] = await this.dataSource.query(
        `SELECT id FROM registrations WHERE id = $1 AND event_id = $2 AND feed_version = $3 AND status <> 'cancelled'`,
        [proved.id, eventId, proved.version],
      );
      if (row !== undefined) return row.id;
    }
    // A browser may have an organiser's cookie of another event beside the participant's.
    const participant =
      credential?.kind === 'registration' ? credential : await this.access.authenticate({ cookie, participant: true });
    return participant?.kind === 'registration' && participant.eventId === eventId ? participant.registrationId : null;
  }

  private async statusOf(
    { at, programme }: Present,
    session: Session,
    slot: Slot,
    link: string | null,
    { as, registrationId }: Asked,
    isOpen: boolean,
  ): Promise<JoinStatus> {
    const isTeam = as === 'team' || as === 'speaker';
    if (!isTeam && registrationId === null && !isOpen) return 'denied';
    if (slot.status === 'cancelled') return 'cancelled';
    if (slot.onlineRoomId === null || link === null) return 'none';
    if (isTeam) return 'open';
    if (at.getTime() > Date.parse(slot.endsAt) + joinWindow.openAfterMinutes * minute) return 'over';
    if (registrationId !== null && !isOpen && !(await this.hasOnlinePlace(programme, session, slot, registrationId)))
      return 'full';
    const opens = Date.parse(slot.startsAt) - joinWindow.openBeforeMinutes * minute;
    return at.getTime() < opens && slot.status !== 'running' ? 'early' : 'open';
  }

  /**
   * Whether somebody may follow a session online: with a confirmed place where these are limited, else anyway. Of what is
   * online on the day alone a place in person is enough; where none is needed in person, that they would have come.
   */
  private async hasOnlinePlace(
    { event }: Programme,
    session: Session,
    slot: Slot,
    registrationId: string,
  ): Promise<boolean> {
    const pools: { mode: PlaceMode; capacity: number | null; held: boolean }[] = await this.dataSource.query(
      `SELECT p.mode, p.capacity, EXISTS (SELECT FROM places l WHERE l.pool_id = p.id AND l.registration_id = $3
              AND l.status = 'confirmed') AS held
         FROM place_pools p WHERE p.event_id = $1 AND p.scope = 'session' AND p.key = $2`,
      [event.id, session.code, registrationId],
    );
    const poolOf = (mode: PlaceMode) => pools.find((pool) => pool.mode === mode);
    const isLimited = (mode: PlaceMode): boolean => {
      const pool = poolOf(mode);
      return (pool === undefined ? session.capacity[mode] : pool.capacity) !== null;
    };
    if (!isLimited('online') || poolOf('online')?.held === true) return true;
    if (!isOnlineForNow(slot)) return false;
    if (isLimited('in-person')) return poolOf('in-person')?.held === true;
    const [person]: { mode: AttendanceMode | null }[] = await this.dataSource.query(
      'SELECT attendance->>$2 AS mode FROM registrations WHERE id = $1',
      [registrationId, dayOf(slot.startsAt, event.zone, event.dayChangeHour)],
    );
    return dayPlaceOf(person?.mode ?? 'absent') === 'in-person';
  }
}

interface Asked {
  who: string;
  as: 'team' | 'speaker' | 'participant' | 'stranger' | 'nobody';
  registrationId: string | null;
}

function problemOf(status: JoinStatus, { as }: Asked, opensAt: string): Problem | null {
  switch (status) {
    case 'open':
      return null;
    case 'denied':
      return as === 'nobody'
        ? new Problem(401, 'credential.missing', 'Joining this session takes a registration or a role in the event.')
        : new Problem(403, 'access.denied', 'What you sent does not open this session.');
    case 'cancelled':
      return new Problem(409, 'slot.cancelled', 'This session was cancelled.');
    case 'none':
      return new Problem(404, 'join.none', 'This session has no online room, or no link to it yet.');
    case 'over':
      return new Problem(409, 'join.over', 'This session is over.');
    case 'full':
      return new Problem(403, 'join.full', 'Online places are limited, and you have none in this session.');
    case 'early':
      return new Problem(409, 'join.early', `The room opens at ${opensAt}.`, { opensAt });
  }
}
