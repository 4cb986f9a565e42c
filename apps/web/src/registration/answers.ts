import type { Answers, Question, RegistrationView } from '@kopa/contracts';

/** A file by the id under which the server has it, null while it is on the way, and by its name. */
export interface GivenFile {
  file: string | null;
  name: string;
  /** It is one's own already, and can be looked at. */
  isKept?: boolean;
}

/** An answer as it is filled in: a number is text until it is sent. */
export type Given = string | string[] | boolean | GivenFile;
export type GivenAnswers = Record<string, Given>;

/** What is wrong with an answer: a key under `registration.errors`, and the bound that a number passed. */
export interface AnswerFault {
  key: 'answerMissing' | 'fileOnTheWay' | 'answerNumber' | 'answerLeast' | 'answerMost';
  bound?: number;
}

export const isFile = (given: Given | undefined): given is GivenFile =>
  typeof given === 'object' && !Array.isArray(given);

const isEmpty = (given: Given | undefined): boolean =>
  given === undefined || (typeof given === 'string' ? given.trim() === '' : Array.isArray(given) && given.length === 0);

/** In Latvian, and in most of Europe, the fraction comes after a comma. */
const numberIn = (text: string): number => Number(text.trim().replace(',', '.'));

/** What can be told wrong with an answer before the server is asked. */
export function faultOf(question: Question, given: Given | undefined): AnswerFault | null {
  if (isEmpty(given)) return question.required ? { key: 'answerMissing' } : null;
  if (isFile(given)) return given.file === null ? { key: 'fileOnTheWay' } : null;
  if (question.kind !== 'number' || typeof given !== 'string') return null;
  const value = numberIn(given);
  if (!Number.isFinite(value)) return { key: 'answerNumber' };
  if (question.min !== undefined && value < question.min) return { key: 'answerLeast', bound: question.min };
  if (question.max !== undefined && value > question.max) return { key: 'answerMost', bound: question.max };
  return null;
}

/** The answer on the wire; what is not answered is an empty text, whatever the kind. */
export function answerOf(question: Question, given: Given | undefined): Answers[string] {
  if (given === undefined || isEmpty(given)) return '';
  if (isFile(given)) return given.file ?? '';
  if (typeof given !== 'string') return given;
  return question.kind === 'number' ? numberIn(given) : given.trim();
}

/** The answers to these questions, without those that were not answered. */
export function answersOf(questions: readonly Question[], given: GivenAnswers): Answers {
  return Object.fromEntries(
    questions
      .map((question) => [question.key, answerOf(question, given[question.key])])
      .filter(([, one]) => one !== ''),
  ) as Answers;
}

/** The answers of a registration as they are filled in. */
export function givenOf({ answers, files }: Pick<RegistrationView, 'answers' | 'files'>): GivenAnswers {
  const given = (answer: Answers[string]): Given => {
    const file = files.find(({ id }) => typeof answer === 'string' && id === answer.toLowerCase());
    if (file !== undefined) return { file: file.id, name: file.name, isKept: true };
    return typeof answer === 'number' ? String(answer) : answer;
  };
  return Object.fromEntries(Object.entries(answers).map(([key, answer]) => [key, given(answer)]));
}
