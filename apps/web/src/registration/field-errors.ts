import type { Question } from '@kopa/contracts';
import { dayPlaceOf, type PlaceMode, type Texts } from '@kopa/domain';
import { faultOf } from './answers.js';
import { consentsOf } from './consents.js';
import { bookingsOf, contactId, namedIn, type Draft } from './draft.js';
import { isAddress } from './email-address.js';
import { invitationError, invitationFull } from './invitation-errors.js';
import { particularErrors, particularField } from './particular-errors.js';
import { questionsFor, questionsIn, stepOf } from './questions.js';
import type { InputError, Refused } from '../shell/call.js';
import type { Step } from './steps.js';
import { shutAt, type Shut, type Terms } from './terms.js';

/** What is wrong with one field; `field` is the id of its input. */
export interface FieldError {
  field: string;
  /** Key under `registration.errors`. */
  key?: string;
  /** What the server refused; said by its code where there is no `key`. */
  refused?: InputError;
  /** A mode that is not open, and the instant at which it opens or closed. */
  shut?: Shut;
  /** The instant at which an invitation closed, or how many people it has left (null: not limited). */
  invitation?: { at?: string; left?: Partial<Record<PlaceMode, number | null>> };
  /** What was asked, of whom where several people are, and the bound that a number passed. */
  question?: { label: Texts; person: string; bound: number | undefined };
  /** Whom it is about, where several people are. */
  person?: string;
  /** A session that is from an age on. */
  fromAge?: { title: Texts; years: number };
}

/** An error in the step that has its field. */
export interface StepError extends FieldError {
  step: Step;
}

/** Id of the input of one person's answer; the underscore is in no question's key. */
export const answerField = (key: string, person: string = contactId): string =>
  person === contactId ? `answer-${key}` : `answer-${key}_${person}`;

/** What is wrong with one answer as it is filled in, as far as the page can tell. */
export function answerError(
  question: Question,
  given: Parameters<typeof faultOf>[1],
  { id, name }: { id: string; name: string } = { id: contactId, name: '' },
): FieldError | null {
  const fault = faultOf(question, given);
  if (fault === null) return null;
  const { key, bound } = fault;
  return { field: answerField(question.key, id), key, question: { label: question.label, person: name, bound } };
}

function ownFacts(draft: Draft): FieldError[] {
  const missing = (field: string, name: string): FieldError[] => (name.trim() === '' ? [{ field, key: 'name' }] : []);
  const address = (field: string, email: string): FieldError[] =>
    email.trim() === '' || isAddress(email) ? [] : [{ field, key: 'email' }];
  return [
    ...missing('name', draft.name),
    ...(draft.email.trim() === '' ? [{ field: 'email', key: 'emailMissing' }] : address('email', draft.email)),
    ...draft.people.flatMap(({ id, name, email }) => [
      ...missing(`name-${id}`, name),
      ...address(`email-${id}`, email),
    ]),
  ];
}

function ownDays({ days, invitation }: Draft, { rules }: Terms): FieldError[] {
  const modes = [...new Set(Object.values(days).flatMap((mode) => dayPlaceOf(mode) ?? []))];
  if (modes.length === 0) return [{ field: 'days', key: 'attendance' }];
  return modes.flatMap((mode) => {
    const shut = shutAt(rules, mode, { now: Date.now(), invitation });
    return shut === null ? [] : [{ field: 'days', key: shut.key, shut }];
  });
}

function ownAnswers(draft: Draft, step: Step, terms: Terms): FieldError[] {
  const questions = questionsIn(step, draft, terms);
  return namedIn(draft).flatMap((person) =>
    questions.flatMap((question) => answerError(question, draft.answers[person.id]?.[question.key], person) ?? []),
  );
}

/** What can be told wrong before the server is asked. */
export function ownErrors(draft: Draft, step: Step, terms: Terms): StepError[] {
  const found = [
    ...(step === 'you' ? ownFacts(draft) : []),
    ...(step === 'days' ? ownDays(draft, terms) : []),
    ...(step === 'sessions' ? particularErrors(draft, terms) : []),
    ...ownAnswers(draft, step, terms),
  ];
  return found.map((error) => ({ ...error, step }));
}

/** What was told wrong and still is; what the server said holds until it is asked again. */
export function isStanding(error: StepError, draft: Draft, terms: Terms): boolean {
  if (error.refused !== undefined) return true;
  return ownErrors(draft, error.step, terms).some(({ field, key }) => field === error.field && key === error.key);
}

