import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Answers, Consent, Erasure, Question, RegistrationPatch, RegistrationView } from '@kopa/contracts';
import { dayOf } from '@kopa/domain';
import { StreamService } from '../live/stream.service.js';
import { transaction } from '../platform/database.js';
import { invalidInput, Problem, type InputError } from '../platform/problem.js';
import { claimFiles, deleteUnnamedFiles } from './answer-files.js';
import { AttendanceDays } from './attendance-days.js';
import { erasePerson } from './erasure.js';
import { writePlaceMails } from './place-mails.js';
import { Presents, type Present } from './present.js';
import { consentsAtAge, personErrors, type PersonInput } from './registration-input.js';
import { cancelRegistration } from './registration-state.js';
import { ownPlaces, viewOf, type OwnPlace } from './registration-view.js';
import { RegistrationEntity } from './registration.entity.js';
import { Settling } from './settling.js';
import { dateOfCode, datesOf } from './wanted-places.js';

/** Whose registration it is, as the credential says. */
export interface Own {
  id: string;
  eventId: string;
}

/** What is one's own once one is registered: facts, days, answers, data. */
@Injectable()
export class RegistrationsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Presents) private readonly presents: Presents,
    @Inject(AttendanceDays) private readonly days: AttendanceDays,
    @Inject(StreamService) private readonly streams: StreamService,
    @Inject(Settling) private readonly settling: Settling,
  ) {}

  /** The registration as its owner sees it. */
  async read(registrationId: string): Promise<RegistrationView> {
    const { manager } = this.dataSource;
    const row = await manager.findOneByOrFail(RegistrationEntity, { id: registrationId });
    return viewOf(manager, row, await this.presents.of(row.eventId));
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
          current: await viewOf(manager, before, present),
        });
      }
      const { attendance: days = {}, meanwhile: waiting = {}, answers: given = {}, consents: agreed, ...facts } = patch;
      const meanwhile = { ...before.meanwhile, ...waiting };
      const attendance = { ...before.attendance, ...days };
      const changed = datesOf(programme).filter((date) => attendance[date] !== before.attendance[date]);
      const today = dayOf(at.toISOString(), programme.event.zone, programme.event.dayChangeHour);
      const past = changed.find((date) => date < today);
      if (past !== undefined && correct === undefined)
        throw new Problem(409, 'day.past', `${past} is over: only the organisers correct it.`);
      const answers = withoutNulls({ ...stillAsked(before.answers, present.rules.questions), ...given });
      const { bornOn = before.bornOn } = patch;
      const consents =
        agreed === undefined
          ? consentsAtAge(programme, bornOn, before.consents)
          : agreedTo(agreed, before.consents, at);
      const bookings = places.flatMap(({ scope, key: session, mode }) => {
        const seat = places.some((place) => place.scope === 'seat' && place.key === session);
        return scope === 'session' ? [{ session, mode, seat }] : [];
      });
      const { telephone, guardian } = before;
      const person = { telephone, bornOn, guardian, ...defined(facts), attendance, answers, bookings, consents };
      const isFree = correct !== undefined || before.invitationId !== null;
      // What was agreed to stands, though another text is asked now.
      const isKept = ({ path }: InputError): boolean => {
        const index = Number(/^consents\[(\d+)\]\.version$/.exec(path)?.[1] ?? -1);
        const consent = consents[index];
        return before.consents.some(
          ({ purpose, version: of }) => purpose === consent?.purpose && of === consent.version,
        );
      };
      const errors = patchErrors(present, patch, person, isFree).filter((error) => !isKept(error));
      if (errors.length > 0) throw invalidInput(errors);
      await claimFiles(manager, eventId, id, present.rules.questions, withoutNulls(given));
      const left = await this.days.change(manager, before, attendance, present, {
        ...defined(facts),
        meanwhile,
        answers,
        consents,
      });
      await deleteUnnamedFiles(manager, id, present.rules.questions, answers);
      await correct?.(manager, before);
      if (correct === undefined) await this.tellGuides(manager, before, left, present);
      else
        await writePlaceMails(
          manager,
          left.map((place) => place.id),
          at,
          { why: 'organisers' },
        );
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
}

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

/** Answers to questions that are no longer asked go with the next change: nobody could correct them. */
function stillAsked(answers: Answers, questions: readonly Question[]): Answers {
  return Object.fromEntries(
    Object.entries(answers).filter(([key]) => questions.some((question) => question.key === key)),
  );
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
