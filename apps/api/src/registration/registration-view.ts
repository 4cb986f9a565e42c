import type { EntityManager } from 'typeorm';
import { dayPlaceOf, type AttendanceMode, type CalendarDate, type PlaceMode, type PlaceStatus } from '@kopa/domain';
import type { Booking, RegistrationDay, RegistrationView } from '@kopa/contracts';
import type { PlaceScope } from './place.entity.js';
import type { RegistrationEntity } from './registration.entity.js';

/** A place as its owner sees it. */
export interface OwnPlace {
  id: string;
  poolId: string;
  registrationId: string;
  scope: PlaceScope;
  key: string;
  mode: PlaceMode;
  status: PlaceStatus;
  isEligible: boolean;
  position: number | null;
  offeredUntil: string | null;
  offeredFor: 'promotion' | 'clash' | null;
}

/** What is shown of a place. */
export type ShownPlace = Omit<OwnPlace, 'registrationId' | 'poolId'>;

/** The places of registrations that are not given back, with their positions in the queues. One query. */
export async function ownPlaces(manager: EntityManager, registrationIds: readonly string[]): Promise<OwnPlace[]> {
  const rows: (Omit<OwnPlace, 'position' | 'offeredUntil'> & { position: string | null; offeredUntil: Date | null })[] =
    await manager.query(
      `SELECT l.id, l.pool_id AS "poolId", l.registration_id AS "registrationId", p.scope, p.key, p.mode, l.status,
              l.is_eligible AS "isEligible", l.offered_until AS "offeredUntil", l.offered_for AS "offeredFor",
              CASE WHEN l.status = 'waitlisted' THEN (SELECT count(*) + 1 FROM places o
                WHERE o.pool_id = l.pool_id AND o.status = 'waitlisted' AND o.is_eligible AND o.number < l.number) END AS position
         FROM places l JOIN place_pools p ON p.id = l.pool_id
        WHERE l.registration_id = ANY($1) AND l.status <> 'cancelled' ORDER BY p.rank, l.created_at, l.id`,
      [registrationIds],
    );
  return rows.map((row) => ({
    ...row,
    position: row.position === null ? null : Number(row.position),
    offeredUntil: row.offeredUntil?.toISOString() ?? null,
  }));
}

export function bookingOf(place: ShownPlace): Booking {
  return {
    id: place.id,
    session: place.key,
    mode: place.mode,
    ...stateOf(place),
    ...(place.isEligible ? {} : { waitsForDay: true }),
    ...(place.offeredFor === 'clash' && place.status === 'offered' ? { clashes: true } : {}),
  };
}

const stateOf = ({ status, position, offeredUntil }: Pick<OwnPlace, 'status' | 'position' | 'offeredUntil'>) => ({
  status,
  ...(status === 'waitlisted' && position !== null ? { position } : {}),
  ...(offeredUntil === null ? {} : { offeredUntil }),
});

/** The days of the event as a person takes part in them. */
export function daysOf(
  dates: readonly CalendarDate[],
  attendance: Record<CalendarDate, AttendanceMode>,
  meanwhile: Record<CalendarDate, 'online' | 'absent'>,
  places: readonly ShownPlace[],
): RegistrationDay[] {
  return dates.map((date) => {
    const mode = attendance[date] ?? 'absent';
    const place = places.find(({ scope, key }) => scope === 'day' && key === date);
    if (dayPlaceOf(mode) === null || place === undefined) return { date, mode };
    const waits = place.status !== 'confirmed';
    return {
      date,
      mode,
      id: place.id,
      ...stateOf(place),
      ...(waits ? { meanwhile: meanwhile[date] ?? 'online' } : {}),
    };
  });
}

export function viewOf(
  row: RegistrationEntity,
  dates: readonly CalendarDate[],
  places: readonly OwnPlace[],
): RegistrationView {
  const own = places.filter(({ registrationId }) => registrationId === row.id);
  return {
    id: row.id,
    code: row.code,
    status: row.status,
    version: row.version,
    name: row.name,
    email: row.email,
    locale: row.locale,
    timezone: row.timezone,
    organisation: row.organisation,
    country: row.country,
    confirmBy: row.status === 'unconfirmed' ? (row.confirmBy?.toISOString() ?? null) : null,
    days: daysOf(dates, row.attendance, row.meanwhile, own),
    bookings: own.filter(({ scope }) => scope === 'session').map(bookingOf),
    answers: row.answers,
    consents: row.consents,
  };
}
