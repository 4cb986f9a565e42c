import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type {
  DraftFile,
  DraftSpeaker,
  OwnSession,
  OwnSlides,
  SpeakerAvailability,
  SpeakerLinkSent,
  SpeakerOpening,
  SpeakerProfile,
  SpeakerView,
} from '@kopa/contracts';
import { isZone, itemTimes, type Programme, type Session, type Slot } from '@kopa/domain';
import { callerOf, type Credential } from '../../accounts/credential.js';
import { audit } from '../../platform/audit.js';
import { Clock } from '../../platform/clock.js';
import { transaction } from '../../platform/database.js';
import { once } from '../../platform/idempotency.js';
import { MailSender } from '../../platform/mail/mail-sender.js';
import { invalidInput, Problem } from '../../platform/problem.js';
import { AvailabilityService } from '../../programme/availability.service.js';
import { directoryOf } from '../../programme/directory.js';
import { DraftSpeakersService } from '../../programme/draft-speakers.service.js';
import { EventFiles } from '../../programme/event-files.js';
import { PublishedProgrammes } from '../../programme/published-programmes.js';
import { SpeakerTokens } from './speaker-tokens.js';

export type SpeakerCredential = Extract<Credential, { kind: 'speaker' }>;

interface Facts {
  version: number;
  backstageUrl: string | null;
  availability: SpeakerView['availability'];
  /** Addresses that materials of the draft name. */
  takenOver: string[];
}

/** A speaker's own page: what they read there, and what of it they edit in the draft. */
@Injectable()
export class SpeakerService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
    @Inject(DraftSpeakersService) private readonly drafts: DraftSpeakersService,
    @Inject(AvailabilityService) private readonly availabilities: AvailabilityService,
    @Inject(EventFiles) private readonly files: EventFiles,
    @Inject(SpeakerTokens) private readonly tokens: SpeakerTokens,
    @Inject(MailSender) private readonly sender: MailSender,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async view(speaker: SpeakerCredential): Promise<SpeakerView> {
    const { eventId, speakerId, code } = speaker;
    const [profile, facts, files, published] = await Promise.all([
      this.drafts.read(eventId, speakerId),
      this.factsOf(speaker),
      this.files.ofSpeaker(eventId, code),
      this.published.current(eventId),
    ]);
    const join = await this.tokens.joinUrl({ id: speakerId, version: facts.version });
    const isNamed = new Set(facts.takenOver);
    const slides = await Promise.all(
      files.map(async (file) => ({ file, own: await this.slidesOf(eventId, file, isNamed) })),
    );
    const { version, name, organisation, biography } = profile;
    const sessions =
      published === null
        ? []
        : ownSessions(published.programme, code).map((session) => ({
            ...seen(published.programme, session, code, join),
            slides: slides.flatMap(({ file, own }) => (file.handedIn?.session === session.code ? own : [])),
          }));
    const { availability, backstageUrl } = facts;
    return { code, version, name, organisation, biography, availability, sessions, backstageUrl };
  }

  /**
   * Writes a speaker their link. Problems: 404 `speaker.unknown`, 409 `speaker.noEmail`, 409 `event.unpublished` before
   * the first release.
   */
  sendLink(eventId: string, code: string, key: string | undefined, who: string): Promise<SpeakerLinkSent> {
    const at = this.clock.now();
    const sent = transaction(this.dataSource, (manager) =>
      once(manager, { scope: `speaker link ${eventId} ${who}`, key, request: { code }, at }, async () => {
        const [speaker]: { id: string; email: string | null; isPublic: boolean }[] = await manager.query(
          `SELECT s.id, s.email, EXISTS (SELECT FROM releases r WHERE r.event_id = s.event_id) AS "isPublic"
             FROM speakers s WHERE s.event_id = $1 AND s.code = $2`,
          [eventId, code],
        );
        if (speaker === undefined) throw new Problem(404, 'speaker.unknown', `There is no speaker "${code}".`);
        const { id, email, isPublic } = speaker;
        if (email === null) throw new Problem(409, 'speaker.noEmail', 'The speaker has no e-mail address yet.');
        if (!isPublic) throw new Problem(409, 'event.unpublished', 'Speakers’ pages open with the first release.');
        await manager.query(
          `INSERT INTO outbox_mails (event_id, written_at, due_at, recipient, locale, kind, facts)
           SELECT e.id, $2, $2, $3, coalesce(l.locale, CASE WHEN e.languages[1] = 'lv' THEN 'lv' ELSE 'en' END),
                  'speaker.link', jsonb_build_object('speaker', $4::text, 'release', NULL, 'news', '[]'::jsonb)
             FROM events e LEFT JOIN speaker_links l ON l.event_id = e.id AND l.speaker = $5 WHERE e.id = $1`,
          [eventId, at, email, id, code],
        );
        await audit(manager, { eventId, at, who, action: 'speaker.linkSent', subject: code });
        return { speaker: code, email };
      }),
    );
    return sent.finally(() => this.sender.wake());
  }

  /** Notes in which language and zone the speaker reads: letters to them are written so. */
  async opened({ eventId, code }: SpeakerCredential, { locale, timezone }: SpeakerOpening): Promise<void> {
    if (!isZone(timezone))
      throw invalidInput([{ path: 'timezone', message: 'must be an IANA time zone', code: 'field.zone' }]);
    await this.dataSource.query(
      `INSERT INTO speaker_links (event_id, speaker, version, locale, timezone) VALUES ($1, $2, 1, $3, $4)
       ON CONFLICT (event_id, speaker) DO UPDATE SET locale = excluded.locale, timezone = excluded.timezone`,
      [eventId, code, locale, timezone],
    );
  }

  /** `seen` is the version from If-Match. Problem 412 `speaker.late` with the current state. */
  edit(speaker: SpeakerCredential, profile: SpeakerProfile, seenVersion: number): Promise<DraftSpeaker> {
    return this.drafts.patch(speaker.eventId, speaker.speakerId, profile, seenVersion, callerOf(speaker));
  }

  setAvailability(speaker: SpeakerCredential, request: SpeakerAvailability): Promise<SpeakerAvailability> {
    return this.availabilities.set(speaker.eventId, speaker.speakerId, request, callerOf(speaker));
  }

  /** Problems: as `EventFiles.handIn`; 404 `session.unknown` for one that is not theirs. */
  async handIn(speaker: SpeakerCredential, session: string, name: string, bytes: unknown): Promise<DraftFile> {
    const { eventId, code } = speaker;
    const published = await this.published.current(eventId);
    if (published === null || !ownSessions(published.programme, code).some((one) => one.code === session))
      throw new Problem(404, 'session.unknown', 'This is none of your sessions.');
    return this.files.handIn(eventId, { speaker: code, session, name, who: callerOf(speaker) }, bytes);
  }

  /** Problems: 404 `file.unknown`, 409 `file.used` once organisers took it over. */
  takeBack(speaker: SpeakerCredential, file: string): Promise<void> {
    return this.files.delete(speaker.eventId, file, callerOf(speaker), speaker.code);
  }

  private async slidesOf(eventId: string, file: DraftFile, isNamed: ReadonlySet<string>): Promise<OwnSlides> {
    const { id, name, bytes, url } = file;
    const isPublic = await this.files.isPublic(eventId, id);
    return { id, name, bytes, state: isPublic ? 'public' : isNamed.has(url) ? 'taken-over' : 'handed-in' };
  }

  private async factsOf({ eventId, speakerId, code }: SpeakerCredential): Promise<Facts> {
    const [facts]: Facts[] = await this.dataSource.query(
      `SELECT coalesce(l.version, 1) AS version, e.backstage_url AS "backstageUrl", s.availability,
              ARRAY(SELECT m->>'url' FROM sessions o, jsonb_array_elements(o.materials) AS m
                     WHERE o.event_id = e.id AND m->>'url' LIKE '/files/%') AS "takenOver"
         FROM speakers s JOIN events e ON e.id = s.event_id
         LEFT JOIN speaker_links l ON l.event_id = s.event_id AND l.speaker = $3 WHERE s.id = $2 AND s.event_id = $1`,
      [eventId, speakerId, code],
    );
    if (facts === undefined) throw new Problem(404, 'speaker.unknown', 'There is no such speaker any more.');
    return facts;
  }
}

