import { randomInt, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type QueryDeepPartialEntity } from 'typeorm';
import type {
  Booking,
  BookingOrder,
  RegistrationAnswer,
  RegistrationPatch,
  RegistrationRequest,
  RegistrationRules,
  RegistrationView,
} from '@kopa/contracts';
import {
  bookableModes,
  dayOf,
  dayPlaceOf,
  holdExpiry,
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
import { ManageTokens } from './manage-tokens.js';
import {
  acceptOffer,
  bookPlace,
  cancelPlaces,
  claimPlaces,
  findPools,
  lockPools,
  passOn,
  poolNameText,
  type Claim,
  type Claimed,
  type PoolName,
  type Present,
} from './places.js';
import { RegistrationEntity } from './registration.entity.js';
import { bookable, dateOf, modesOf, personErrors, type PersonInput } from './registration-input.js';
import { readRules } from './registration-rules.js';
import { bookingOf, daysOf, ownPlaces, viewOf, type OwnPlace } from './registration-view.js';
import { cancelRegistration, confirmRegistration } from './registration-state.js';
import { Settling } from './settling.js';

/** A place to be claimed, with the name of its pool. */
type Wanted = Omit<Claim, 'poolId'> & PoolName;

interface PreparedPerson {
  id: string;
  code: string;
  request: Omit<RegistrationRequest, 'people'>;
  wanted: Wanted[];
}

/** What is kept under the idempotency key: tokens are made anew, so that none rests in the database. */
interface Created {
  people: {
    id: string;
    code: string;
    name: string;
    confirmBy: string;
    claimed: Claimed[];
    wanted: Wanted[];
    attendance: Record<CalendarDate, AttendanceMode>;
  }[];
}

/** Without letters and digits that are taken for one another. */
const codeLetters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** People and their places: registering, changing one's days and bookings, answering offers. */
@Injectable()
export class RegistrationsService {
  /** Ids of pools by event and name; pools are never deleted but with their event, whose foreign key then tells. */
  private readonly pools = new Map<string, string>();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ManageTokens) private readonly tokens: ManageTokens,
    @Inject(Settling) private readonly settling: Settling,
  ) {}

  /**
   * Registers a person, or several in one go, and claims their places. Always creates: an address is no identity, and the
   * answer does not tell whether it is known. Problems: 409 `event.unpublished`, 422 `input.invalid`.
   */
  async create(
    eventId: string,
    request: RegistrationRequest,
    idempotencyKey: string | undefined,
  ): Promise<RegistrationAnswer> {
    const { at, programme } = await this.present(eventId);
    const rules = await readRules(this.dataSource.manager, eventId);
    const { people, ...contact } = request;
    const everybody = [contact, ...people.map((person) => ({ ...person, email: person.email ?? contact.email }))];
    const errors = everybody.flatMap((person, index) =>
      personErrors(programme, rules, person, at).map((error) =>
        index === 0 ? error : { ...error, path: `people[${index - 1}].${error.path}` },
      ),
    );
    if (errors.length > 0) throw invalidInput(errors);
    const prepared = everybody.map((person) => prepare(programme, person));
    await this.learnPools(
      programme,
      prepared.flatMap(({ wanted }) => wanted),
    );
    const starts = firstStart(programme, prepared);

    const created = await transaction(this.dataSource, (manager) =>
      once(manager, { scope: `register ${eventId}`, key: idempotencyKey, request, at }, async (): Promise<Created> => {
        const confirmBy = holdExpiry(at.toISOString(), starts);
        await insertPeople(manager, eventId, prepared, confirmBy, at);
        // One who registers several locks all their pools in the order of all others, not person by person.
        if (prepared.length > 1)
          await lockPools(
            manager,
            prepared.flatMap(({ wanted }) => this.claims(programme, wanted).map(({ poolId }) => poolId)),
          );
        const answers: Created['people'] = [];
        for (const { id, code, request: person, wanted } of prepared) {
          const claimed = await claimPlaces(manager, id, this.claims(programme, wanted), at);
          answers.push({ id, code, name: person.name, confirmBy, claimed, wanted, attendance: person.attendance });
        }
        return { people: answers };
      }),
    );
    const [first, ...others] = await Promise.all(created.people.map((person) => this.answerOf(programme, person)));
    if (first === undefined) throw new Error('nobody was registered');
    return { ...first, people: others };
  }

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
   * bookings of that day to the other one. Problems: 409 `day.past` unless `mayCorrect`, `registration.cancelled`; 412
   * `registration.late` with what it is now, when `version` is not its own; 422 `input.invalid`.
   */
  async patch(
    registrationId: string,
    patch: RegistrationPatch,
    version: number,
    mayCorrect: boolean,
  ): Promise<RegistrationView> {
    await transaction(this.dataSource, async (manager) => {
      const before = await manager.findOneByOrFail(RegistrationEntity, { id: registrationId });
      if (before.status === 'cancelled')
        throw new Problem(409, 'registration.cancelled', 'This registration was cancelled.');
      if (before.version !== version) {
        throw new Problem(412, 'registration.late', `It is at version ${before.version}: look at what it is now.`, {
          current: await this.read(registrationId),
        });
      }
      const present = await this.present(before.eventId);
      const { programme, at } = present;
      const { attendance: days = {}, answers: given = {}, ...facts } = patch;
      const attendance = { ...before.attendance, ...days };
      const changed = datesOf(programme).filter((date) => attendance[date] !== before.attendance[date]);
      const today = dayOf(at.toISOString(), programme.event.zone, programme.event.dayChangeHour);
      const past = changed.find((date) => date < today);
      if (past !== undefined && !mayCorrect)
        throw new Problem(409, 'day.past', `${past} is over: only the organisers correct it.`);
      const answers = { ...before.answers, ...given };
      const places = await ownPlaces(manager, [registrationId]);
      const bookings = places.flatMap(({ scope, key, mode }) => (scope === 'session' ? [{ session: key, mode }] : []));
      const errors = patchErrors(
        programme,
        await readRules(manager, before.eventId),
        patch,
        {
          attendance,
          answers,
          bookings,
        },
        at,
      );
      if (errors.length > 0) throw invalidInput(errors);
      await this.changeDays(manager, { id: registrationId, places, attendance, changed }, present);
      await this.writeRow(manager, before, { ...defined(facts), attendance, answers });
    });
    this.settling.wake();
    return this.read(registrationId);
  }

  /** Cancels the registration and gives back all its places; doing so again changes nothing. */
  async cancel(registrationId: string): Promise<void> {
    const { eventId } = await this.dataSource.manager.findOneByOrFail(RegistrationEntity, { id: registrationId });
    const present = await this.present(eventId);
    await transaction(this.dataSource, (manager) => cancelRegistration(manager, registrationId, present));
    this.settling.wake();
  }

  /**
   * Claims a place in a session. Problems: 404 `session.unknown`, 409 `session.cancelled`, `place.held`, `day.mode`,
   * `registration.cancelled`, 422 `mode.unknown`.
   */
  async book(
    { id, eventId }: { id: string; eventId: string },
    order: BookingOrder,
    idempotencyKey: string | undefined,
  ): Promise<Booking> {
    const present = await this.present(eventId);
    const { programme, at } = present;
    const date = dateOf(programme, bookable(programme, order));
    await this.learnPools(programme, [
      { id: '', afterId: null, scope: 'session', key: order.session, mode: order.mode },
    ]);
    const scope = `book ${id}`;
    if (!order.comeInPerson) {
      const [claim] = this.claims(programme, [
        { id: '', afterId: null, scope: 'session', key: order.session, mode: order.mode },
      ]);
      const key = checkedKey(idempotencyKey);
      const claimed = await bookPlace(
        this.dataSource,
        {
          registrationId: id,
          poolId: claim?.poolId ?? '',
          mode: order.mode,
          date,
          scope,
          key,
          requestHash: hashRequest(order),
        },
        at,
      );
      const place = placeOf(
        { id: claimed.id, afterId: null, scope: 'session', key: order.session, mode: order.mode },
        claimed,
      );
      return bookingOf({ ...place, isEligible: claimed.waitsForDay !== true });
    }
    const booking = await transaction(this.dataSource, (manager) =>
      once(manager, { scope, key: idempotencyKey, request: order, at }, async (): Promise<Booking> => {
        const registration = await manager.findOneByOrFail(RegistrationEntity, { id });
        const afterId = date === null ? null : await this.comeOn(manager, registration, order.mode, date, present);
        const wanted: Wanted = { id: randomUUID(), scope: 'session', key: order.session, mode: order.mode, afterId };
        const [claimed] = await claimPlaces(manager, id, this.claims(programme, [wanted]), at);
        return bookingOf(placeOf(wanted, claimed));
      }),
    );
    this.settling.wake();
    return booking;
  }

  /** Gives a booking back; the next who waits is promoted in the same transaction. 404 `booking.unknown`. */
  async unbook(registrationId: string, placeId: string): Promise<void> {
    const present = await this.ofBooking(registrationId, placeId);
    await transaction(this.dataSource, (manager) => cancelPlaces(manager, [placeId], present));
    this.settling.wake();
  }

  /** Takes what was offered. 404 `booking.unknown`, 409 `offer.gone`. */
  async accept(registrationId: string, placeId: string): Promise<RegistrationView> {
    await this.ofBooking(registrationId, placeId);
    const accepted = await transaction(this.dataSource, (manager) => acceptOffer(manager, placeId, this.clock.now()));
    if (!accepted) throw new Problem(409, 'offer.gone', 'This place is not offered to you (any more).');
    this.settling.wake();
    return this.read(registrationId);
  }

  /** Leaves what was offered to who is next. 404 `booking.unknown`, 409 `offer.gone`. */
  async decline(registrationId: string, placeId: string): Promise<RegistrationView> {
    const present = await this.ofBooking(registrationId, placeId);
    const passed = await transaction(this.dataSource, (manager) =>
      passOn(manager, placeId, present, { ifExpired: false }),
    );
    if (!passed) throw new Problem(409, 'offer.gone', 'This place is not offered to you (any more).');
    this.settling.wake();
    return this.read(registrationId);
  }

  /**
   * Confirms by the mailed link. Where the address has other registrations its owner says whether this is another person
   * or replaces one. Problems: 404 `link.unknown`, 409 `registration.cancelled`, `registration.choice` with the others.
   */
  async confirm(token: string, choice: 'another-person' | { replace: string } | null): Promise<RegistrationView> {
    const proved = await this.tokens.read('confirm', token);
    const { manager } = this.dataSource;
    const row = proved && (await manager.findOneBy(RegistrationEntity, { id: proved.id }));
    if (proved === null || row === null || row.tokenVersion !== proved.version)
      throw new Problem(404, 'link.unknown', 'This link is not valid (any more).');
    if (row.status === 'confirmed') return this.read(row.id);
    const others = await manager.find(RegistrationEntity, {
      where: { eventId: row.eventId, email: row.email, status: 'confirmed' },
      select: { id: true, name: true, createdAt: true },
    });
    const replaced = choice !== null && typeof choice === 'object' ? choice.replace : null;
    if (others.length > 0 && (choice === null || (replaced !== null && !others.some(({ id }) => id === replaced)))) {
      throw new Problem(
        409,
        'registration.choice',
        'This address has other registrations: is this another person, or does it replace one?',
        {
          others: others.map(({ id, name, createdAt }) => ({ id, name, createdAt: createdAt.toISOString() })),
        },
      );
    }
    const present = await this.present(row.eventId);
    await transaction(this.dataSource, async (inside) => {
      if (replaced !== null) await cancelRegistration(inside, replaced, present);
      await confirmRegistration(inside, row.id, present.at);
    });
    this.settling.wake();
    return this.read(row.id);
  }

  /** A restored backup may have other pools under these names. */
  forget(): void {
    this.pools.clear();
  }

  /** The present and the programme that counts. 409 `event.unpublished`. */
  async present(eventId: string): Promise<Present> {
    const published = await this.published.current(eventId);
    if (published === null) throw new Problem(409, 'event.unpublished', 'Registration opens with the first release.');
    return { at: this.clock.now(), programme: published.programme };
  }

  private async ofBooking(registrationId: string, placeId: string): Promise<Present> {
    const row = await this.dataSource.manager.findOneByOrFail(RegistrationEntity, { id: registrationId });
    const places = await ownPlaces(this.dataSource.manager, [registrationId]);
    if (!places.some(({ id }) => id === placeId))
      throw new Problem(404, 'booking.unknown', 'You have no such booking.');
    return this.present(row.eventId);
  }

  /** The place of the day that a booking depends on; a day without one in person becomes `both`, if it is not in person. */
  private async comeOn(
    manager: EntityManager,
    registration: RegistrationEntity,
    mode: PlaceMode,
    date: CalendarDate,
    present: Present,
  ): Promise<string | null> {
    const held = await dayPlace(manager, registration.id, date, mode);
    if (mode === 'online' || held !== null) return held;
    const day = registration.attendance[date] ?? 'absent';
    const attendance = {
      ...registration.attendance,
      [date]: dayPlaceOf(day) === 'in-person' ? day : ('both' as const),
    };
    const places = await ownPlaces(manager, [registration.id]);
    await this.changeDays(manager, { id: registration.id, places, attendance, changed: [date] }, present);
    await this.writeRow(manager, registration, { attendance });
    return dayPlace(manager, registration.id, date, mode);
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
      const date = session === undefined ? null : dateOf(programme, session);
      const isHybrid = session !== undefined && bookableModes(session.mode).length === 2;
      return isHybrid && date !== null && attendance[date] === 'online' ? [{ session: key, mode: 'online' }] : [];
    });
    const ids = new Map(kept.map((place) => [poolNameText(place), place.id]));
    const wanted = wantedBy(programme, attendance, moved, ids).filter((name) => !has(name));
    await this.learnPools(programme, wanted);
    const claims = this.claims(programme, wanted);
    const poolIds = claims.map(({ poolId }) => poolId);
    const held: { pool_id: string }[] = await manager.query('SELECT pool_id FROM places WHERE id = ANY($1)', [
      left.map((place) => place.id),
    ]);
    await lockPools(manager, [...poolIds, ...held.map(({ pool_id }) => pool_id)]);
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
    await claimPlaces(manager, id, claims, at);
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

  /** Makes sure that the pools of these places exist and are known; no query where they all are. */
  private async learnPools(programme: Programme, wanted: readonly Wanted[]): Promise<void> {
    const { id: eventId } = programme.event;
    const missing = new Map(
      wanted
        .filter((name) => !this.pools.has(`${eventId} ${poolNameText(name)}`))
        .map(({ scope, key, mode }) => [
          poolNameText({ scope, key, mode }),
          { scope, key, mode, capacity: capacityOf(programme, { scope, key, mode }) },
        ]),
    );
    if (missing.size === 0) return;
    for (const [name, id] of await findPools(this.dataSource.manager, eventId, [...missing.values()]))
      this.pools.set(`${eventId} ${name}`, id);
  }

  private claims(programme: Programme, wanted: readonly Wanted[]): Claim[] {
    return wanted.map(({ id, afterId, ...name }) => {
      const poolId = this.pools.get(`${programme.event.id} ${poolNameText(name)}`);
      if (poolId === undefined) throw new Error(`the pool ${poolNameText(name)} was not looked up`);
      return { id, poolId, afterId };
    });
  }

  private async answerOf(programme: Programme, person: Created['people'][number]) {
    const places = person.wanted.map((wanted) =>
      placeOf(
        wanted,
        person.claimed.find(({ id }) => id === wanted.id),
      ),
    );
    return {
      id: person.id,
      code: person.code,
      name: person.name,
      status: 'unconfirmed' as const,
      confirmBy: person.confirmBy,
      manageToken: await this.tokens.make('manage', person.id, 1),
      days: daysOf(datesOf(programme), person.attendance, {}, places),
      bookings: places.filter(({ scope }) => scope === 'session').map(bookingOf),
    };
  }
}

