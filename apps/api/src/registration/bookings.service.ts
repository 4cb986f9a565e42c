import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Acceptance, Booking, BookingOrder, PassingOn, RegistrationView, SeatChoice } from '@kopa/contracts';
import { dayPlaceOf, minimumAge, sessionDate, type CalendarDate, type PlaceMode, type Programme } from '@kopa/domain';
import { transaction, TryAgain } from '../platform/database.js';
import { checkedKey, hashRequest, once } from '../platform/idempotency.js';
import { invalidInput, Problem } from '../platform/problem.js';
import { AttendanceDays } from './attendance-days.js';
import { bookPlace, claimPlaces, dayMode, telephoneMissing, type Claimed } from './claims.js';
import { cancelPlaces } from './giving-back.js';
import { handOver } from './hand-over.js';
import { acceptOffer } from './offers.js';
import { pinStatus } from './place-locks.js';
import { lockPools } from './pools.js';
import { queuePlaces } from './promotion.js';
import { writePlaceMails } from './place-mails.js';
import { PoolIds } from './pool-ids.js';
import { Presents, type Present } from './present.js';
import { bookable, closedNow, tooYoung } from './registration-input.js';
import { bookingsOf, colleaguesOf, ownPlaces, type OwnPlace } from './registration-view.js';
import { RegistrationEntity } from './registration.entity.js';
import { RegistrationsService, type Own } from './registrations.service.js';
import { Settling } from './settling.js';
import { dateOfCode, placeOf, type Wanted } from './wanted-places.js';

