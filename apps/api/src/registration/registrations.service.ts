import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type QueryDeepPartialEntity } from 'typeorm';
import type { Booking, BookingOrder, RegistrationPatch, RegistrationRules, RegistrationView } from '@kopa/contracts';
import {
  bookableModes,
  dayOf,
  dayPlaceOf,
  sessionDate,
  type AttendanceMode,
  type CalendarDate,
  type PlaceMode,
  type Programme,
} from '@kopa/domain';
import { Clock } from '../platform/clock.js';
import { transaction, TryAgain } from '../platform/database.js';
import { checkedKey, hashRequest, once } from '../platform/idempotency.js';
import { invalidInput, Problem, type InputError } from '../platform/problem.js';
import { PublishedProgrammes } from '../programme/published-programmes.js';
import {
  acceptOffer,
  bookPlace,
  cancelPlaces,
  claimPlaces,
  lockPools,
  passOn,
  poolNameText,
  type PoolName,
  type Present,
} from './places.js';
import { PoolIds } from './pool-ids.js';
import { RegistrationEntity } from './registration.entity.js';
import { bookable, closedNow, modesOf, personErrors, type PersonInput } from './registration-input.js';
import { readRules } from './registration-rules.js';
import { cancelRegistration } from './registration-state.js';
import { bookingOf, ownPlaces, viewOf, type OwnPlace } from './registration-view.js';
import { Settling } from './settling.js';
import { dateOfCode, datesOf, placeOf, wantedBy, type Wanted } from './wanted-places.js';

/** Whose registration it is, as the credential says. */
export interface Own {
  id: string;
  eventId: string;
}

