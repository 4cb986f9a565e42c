import type { EntityManager } from 'typeorm';
import {
  dayPlaceOf,
  isAhead,
  type AttendanceMode,
  type CalendarDate,
  type PlaceMode,
  type PlaceStatus,
} from '@kopa/domain';
import type { Booking, RegistrationDay, RegistrationView, SessionTerms } from '@kopa/contracts';
import type { PlaceScope } from './place.entity.js';
import { undecidedUntil, type Present } from './present.js';
import type { RegistrationEntity } from './registration.entity.js';
import { datesOf } from './wanted-places.js';

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
  offeredFor: 'promotion' | 'clash' | 'mode' | null;
  fallbackOf: string | null;
  overBecause: string | null;
  isAside: boolean;
}

/** What is shown of a place. */
export type ShownPlace = Omit<OwnPlace, 'registrationId' | 'poolId' | 'overBecause'>;

/** The places of registrations that are not given back, with their positions in the queues. One query. */
export async function ownPlaces(manager: EntityManager, registrationIds: readonly string[]): Promise<OwnPlace[]> {
  const rows: (Omit<OwnPlace, 'position' | 'offeredUntil'> & { position: string | null; offeredUntil: Date | null })[] =
    await manager.query(
      `SELECT l.id, l.pool_id AS "poolId", l.registration_id AS "registrationId", p.scope, p.key, p.mode, l.status,
              l.is_eligible AS "isEligible", l.offered_until AS "offeredUntil", l.offered_for AS "offeredFor",
              l.fallback_of AS "fallbackOf", l.over_because AS "overBecause", p.is_aside AS "isAside",
              CASE WHEN l.status = 'waitlisted' THEN (SELECT count(*) + 1 FROM places o
                WHERE o.pool_id = l.pool_id AND o.status = 'waitlisted' AND o.is_eligible AND o.number < l.number) END AS position
         FROM places l JOIN place_pools p ON p.id = l.pool_id
        WHERE l.registration_id = ANY($1) AND l.status <> 'cancelled' ORDER BY p.rank, l.created_at, p.key, l.id`,
      [registrationIds],
    );
  return rows.map((row) => ({
    ...row,
    position: row.position === null ? null : Number(row.position),
    offeredUntil: row.offeredUntil?.toISOString() ?? null,
  }));
}

/** The bookings among somebody's places, with their seats. */
export function bookingsOf(places: readonly ShownPlace[], present: Present): Booking[] {
  return places.filter(({ scope }) => scope === 'session').map((place) => bookingOf(place, places, present));
}

function bookingOf(place: ShownPlace, places: readonly ShownPlace[], present: Present): Booking {
  const { key: session, status } = place;
  const seat = places.find(({ scope, key }) => scope === 'seat' && key === session);
  const first = places.find(({ id }) => id === place.fallbackOf);
  const until = undecidedUntil(present, session);
  const fallback = status === 'waitlisted' && place.mode === 'in-person' ? fallbackNow(session, places, present) : null;
  const isOffered = status === 'offered';
  return {
    id: place.id,
    session,
    mode: place.mode,
    ...stateOf(place),
    ...(place.isEligible ? {} : { waitsForDay: true }),
    ...(isOffered && place.offeredFor === 'clash' ? { clashes: true } : {}),
    ...(isOffered && place.offeredFor === 'mode' ? { comeInPerson: true } : {}),
    ...(seat === undefined ? {} : { seat: stateOf(seat) }),
    ...(fallback === null ? {} : { fallback }),
    ...(first !== undefined && first.status !== 'confirmed' ? { insteadOf: first.id } : {}),
    ...(place.isAside ? { isAside: true } : {}),
    ...(until === null || place.mode === 'online' ? {} : { undecidedUntil: until }),
  };
}

/** What whoever waits for a session may take meanwhile; null when they have it, or it is over. */
function fallbackNow(
  session: string,
  places: readonly ShownPlace[],
  { rules, programme, at }: Present,
): SessionTerms['fallback'] {
  const fallback = rules.sessions[session]?.fallback ?? null;
  const found = programme.sessions.find(({ code }) => code === fallback?.session);
  const isTaken = places.some(({ scope, key }) => scope === 'session' && key === fallback?.session);
  return found !== undefined && isAhead(found, at.toISOString()) && !isTaken ? fallback : null;
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

/** Whom the same contact registered beside each of these, by id, but for who was erased. One query. */
export async function colleaguesOf(
  manager: EntityManager,
  registrationIds: readonly string[],
): Promise<Map<string, Colleague[]>> {
  const rows: (Colleague & { of: string })[] = await manager.query(
    `SELECT r.id AS of, o.code, o.name FROM registrations r
       JOIN registrations o ON o.event_id = r.event_id AND o.id <> r.id AND o.status <> 'cancelled' AND o.erased_at IS NULL
        AND (o.contact_id = coalesce(r.contact_id, r.id) OR o.id = r.contact_id)
      WHERE r.id = ANY($1) ORDER BY o.name, o.code`,
    [registrationIds],
  );
  const found = new Map<string, Colleague[]>(registrationIds.map((id) => [id, []]));
  for (const { of, code, name } of rows) found.get(of)?.push({ code, name });
  return found;
}

type Colleague = RegistrationView['group'][number];
type File = RegistrationView['files'][number];

/** The files with which these registrations answer, by registration. One query. */
async function filesOf(manager: EntityManager, registrationIds: readonly string[]): Promise<Map<string, File[]>> {
  const rows: (File & { of: string })[] = await manager.query(
    `SELECT registration_id AS of, id, name FROM answer_files WHERE registration_id = ANY($1) ORDER BY name, id`,
    [registrationIds],
  );
  const found = new Map<string, File[]>(registrationIds.map((id) => [id, []]));
  for (const { of, id, name } of rows) found.get(of)?.push({ id, name });
  return found;
}

/**
 * Registrations as their owners see them, in the order given; for organisers with the reasons for which places were given.
 * Three queries, however many.
 */
export async function viewsOf(
  manager: EntityManager,
  rows: readonly RegistrationEntity[],
  present: Present,
  { forOrganisers = false }: { forOrganisers?: boolean } = {},
): Promise<RegistrationView[]> {
  const ids = rows.map(({ id }) => id);
  const places = await ownPlaces(manager, ids);
  const groups = await colleaguesOf(manager, ids);
  const files = await filesOf(manager, ids);
  return rows.map((row) => {
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
      telephone: row.telephone,
      shortNotice: row.shortNotice,
      bornOn: row.bornOn,
      guardian: row.guardian,
      days: daysOf(datesOf(present.programme), row.attendance, row.meanwhile, own),
      bookings: bookingsOf(own, present),
      answers: row.answers,
      files: files.get(row.id) ?? [],
      consents: row.consents,
      group: groups.get(row.id) ?? [],
      ...(forOrganisers ? { over: overOf(own) } : {}),
    };
  });
}

const overOf = (places: readonly OwnPlace[]): NonNullable<RegistrationView['over']> =>
  places.flatMap(({ scope, key, overBecause }) =>
    overBecause === null || scope === 'seat' ? [] : [{ scope, key, because: overBecause }],
  );

/** The one of a single registration. */
export async function viewOf(
  manager: EntityManager,
  row: RegistrationEntity,
  present: Present,
  sight: { forOrganisers?: boolean } = {},
): Promise<RegistrationView> {
  const [view] = await viewsOf(manager, [row], present, sight);
  if (view === undefined) throw new Error('a registration has no view');
  return view;
}
