import type { Question, RegistrationPatch, RegistrationView } from '@kopa/contracts';
import { answerOf, givenOf, type GivenAnswers } from './answers.js';
import type { Facts } from './facts-fields.js';

/** The facts of a registration as its fields show them. */
export function factsOf({ name, organisation, country, locale, timezone }: RegistrationView): Facts {
  return { name, organisation, country: country ?? '', locale, timezone: timezone ?? '' };
}

/** What of `next` is otherwise than in the registration; null where nothing is. */
export function factsPatch(
  own: RegistrationView,
  questions: readonly Question[],
  next: Facts,
  given: GivenAnswers,
): RegistrationPatch | null {
  const before = factsOf(own);
  const name = next.name.trim();
  const organisation = next.organisation.trim();
  const held = givenOf(own);
  const answers = questions
    .map((question) => ({
      key: question.key,
      now: answerOf(question, given[question.key]),
      then: answerOf(question, held[question.key]),
    }))
    .filter(({ now, then }) => JSON.stringify(now) !== JSON.stringify(then));
  const patch: RegistrationPatch = {
    ...(name === before.name ? {} : { name }),
    ...(organisation === before.organisation ? {} : { organisation }),
    ...(next.country === before.country ? {} : { country: next.country === '' ? null : next.country }),
    ...(next.locale === before.locale ? {} : { locale: next.locale }),
    ...(next.timezone === before.timezone ? {} : { timezone: next.timezone === '' ? null : next.timezone }),
    ...(answers.length === 0 ? {} : { answers: Object.fromEntries(answers.map(({ key, now }) => [key, now])) }),
  };
  return Object.keys(patch).length === 0 ? null : patch;
}