/**
 * The server's errors at the fields that they mean; companions share the contact's days and bookings, so each once.
 * @param sent the terms by which it was sent: the server counts what stood in the request
 * @param terms those that hold by now
 */
export function serverErrors(refused: Refused, draft: Draft, sent: Terms, terms: Terms): StepError[] {
  const found =
    refused.code === 'invitation.full'
      ? [invitationFull(refused)]
      : refused.errors.map((error) => fieldOf(error, draft, sent, terms));
  return found.filter(
    (error, index) =>
      found.findIndex(
        ({ field, refused: other }) => field === error.field && other?.message === error.refused?.message,
      ) === index,
  );
}

function fieldOf(error: InputError, draft: Draft, sent: Terms, terms: Terms): StepError {
  const { path } = error;
  const companion = /^people\[(\d+)\]\.(.*)$/.exec(path);
  const person = companion === null ? undefined : draft.people[Number(companion[1])];
  const rest = companion?.[2] ?? path;
  const [head = '', second = ''] = rest.split(/[.[\]]+/);
  const particular = (what: string, key: string): StepError => ({
    field: particularField(what, person?.id),
    step: 'sessions',
    ...(isMeant(error) ? { key } : {}),
    refused: error,
    person: draft.people.length === 0 ? '' : (person?.name ?? draft.name),
  });
  switch (head) {
    case 'attendance': {
      const shut = shutOf(error);
      if (shut !== null) return { field: 'days', step: 'days', refused: error, key: shut.key, shut };
      return { field: 'days', step: 'days', refused: error, ...(second === '' ? { key: 'attendance' } : {}) };
    }
    case 'bookings': {
      const code = bookingsOf(draft, sent)[Number(second)]?.session ?? '';
      if (error.code === 'age.tooYoung') return { ...particular('born', 'tooYoung'), ...fromAgeOf(error, sent) };
      return { field: `session-${code}`, step: 'sessions', key: 'bookingGone', refused: error };
    }
    case 'answers': {
      const question = questionsFor(draft, terms).find(({ key }) => key === second);
      if (question === undefined) break;
      const { id, name } = person ?? { id: contactId, name: '' };
      const fault = answerError(question, draft.answers[id]?.[second], { id, name });
      const byServer = {
        field: answerField(second, id),
        refused: error,
        key: question.kind === 'file' ? 'fileGone' : 'answerRefused',
        question: { label: question.label, person: name, bound: undefined },
      };
      return { ...(fault ?? byServer), step: stepOf(question, draft) };
    }
    case 'consents': {
      const purpose = consentsOf(draft, sent)[Number(second)]?.purpose ?? '';
      return { field: `consent-${purpose}`, step: 'check', refused: error, key: 'consentChanged' };
    }
    case 'invitation':
      return { ...invitationError(error), step: 'you', refused: error };
    case 'telephone':
      return particular(head, head);
    case 'bornOn':
      return particular('born', 'born');
    case 'guardian':
      if (second === 'email') return particular('guardian-email', 'guardianEmail');
      return second === 'agrees'
        ? particular('guardian-agrees', 'guardianAgrees')
        : particular('guardian-name', 'guardianName');
    case 'name':
    case 'email':
    case 'organisation':
    case 'country':
    case 'locale':
    case 'timezone': {
      const field = person === undefined ? head : `${head}-${person.id}`;
      const hasKey = (head === 'email' || head === 'name') && isMeant(error);
      return { field, step: 'you', refused: error, ...(hasKey ? { key: head } : {}) };
    }
  }
  return { field: 'check', step: 'check', refused: error };
}

/** Whether a field's own words, which ask for it or say its form, say what is wrong; a length, say, they do not. */
export function isMeant({ code = 'field.missing' }: InputError): boolean {
  const asked = ['missing', 'empty', 'email', 'telephone', 'date', 'agreed'].map((fault) => `field.${fault}`);
  return !code.startsWith('field.') || asked.includes(code);
}

/** The age that the server says somebody has not. */
function fromAgeOf({ session: code, age: years }: InputError, { programme }: Terms): Pick<FieldError, 'fromAge'> {
  const session = programme.sessions.find((entry) => entry.code === code);
  return session === undefined || years === undefined ? {} : { fromAge: { title: session.title, years } };
}

/** A mode that the server says is not open, by what stands beside its words. */
function shutOf({ code, mode, at }: InputError): Shut | null {
  if (mode === undefined || at === undefined) return null;
  if (code === 'mode.opens') return { key: 'opens', mode, at };
  return code === 'mode.closed' ? { key: 'closed', mode, at } : null;
}
