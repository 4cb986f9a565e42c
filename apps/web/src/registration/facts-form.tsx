import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question, RegistrationPatch, RegistrationView } from '@kopa/contracts';
import { useEvent } from '../programme/event-context.js';
import { useActing, type Told } from './acting.js';
import { givenOf, type GivenAnswers } from './answers.js';
import { ErrorSummary } from './error-summary.js';
import { FactsFields, type Facts } from './facts-fields.js';
import { FactsLines } from './facts-lines.js';
import { factsOf, factsPatch } from './facts-patch.js';
import { answerError, answerField, type FieldError } from './field-errors.js';
import { QuestionField } from './question-field.js';
import { fetchOwn, patchOwn, Refused } from './remote.js';

interface FactsFormProps {
  own: RegistrationView;
  questions: readonly Question[];
  saved: () => void;
  close: () => void;
}

const none: readonly FieldError[] = [];

/** Changes what one said of oneself. What is typed stays typed whatever else changes the registration meanwhile. */
export function FactsForm({ own, questions, saved, close }: FactsFormProps) {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const { busy, act } = useActing();
  /** What the fields that were not touched show, and the version that is changed. */
  const [base, setBase] = useState(own);
  const [late, setLate] = useState<{ before: RegistrationView; now: RegistrationView } | null>(null);
  const [typed, setTyped] = useState<Partial<Facts>>({});
  const [answered, setAnswered] = useState<GivenAnswers>({});
  const [errors, setErrors] = useState(none);
  const facts = { ...factsOf(base), ...typed };
  const given = { ...givenOf(base.answers), ...answered };
  useEffect(() => document.getElementById('name')?.focus(), []);

  const found = (): FieldError[] => [
    ...(facts.name.trim() === '' ? [{ field: 'name', key: 'name' }] : []),
    ...questions.flatMap((question) => answerError(question, given[question.key]) ?? []),
  ];
  const undo = (back: RegistrationPatch): void =>
    act('facts', async () => {
      const { version } = await fetchOwn(slug);
      await patchOwn(slug, version, back);
      return { text: t('registration.ownFacts.asBefore') };
    });
  const save = (): void => {
    const wrong = found();
    setErrors(wrong);
    if (wrong.length > 0) return;
    const patch = factsPatch(base, questions, facts, given);
    if (patch === null) {
      close();
      return;
    }
    act('facts', async (): Promise<Told | null> => {
      try {
        const after = await patchOwn(slug, base.version, patch);
        const back = factsPatch(after, questions, factsOf(base), givenOf(base.answers));
        saved();
        const action = { label: t('registration.ownDays.undo'), run: () => back !== null && undo(back) };
        return { text: t('registration.ownFacts.saved'), action };
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.code === 'registration.late') {
          const now = error.problem['current'] as RegistrationView;
          setLate({ before: base, now });
          setBase(now);
          return null;
        }
        if (error.errors.length === 0) throw error;
        setErrors(error.errors.map(({ path, message }) => refusedField(path, message, questions)));
        return null;
      }
    });
  };
  const standing = errors.filter(
    ({ field, key, words }) =>
      words !== undefined || found().some((error) => error.field === field && error.key === key),
  );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (busy === null) save();
      }}
    >
      <ErrorSummary errors={standing} attempt={errors} lead={({ field }) => document.getElementById(field)?.focus()} />
      <FactsFields facts={facts} change={(part) => setTyped({ ...typed, ...part })} errors={standing}>
        <p>
          <strong>{t('registration.you.email')}</strong>: {own.email}{' '}
          <span className="reg-hint">{t('registration.ownFacts.emailStays')}</span>
        </p>
      </FactsFields>
      {questions.map((question) => (
        <QuestionField
          key={question.key}
          id={answerField(question.key)}
          question={question}
          given={given[question.key]}
          give={(answer) => setAnswered({ ...answered, [question.key]: answer })}
          errors={standing}
        />
      ))}
      <div role="alert">{late !== null && <ChangedMeanwhile {...late} questions={questions} />}</div>
      <div className="reg-row">
        <button type="submit" className="link-button strong" aria-disabled={busy !== null}>
          {t('registration.ownFacts.save')}
        </button>
        <button type="button" className="link-button" onClick={close}>
          {t('registration.ownFacts.leave')}
        </button>
      </div>
    </form>
  );
}

/** The server's word on one field; what concerns none that is shown stands in the summary only. */
function refusedField(path: string, words: string, questions: readonly Question[]): FieldError {
  const [head = '', key = ''] = path.split('.');
  const question = head === 'answers' ? questions.find((one) => one.key === key) : undefined;
  if (question === undefined) return { field: head, words: `${path} ${words}` };
  return {
    field: answerField(key),
    key: 'answerRefused',
    words,
    question: { label: question.label, person: '', bound: undefined },
  };
}

/** What somebody else, or another window, made of the registration while it was changed here. */
function ChangedMeanwhile({
  before,
  now,
  questions,
}: {
  before: RegistrationView;
  now: RegistrationView;
  questions: readonly Question[];
}) {
  const { t } = useTranslation();
  const then = factsOf(before);
  const facts = Object.fromEntries(
    Object.entries(factsOf(now)).filter(([fact, value]) => then[fact as keyof Facts] !== value),
  );
  const changed = questions.filter(
    ({ key }) => JSON.stringify(now.answers[key] ?? '') !== JSON.stringify(before.answers[key] ?? ''),
  );
  return (
    <div className="reg-asked">
      <strong>{t('registration.ownFacts.late')}</strong>
      <FactsLines facts={facts} questions={changed} given={givenOf(now.answers)} />
      <p>{t('registration.ownFacts.lateHint')}</p>
    </div>
  );
}