const datesOf = (programme: Programme): CalendarDate[] => programme.days.map(({ date }) => date);

function dateOfCode(programme: Programme, code: string): CalendarDate | null {
  const session = programme.sessions.find((entry) => entry.code === code);
  return session === undefined ? null : dateOf(programme, session);
}

/** What the programme publishes; days and the event are not limited before the organisers say so. */
function capacityOf(programme: Programme, { scope, key, mode }: PoolName): number | null {
  if (scope !== 'session') return null;
  return programme.sessions.find(({ code }) => code === key)?.capacity[mode] ?? null;
}

/** All places that days and bookings take. `ids` are those held already, by pool. */
function wantedBy(
  programme: Programme,
  attendance: Record<CalendarDate, AttendanceMode>,
  bookings: readonly { session: string; mode: PlaceMode }[],
  ids: ReadonlyMap<string, string>,
): Wanted[] {
  const idOf = (name: PoolName): string => ids.get(poolNameText(name)) ?? randomUUID();
  const make = (name: PoolName, afterId: string | null): Wanted => ({ id: idOf(name), afterId, ...name });
  const ofEvent = modesOf(attendance).map((mode) => make({ scope: 'event', key: '', mode }, null));
  const ofDays = datesOf(programme).flatMap((date) => {
    const mode = dayPlaceOf(attendance[date] ?? 'absent');
    if (mode === null) return [];
    return [make({ scope: 'day', key: date, mode }, ofEvent.find((place) => place.mode === mode)?.id ?? null)];
  });
  const ofSessions = bookings.map(({ session, mode }) => {
    const date = dateOfCode(programme, session);
    const day = ofDays.find((place) => place.key === date && place.mode === mode);
    return make({ scope: 'session', key: session, mode }, day?.id ?? null);
  });
  return [...ofEvent, ...ofDays, ...ofSessions];
}

