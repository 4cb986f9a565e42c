import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '@kopa/contracts';
import { mostOptions, mostQuestions, pickText, placeModes, type PlaceMode } from '@kopa/domain';
import { Ordered } from '../sessions/ordered.js';
import { Part } from '../settings/fields.js';
import { Choice } from '../team/form-parts.js';
import { fieldId, useFaults } from './faults.js';
import { CheckField, NumberField, TextsField } from './fields.js';
import type { PartOfTerms } from './part-of-terms.js';
import { isUnnamed, newName } from './ready-terms.js';
import { SessionSelect } from './session-choice.js';

const kinds = ['text', 'choice', 'choices', 'number', 'yes-no', 'file'] as const;
type Kind = Question['kind'];
type Option = Extract<Question, { kind: 'choice' }>['options'][number];

const blankOption = (): Option => ({ key: newName(), label: {} });

/** A question of another kind that asks the same. */
function asKind(question: Question, kind: Kind): Question {
  const { key, label, why, required, mode, session, isSensitive } = question;
  const facts = { key, label, why, required, mode, session, isSensitive };
  if (kind === 'choice' || kind === 'choices') {
    const options = 'options' in question ? question.options : [blankOption(), blankOption()];
    return { kind, ...facts, options };
  }
  return { kind, ...facts };
}

const blankQuestion = (kind: Kind): Question =>
  asKind(
    {
      kind: 'text',
      key: newName(),
      label: {},
      why: {},
      required: false,
      mode: null,
      session: null,
      isSensitive: false,
    },
    kind,
  );

/** What is asked of whoever registers, in this order. */
export function QuestionsPart({ rules: { questions }, edit, languages, sessions }: PartOfTerms) {
  const { t, i18n } = useTranslation();
  const [kind, setKind] = useState<Kind>('text');
  const part = useRef<HTMLDivElement>(null);
  const set = (index: number, question: Question, group?: string): void =>
    edit((rules) => ({ ...rules, questions: rules.questions.with(index, question) }), group);
  const add = (): void => {
    edit((rules) => ({ ...rules, questions: [...rules.questions, blankQuestion(kind)] }));
    const path = `questions[${questions.length}].label`;
    // It is there after the next painting.
    requestAnimationFrame(() =>
      part.current?.querySelector<HTMLElement>(`[id^="${CSS.escape(fieldId(path))}"]`)?.focus(),
    );
  };
  const nameOf = (question: Question, index: number): string =>
    pickText(question.label, i18n.language, languages).text || t('terms.questions.nameless', { number: index + 1 });
  return (
    <Part title={t('terms.questions.title')}>
      <p className="faint">{t('terms.questions.lead')}</p>
      <div ref={part} className="terms-list">
        <Ordered
          entries={questions}
          keyOf={({ key }) => key}
          nameOf={nameOf}
          save={(entries) => edit((rules) => ({ ...rules, questions: entries }))}
        >
          {(question, index) => (
            <QuestionCard
              index={index}
              question={question}
              languages={languages}
              sessions={sessions}
              set={(next, group) => set(index, next, group)}
            />
          )}
        </Ordered>
      </div>
      <div className="terms-add">
        <Choice
          id="terms-new-kind"
          label={t('terms.questions.kind')}
          value={kind}
          onChoice={(value) => setKind(value as Kind)}
        >
          {kinds.map((one) => (
            <option key={one} value={one}>
              {t(`terms.kind.${one}`)}
            </option>
          ))}
        </Choice>
        <button
          type="button"
          className="link-button"
          aria-disabled={questions.length >= mostQuestions}
          onClick={() => questions.length < mostQuestions && add()}
        >
          {t('terms.questions.add')}
        </button>
      </div>
    </Part>
  );
}

interface QuestionCardProps extends Pick<PartOfTerms, 'languages' | 'sessions'> {
  index: number;
  question: Question;
  set: (question: Question, group?: string) => void;
}

