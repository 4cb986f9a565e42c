import type { Question, RegistrationRules, RegistrationView } from '@kopa/contracts';
import { dayPlaceOf, isAsked } from '@kopa/domain';

/** What is asked of one who is registered. */
export function ownAsked({ days, bookings }: RegistrationView, rules: RegistrationRules): Question[] {
  const modes = [...days.flatMap(({ mode }) => dayPlaceOf(mode) ?? []), ...bookings.map(({ mode }) => mode)];
  return rules.questions.filter((question) => isAsked(question, modes, bookings));
}
