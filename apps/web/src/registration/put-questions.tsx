import { useTranslation } from 'react-i18next';
import type { Question } from '@kopa/contracts';
import { contactId, everybodyIn } from './draft.js';
import { answerField } from './field-errors.js';
import { QuestionField } from './question-field.js';
import type { StepProps } from './step-props.js';

type PutProps = Pick<StepProps, 'draft' | 'change' | 'errors'> & { questions: readonly Question[] };

/** Questions put to one person of a draft. */
export function PutQuestions({ questions, draft, change, errors, person }: PutProps & { person: string }) {
  const given = draft.answers[person] ?? {};
  return questions.map((question) => (
    <QuestionField
      key={question.key}
      id={answerField(question.key, person)}
      question={question}
      given={given[question.key]}
      give={(answer) => change({ answers: { ...draft.answers, [person]: { ...given, [question.key]: answer } } })}
      errors={errors}
      isRepeated={person !== contactId}
    />
  ));
}

/** Questions put to everybody of a draft: days and bookings are shared, answers are each person's own. */
export function PutToEverybody(props: PutProps) {
  const { t } = useTranslation();
  const { questions, draft } = props;
  if (questions.length === 0) return null;
  if (draft.people.length === 0) return <PutQuestions {...props} person={contactId} />;
  return everybodyIn(draft).map(({ id, name }) => {
    const label = t('registration.answers.of', { name });
    return (
      <div key={id} className="reg-person" role="group" aria-label={label}>
        <strong aria-hidden="true">{label}</strong>
        <PutQuestions {...props} person={id} />
      </div>
    );
  });
}
