import {
  bookableModes,
  canAgree,
  dayPlaceOf,
  fullAge,
  isAhead,
  isAsked,
  isTooYoung,
  isUnderAge,
  minimumAge,
  sessionDate,
  type AttendanceMode,
  type CalendarDate,
  type PlaceMode,
  type Programme,
  type Session,
} from '@kopa/domain';
import type { Answers, BookingRequest, FoundFault, Question, RegistrationRules } from '@kopa/contracts';
import { z } from 'zod';
import { Problem, type InputError } from '../platform/problem.js';
import { telephoneMissing } from './claims.js';
import type { Present } from './present.js';

export interface PersonInput {
  attendance: Record<CalendarDate, AttendanceMode>;
  telephone: string;
  bornOn: CalendarDate | null;
  guardian: object | null;
  bookings: readonly BookingRequest[];
  answers: Answers;
  consents: readonly { purpose: string; version: number }[];
}

/** A published session that is held in a mode. Problems: 404 `session.unknown`, 422 `mode.unknown`. */
export function sessionIn(programme: Programme, code: string, mode: PlaceMode): Session {
  const session = programme.sessions.find((entry) => entry.code === code);
  if (session === undefined) throw new Problem(404, 'session.unknown', `There is no published session "${code}".`);
  const modes = bookableModes(session.mode);
  if (!modes.includes(mode)) {
    const held = modes.join(' or ');
    throw new Problem(422, 'mode.unknown', `Session "${code}" is not held ${mode}, but ${held || 'nowhere yet'}.`, {
      errors: [
        { path: 'mode', message: `must be ${held || 'left until the session has a room'}`, code: 'field.choice' },
      ],
    });
  }
  return session;
}

/**
 * A session as it can be booked now. Problems: those of `sessionIn`, 409 `session.cancelled`, `session.over`,
 * `booking.closed` past the deadline for places in person.
 */
export function bookable(
  { programme, rules, at }: Present,
  { session: code, mode }: Pick<BookingRequest, 'session' | 'mode'>,
): Session {
  const session = sessionIn(programme, code, mode);
  const bookUntil = rules.sessions[code]?.bookUntil ?? null;
  if (mode === 'in-person' && bookUntil !== null && at >= new Date(bookUntil))
    throw new Problem(409, 'booking.closed', `Places in "${code}" could be booked until ${bookUntil}.`, { bookUntil });
  if (isAhead(session, at.toISOString())) return session;
  throw session.slots.every(({ status }) => status === 'cancelled')
    ? new Problem(409, 'session.cancelled', `Session "${code}" was cancelled.`)
    : new Problem(409, 'session.over', `Session "${code}" is over.`);
}

/** What is wrong with a person's choices and answers. `isInvited`: by a code that holds. */
export function personErrors(present: Present, person: PersonInput, isInvited: boolean): InputError[] {
  const { programme, rules, at } = present;
  const { attendance, bookings } = person;
  const dates = programme.days.map(({ date }) => date);
  const errors: InputError[] = Object.keys(attendance)
    .filter((date) => !dates.includes(date))
    .map((date) => ({
      path: `attendance.${date}`,
      message: `must be a day of the event: ${dates.join(', ')}`,
      code: 'day.unknown',
    }));
  const modes = [...new Set([...modesOf(attendance), ...bookings.map(({ mode }) => mode)])];
  if (modes.length === 0)
    errors.push({ path: 'attendance', message: 'must name a day on which you take part', code: 'field.missing' });
  errors.push(...modes.flatMap((mode) => closedNow(rules, mode, at, isInvited) ?? []));
  for (const [index, booking] of bookings.entries()) {
    const path = `bookings[${index}]`;
    try {
      const date = sessionDate(programme, bookable(present, booking));
      if (booking.mode === 'in-person' && date !== null && dayPlaceOf(attendance[date] ?? 'absent') !== 'in-person')
        errors.push({ path: `${path}.mode`, message: `takes "in-person" or "both" on ${date}`, code: 'day.mode' });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      errors.push({ path, message: error.detail, code: error.code });
    }
  }
  return [
    ...errors,
    ...ageErrors(programme, person),
    ...seatErrors(present, person),
    ...answerErrors(rules, person, modes),
    ...consentErrors(rules, person),
  ];
}

function seatErrors({ coaches }: Present, { bookings, telephone }: PersonInput): InputError[] {
  const hasSeat = bookings.some(({ session, mode, seat }) => seat && mode === 'in-person' && coaches.has(session));
  return hasSeat && telephone === '' ? [telephoneMissing] : [];
}

/** Of what somebody agreed to that to which they can agree at their age. */
export function consentsAtAge<T extends { purpose: string }>(
  { event }: Programme,
  bornOn: CalendarDate | null,
  consents: readonly T[],
): T[] {
  return consents.filter(({ purpose }) => canAgree(purpose, bornOn, event));
}

