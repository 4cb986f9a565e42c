import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { PromotionOrder, RegistrationView } from '@kopa/contracts';
import { audit } from '../platform/audit.js';
import { transaction } from '../platform/database.js';
import { invalidInput, Problem } from '../platform/problem.js';
import { AttendanceDays } from './attendance-days.js';
import { cancelPlaces } from './giving-back.js';
import { giveByHand, takeBack, withdraw } from './out-of-turn.js';
import { lockPlace } from './place-locks.js';
import { writePlaceMails } from './place-mails.js';
import { poolNameText, type PoolName } from './pools.js';
import { Presents, type Present } from './present.js';
import { RegistrationEntity } from './registration.entity.js';
import { RegistrationsService } from './registrations.service.js';
import { Settling } from './settling.js';

/** Whose place, and who acts on their behalf. */
export interface PlaceOf {
  eventId: string;
  code: string;
  placeId: string;
  who: string;
}

/** Waitlists moved by hand: always with a reason, which stands in the audit trail and is told to whom it moves. */
@Injectable()
export class WaitlistDeedsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(AttendanceDays) private readonly days: AttendanceDays,
    @Inject(RegistrationsService) private readonly registrations: RegistrationsService,
    @Inject(Settling) private readonly settling: Settling,
  ) {}

  /**
   * Gives a place to somebody who waits, out of turn. Problems: 422 without a reason; 404 `booking.unknown`; 409
   * `places.full` unless over the capacity, `seats.full`, `place.depends` of who waits for their day first.
   */
  promote(of: PlaceOf, { reason, isOver }: PromotionOrder): Promise<RegistrationView> {
    demandReason(reason);
    return this.act(of, 'booking.promoted', reason, async (manager, { id }, { at }) => {
      const given = await giveByHand(manager, { registrationId: id, placeId: of.placeId, reason, isOver }, at);
      if (given === null) throw unknown();
      const { pool, how } = given;
      if (how === 'places full')
        throw new Problem(409, 'places.full', 'No place is free: raise the capacity, or give one over it.');
      if (how === 'no seat') throw new Problem(409, 'seats.full', 'No seat is free in the coach.');
      if (how === 'depends')
        throw new Problem(409, 'place.depends', 'They wait for a place on that day first: give them that one.');
      return { place: poolNameText(pool), isOver: how === 'given over' };
    });
  }

  /** Takes such a place back within half a minute: they wait on where they stood. 409 `promotion.settled` later. */
  unpromote(of: PlaceOf): Promise<RegistrationView> {
    return this.act(of, 'booking.promotionUndone', '', async (manager, { id }, present) => {
      const pool = await takeBack(manager, { registrationId: id, placeId: of.placeId }, present);
      if (pool === null)
        throw new Problem(
          409,
          'promotion.settled',
          'This cannot be undone any more: it was told, or others follow it.',
        );
      return { place: poolNameText(pool) };
    });
  }

  /**
   * Takes an offer back: they wait on where they stood. Problems: 422 without a reason; 404 `booking.unknown`; 409
   * `offer.theirs` where the place would be offered to them again at once, `offer.notLast`.
   */
  withdraw(of: PlaceOf, reason: string): Promise<RegistrationView> {
    demandReason(reason);
    return this.act(of, 'offer.withdrawn', reason, async (manager, { id }, present) => {
      const taken = await withdraw(manager, { registrationId: id, placeId: of.placeId, reason }, present);
      if (taken === null) throw unknown();
      if (taken.how === 'theirs again')
        throw new Problem(
          409,
          'offer.theirs',
          'The place would be offered to them again at once: lower the capacity first, or take them off the list.',
        );
      if (taken.how === 'not the last')
        throw new Problem(409, 'offer.notLast', 'Others who came later are offered a place: take back theirs first.');
      return { place: poolNameText(taken.pool) };
    });
  }

  /**
   * Takes somebody off a waitlist, or an offer from them for good; the place goes to who is next. Of a day they take part
   * as they do meanwhile. Problems: 422 without a reason; 404 `booking.unknown`.
   */
  remove(of: PlaceOf, reason: string): Promise<RegistrationView> {
    demandReason(reason);
    return this.act(of, 'booking.removed', reason, async (manager, row, present) => {
      const [place]: PoolName[] = await manager.query(
        `SELECT p.scope, p.key, p.mode FROM places l JOIN place_pools p ON p.id = l.pool_id
          WHERE l.id = $1 AND l.registration_id = $2`,
        [of.placeId, row.id],
      );
      const held = await lockPlace(manager, of.placeId);
      const isWaiting = held?.status === 'waitlisted' || held?.status === 'offered';
      // A place of the event is no more than leave to have one of a day: it ends with the registration.
      if (place === undefined || !isWaiting || place.scope === 'event') throw unknown();
      if (place.scope === 'day') {
        const meanwhile = row.meanwhile[place.key] ?? 'online';
        await this.days.change(manager, row, { ...row.attendance, [place.key]: meanwhile }, present);
      } else await cancelPlaces(manager, [of.placeId], present);
      await writePlaceMails(manager, [of.placeId], present.at, { why: 'organisers', because: reason.trim() });
      return { place: poolNameText(place) };
    });
  }

  private async act(
    { eventId, code, who }: PlaceOf,
    action: string,
    reason: string,
    work: (manager: EntityManager, row: RegistrationEntity, present: Present) => Promise<object>,
  ): Promise<RegistrationView> {
    const present = await this.presents.of(eventId);
    const id = await transaction(this.dataSource, async (manager) => {
      const row = await manager.findOneBy(RegistrationEntity, { eventId, code });
      if (row === null) throw new Problem(404, 'registration.unknown', `There is no registration "${code}".`);
      const after = await work(manager, row, present);
      await audit(manager, { eventId, at: present.at, who, action, subject: code, after, reason: reason.trim() });
      return row.id;
    });
    this.settling.wake();
    return this.registrations.read(id);
  }
}

function demandReason(reason: string): void {
  if (reason.trim() === '') throw invalidInput([{ path: 'reason', message: 'must not be empty', code: 'field.empty' }]);
}

const unknown = (): Problem => new Problem(404, 'booking.unknown', 'Nobody waits with this booking.');