function prepare(programme: Programme, request: Omit<RegistrationRequest, 'people'>): PreparedPerson {
  const code = Array.from({ length: 8 }, () => codeLetters[randomInt(codeLetters.length)]).join('');
  const wanted = wantedBy(programme, request.attendance, request.bookings, new Map());
  return { id: randomUUID(), code, request, wanted };
}

function firstStart(programme: Programme, people: readonly PreparedPerson[]): string {
  const dates = people.flatMap(({ wanted }) => wanted.flatMap(({ scope, key }) => (scope === 'day' ? [key] : [])));
  const days = programme.days.filter(({ date }) => dates.length === 0 || dates.includes(date));
  return days[0]?.startsAt ?? programme.days[0]?.startsAt ?? '9999-12-31T00:00:00.000Z';
}

function placeOf(wanted: Wanted, claimed: Claimed | undefined): Omit<OwnPlace, 'registrationId'> {
  if (claimed === undefined) throw new Error(`the place ${poolNameText(wanted)} was not claimed`);
  const { id, scope, key, mode } = wanted;
  const { status, position } = claimed;
  return { id, scope, key, mode, status, position, isEligible: true, offeredUntil: null, offeredFor: null };
}

async function dayPlace(
  manager: EntityManager,
  registrationId: string,
  date: CalendarDate,
  mode: PlaceMode,
): Promise<string | null> {
  const [found]: { id: string }[] = await manager.query(
    `SELECT l.id FROM places l JOIN place_pools p ON p.id = l.pool_id
      WHERE l.registration_id = $1 AND l.status <> 'cancelled' AND p.scope = 'day' AND p.key = $2 AND p.mode = $3`,
    [registrationId, date, mode],
  );
  return found?.id ?? null;
}

