import type { Question } from '@kopa/contracts';
import { dayPlaceOf, isAsked, type PlaceMode } from '@kopa/domain';
import { bookingsOf, type Draft } from './draft.js';
import type { Step } from './steps.js';
import type { Terms } from './terms.js';

type Chosen = Pick<Draft, 'days' | 'bookings' | 'invitation'>;

const modesOfDays = ({ days }: Chosen): PlaceMode[] => Object.values(days).flatMap((mode) => dayPlaceOf(mode) ?? []);

/** All that is asked of somebody with these days and bookings. */
export function questionsFor(draft: Chosen, terms: Terms): Question[] {
  const bookings = bookingsOf(draft, terms);
  const modes = [...modesOfDays(draft), ...bookings.map(({ mode }) => mode)];
  return terms.rules.questions.filter((question) => isAsked(question, modes, bookings));
}

/** Where it becomes known that a question is put to somebody. */
export function stepOf({ session, mode }: Question, draft: Chosen): Step {
  if (session !== null) return 'sessions';
  if (mode === null) return 'you';
  // One who is in person on all days may still book something online.
  return modesOfDays(draft).includes(mode) ? 'days' : 'sessions';
}

/** What is asked in one step. */
export function questionsIn(step: Step, draft: Chosen, terms: Terms): Question[] {
  return questionsFor(draft, terms).filter((question) => stepOf(question, draft) === step);
}