function ageErrors(
  programme: Programme,
  { bookings, bornOn, guardian, consents }: Pick<PersonInput, 'bookings' | 'bornOn' | 'guardian' | 'consents'>,
): InputError[] {
  const { event } = programme;
  const young = bookings.flatMap((booking, index) => tooYoung(programme, booking, bornOn, `bookings[${index}]`) ?? []);
  const agreed = consents.flatMap(({ purpose }, index) =>
    canAgree(purpose, bornOn, event)
      ? []
      : [{ path: `consents[${index}]`, message: `cannot be given under ${fullAge}`, code: 'consent.underAge' }],
  );
  const isAlone = guardian === null && isUnderAge(bornOn, event);
  const missing = { path: 'guardian', message: `must be given for who is under ${fullAge}`, code: 'guardian.missing' };
  return [...young, ...agreed, ...(isAlone ? [missing] : [])];
}

/** That somebody is not old enough for a session in person on its day. */
export function tooYoung(
  programme: Programme,
  booking: Pick<BookingRequest, 'session' | 'mode'>,
  bornOn: CalendarDate | null,
  path: string,
): InputError | null {
  const minimum = minimumAge(programme, booking);
  if (minimum === null || !isTooYoung(bornOn, minimum)) return null;
  const { session } = booking;
  const { years: age } = minimum;
  return { path, message: `is for people from ${age} years on`, code: 'age.tooYoung', session, age };
}

/** The modes in which somebody takes part on any day. */
export function modesOf(attendance: Record<CalendarDate, AttendanceMode>): PlaceMode[] {
  return [...new Set(Object.values(attendance).flatMap((mode) => dayPlaceOf(mode) ?? []))].sort();
}

/** That a mode is not open (yet, or any more), with what a page needs to say so in its reader's words. */
export function closedNow(rules: RegistrationRules, mode: PlaceMode, at: Date, isInvited: boolean): InputError | null {
  const { opensAt, closesAt, byInvitation } = rules[mode];
  const path = 'attendance';
  if (isInvited) return null;
  if (byInvitation)
    return { path: 'invitation', message: `must be given to be "${mode}"`, code: 'mode.invitation', mode };
  if (opensAt !== null && at < new Date(opensAt))
    return { path, message: `cannot be "${mode}" before ${opensAt}`, code: 'mode.opens', mode, at: opensAt };
  if (closesAt !== null && at >= new Date(closesAt))
    return { path, message: `cannot be "${mode}" since ${closesAt}`, code: 'mode.closed', mode, at: closesAt };
  return null;
}

function answerErrors(
  { questions }: RegistrationRules,
  { answers, bookings }: PersonInput,
  modes: readonly PlaceMode[],
): InputError[] {
  const known = new Set(questions.map(({ key }) => key));
  const strangers = Object.keys(answers).filter((key) => !known.has(key));
  return [
    ...strangers.map((key) => ({
      path: `answers.${key}`,
      message: 'answers no question of this event',
      code: 'field.gone',
    })),
    ...questions.flatMap((question) => {
      const path = `answers.${question.key}`;
      const answer = answers[question.key];
      if (answer === undefined || answer === '' || (Array.isArray(answer) && answer.length === 0)) {
        const isMissing = question.required && isAsked(question, modes, bookings);
        return isMissing ? [{ path, message: 'must be answered', code: 'field.missing' }] : [];
      }
      const wrong = wrongAnswer(question, answer);
      return wrong === null ? [] : [{ path, ...wrong }];
    }),
  ];
}

function wrongAnswer(question: Question, answer: Answers[string]): (FoundFault & { message: string }) | null {
  const wrong = (message: string): FoundFault & { message: string } => ({ message, code: 'field.wrong' });
  switch (question.kind) {
    case 'text':
      return typeof answer === 'string' ? null : wrong('must be a text');
    case 'file':
      return typeof answer === 'string' && z.guid().safeParse(answer).success
        ? null
        : wrong('must be the id of a file');
    case 'yes-no':
      return typeof answer === 'boolean' ? null : wrong('must be true or false');
    case 'number': {
      if (typeof answer !== 'number') return { message: 'must be a number', code: 'field.number' };
      const { min = -Infinity, max = Infinity } = question;
      if (answer < min) return { message: `must be at least ${min}`, code: 'field.least', least: min };
      return answer > max ? { message: `must be at most ${max}`, code: 'field.most', most: max } : null;
    }
    case 'choice':
    case 'choices': {
      const keys = question.options.map(({ key }) => key);
      const given = question.kind === 'choice' ? [answer] : answer;
      const isKnown = (key: unknown): boolean => typeof key === 'string' && keys.includes(key);
      if (Array.isArray(given) && given.every(isKnown)) return null;
      const offered = keys.join(', ');
      return {
        message: question.kind === 'choice' ? `must be one of ${offered}` : `must be a list out of ${offered}`,
        code: 'field.choice',
      };
    }
  }
}

function consentErrors({ consents }: RegistrationRules, { consents: given }: PersonInput): InputError[] {
  return given.flatMap(({ purpose, version }, index) => {
    const known = consents.find((entry) => entry.purpose === purpose);
    if (known === undefined)
      return [{ path: `consents[${index}]`, message: 'is asked by nobody here', code: 'consent.changed' }];
    return known.version === version
      ? []
      : [
          {
            path: `consents[${index}].version`,
            message: `must be ${known.version}, whose text is shown now`,
            code: 'consent.changed',
          },
        ];
  });
}
