import { isEqual } from './equal.js';
import type { PlaceMode } from './places.js';
import { plainWords } from './plain-letters.js';
import type { CalendarDate, Instant, Texts } from './programme.js';
import { joinFields, type JoinedFields } from './session-edits.js';

/** When people may register in one mode. */
export interface TermsWindow {
  opensAt: Instant | null;
  closesAt: Instant | null;
  byInvitation: boolean;
}

export interface TermsOption {
  key: string;
  label: Texts;
}

/** A question to whoever registers; `options` of those that are chosen from, `min` and `max` of numbers. */
export interface TermsQuestion {
  kind: 'text' | 'choice' | 'choices' | 'number' | 'yes-no' | 'file';
  key: string;
  label: Texts;
  why: Texts;
  required: boolean;
  mode: PlaceMode | null;
  session: string | null;
  isSensitive: boolean;
  options?: readonly TermsOption[] | undefined;
  min?: number | undefined;
  max?: number | undefined;
}

export interface TermsConsent {
  purpose: string;
  version: number;
  text: Texts;
}

/** What organisers say about registering; `RegistrationRules` of the contracts is one. */
export interface TermsOfRegistration {
  'in-person': TermsWindow;
  online: TermsWindow;
  sessions: Readonly<
    Record<
      string,
      {
        bookUntil: Instant | null;
        fallback: { session: string; mode: PlaceMode } | null;
        withoutAnswer: 'go' | 'no-go';
        isRecorded: boolean;
        isOpen: boolean;
      }
    >
  >;
  keepUntil: CalendarDate | null;
  sendsInvitations: boolean;
  questions: readonly TermsQuestion[];
  consents: readonly TermsConsent[];
}

export type TermsFault =
  | 'terms.closesFirst'
  | 'terms.labelMissing'
  | 'terms.keyTwice'
  | 'terms.keyWrong'
  | 'terms.optionsMissing'
  | 'terms.minOverMax'
  | 'terms.fallbackItself';

export interface TermsProblem {
  /** As problem documents name fields. */
  path: string;
  message: string;
  code: TermsFault;
}

export const mostQuestions = 60;
export const mostOptions = 50;
export const mostConsents = 20;

const saysNothing = (texts: Texts): boolean => Object.values(texts).every((text) => text.trim() === '');
const isKey = (key: string): boolean => /^[a-z][a-z0-9-]{0,39}$/.test(key);

/** What is wrong with terms of registration, by field; the server refuses it, and a form says so before it asks. */
export function problemsOfTerms(terms: TermsOfRegistration): TermsProblem[] {
  const problems: TermsProblem[] = [];
  const complain = (path: string, code: TermsFault, message: string): void =>
    void problems.push({ path, message, code });
  const texts = (path: string, text: Texts): void => {
    if (saysNothing(text)) complain(path, 'terms.labelMissing', 'needs a text in at least one language');
  };
  const keys = (of: readonly string[], path: (index: number) => string, wrong: (key: string) => boolean): void =>
    of.forEach((key, index) => {
      if (wrong(key)) complain(path(index), 'terms.keyWrong', 'must be 1 to 40 lower-case letters, digits or hyphens');
      else if (of.indexOf(key) !== index) complain(path(index), 'terms.keyTwice', `"${key}" is used above already`);
    });

  for (const mode of ['in-person', 'online'] as const) {
    const { opensAt, closesAt } = terms[mode];
    // They may come with an offset.
    if (opensAt !== null && closesAt !== null && Date.parse(closesAt) <= Date.parse(opensAt))
      complain(`${mode}.closesAt`, 'terms.closesFirst', `must be after ${opensAt}, when it opens`);
  }
  for (const [code, { fallback }] of Object.entries(terms.sessions))
    if (fallback?.session === code)
      complain(`sessions.${code}.fallback.session`, 'terms.fallbackItself', 'must be another session');
  const { questions, consents } = terms;
  keys(
    questions.map(({ key }) => key),
    (index) => `questions[${index}].key`,
    (key) => !isKey(key),
  );
  questions.forEach(({ kind, label, options = [], min, max }, index) => {
    const at = `questions[${index}]`;
    texts(`${at}.label`, label);
    if (kind === 'number' && min !== undefined && max !== undefined && min > max)
      complain(`${at}.max`, 'terms.minOverMax', `must be at least ${min}`);
    if (kind !== 'choice' && kind !== 'choices') return;
    if (options.length === 0) complain(`${at}.options`, 'terms.optionsMissing', 'must offer at least one option');
    keys(
      options.map(({ key }) => key),
      (option) => `${at}.options[${option}].key`,
      (key) => !isKey(key),
    );
    options.forEach((option, position) => texts(`${at}.options[${position}].label`, option.label));
  });
  keys(
    consents.map(({ purpose }) => purpose),
    (index) => `consents[${index}].purpose`,
    (key) => !isKey(key),
  );
  consents.forEach(({ text }, index) => texts(`consents[${index}].text`, text));
  return problems;
}