/** What is one's own once one is registered: days, bookings, offers, data. */
@Injectable()
export class RegistrationsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(PoolIds) private readonly pools: PoolIds,
    @Inject(Settling) private readonly settling: Settling,
  ) {}

  /** The registration as its owner sees it. */
  async read(registrationId: string): Promise<RegistrationView> {
    const { manager } = this.dataSource;
    const row = await manager.findOneByOrFail(RegistrationEntity, { id: registrationId });
    const { programme } = await this.present(row.eventId);
    return viewOf(row, datesOf(programme), await ownPlaces(manager, [registrationId]));
  }

  /** All that is kept of a person: the registration, and every place that they ever had or waited for, in order. */
  async ownData(registrationId: string): Promise<object> {
    const { manager } = this.dataSource;
    const { createdAt, confirmedAt } = await manager.findOneByOrFail(RegistrationEntity, { id: registrationId });
    const history: object[] = await manager.query(
      `SELECT r.seq, r.at, r.type, r.body->'place' AS place FROM registrations g
         JOIN stream_heads h ON h.event_id = g.event_id AND h.name = 'me:' || g.code
         JOIN stream_rows r ON r.stream_id = h.id WHERE g.id = $1 ORDER BY r.seq`,
      [registrationId],
    );
    return { registration: await this.read(registrationId), createdAt, confirmedAt, history };
  }

  /**
   * Changes a person's facts, days and answers. Leaving a mode gives back its places and, in hybrid sessions, moves the
   * bookings of that day to the other one. Problems: 409 `day.past`, `registration.cancelled`; 412 `registration.late`
   * with what it is now, when `version` is not its own; 422 `input.invalid`.
   * @param correct what organisers write down in the same transaction; they alone change days that are over
   */
  async patch(
    { id, eventId }: Own,
    patch: RegistrationPatch,
    version: number,
    correct?: (manager: EntityManager, before: RegistrationEntity) => Promise<void>,
  ): Promise<RegistrationView> {
    const present = await this.present(eventId);
    const { programme, at } = present;
    await transaction(this.dataSource, async (manager) => {
      const before = await manager.findOneByOrFail(RegistrationEntity, { id });
      const places = await ownPlaces(manager, [id]);
      if (before.status === 'cancelled')
        throw new Problem(409, 'registration.cancelled', 'This registration was cancelled.');
      if (before.version !== version) {
        throw new Problem(412, 'registration.late', `It is at version ${before.version}: look at what it is now.`, {
          current: viewOf(before, datesOf(programme), places),
        });
      }
      const { attendance: days = {}, answers: given = {}, ...facts } = patch;
      const attendance = { ...before.attendance, ...days };
      const changed = datesOf(programme).filter((date) => attendance[date] !== before.attendance[date]);
      const today = dayOf(at.toISOString(), programme.event.zone, programme.event.dayChangeHour);
      const past = changed.find((date) => date < today);
      if (past !== undefined && correct === undefined)
        throw new Problem(409, 'day.past', `${past} is over: only the organisers correct it.`);
      const answers = { ...before.answers, ...given };
      const bookings = places.flatMap(({ scope, key, mode }) => (scope === 'session' ? [{ session: key, mode }] : []));
      const rules = await readRules(manager, eventId);
      const errors = patchErrors(programme, rules, patch, { attendance, answers, bookings }, at);
      if (errors.length > 0) throw invalidInput(errors);
      await this.changeDays(manager, { id, places, attendance, changed }, present);
      await this.writeRow(manager, before, { ...defined(facts), attendance, answers });
      await correct?.(manager, before);
    });
    this.settling.wake();
    return this.read(id);
  }

  /** Cancels the registration and gives back all its places; doing so again changes nothing. */
  async cancel({ id, eventId }: Own): Promise<void> {
    const present = await this.present(eventId);
    await transaction(this.dataSource, (manager) => cancelRegistration(manager, id, present));
    this.settling.wake();
  }

  /**
   * Claims a place in a session. Problems: 404 `session.unknown`; 409 `session.cancelled`, `session.over`, `place.held`,
   * `day.mode`, `registration.cancelled`; 422 `mode.unknown`, `input.invalid` when coming in person is not open.
   */
  async book({ id, eventId }: Own, order: BookingOrder, idempotencyKey: string | undefined): Promise<Booking> {
    const present = await this.present(eventId);
    const { programme, at } = present;
    const { session, mode } = order;
    const date = sessionDate(programme, bookable(programme, order, at));
    const wanted: Wanted = { id: randomUUID(), scope: 'session', key: session, mode, afterId: null };
    const scope = `book ${id}`;
    if (!order.comeInPerson) {
      const [claim] = await this.pools.claims(this.dataSource.manager, programme, [wanted]);
      const poolId = claim?.poolId ?? '';
      const key = checkedKey(idempotencyKey);
      const hash = hashRequest(order);
      const claimed = await bookPlace(
        this.dataSource,
        { registrationId: id, poolId, mode, date, scope, key, hash },
        at,
      );
      return bookingOf(placeOf({ ...wanted, id: claimed.id }, claimed));
    }
    const booking = await transaction(this.dataSource, (manager) =>
      once(manager, { scope, key: idempotencyKey, request: order, at }, async (): Promise<Booking> => {
        const afterId = date === null ? null : await this.comeOn(manager, id, mode, date, present);
        const claims = await this.pools.claims(manager, programme, [{ ...wanted, afterId }]);
        const [claimed] = await claimPlaces(manager, [{ registrationId: id, claims }], at);
        return bookingOf(placeOf(wanted, claimed));
      }),
    );
    this.settling.wake();
    return booking;
  }

  /** Gives a booking back; the next who waits is promoted in the same transaction. 404 `booking.unknown`. */
  async unbook(own: Own, placeId: string): Promise<void> {
    const place = await this.ownPlace(own, placeId);
    // The place of a day goes with the day's mode.
    if (place.scope !== 'session') throw unknownBooking();
    const present = await this.present(own.eventId);
    await transaction(this.dataSource, (manager) => cancelPlaces(manager, [placeId], present));
    this.settling.wake();
  }

  /** Takes what was offered, in a session or of a day. 404 `booking.unknown`, 409 `offer.gone`. */
  async accept(own: Own, placeId: string): Promise<RegistrationView> {
    await this.ownPlace(own, placeId);
    const accepted = await transaction(this.dataSource, (manager) => acceptOffer(manager, placeId, this.clock.now()));
    if (!accepted) throw offerGone();
    this.settling.wake();
    return this.read(own.id);
  }

  /** Leaves what was offered to who is next. 404 `booking.unknown`, 409 `offer.gone`. */
  async decline(own: Own, placeId: string): Promise<RegistrationView> {
    await this.ownPlace(own, placeId);
    const present = await this.present(own.eventId);
    const passed = await transaction(this.dataSource, (manager) =>
      passOn(manager, placeId, present, { ifExpired: false }),
    );
    if (!passed) throw offerGone();
    this.settling.wake();
    return this.read(own.id);
  }

  /** The present and the programme that counts. 409 `event.unpublished`. */
  async present(eventId: string): Promise<Present> {
    const published = await this.published.current(eventId);
    if (published === null) throw new Problem(409, 'event.unpublished', 'Registration opens with the first release.');
    return { at: this.clock.now(), programme: published.programme };
  }

  private async ownPlace({ id }: Own, placeId: string): Promise<OwnPlace> {
    const places = await ownPlaces(this.dataSource.manager, [id]);
    const place = places.find((one) => one.id === placeId);
    if (place === undefined) throw unknownBooking();
    return place;
  }

  /** The place of the day that a booking depends on; a day without one in person becomes `both`, if it is not in person. */
  private async comeOn(
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
    const closed = closedNow(await readRules(manager, registration.eventId), mode, present.at);
    if (closed !== null) throw invalidInput([closed]);
    const day = registration.attendance[date] ?? 'absent';
    const attendance = {
      ...registration.attendance,
      [date]: dayPlaceOf(day) === 'in-person' ? day : ('both' as const),
    };
    await this.changeDays(manager, { id, places, attendance, changed: [date] }, present);
    await this.writeRow(manager, registration, { attendance });
    return ofDay(await ownPlaces(manager, [id]));
  }

  /** Gives back the places that the new days do not take, claims those that they do. */
  private async changeDays(
    manager: EntityManager,
    change: {
      id: string;
      places: readonly OwnPlace[];
      attendance: Record<CalendarDate, AttendanceMode>;
      changed: readonly CalendarDate[];
    },
    present: Present,
  ): Promise<void> {
    const { id, places, attendance, changed } = change;
    const { programme, at } = present;
    const isStill = ({ scope, key, mode }: OwnPlace): boolean => {
      if (scope === 'event') return modesOf(attendance).includes(mode);
      if (scope === 'day') return dayPlaceOf(attendance[key] ?? 'absent') === mode;
      const date = dateOfCode(programme, key);
      if (date === null || !changed.includes(date)) return true;
      const day = attendance[date] ?? 'absent';
      return day !== 'absent' && (mode === 'online' || dayPlaceOf(day) === 'in-person');
    };
    const kept = places.filter(isStill);
    const left = places.filter((place) => !isStill(place));
    const has = (name: PoolName): boolean => kept.some((place) => poolNameText(place) === poolNameText(name));
    // Bookings in person of a day that is online now go on online where the session is hybrid.
    const moved = left.flatMap(({ scope, key }): { session: string; mode: PlaceMode }[] => {
      const session = scope === 'session' ? programme.sessions.find(({ code }) => code === key) : undefined;
      const date = session === undefined ? null : sessionDate(programme, session);
      const isHybrid = session !== undefined && bookableModes(session.mode).length === 2;
      return isHybrid && date !== null && attendance[date] === 'online' ? [{ session: key, mode: 'online' }] : [];
    });
    const ids = new Map(kept.map((place) => [poolNameText(place), place.id]));
    const wanted = wantedBy(programme, attendance, moved, ids).filter((name) => !has(name));
    const claims = await this.pools.claims(manager, programme, wanted);
    await lockPools(
      manager,
      [...claims, ...left].map(({ poolId }) => poolId),
    );
    // What stays no longer hangs on the place of the day that is given back.
    await manager.query('UPDATE places SET after_id = NULL WHERE id = ANY($1) AND after_id = ANY($2) AND is_eligible', [
      kept.map((place) => place.id),
      left.map((place) => place.id),
    ]);
    await cancelPlaces(
      manager,
      left.map((place) => place.id),
      present,
    );
    await claimPlaces(manager, [{ registrationId: id, claims }], at);
  }

  /** Writes the row if it still is the one that was read; else the whole change is made anew. */
  private async writeRow(
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
}

const unknownBooking = (): Problem => new Problem(404, 'booking.unknown', 'You have no such booking.');
const offerGone = (): Problem => new Problem(409, 'offer.gone', 'This place is not offered to you (any more).');

/** A patch that says nothing of the days or answers does not fail by what they were before. */
function patchErrors(
  programme: Programme,
  rules: RegistrationRules,
  patch: RegistrationPatch,
  { attendance, answers, bookings }: Pick<PersonInput, 'attendance' | 'answers' | 'bookings'>,
  at: Date,
): InputError[] {
  const errors = personErrors(programme, rules, { attendance, answers, bookings, consents: [] }, at);
  return errors.filter(
    ({ path }) =>
      (patch.attendance !== undefined && path.startsWith('attendance')) ||
      (patch.answers !== undefined && path.startsWith('answers')),
  );
}

/** Without the keys that are undefined. */
function defined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