/** Writes people, their streams and the mails that ask them to confirm, in one statement. */
async function insertPeople(
  manager: EntityManager,
  eventId: string,
  people: readonly PreparedPerson[],
  confirmBy: string,
  at: Date,
): Promise<void> {
  const contactId = people[0]?.id ?? null;
  const rows = people.map(({ id, code, request }, index) => ({
    id,
    code,
    contact_id: index === 0 ? null : contactId,
    name: request.name,
    email: request.email,
    locale: request.locale,
    timezone: request.timezone,
    organisation: request.organisation,
    country: request.country,
    attendance: request.attendance,
    answers: request.answers,
    consents: request.consents.map((consent) => ({ ...consent, at: at.toISOString() })),
  }));
  await manager.query(
    `WITH people AS (
       SELECT * FROM jsonb_to_recordset($2::jsonb) AS n(id uuid, code text, contact_id uuid, name text, email text,
         locale text, timezone text, organisation text, country text, attendance jsonb, answers jsonb, consents jsonb)
     ), registered AS (
       INSERT INTO registrations (id, event_id, code, contact_id, status, name, email, locale, timezone, organisation,
                                  country, attendance, answers, consents, confirm_by, created_at)
       SELECT id, $1, code, contact_id, 'unconfirmed', name, email, locale, timezone, organisation, country, attendance,
              answers, consents, $3::timestamptz, $4 FROM people
     ), streams AS (
       INSERT INTO stream_heads (id, event_id, name, epoch, seq)
       SELECT gen_random_uuid(), $1, 'me:' || code,
              (SELECT epoch FROM stream_heads WHERE event_id = $1 AND name = 'event'), 0 FROM people
     )
     INSERT INTO outbox_mails (event_id, written_at, recipient, locale, kind, facts)
     SELECT $1, $4, email, locale, 'registration.confirm', jsonb_build_object('registration', id) FROM people`,
    [eventId, JSON.stringify(rows), confirmBy, at],
  );
}

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