type Fields = Readonly<Record<string, unknown>>;

/** A list as its entries by key, so that two edits of different entries do not contest the list. */
const byKey = <T>(list: readonly T[], keyOf: (entry: T) => string, as: (entry: T) => unknown): Fields =>
  Object.fromEntries(list.map((entry) => [keyOf(entry), as(entry)]));

const questionRecord = (question: TermsQuestion): Fields => ({
  ...question,
  ...(question.options === undefined
    ? {}
    : {
        options: byKey(
          question.options,
          ({ key }) => key,
          (one) => one,
        ),
      }),
});
const termsRecord = (terms: TermsOfRegistration): Fields => ({
  ...terms,
  questions: byKey(terms.questions, ({ key }) => key, questionRecord),
  consents: byKey(
    terms.consents,
    ({ purpose }) => purpose,
    (one) => one,
  ),
});

/** The order of keys after two edits: that of who moved something, with what the other added; theirs where both did. */
function joinOrder(base: readonly string[], mine: readonly string[], theirs: readonly string[]): string[] {
  const isMoved = (list: readonly string[], other: readonly string[]): boolean => {
    const [one, two] = [list.filter((key) => other.includes(key)), other.filter((key) => list.includes(key))];
    return !isEqual(one, two);
  };
  const isMine = isEqual(theirs, base) || (isMoved(mine, base) && !isMoved(theirs, base));
  const [first, second] = isMine ? [mine, theirs] : [theirs, mine];
  return [...first, ...second.filter((key) => !first.includes(key))];
}

/**
 * Joins two edits of terms field by field: questions, their options and consents by their keys, so that two organisers
 * who ask for different things both have their way. Contested fields are named as `questions.diet.label.en`; there
 * `merged` has mine.
 */
export function joinTerms<T extends TermsOfRegistration>(base: T, mine: T, theirs: T): JoinedFields<T> {
  const { merged, contested } = joinFields(termsRecord(base), termsRecord(mine), termsRecord(theirs));
  const inOrder = <V>(records: unknown, of: (terms: TermsOfRegistration) => readonly string[]): V[] => {
    const known = records as Readonly<Record<string, V>>;
    return joinOrder(of(base), of(mine), of(theirs)).flatMap((key) => (known[key] === undefined ? [] : [known[key]]));
  };
  const optionKeys =
    (key: string) =>
    ({ questions }: TermsOfRegistration): string[] =>
      (questions.find((question) => question.key === key)?.options ?? []).map((option) => option.key);
  const questions = inOrder<Omit<TermsQuestion, 'options'> & { options?: unknown }>(merged['questions'], (terms) =>
    terms.questions.map(({ key }) => key),
  ).map(({ options, ...question }) => ({
    ...question,
    ...(options === undefined ? {} : { options: inOrder<TermsOption>(options, optionKeys(question.key)) }),
  }));
  const consents = inOrder<TermsConsent>(merged['consents'], (terms) => terms.consents.map(({ purpose }) => purpose));
  return { merged: { ...merged, questions, consents } as unknown as T, contested };
}

/** A key for something called so that none of `taken` has: its words in small letters without accents. */
export function keyFor(name: string, taken: readonly string[], otherwise: string): string {
  const plain = plainWords(name)
    .join('-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 32)
    .replace(/-$/, '');
  const wanted = plain === '' ? otherwise : plain;
  let key = wanted;
  for (let number = 2; taken.includes(key); number += 1) key = `${wanted}-${number}`;
  return key;
}

/**
 * Consents whose text differs from what was agreed to so far get the next version: whoever agreed to the old text did
 * not agree to this one. One whose version was raised by hand keeps it.
 */
export function withRaisedConsents<T extends TermsOfRegistration>(before: T, after: T): T {
  const known = new Map(before.consents.map((consent) => [consent.purpose, consent]));
  return {
    ...after,
    consents: after.consents.map((consent) => {
      const was = known.get(consent.purpose);
      const isAltered = was !== undefined && !isEqual(was.text, consent.text);
      return isAltered && consent.version <= was.version ? { ...consent, version: was.version + 1 } : consent;
    }),
  };
}
