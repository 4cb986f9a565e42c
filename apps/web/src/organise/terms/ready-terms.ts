import type { RegistrationRules } from '@kopa/contracts';
import { keyFor, withRaisedConsents, type Texts } from '@kopa/domain';

/** Begins the key of what has no name yet, as no key does: it gets one from its words when it is saved, and keeps that. */
const unnamed = '+';

export const newName = (): string => `${unnamed}${crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36) ?? '0'}`;
export const isUnnamed = (key: string): boolean => key.startsWith(unnamed);

const written = (texts: Texts): Record<string, string> =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([language, text]) => (text.trim() === '' ? [] : [[language, text.trim()]])),
  );

/** Entries with names of their own; those that have one keep it, as answers hang on it. */
function named<T>(
  entries: readonly T[],
  keyOf: (entry: T) => string,
  called: (entry: T, key: string) => T,
  wordsOf: (entry: T) => Texts,
  otherwise: string,
): T[] {
  const taken = entries.map(keyOf).filter((key) => !isUnnamed(key));
  return entries.map((entry) => {
    if (!isUnnamed(keyOf(entry))) return entry;
    const key = keyFor(Object.values(wordsOf(entry))[0] ?? '', taken, otherwise);
    taken.push(key);
    return called(entry, key);
  });
}

/** Terms as they are sent: texts without what is blank, what is new with a name, altered consents with a new version. */
export function readyToSend(saved: RegistrationRules, rules: RegistrationRules): RegistrationRules {
  const questions = named(
    rules.questions.map((question) => ({ ...question, label: written(question.label), why: written(question.why) })),
    ({ key }) => key,
    (question, key) => ({ ...question, key }),
    ({ label }) => label,
    'question',
  ).map((question) =>
    question.kind === 'choice' || question.kind === 'choices'
      ? {
          ...question,
          options: named(
            question.options.map((option) => ({ ...option, label: written(option.label) })),
            ({ key }) => key,
            (option, key) => ({ ...option, key }),
            ({ label }) => label,
            'option',
          ),
        }
      : question,
  );
  const consents = named(
    rules.consents.map((consent) => ({ ...consent, text: written(consent.text) })),
    ({ purpose }) => purpose,
    (consent, purpose) => ({ ...consent, purpose }),
    ({ text }) => text,
    'consent',
  );
  return withRaisedConsents(saved, { ...rules, questions, consents });
}
