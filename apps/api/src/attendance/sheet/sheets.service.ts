import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { SheetQuery } from '@kopa/contracts';
import { pickText, sessionDate, type AttendanceMode, type Programme, type Session, type Texts } from '@kopa/domain';
import { Moments } from '../../agenda/letters/moments.js';
import { wordsOf } from '../../agenda/letters/words/words-of.js';
import { Problem } from '../../platform/problem.js';
import { EventFiles } from '../../programme/event-files.js';
import { Presents, type Present } from '../../registration/present.js';
import { demandDay } from '../door.service.js';
import { readLogo } from './logo.js';
import type { Sheet } from './sheet-pdf.js';
import { sheetWords } from './words.js';

interface Attendee {
  name: string;
  organisation: string;
  mode: AttendanceMode;
}

/** Attendance sheets: of a day, or of one of its sessions. */
@Injectable()
export class SheetsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(EventFiles) private readonly files: EventFiles,
  ) {}

  /**
   * Who takes part in person (with a column for the mode: in whatever mode), confirmed or checked in, in the order of
   * the sheet's language. One query, however many. Problems: 404 `day.unknown`, `session.unknown`.
   */
  async of(eventId: string, query: SheetQuery): Promise<Sheet> {
    const present = await this.presents.of(eventId);
    const { programme } = present;
    const language = query.lang ?? programme.event.languages[0] ?? 'en';
    const session = query.session === undefined ? null : sessionOf(programme, query.session);
    const day = query.day ?? (session === null ? null : sessionDate(programme, session)) ?? programme.event.firstDay;
    if (session === null) demandDay(programme, day);
    const hasMode = query.mode === 'yes';
    const people = await this.people(eventId, { day, session: query.session ?? null, anyMode: hasMode });
    const words = sheetWords(language);
    const collator = new Intl.Collator(language, { numeric: true });
    const kept = async (id: string) => {
      const file = await this.files.find(id);
      return file?.eventId === eventId ? file : null;
    };
    const text = (texts: Texts): string => pickText(texts, language, programme.event.languages).text;
    return {
      language,
      words,
      event: text(programme.event.title),
      subject: subjectOf(present, { day, session, language }),
      funders: await Promise.all(
        programme.funders.map(async ({ name, programme: scheme, grantNumber, acknowledgement, logos }) => ({
          lines: [
            [text(name), text(scheme), grantNumber === '' ? '' : words.grant(grantNumber)].filter(Boolean).join(' · '),
            text(acknowledgement),
          ].filter(Boolean),
          logos: await Promise.all(logos.map((logo) => readLogo(logo, kept))),
        })),
      ),
      rows: people
        .sort((a, b) => collator.compare(a.name, b.name))
        .map(({ name, organisation, mode }) => ({ name, organisation, mode: words.modes[mode] })),
      blank: query.blank,
      hasMode,
      madeAt: present.at,
    };
  }

  private async people(
    eventId: string,
    { day, session, anyMode }: { day: string; session: string | null; anyMode: boolean },
  ): Promise<Attendee[]> {
    return this.dataSource.query(
      `SELECT r.name, r.organisation,
              CASE WHEN $3::text IS NULL THEN coalesce(r.attendance->>$2, 'absent') ELSE b.mode END AS mode
         FROM registrations r
         LEFT JOIN LATERAL (SELECT p.mode FROM places l JOIN place_pools p ON p.id = l.pool_id
                WHERE l.registration_id = r.id AND l.status = 'confirmed' AND p.scope = 'session' AND p.key = $3
                LIMIT 1) AS b ON true
        WHERE r.event_id = $1 AND r.status = 'confirmed' AND r.name <> ''
          AND CASE WHEN $3::text IS NULL
                THEN (EXISTS (SELECT FROM places l JOIN place_pools p ON p.id = l.pool_id
                        WHERE l.registration_id = r.id AND l.status = 'confirmed' AND p.scope = 'day' AND p.key = $2
                          AND ($4 OR p.mode = 'in-person'))
                   OR EXISTS (SELECT FROM check_ins c WHERE c.registration_id = r.id AND c.kind = 'arrival' AND c.key = $2
                          AND c.state = 'present'))
                ELSE b.mode IS NOT NULL AND ($4 OR b.mode = 'in-person') END`,
      [eventId, day, session, anyMode],
    );
  }
}

function sessionOf({ sessions }: Programme, code: string): Session {
  const session = sessions.find((one) => one.code === code);
  if (session === undefined) throw new Problem(404, 'session.unknown', `There is no published session "${code}".`);
  return session;
}

/** Of a session its title, when and where; of a day the date and the place. */
function subjectOf(
  { programme }: Present,
  { day, session, language }: { day: string; session: Session | null; language: string },
): string[] {
  const { event, rooms, venues, days } = programme;
  const text = (texts: Texts): string => pickText(texts, language, event.languages).text;
  const words = wordsOf(language);
  const moments = new Moments(words.language, words, event.zone, null);
  const date = moments.dates(day, day);
  if (session === null) {
    const title = days.find((one) => one.date === day)?.title ?? {};
    return [text(title), [date, text(event.place)].filter(Boolean).join(' · ')].filter(Boolean);
  }
  const slot = session.slots.find(({ status }) => status !== 'cancelled') ?? session.slots[0];
  const room = rooms.find(({ id }) => id === slot?.roomId);
  const venue = venues.find(({ id }) => id === room?.venueId);
  const place = [room === undefined ? '' : text(room.name), venue === undefined ? '' : text(venue.name)];
  const times = slot === undefined ? '' : moments.range(slot.startsAt, slot.endsAt);
  return [
    text(session.title),
    [date, times, ...new Set(place.filter(Boolean)), text(event.place)].filter(Boolean).join(' · '),
  ];
}
