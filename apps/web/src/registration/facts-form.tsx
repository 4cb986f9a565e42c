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
import { NeededFields } from './needed-fields.js';
import { NeededLines } from './needed-lines.js';
import { neededErrors, neededOf, neededParts, neededPatch } from './needed.js';
import type { Particulars } from './particulars.js';
import { QuestionField } from './question-field.js';
import { fetchOwn, patchOwn } from './remote.js';
import { Refused, type InputError } from '../shell/call.js';

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
  const {
    slug,
    index: { programme },
  } = useEvent();
  const { busy, act } = useActing();
  /** What the fields that were not touched show, and the version that is changed. */
  const [base, setBase] = useState(own);
  const [late, setLate] = useState<{ before: RegistrationView; now: RegistrationView } | null>(null);
  const [typed, setTyped] = useState<Partial<Facts>>({});
  const [neededTyped, setNeededTyped] = useState<Partial<Particulars>>({});
  const [answered, setAnswered] = useState<GivenAnswers>({});
  const [errors, setErrors] = useState(none);
  const facts = { ...factsOf(base), ...typed };
  const needed = { ...neededOf(base), ...neededTyped };
  const given = { ...givenOf(base), ...answered };
  const parts = neededParts(own, programme);
  const isSeated = own.bookings.some(({ seat }) => seat !== undefined);
  useEffect(() => document.getElementById('name')?.focus(), []);

  const found = (): FieldError[] => [
    ...(facts.name.trim() === '' ? [{ field: 'name', key: 'name' }] : []),
    // A seat in a coach keeps its number. Of a date of birth that is missing the page has told; nothing is held up by it.
    ...neededErrors(needed, isSeated ? ['telephone'] : [], programme),
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
    const patch = { ...factsPatch(base, questions, facts, given), ...neededPatch(base, needed, programme) };
    if (Object.keys(patch).length === 0) {
      close();
      return;
    }
    act('facts', async (): Promise<Told | null> => {
      try {
        const after = await patchOwn(slug, base.version, patch);
        const back = {
          ...factsPatch(after, questions, factsOf(base), givenOf(base)),
          ...neededPatch(after, neededOf(base), programme),
        };
        saved();
        const text = t('registration.ownFacts.saved');
        // A file that is named no longer is deleted: there is no way back to it.
        if (questions.some(({ key, kind }) => kind === 'file' && patch.answers?.[key] !== undefined)) return { text };
        return { text, action: { label: t('registration.ownDays.undo'), run: () => undo(back) } };
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.code === 'registration.late') {
          const now = error.problem['current'] as RegistrationView;
          setLate({ before: base, now });
          setBase(now);
          return null;
        }
        if (error.errors.length === 0) throw error;
        setErrors(error.errors.map((one) => refusedField(one, questions)));
        return null;
      }
    });
  };
  const standing = errors.filter(
    ({ field, key, refused }) =>
      refused !== undefined || found().some((error) => error.field === field && error.key === key),
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
      {parts.length > 0 && (
        <NeededFields
          parts={parts}
          required={isSeated ? ['telephone'] : []}
          needed={needed}
          change={(part) => setNeededTyped({ ...neededTyped, ...part })}
          errors={standing}
        />
      )}
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
function refusedField(refused: InputError, questions: readonly Question[]): FieldError {
  const { path, code } = refused;
  const [head = '', key = ''] = path.split('.');
  if (code === 'age.tooYoung') return { field: 'bornOn', key: 'bornOnTooYoung', refused };
  if (code === 'telephone.missing') return { field: 'telephone', key: 'telephoneHeld', refused };
  if (head === 'guardian') return { field: key === '' ? 'bornOn' : `guardian-${key}`, refused };
  const question = head === 'answers' ? questions.find((one) => one.key === key) : undefined;
  if (question === undefined) return { field: head, refused };
  return {
    field: answerField(key),
    key: 'answerRefused',
    refused,
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
  const neededThen = neededOf(before);
  const needed = Object.fromEntries(
    Object.entries(neededOf(now)).filter(
      ([part, value]) => JSON.stringify(neededThen[part as keyof Particulars]) !== JSON.stringify(value),
    ),
  );
  const changed = questions.filter(
    ({ key }) => JSON.stringify(now.answers[key] ?? '') !== JSON.stringify(before.answers[key] ?? ''),
  );
  return (
    <div className="reg-asked">
      <strong>{t('registration.ownFacts.late')}</strong>
      <FactsLines facts={facts} questions={changed} given={givenOf(now)} />
      <NeededLines needed={needed} />
      <p>{t('registration.ownFacts.lateHint')}</p>
    </div>
  );
}
