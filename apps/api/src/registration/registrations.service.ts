import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type QueryDeepPartialEntity } from 'typeorm';
import type {
  Acceptance,
  Booking,
  BookingOrder,
  BookingRequest,
  Consent,
  Erasure,
  PassingOn,
  RegistrationPatch,
  RegistrationView,
  SeatChoice,
} from '@kopa/contracts';
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
import { StreamService } from '../live/stream.service.js';
import { transaction, TryAgain } from '../platform/database.js';
import { checkedKey, hashRequest, once } from '../platform/idempotency.js';
import { invalidInput, Problem, type InputError } from '../platform/problem.js';
import {
  acceptOffer,
  bookPlace,
  cancelPlaces,
  claimPlaces,
  dayMode,
  handOver,
  letGo,
  lockPools,
  offerAtShortNotice,
  passOn,
  poolNameText,
  queuePlaces,
  telephoneMissing,
  whoIsPromoted,
  type Claimed,
  type PoolName,
} from './places.js';
import { claimFiles } from './answer-files.js';
import { erasePerson } from './erasure.js';
import { claimInvitation, peopleMore } from './invitations.js';
import { Presents, type Present } from './present.js';
import { PoolIds } from './pool-ids.js';
import { RegistrationEntity } from './registration.entity.js';
import { bookable, closedNow, modesOf, personErrors, tooYoung, type PersonInput } from './registration-input.js';
import { cancelRegistration } from './registration-state.js';
import { bookingsOf, colleaguesOf, ownPlaces, viewOf, type OwnPlace } from './registration-view.js';
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
    @Inject(Presents) private readonly presents: Presents,
    @Inject(PoolIds) private readonly pools: PoolIds,
    @Inject(StreamService) private readonly streams: StreamService,
    @Inject(Settling) private readonly settling: Settling,
  ) {}

  /** The registration as its owner sees it. */
  async read(registrationId: string): Promise<RegistrationView> {
    const { manager } = this.dataSource;
    const row = await manager.findOneByOrFail(RegistrationEntity, { id: registrationId });
    const present = await this.presents.of(row.eventId);
    const group = await colleaguesOf(manager, [registrationId]);
    return viewOf(row, present, await ownPlaces(manager, [registrationId]), group.get(registrationId) ?? []);
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
    const present = await this.presents.of(eventId);
    const { programme, at } = present;
    await transaction(this.dataSource, async (manager) => {
      const before = await manager.findOneByOrFail(RegistrationEntity, { id });
      const places = await ownPlaces(manager, [id]);
      if (before.status === 'cancelled')
        throw new Problem(409, 'registration.cancelled', 'This registration was cancelled.');
      if (before.version !== version) {
        throw new Problem(412, 'registration.late', `It is at version ${before.version}: look at what it is now.`, {
          current: viewOf(before, present, places, (await colleaguesOf(manager, [id])).get(id) ?? []),
        });
      }
      const { attendance: days = {}, answers: given = {}, consents: agreed, ...facts } = patch;
      const attendance = { ...before.attendance, ...days };
      const changed = datesOf(programme).filter((date) => attendance[date] !== before.attendance[date]);
      const today = dayOf(at.toISOString(), programme.event.zone, programme.event.dayChangeHour);
      const past = changed.find((date) => date < today);
      if (past !== undefined && correct === undefined)
        throw new Problem(409, 'day.past', `${past} is over: only the organisers correct it.`);
      const answers = withoutNulls({ ...before.answers, ...given });
      const consents = agreed === undefined ? before.consents : agreedTo(agreed, before.consents, at);
      const bookings = places.flatMap(({ scope, key: session, mode }) => {
        const seat = places.some((place) => place.scope === 'seat' && place.key === session);
        return scope === 'session' ? [{ session, mode, seat }] : [];
      });
      const { telephone, bornOn, guardian } = before;
      const person = { telephone, bornOn, guardian, ...defined(facts), attendance, answers, bookings, consents };
      const isFree = correct !== undefined || before.invitationId !== null;
      const errors = patchErrors(present, patch, person, isFree);
      if (errors.length > 0) throw invalidInput(errors);
      const invitedModes = before.invitationId === null ? [] : modesOf(attendance);
      if (before.invitationId !== null)
        await claimInvitation(manager, before.invitationId, peopleMore([before.invitedModes], [invitedModes]));
      await claimFiles(manager, eventId, id, present.rules.questions, withoutNulls(given));
      const left = await this.changeDays(manager, { id, places, attendance, changed }, present);
      await this.writeRow(manager, before, { ...defined(facts), attendance, answers, consents, invitedModes });
      if (patch.shortNotice === true)
        await offerAtShortNotice(
          manager,
          (await ownPlaces(manager, [id])).filter(({ status }) => status === 'waitlisted'),
          present,
        );
      await correct?.(manager, before);
      if (correct === undefined) await this.tellGuides(manager, before, left, present);
    });
    this.settling.wake();
    return this.read(id);
  }

  /**
   * Erases the person, and cancels their registration where the event is still ahead.
   * @returns what has to be kept nevertheless
   */
  async erase({ id, eventId }: Own): Promise<Erasure> {
    const present = await this.presents.of(eventId);
    const { zone, dayChangeHour, lastDay } = present.programme.event;
    const today = dayOf(present.at.toISOString(), zone, dayChangeHour);
    const erased = await transaction(this.dataSource, async (manager) => {
      if (today <= lastDay) await cancelRegistration(manager, id, present);
      return erasePerson(manager, id, present.rules, { at: present.at, today });
    });
    this.settling.wake();
    return erased;
  }

  /** Cancels the registration and gives back all its places; doing so again changes nothing. */
  async cancel({ id, eventId }: Own): Promise<void> {
    const present = await this.presents.of(eventId);
    await transaction(this.dataSource, (manager) => cancelRegistration(manager, id, present));
    this.settling.wake();
  }

  /**
   * Claims a place in a session, and a seat in its coach. Problems: 404 `session.unknown`, `booking.unknown`; 409
   * `session.cancelled`, `session.over`, `booking.closed`, `place.held`, `day.mode`, `registration.cancelled`; 422
   * `mode.unknown`, `input.invalid` for who is too young, gives no telephone for the coach, or may not come in person.
   */
  async book({ id, eventId }: Own, order: BookingOrder, idempotencyKey: string | undefined): Promise<Booking> {
    const present = await this.presents.of(eventId);
    const { programme, at } = present;
    const { session, mode } = order;
    const date = sessionDate(programme, bookable(present, order));
    await this.demandAge(id, order, programme);
    const booking: Wanted = { id: randomUUID(), scope: 'session', key: session, mode, afterId: null };
    const hasSeat = order.seat && mode === 'in-person' && present.coaches.has(session);
    const seat: Wanted[] = hasSeat ? [{ ...booking, id: randomUUID(), scope: 'seat', afterId: booking.id }] : [];
    const scope = `book ${id}`;
    let claimed: Claimed[];
    if (!order.comeInPerson) {
      const [claim, seatClaim] = await this.pools.claims(this.dataSource.manager, programme, [booking, ...seat]);
      claimed = await bookPlace(
        this.dataSource,
        {
          registrationId: id,
          poolId: claim?.poolId ?? '',
          seatPoolId: seatClaim?.poolId ?? null,
          insteadOf: order.insteadOf ?? null,
          mode,
          date,
          scope,
          key: checkedKey(idempotencyKey),
          hash: hashRequest(order),
        },
        at,
      );
    } else {
      claimed = await transaction(this.dataSource, (manager) =>
        once(manager, { scope, key: idempotencyKey, request: order, at }, async (): Promise<Claimed[]> => {
          const afterId = date === null ? null : await this.comeOn(manager, id, mode, date, present);
          if (hasSeat) await demandTelephone(manager, id);
          const isWaited = ({ id: of, status }: OwnPlace): boolean =>
            of === order.insteadOf && (status === 'waitlisted' || status === 'offered');
          if (order.insteadOf !== undefined && !(await ownPlaces(manager, [id])).some(isWaited)) throw unknownBooking();
          const [claim, ...others] = await this.pools.claims(manager, programme, [{ ...booking, afterId }, ...seat]);
          const first = claim === undefined ? [] : [{ ...claim, ...defined({ fallbackOf: order.insteadOf }) }];
          const claims = [...first, ...others];
          return claimPlaces(manager, [{ registrationId: id, claims }], at);
        }),
      );
      this.settling.wake();
    }
    await this.offerWhatIsFree(id, booking, claimed, present);
    const places = [booking, ...seat].map((wanted, index) =>
      placeOf({ ...wanted, id: claimed[index]?.id ?? wanted.id }, claimed[index]),
    );
    const [made] = bookingsOf(places, present);
    if (made === undefined) throw new Error('a booking was made but not found');
    return order.insteadOf === undefined ? made : { ...made, insteadOf: order.insteadOf };
  }

  /** Takes a seat in the coach of a booking, or gives it back. 404 `booking.unknown`, `seat.none`; 422 without a telephone. */
  async chooseSeat(own: Own, placeId: string, { seat }: SeatChoice): Promise<RegistrationView> {
    const place = await this.ownPlace(own, placeId);
    const present = await this.presents.of(own.eventId);
    if (place.scope !== 'session' || place.mode !== 'in-person') throw unknownBooking();
    if (!present.coaches.has(place.key)) throw new Problem(404, 'seat.none', `No coach goes to "${place.key}".`);
    bookable(present, { session: place.key, mode: place.mode });
    await transaction(this.dataSource, async (manager) => {
      const held = (await ownPlaces(manager, [own.id])).filter(
        ({ scope, key }) => scope === 'seat' && key === place.key,
      );
      if (!seat) {
        await cancelPlaces(
          manager,
          held.map(({ id }) => id),
          present,
        );
      } else if (held.length === 0) {
        await demandTelephone(manager, own.id);
        const wanted: Wanted = { id: randomUUID(), scope: 'seat', key: place.key, mode: place.mode, afterId: place.id };
        const claims = await this.pools.claims(manager, present.programme, [wanted]);
        await claimPlaces(manager, [{ registrationId: own.id, claims }], present.at);
      }
    });
    this.settling.wake();
    return this.read(own.id);
  }

  /**
   * Passes a confirmed booking on to a colleague whom the same contact registered, with its seat in the coach. Problems:
   * 404 `booking.unknown`, `colleague.unknown`; 409 `booking.closed`, `place.held`, `place.unconfirmed`,
   * `colleague.day` when the colleague is not there on that day; 422 `input.invalid` when too young.
   */
  async passOn(own: Own, placeId: string, { to }: PassingOn): Promise<RegistrationView> {
    const place = await this.ownPlace(own, placeId);
    if (place.scope !== 'session') throw unknownBooking();
    const present = await this.presents.of(own.eventId);
    const { mode, key: session } = place;
    const date = sessionDate(present.programme, bookable(present, { session, mode }));
    await transaction(this.dataSource, async (manager) => {
      const colleague = (await colleaguesOf(manager, [own.id])).get(own.id)?.find(({ code }) => code === to);
      const other =
        colleague && (await manager.findOneBy(RegistrationEntity, { eventId: own.eventId, code: colleague.code }));
      if (!other) throw new Problem(404, 'colleague.unknown', `Nobody with the code ${to} was registered with you.`);
      const young = tooYoung(present.programme, { session, mode }, other.bornOn, 'to');
      if (young !== null) throw invalidInput([{ ...young, path: 'to' }]);
      const places = await ownPlaces(manager, [own.id, other.id]);
      const day = places.find(
        ({ registrationId, ...name }) =>
          registrationId === other.id && name.scope === 'day' && name.key === date && name.mode === mode,
      );
      if (date !== null && day?.status !== 'confirmed') {
        throw new Problem(409, 'colleague.day', `${other.name} has no place ${mode} on ${date}.`, { date, mode });
      }
      const seat = places.find(
        ({ registrationId, ...name }) =>
          registrationId === own.id && name.scope === 'seat' && name.key === session && name.status === 'confirmed',
      );
      await lockPools(manager, [place.poolId, ...(seat === undefined ? [] : [seat.poolId])]);
      const given = await handOver(
        manager,
        place.id,
        { registrationId: other.id, afterId: day?.id ?? null },
        present.at,
      );
      if (given === null) throw new Problem(409, 'place.unconfirmed', 'Only a confirmed place can be passed on.');
      if (seat !== undefined && other.telephone !== '')
        await handOver(manager, seat.id, { registrationId: other.id, afterId: given }, present.at);
      // A seat that was waited for, or that the other cannot have, ends with the booking.
      const rest = await ownPlaces(manager, [own.id]);
      await cancelPlaces(
        manager,
        rest.filter(({ scope, key }) => scope === 'seat' && key === session).map(({ id }) => id),
        present,
      );
    });
    this.settling.wake();
    return this.read(own.id);
  }

  /** Gives a booking back; the next who waits is promoted in the same transaction. 404 `booking.unknown`. */
  async unbook(own: Own, placeId: string): Promise<void> {
    const place = await this.ownPlace(own, placeId);
    // The place of a day goes with the day's mode.
    if (place.scope !== 'session') throw unknownBooking();
    const present = await this.presents.of(own.eventId);
    await transaction(this.dataSource, (manager) => cancelPlaces(manager, [placeId], present));
    this.settling.wake();
  }

  /**
   * Takes what was offered, in a session or of a day. What was moved from online to in person asks to come in person.
   * Problems: 404 `booking.unknown`; 409 `offer.gone`, `day.mode`.
   */
  async accept(own: Own, placeId: string, { comeInPerson }: Acceptance): Promise<RegistrationView> {
    const place = await this.ownPlace(own, placeId);
    const present = await this.presents.of(own.eventId);
    const date = place.offeredFor === 'mode' ? dateOfCode(present.programme, place.key) : null;
    const accepted = await transaction(this.dataSource, async (manager) => {
      if (date === null) return acceptOffer(manager, placeId, present.at);
      if (!comeInPerson) {
        const { attendance } = await manager.findOneByOrFail(RegistrationEntity, { id: own.id });
        const day = attendance[date] ?? 'absent';
        if (dayPlaceOf(day) !== 'in-person') throw dayMode(date, day);
      }
      const afterId = await this.comeOn(manager, own.id, place.mode, date, present);
      const isTaken = await acceptOffer(manager, placeId, present.at, afterId);
      // If it has to wait for its day, the place goes to somebody else meanwhile.
      if (isTaken) await queuePlaces(manager, place.poolId, present);
      return isTaken;
    });
    if (!accepted) throw offerGone();
    this.settling.wake();
    return this.read(own.id);
  }

  /** Leaves what was offered to who is next. 404 `booking.unknown`, 409 `offer.gone`. */
  async decline(own: Own, placeId: string): Promise<RegistrationView> {
    await this.ownPlace(own, placeId);
    const present = await this.presents.of(own.eventId);
    const passed = await transaction(this.dataSource, (manager) =>
      passOn(manager, placeId, present, { ifExpired: false }),
    );
    if (!passed) throw offerGone();
    this.settling.wake();
    return this.read(own.id);
  }

  /** Whoever leads people somewhere today does not wait for who has just said that they will not come. */
  private async tellGuides(
    manager: EntityManager,
    { eventId, code, name }: RegistrationEntity,
    left: readonly OwnPlace[],
    { programme, at }: Present,
  ): Promise<void> {
    const today = dayOf(at.toISOString(), programme.event.zone, programme.event.dayChangeHour);
    const missing = left.filter(
      ({ scope, key, mode, status }) =>
        scope === 'session' && mode === 'in-person' && status === 'confirmed' && dateOfCode(programme, key) === today,
    );
    if (missing.length === 0) return;
    const rows = missing.map(({ key }) => ({
      type: 'booking.freed',
      body: { session: key, registration: { code, name } },
    }));
    await this.streams.append(manager, eventId, 'organisers', rows, at);
  }

  /** Of sessions from an age on. */
  private async demandAge(id: string, order: BookingOrder, programme: Programme): Promise<void> {
    const isFromAnAge = programme.sessions.some(({ code, addOn }) => code === order.session && addOn?.minimumAge);
    if (!isFromAnAge) return;
    const { bornOn } = await this.dataSource.manager.findOneByOrFail(RegistrationEntity, { id });
    const young = tooYoung(programme, order, bornOn, 'session');
    if (young !== null) throw invalidInput([young]);
  }

  /** Past the deadline a place may be free beside those who wait: for who has just come, and said that it is fine. */
  private async offerWhatIsFree(
    id: string,
    wanted: Wanted,
    claimed: readonly Claimed[],
    present: Present,
  ): Promise<void> {
    if (claimed[0]?.status !== 'waitlisted' || whoIsPromoted({ ...wanted, isAside: false }, present) !== 'short notice')
      return;
    await transaction(this.dataSource, async (manager) => {
      const { shortNotice } = await manager.findOneByOrFail(RegistrationEntity, { id });
      const waiting = (await ownPlaces(manager, [id])).filter(({ status }) => status === 'waitlisted');
      if (shortNotice) await offerAtShortNotice(manager, waiting, present);
    });
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
    const closed = closedNow(present.rules, mode, present.at, registration.invitationId !== null);
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

  /**
   * Gives back the places that the new days do not take, claims those that they do.
   * @returns what was given back
   */
  private async changeDays(
    manager: EntityManager,
    change: {
      id: string;
      places: readonly OwnPlace[];
      attendance: Record<CalendarDate, AttendanceMode>;
      changed: readonly CalendarDate[];
    },
    present: Present,
  ): Promise<OwnPlace[]> {
    const { id, places, attendance, changed } = change;
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
    await letGo(manager, hanging, left, present);
    await cancelPlaces(
      manager,
      left.map((place) => place.id),
      present,
    );
    await claimPlaces(manager, [{ registrationId: id, claims }], at);
    return left;
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

/** A patch does not fail by what it says nothing of. */
function patchErrors(
  present: Present,
  patch: RegistrationPatch,
  person: PersonInput,
  isInvited: boolean,
): InputError[] {
  const isTouched = ({ path, code }: InputError): boolean => {
    if (patch.bornOn !== undefined && (path === 'guardian' || code === 'age.tooYoung')) return true;
    const field = /^\w+/.exec(path)?.[0] ?? path;
    return Object.hasOwn(patch, field === 'invitation' ? 'attendance' : field);
  };
  return personErrors(present, person, isInvited)
    .filter(isTouched)
    .map((error) => (error.code === 'age.tooYoung' ? { ...error, path: 'bornOn' } : error));
}

/** What is agreed to from now on; of what was agreed to before it stays known when. */
function agreedTo(agreed: readonly Omit<Consent, 'at'>[], before: readonly Consent[], at: Date): Consent[] {
  return agreed.map(
    ({ purpose, version }) =>
      before.find((consent) => consent.purpose === purpose && consent.version === version) ?? {
        purpose,
        version,
        at: at.toISOString(),
      },
  );
}

/** Problem 422 `input.invalid`: a coach's guide calls who is missing. */
async function demandTelephone(manager: EntityManager, id: string): Promise<void> {
  const { telephone } = await manager.findOneByOrFail(RegistrationEntity, { id });
  if (telephone === '') throw invalidInput([telephoneMissing]);
}

function withoutNulls<T>(entries: Record<string, T | null>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).filter((entry): entry is [string, T] => entry[1] !== null));
}

/** Without the keys that are undefined. */
function defined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
