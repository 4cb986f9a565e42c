import type { EntityManager } from 'typeorm';
import {
  dayPlaceOf,
  type AttendanceMode,
  type CalendarDate,
  type HeldBooking,
  type OwnChoices,
  type PlaceMode,
  type PlaceStatus,
  type Star,
} from '@kopa/domain';
import type { MutedKind, RegistrationStatus } from '@kopa/contracts';

/** A person at an event, with what their agenda is made of. */
export interface Owner {
  id: string;
  eventId: string;
  code: string;
  status: RegistrationStatus;
  name: string;
  email: string;
  locale: string;
  timezone: string | null;
  tokenVersion: number;
  feedVersion: number;
  ticketVersion: number;
  muted: MutedKind[];
  choices: OwnChoices;
  /** Sessions to whose coach they have a confirmed seat. */
  seats: ReadonlySet<string>;
  dayPlaces: { date: CalendarDate; mode: AttendanceMode; status: Exclude<PlaceStatus, 'cancelled'> }[];
}

interface OwnerRow extends Omit<Owner, 'choices' | 'seats' | 'dayPlaces'> {
  attendance: Record<CalendarDate, AttendanceMode>;
  meanwhile: Record<CalendarDate, 'online' | 'absent'>;
  places: {
    id: string;
    scope: 'event' | 'day' | 'session' | 'seat';
    key: string;
    mode: PlaceMode;
    status: Exclude<PlaceStatus, 'cancelled'>;
    of: string | null;
  }[];
  stars: Star[];
}

/**
 * People with what is theirs, in the order of their ids. One query, however many.
 * @param coaches codes of sessions to which a coach goes
 */
export async function loadOwners(
  manager: EntityManager,
  registrationIds: readonly string[],
  coaches: ReadonlySet<string>,
): Promise<Owner[]> {
  const rows: OwnerRow[] = await manager.query(
    `SELECT r.id, r.event_id AS "eventId", r.code, r.status, r.name, r.email, r.locale, r.timezone,
            r.token_version AS "tokenVersion", r.feed_version AS "feedVersion", r.ticket_version AS "ticketVersion",
            r.muted, r.attendance, r.meanwhile, coalesce(p.places, '[]') AS places, coalesce(s.stars, '[]') AS stars
       FROM registrations r
       LEFT JOIN (SELECT l.registration_id,
                         json_agg(json_build_object('id', l.id, 'scope', q.scope, 'key', q.key, 'mode', q.mode,
                           'status', l.status, 'of', l.fallback_of) ORDER BY l.created_at, q.key) AS places
                    FROM places l JOIN place_pools q ON q.id = l.pool_id
                   WHERE l.registration_id = ANY($1) AND l.status <> 'cancelled' AND q.scope <> 'event'
                   GROUP BY l.registration_id) p ON p.registration_id = r.id
       LEFT JOIN (SELECT registration_id, json_agg(json_build_object('session', session, 'mode', mode)
                           ORDER BY created_at, session) AS stars
                    FROM stars WHERE registration_id = ANY($1) GROUP BY registration_id) s ON s.registration_id = r.id
      WHERE r.id = ANY($1) ORDER BY r.id`,
    [registrationIds],
  );
  return rows.map((row) => ownerOf(row, coaches));
}

function ownerOf({ attendance, meanwhile, places, stars, ...person }: OwnerRow, coaches: ReadonlySet<string>): Owner {
  const seats = new Set(
    places.flatMap(({ scope, key, status }) => (scope === 'seat' && status === 'confirmed' ? [key] : [])),
  );
  const dayPlaces = places.flatMap(({ scope, key, status }) =>
    scope === 'day' ? [{ date: key, mode: attendance[key] ?? 'absent', status }] : [],
  );
  const days: Record<CalendarDate, AttendanceMode> = { ...attendance };
  for (const { date, mode, status } of dayPlaces)
    if (status !== 'confirmed' && dayPlaceOf(mode) !== null) days[date] = meanwhile[date] ?? 'online';
  const bookings = places.flatMap(({ id, scope, key, mode, status, of }): HeldBooking[] => {
    if (scope !== 'session') return [];
    const isOwnWay = mode === 'in-person' && coaches.has(key) && !seats.has(key);
    return [{ id, session: key, mode, status, insteadOf: of, isOwnWay }];
  });
  return { ...person, choices: { days, bookings, stars }, seats, dayPlaces };
}