function QuestionCard({ index, question, languages, sessions, set }: QuestionCardProps) {
  const { t } = useTranslation();
  const path = `questions[${index}]`;
  const { key, kind } = question;
  return (
    <div className="terms-card" role="group" aria-label={t('terms.questions.nameless', { number: index + 1 })}>
      <TextsField
        path={`${path}.label`}
        label={t('terms.questions.label')}
        texts={question.label}
        languages={languages}
        set={(label) => set({ ...question, label }, `${key}.label`)}
      />
      <div className="set-row">
        <Choice
          id={fieldId(`${path}.kind`)}
          label={t('terms.questions.kind')}
          value={kind}
          onChoice={(value) => set(asKind(question, value as Kind))}
        >
          {kinds.map((one) => (
            <option key={one} value={one}>
              {t(`terms.kind.${one}`)}
            </option>
          ))}
        </Choice>
        <Choice
          id={fieldId(`${path}.mode`)}
          label={t('terms.questions.mode')}
          value={question.mode ?? ''}
          onChoice={(mode) => set({ ...question, mode: mode === '' ? null : (mode as PlaceMode) })}
        >
          <option value="">{t('terms.questions.everybody')}</option>
          {placeModes.map((mode) => (
            <option key={mode} value={mode}>
              {t(`terms.mode.${mode}`)}
            </option>
          ))}
        </Choice>
        <SessionSelect
          id={fieldId(`${path}.session`)}
          label={t('terms.questions.session')}
          none={t('terms.questions.anySession')}
          value={question.session ?? ''}
          sessions={sessions}
          choose={(session) => set({ ...question, session: session === '' ? null : session })}
        />
      </div>
      {question.kind === 'number' && <Bounds path={path} question={question} set={set} />}
      {(question.kind === 'choice' || question.kind === 'choices') && (
        <Options
          path={`${path}.options`}
          options={question.options}
          languages={languages}
          set={(options, group) => set({ ...question, options }, group)}
        />
      )}
      <TextsField
        path={`${path}.why`}
        label={t('terms.questions.why')}
        hint={t('terms.questions.whyHint')}
        texts={question.why}
        languages={languages}
        set={(why) => set({ ...question, why }, `${key}.why`)}
      />
      <div className="terms-checks">
        <CheckField
          label={t('terms.questions.required')}
          isChecked={question.required}
          set={(required) => set({ ...question, required })}
        />
        <CheckField
          label={t('terms.questions.sensitive')}
          hint={t('terms.questions.sensitiveHint')}
          isChecked={question.isSensitive}
          set={(isSensitive) => set({ ...question, isSensitive })}
        />
      </div>
      {!isUnnamed(key) && <p className="faint terms-key">{t('terms.questions.key', { key })}</p>}
    </div>
  );
}

interface BoundsProps {
  path: string;
  question: Extract<Question, { kind: 'number' }>;
  set: (question: Question, group?: string) => void;
}

function Bounds({ path, question, set }: BoundsProps) {
  const { t } = useTranslation();
  const bound = (end: 'min' | 'max') => (
    <NumberField
      path={`${path}.${end}`}
      label={t(`terms.questions.${end}`)}
      value={question[end] ?? null}
      set={(value) => {
        const { [end]: _before, ...others } = question;
        set(value === null ? others : { ...others, [end]: value }, `${question.key}.${end}`);
      }}
    />
  );
  return (
    <div className="set-row">
      {bound('min')}
      {bound('max')}
    </div>
  );
}

interface OptionsProps {
  path: string;
  options: readonly Option[];
  languages: readonly string[];
  set: (options: Option[], group?: string) => void;
}

function Options({ path, options, languages, set }: OptionsProps) {
  const { t, i18n } = useTranslation();
  const { at } = useFaults();
  const wrong = at(path);
  return (
    <div className="terms-options" role="group" aria-label={t('terms.questions.options')}>
      <strong>{t('terms.questions.options')}</strong>
      {wrong !== undefined && (
        <p className="team-wrong" id={fieldId(path)} tabIndex={-1}>
          {wrong}
        </p>
      )}
      <Ordered
        entries={options}
        keyOf={({ key }) => key}
        nameOf={({ label }, index) =>
          pickText(label, i18n.language, languages).text || t('terms.questions.option', { number: index + 1 })
        }
        save={set}
      >
        {(option, index) => (
          <TextsField
            path={`${path}[${index}].label`}
            label={t('terms.questions.option', { number: index + 1 })}
            texts={option.label}
            languages={languages}
            set={(label) => set(options.with(index, { ...option, label }), `${option.key}.label`)}
          />
        )}
      </Ordered>
      <p className="org-deeds">
        <button
          type="button"
          className="link-button"
          aria-disabled={options.length >= mostOptions}
          onClick={() => options.length < mostOptions && set([...options, blankOption()])}
        >
          {t('terms.questions.addOption')}
        </button>
      </p>
    </div>
  );
}