function ownSessions({ sessions }: Programme, code: string): Session[] {
  const startOf = ({ slots }: Session): string => slots.map(({ startsAt }) => startsAt).sort()[0] ?? '9';
  return sessions
    .filter(({ speakerIds, items }) => speakerIds.includes(code) || items.some(({ speakerId }) => speakerId === code))
    .toSorted((a, b) => (startOf(a) < startOf(b) ? -1 : 1));
}

function seen(
  programme: Programme,
  { code, title, items, slots }: Session,
  speaker: string,
  join: (slot: string) => string,
): Omit<OwnSession, 'slides'> {
  const { rooms } = directoryOf(programme);
  const roomName = (id: string | null) => (id === null ? null : (rooms.get(id)?.name ?? null));
  const turns = (slot: Slot) =>
    itemTimes(slot, items).flatMap(({ index, startsAt, endsAt }) => {
      const own = items[index];
      return own?.speakerId === speaker ? [{ title: own.title, startsAt, endsAt }] : [];
    });
  return {
    code,
    title,
    slots: slots.map((slot) => ({
      id: slot.id,
      startsAt: slot.startsAt,
      endsAt: slot.endsAt,
      plannedStartsAt: slot.plannedStartsAt,
      plannedEndsAt: slot.plannedEndsAt,
      status: slot.status,
      room: roomName(slot.roomId),
      onlineRoom: roomName(slot.onlineRoomId),
      join: slot.onlineRoomId === null || slot.status === 'cancelled' ? null : join(slot.id),
      turns: turns(slot),
    })),
  };
}
