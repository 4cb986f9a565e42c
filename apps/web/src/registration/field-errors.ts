import type { TFunction } from 'i18next';
import type { Programme } from '@kopa/domain';
import { bookingsOf, type Draft } from './draft.js';
import { type Refused } from './remote.js';
import type { Step } from './steps.js';

/** What is wrong with one field; `field` is the id of its input. */
export interface FieldError {
  field: string;
  step: Step;
  /** Key under `registration.errors`. */
  key?: string;
  /** The server's own words (English), where there are none of ours. */
  words?: string;
  /** A mode that opens or closes at an instant. */
  window?: { mode: string; at: string };
}

/** An error in the reader's language. */
export function errorInWords(error: FieldError, t: TFunction, inWords: (at: string) => string): string {
  if (error.key === undefined) return error.words ?? '';
  const { window } = error;
  const values = window === undefined ? {} : { mode: t(`mode.${window.mode}`), when: inWords(window.at) };
  return t(`registration.errors.${error.key}`, values);
}

const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());

/** What can be told wrong before the server is asked. */
export function ownErrors(draft: Draft, step: Step): FieldError[] {
  if (step === 'you') {
    const missing = (field: string, name: string): FieldError[] =>
      name.trim() === '' ? [{ field, step, key: 'name' }] : [];
    const address = (field: string, email: string): FieldError[] =>
      email.trim() === '' || isAddress(email) ? [] : [{ field, step, key: 'email' }];
    return [
      ...missing('name', draft.name),
      ...(draft.email.trim() === ''
        ? [{ field: 'email', step, key: 'emailMissing' } as const]
        : address('email', draft.email)),
      ...draft.people.flatMap(({ id, name, email }) => [
        ...missing(`name-${id}`, name),
        ...address(`email-${id}`, email),
      ]),
    ];
  }
  if (step === 'days') {
    const takesPart = Object.values(draft.days).some((mode) => mode !== 'absent');
    return takesPart ? [] : [{ field: 'days', step, key: 'attendance' }];
  }
  return [];
}

/** What was told wrong and still is; what the server said holds until it is asked again. */
export function isStanding(error: FieldError, draft: Draft): boolean {
  if (error.words !== undefined) return true;
  return ownErrors(draft, error.step).some(({ field, key }) => field === error.field && key === error.key);
}

/** The server's errors at the fields that they mean; companions share the contact's days and bookings, so each once. */
export function serverErrors(refused: Refused, draft: Draft, programme: Programme): FieldError[] {
  const found = refused.errors.map(({ path, message }) => fieldOf(path, message, draft, programme));
  return found.filter(
    (error, index) => found.findIndex(({ field, words }) => field === error.field && words === error.words) === index,
  );
}

function fieldOf(path: string, message: string, draft: Draft, programme: Programme): FieldError {
  const companion = /^people\[(\d+)\]\.(.*)$/.exec(path);
  const person = companion === null ? undefined : draft.people[Number(companion[1])];
  const rest = companion?.[2] ?? path;
  const [head = ''] = rest.split(/[.[]/);
  if (head === 'attendance') {
    const window = /^cannot be "([a-z-]+)" (before|since) (\S+)$/.exec(message);
    const atDays = { field: 'days', step: 'days' as const, words: message };
    if (window?.[1] !== undefined && window[3] !== undefined)
      return {
        ...atDays,
        key: window[2] === 'before' ? 'opens' : 'closed',
        window: { mode: window[1], at: window[3] },
      };
    return /must name a day/.test(message) ? { ...atDays, key: 'attendance' } : atDays;
  }
  if (head === 'bookings') {
    const index = Number(/^bookings\[(\d+)\]/.exec(rest)?.[1] ?? 0);
    const code = bookingsOf(draft, programme)[index]?.session ?? '';
    return { field: `session-${code}`, step: 'sessions', key: 'bookingGone', words: message };
  }
  if (['name', 'email', 'organisation', 'country', 'locale', 'timezone'].includes(head)) {
    const field = person === undefined ? head : `${head}-${person.id}`;
    const key = /at most/.test(message) ? 'tooLong' : head === 'email' || head === 'name' ? head : undefined;
    return { field, step: 'you', words: message, ...(key === undefined ? {} : { key }) };
  }
  return { field: 'check', step: 'check', words: `${path} ${message}` };
}