/** One's own bookings: made, given back, passed on, accepted or declined. */
@Injectable()
export class BookingsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(PoolIds) private readonly pools: PoolIds,
    @Inject(AttendanceDays) private readonly days: AttendanceDays,
    @Inject(RegistrationsService) private readonly registrations: RegistrationsService,
    @Inject(Settling) private readonly settling: Settling,
  ) {}

  /**
   * Claims a place in a session, and a seat in its coach. Problems: 404 `session.unknown`, `booking.unknown`; 409
   * `session.cancelled`, `session.over`, `booking.closed`, `place.held`, `day.mode`, `registration.cancelled`; 422
   * `mode.unknown`, `input.invalid` for who is too young, gives no telephone for the coach, or may not take part in that mode.
   */
  async book({ id, eventId }: Own, order: BookingOrder, idempotencyKey: string | undefined): Promise<Booking> {
    const present = await this.presents.of(eventId);
    const { programme, at } = present;
    const { session, mode } = order;
    const date = sessionDate(programme, bookable(present, order));
    await this.demandAge(id, order, programme);
    if (mode === 'online') await this.demandOpenOnline(id, order, date, present);
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
          const afterId = date === null ? null : await this.days.comeOn(manager, id, mode, date, present);
          if (hasSeat) await demandTelephone(manager, id);
          const isWaited = ({ id: of, status }: OwnPlace): boolean =>
            of === order.insteadOf && (status === 'waitlisted' || status === 'offered');
          if (order.insteadOf !== undefined && !(await ownPlaces(manager, [id])).some(isWaited)) throw unknownBooking();
          const [claim, ...others] = await this.pools.claims(manager, programme, [{ ...booking, afterId }, ...seat]);
          const first =
            claim === undefined
              ? []
              : [{ ...claim, ...(order.insteadOf === undefined ? {} : { fallbackOf: order.insteadOf }) }];
          const claims = [...first, ...others];
          return claimPlaces(manager, [{ registrationId: id, claims }], at);
        }),
      );
      this.settling.wake();
    }
    // Past the deadline a place may be free beside those who wait: for who has just come, and said that it is fine.
    if (mode === 'in-person' && claimed[0]?.status === 'waitlisted') this.settling.wake();
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
    // Given back it may be at any time.
    if (seat) bookable(present, { session: place.key, mode: place.mode });
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
    return this.registrations.read(own.id);
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
      // The place of the day that it is behind from now on stays until the commit, and with it its owner.
      if (day !== undefined && (await pinStatus(manager, day.id)) !== 'confirmed') throw new TryAgain();
      const given = await handOver(
        manager,
        place.id,
        { registrationId: other.id, afterId: day?.id ?? null },
        present.at,
      );
      if (given === null) throw new Problem(409, 'place.unconfirmed', 'Only a confirmed place can be passed on.');
      await writePlaceMails(manager, [given], present.at, { why: 'passed' });
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
    return this.registrations.read(own.id);
  }

  /**
   * Gives one booking up for another, or for the same session in another mode: both or neither. Nobody loses a place for
   * one that is full. Problems: those of `book`; 404 `booking.unknown`; 409 `swap.full` where one would have to wait.
   */
  async exchange(own: Own, from: string, to: { session: string; mode: PlaceMode }): Promise<void> {
    const present = await this.presents.of(own.eventId);
    const { programme, coaches } = present;
    const date = sessionDate(programme, bookable(present, to));
    await this.demandAge(own.id, to, programme);
    if (to.mode === 'online') await this.demandOpenOnline(own.id, to, date, present);
    await transaction(this.dataSource, async (manager) => {
      const places = await ownPlaces(manager, [own.id]);
      const given = places.find(({ scope, key }) => scope === 'session' && key === from);
      if (given === undefined) throw unknownBooking();
      const day = places.find(({ scope, key, mode }) => scope === 'day' && key === date && mode === to.mode);
      const { attendance, telephone } = await manager.findOneByOrFail(RegistrationEntity, { id: own.id });
      if (to.mode === 'in-person' && date !== null && day?.status !== 'confirmed')
        throw dayMode(date, attendance[date] ?? 'absent');
      const wanted: Wanted = {
        mode: to.mode,
        id: randomUUID(),
        scope: 'session',
        key: to.session,
        afterId: day?.id ?? null,
      };
      const hasSeat = to.mode === 'in-person' && coaches.has(to.session) && telephone !== '';
      const seat: Wanted[] = hasSeat ? [{ ...wanted, id: randomUUID(), scope: 'seat', afterId: wanted.id }] : [];
      const claims = await this.pools.claims(manager, programme, [wanted, ...seat]);
      const seats = places.filter(({ scope, key }) => scope === 'seat' && key === from);
      await lockPools(
        manager,
        [given, ...seats, ...claims].map(({ poolId }) => poolId),
      );
      if (day !== undefined && (await pinStatus(manager, day.id)) !== 'confirmed') throw new TryAgain();
      await cancelPlaces(manager, [given.id], present);
      const [claimed] = await claimPlaces(manager, [{ registrationId: own.id, claims }], present.at);
      if (claimed?.status !== 'confirmed')
        throw new Problem(409, 'swap.full', `"${to.session}" is full: you would have to wait, and kept what you have.`);
    });
    this.settling.wake();
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
      const afterId = await this.days.comeOn(manager, own.id, place.mode, date, present);
      const isTaken = await acceptOffer(manager, placeId, present.at, afterId);
      // If it has to wait for its day, the place goes to somebody else meanwhile.
      if (isTaken) await queuePlaces(manager, place.poolId, present);
      return isTaken;
    });
    if (!accepted) throw offerGone();
    this.settling.wake();
    return this.registrations.read(own.id);
  }

  /** Leaves what was offered to who is next. 404 `booking.unknown`, 409 `offer.gone`. */
  async decline(own: Own, placeId: string): Promise<RegistrationView> {
    await this.ownPlace(own, placeId);
    const present = await this.presents.of(own.eventId);
    const passed = await transaction(this.dataSource, (manager) =>
      this.days.giveUp(manager, placeId, present, { ifExpired: false }),
    );
    if (!passed) throw offerGone();
    this.settling.wake();
    return this.registrations.read(own.id);
  }

  /** Of sessions from an age on. */
  private async demandAge(
    id: string,
    order: Pick<BookingOrder, 'session' | 'mode'>,
    programme: Programme,
  ): Promise<void> {
    if (minimumAge(programme, order) === null) return;
    const { bornOn } = await this.dataSource.manager.findOneByOrFail(RegistrationEntity, { id });
    const young = tooYoung(programme, order, bornOn, 'session');
    if (young !== null) throw invalidInput([young]);
  }

  /** Of those whose day is not online; in person their day is asked for. What is offered to who waits is open to them. */
  private async demandOpenOnline(
    id: string,
    { session, insteadOf }: Pick<BookingOrder, 'session' | 'insteadOf'>,
    date: CalendarDate | null,
    { rules, at }: Present,
  ): Promise<void> {
    if (closedNow(rules, 'online', at, false) === null) return;
    const isFallback = Object.values(rules.sessions).some(
      ({ fallback }) => fallback?.session === session && fallback.mode === 'online',
    );
    if (insteadOf !== undefined && isFallback) return;
    const { attendance, invitationId } = await this.dataSource.manager.findOneByOrFail(RegistrationEntity, { id });
    const closed = closedNow(rules, 'online', at, invitationId !== null);
    if (closed !== null && (date === null || attendance[date] !== 'online')) throw invalidInput([closed]);
  }

  private async ownPlace({ id }: Own, placeId: string): Promise<OwnPlace> {
    const places = await ownPlaces(this.dataSource.manager, [id]);
    const place = places.find((one) => one.id === placeId);
    if (place === undefined) throw unknownBooking();
    return place;
  }
}

const unknownBooking = (): Problem => new Problem(404, 'booking.unknown', 'You have no such booking.');
const offerGone = (): Problem => new Problem(409, 'offer.gone', 'This place is not offered to you (any more).');

/** Problem 422 `input.invalid`: a coach's guide calls who is missing. */
async function demandTelephone(manager: EntityManager, id: string): Promise<void> {
  const { telephone } = await manager.findOneByOrFail(RegistrationEntity, { id });
  if (telephone === '') throw invalidInput([telephoneMissing]);
}
