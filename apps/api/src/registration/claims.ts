import { randomUUID } from 'node:crypto';
import { QueryFailedError, type DataSource, type EntityManager } from 'typeorm';
import type { PlaceMode } from '@kopa/domain';
import { retried, TryAgain } from '../platform/database.js';
import { keyMismatch } from '../platform/idempotency.js';
import { invalidInput, Problem, type InputError } from '../platform/problem.js';

export interface Claim {
  id: string;
  poolId: string;
  /** The place that must be confirmed before this one. */
  afterId: string | null;
  /** The waitlisted place whose fallback it is. */
  fallbackOf?: string;
  /** It is only offered, until then: of what nobody asked for. */
  offeredUntil?: string;
}

export interface Claimed {
  id: string;
  status: 'confirmed' | 'waitlisted' | 'offered';
  position: number | null;
  /** False: it waits for the place that it depends on. */
  isEligible: boolean;
}

/**
 * Claims places for people, in one statement: confirmed where one is free and nobody waits, else waitlisted. Call it
 * directly before the commit. Problems: 409 `place.held` where a person has one there in whatever mode, 409
 * `registration.cancelled`.
 */
export async function claimPlaces(
  manager: EntityManager,
  orders: readonly { registrationId: string; claims: readonly Claim[] }[],
  at: Date,
): Promise<Claimed[]> {
  const wanted = orders.map(({ claims }) =>
    JSON.stringify(
      claims.map(({ id, poolId, afterId, fallbackOf, offeredUntil }) => ({
        id,
        pool_id: poolId,
        after_id: afterId,
        fallback_of: fallbackOf,
        offered_until: offeredUntil,
      })),
    ),
  );
  try {
    return await manager.query(
      `SELECT c.place_id AS id, c.place_status AS status, c.place_position AS position, c.place_eligible AS "isEligible"
         FROM unnest($1::uuid[], $2::jsonb[]) AS o(registration, wanted),
              LATERAL claim_places(o.registration, o.wanted, $3) AS c`,
      [orders.map(({ registrationId }) => registrationId), wanted, at],
    );
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}

/** An order for one place in a session, of somebody whose days stay as they are. */
export interface BookingClaim {
  registrationId: string;
  poolId: string;
  /** Of the coach, where a seat in it is wanted. */
  seatPoolId: string | null;
  /** The waitlisted booking whose fallback it is. */
  insteadOf: string | null;
  mode: PlaceMode;
  /** Day of the session: one in person takes a day in person, and waits with the place of its day. */
  date: string | null;
  /** The caller's Idempotency-Key, if there is one, within its scope. */
  scope: string;
  key: string | null;
  /** Of the request, to tell it from another one under the same key. */
  hash: string;
}

/**
 * Books in one round trip, in a transaction of its own: of a rush for the same pool each holds it no longer than that.
 * Under a key that was used before, gives the first answer. Problems: those of `claimPlaces`, 404 `booking.unknown` of
 * what it is instead of, 409 `day.mode`, 422 `idempotency.mismatch`, `input.invalid` without a telephone for the coach,
 * 503 `busy`.
 * @returns the booking, and the seat if one was wanted
 */
export async function bookPlace(
  dataSource: DataSource,
  { registrationId, poolId, seatPoolId, insteadOf, mode, date, scope, key, hash }: BookingClaim,
  at: Date,
): Promise<Claimed[]> {
  const ids = { booking: randomUUID(), seat: seatPoolId === null ? null : randomUUID() };
  return retried(async () => {
    try {
      const [row]: { answer: Claimed[] }[] = await dataSource.query(
        'SELECT book_place($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS answer',
        [registrationId, ids.booking, poolId, date, mode, scope, key, hash, at, ids.seat, seatPoolId, insteadOf],
      );
      if (row === undefined) throw new Error('book_place gave no answer');
      // One kept by the version before is a single claim.
      return [row.answer].flat();
    } catch (error) {
      // The twin of a concurrent request meets its place or its key: tried again, it finds the kept answer.
      if (key !== null && isTwin(error) && (await isKept(dataSource, scope, key))) throw new TryAgain();
      throw refusalOf(error) ?? error;
    }
  });
}

function isTwin(error: unknown): boolean {
  return error instanceof QueryFailedError && (error.driverError as { code?: string }).code === '23505';
}

async function isKept(dataSource: DataSource, scope: string, key: string): Promise<boolean> {
  const kept: unknown[] = await dataSource.query('SELECT 1 FROM idempotency_keys WHERE scope = $1 AND key = $2', [
    scope,
    key,
  ]);
  return kept.length > 0;
}

export function refusalOf(error: unknown): Error | null {
  if (!(error instanceof QueryFailedError)) return null;
  const {
    code,
    constraint,
    message,
    detail = '',
  } = error.driverError as Error & Partial<Record<'code' | 'constraint' | 'detail', string>>;
  if (constraint === 'places_held') {
    const held = /=\(\S+, (.*)\) already/.exec(detail)?.[1] ?? 'it';
    return new Problem(409, 'place.held', `You have a place there already: ${held}.`);
  }
  if (code === 'KP003') return new TryAgain();
  if (code === 'KP004') {
    const [date = '', mode = ''] = message.split(' ');
    return dayMode(date, mode);
  }
  if (code === 'KP005') return keyMismatch();
  if (code === 'KP006') return invalidInput([telephoneMissing]);
  if (code === 'KP007') return new Problem(404, 'booking.unknown', 'You do not wait for what this is instead of.');
  if (code === 'KP002') return new Problem(409, 'registration.cancelled', 'This registration was cancelled.');
  return null;
}

/** What a coach's guide needs to find somebody. */
export const telephoneMissing: InputError = {
  path: 'telephone',
  message: 'must be given for a seat in the coach: the guide calls who is missing',
  code: 'telephone.missing',
};

/** A booking in person of a day that is not: the person is asked first. */
export function dayMode(date: string, mode: string): Problem {
  return new Problem(409, 'day.mode', `You are not in person on ${date}: come in person for this only?`, {
    date,
    mode,
    instead: { comeInPerson: true },
  });
}
