import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager, QueryDeepPartialEntity } from 'typeorm';
import type { BookingRequest } from '@kopa/contracts';
import {
  bookableModes,
  dayPlaceOf,
  sessionDate,
  type AttendanceMode,
  type CalendarDate,
  type PlaceMode,
} from '@kopa/domain';
import { TryAgain } from '../platform/database.js';
import { invalidInput } from '../platform/problem.js';
import { claimInvitation, peopleMore } from './invitations.js';
import { claimPlaces } from './claims.js';
import { cancelPlaces, letGo } from './giving-back.js';
import { isGivenUp, passOn } from './offers.js';
import { lockPlace } from './place-locks.js';
import { lockPools, poolNameText, type PoolName } from './pools.js';
import { PoolIds } from './pool-ids.js';
import { writePlaceMails } from './place-mails.js';
import type { Present } from './present.js';
import { closedNow, modesOf } from './registration-input.js';
import { ownPlaces, type OwnPlace } from './registration-view.js';
import { RegistrationEntity } from './registration.entity.js';
import { dateOfCode, datesOf, wantedBy } from './wanted-places.js';

/** The days of people, and the places that they take and leave with them. */
@Injectable()
export class AttendanceDays {
  constructor(@Inject(PoolIds) private readonly pools: PoolIds) {}

  /**
   * Writes a person's days, with other `facts` of theirs: gives back the places that the new days do not take, claims
   * those that they do, and moves bookings in hybrid sessions of a day that is online now. Problem 409 `invitation.full`.
   * @returns what was given back
   */
  async change(
    manager: EntityManager,
    before: RegistrationEntity,
    attendance: Record<CalendarDate, AttendanceMode>,
    present: Present,
    facts: QueryDeepPartialEntity<RegistrationEntity> = {},
  ): Promise<OwnPlace[]> {
    const { id, invitationId } = before;
    const invitedModes = invitationId === null ? [] : modesOf(attendance);
    if (invitationId !== null)
      await claimInvitation(manager, invitationId, peopleMore([before.invitedModes], [invitedModes]));
    const places = await ownPlaces(manager, [id]);
    const changed = datesOf(present.programme).filter((date) => attendance[date] !== before.attendance[date]);
    const { programme, coaches, at } = present;
    const isStill = ({ scope, key, mode }: OwnPlace): boolean => {
      if (scope === 'event') return modesOf(attendance).includes(mode);
      if (scope === 'day') return dayPlaceOf(attendance[key] ?? 'absent') === mode;
      // A seat ends with its booking.
      const date = dateOfCode(programme, key);
      if (date === null || !changed.includes(date)) return true;
      const day = attendance[date] ?? 'absent';
      return day !== 'absent' && (mode === 'online' || dayPlaceOf(day) === 'in-person');
    };
    const kept = places.filter(isStill);
    const left = places.filter((place) => !isStill(place));
    const has = (name: PoolName): boolean => kept.some((place) => poolNameText(place) === poolNameText(name));
    // Bookings in person of a day that is online now go on online where the session is hybrid.
    const moved = left.flatMap(({ scope, key }): BookingRequest[] => {
      const session = scope === 'session' ? programme.sessions.find(({ code }) => code === key) : undefined;
      const date = session === undefined ? null : sessionDate(programme, session);
      const isHybrid = session !== undefined && bookableModes(session.mode).length === 2;
      return isHybrid && date !== null && attendance[date] === 'online'
        ? [{ session: key, mode: 'online', seat: false }]
        : [];
    });
    const ids = new Map(kept.map((place) => [poolNameText(place), place.id]));
    const wanted = wantedBy(programme, attendance, moved, { coaches, ids }).filter((name) => !has(name));
    const claims = await this.pools.claims(manager, programme, wanted);
    const hanging = kept.filter(({ scope }) => scope === 'session');
    await lockPools(
      manager,
      [...claims, ...left, ...hanging].map(({ poolId }) => poolId),
    );
    await letGo(
      manager,
      hanging.map((place) => place.id),
      left,
      present,
    );
    await cancelPlaces(
      manager,
      left.map((place) => place.id),
      present,
    );
    await claimPlaces(manager, [{ registrationId: id, claims }], at);
    await writeRow(manager, before, { ...facts, attendance, invitedModes });
    return left;
  }

  /** The place of the day that a booking depends on; a day without one in person becomes `both`, if it is not in person. */
  async comeOn(
    manager: EntityManager,
    id: string,
    mode: PlaceMode,
    date: CalendarDate,
    present: Present,
  ): Promise<string | null> {
    const places = await ownPlaces(manager, [id]);
    const ofDay = (list: readonly OwnPlace[]): string | null =>
      list.find((place) => place.scope === 'day' && place.key === date && place.mode === mode)?.id ?? null;
    const held = ofDay(places);
    if (mode === 'online' || held !== null) return held;
    const registration = await manager.findOneByOrFail(RegistrationEntity, { id });
    const closed = closedNow(present.rules, mode, present.at, registration.invitationId !== null);
    if (closed !== null) throw invalidInput([closed]);
    const day = registration.attendance[date] ?? 'absent';
    const attendance = {
      ...registration.attendance,
      [date]: dayPlaceOf(day) === 'in-person' ? day : ('both' as const),
    };
    await this.change(manager, registration, attendance, present);
    return ofDay(await ownPlaces(manager, [id]));
  }

  /**
   * Leaves an offered place to who is next: declined, or expired when `ifExpired` (else it is left). Of a day, its owner
   * takes part in it as they did while they waited.
   * @returns false when it is offered no longer
   */
  async giveUp(
    manager: EntityManager,
    placeId: string,
    present: Present,
    { ifExpired }: { ifExpired: boolean },
  ): Promise<boolean> {
    const [day]: { date: CalendarDate; registrationId: string }[] = await manager.query(
      `SELECT p.key AS date, l.registration_id AS "registrationId" FROM places l JOIN place_pools p ON p.id = l.pool_id
        WHERE l.id = $1 AND p.scope = 'day'`,
      [placeId],
    );
    if (day === undefined) {
      const isPassed = await passOn(manager, placeId, present, { ifExpired });
      if (isPassed && ifExpired) await writePlaceMails(manager, [placeId], present.at, { why: 'expired' });
      return isPassed;
    }
    const place = await lockPlace(manager, placeId);
    if (!isGivenUp(place, present.at, ifExpired)) return false;
    const registration = await manager.findOneByOrFail(RegistrationEntity, { id: day.registrationId });
    const meanwhile = registration.meanwhile[day.date] ?? 'online';
    await this.change(manager, registration, { ...registration.attendance, [day.date]: meanwhile }, present);
    if (ifExpired) await writePlaceMails(manager, [placeId], present.at, { why: 'expired' });
    return true;
  }
}

/** Writes the row if it still is the one that was read; else the whole change is made anew. */
async function writeRow(
  manager: EntityManager,
  before: RegistrationEntity,
  next: QueryDeepPartialEntity<RegistrationEntity>,
): Promise<void> {
  const { affected } = await manager.update(
    RegistrationEntity,
    { id: before.id, version: before.version },
    { ...next, version: before.version + 1 },
  );
  if (affected === 0) throw new TryAgain();
}
