import { useTranslation } from 'react-i18next';
import type { Question } from '@kopa/contracts';
import { pickText } from '@kopa/domain';
import { hasText, LocalText } from '../language/local-text.js';
import { useEvent } from '../programme/event-context.js';
import type { Given } from './answers.js';
import type { FieldError } from './field-errors.js';
import { FileField } from './file-field.js';
import { ChoiceGroup, LongTextField, SelectField, TextField } from './field.js';

/** As long as an answer may be. */
const longest = 2000;

interface QuestionFieldProps {
  id: string;
  question: Question;
  given: Given | undefined;
  give: (given: Given) => void;
  errors: readonly FieldError[];
  /** Why it is asked stands above already, at the first person's. */
  isRepeated?: boolean;
}

/** One question of the organisers, by its kind. */
export function QuestionField({ id, question, given, give, errors, isRepeated = false }: QuestionFieldProps) {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const { languages } = index.programme.event;
  const { required, why, isSensitive } = question;
  const hasHint = !isRepeated && (hasText(why) || isSensitive);
  const field = {
    id,
    label: <LocalText texts={question.label} fallbacks={languages} />,
    optional: !required,
    errors,
    ...(hasHint ? { hint: <QuestionHint question={question} /> } : {}),
  };
  const text = typeof given === 'string' ? given : '';
  const option = (type: 'checkbox' | 'radio', label: string, checked: boolean, choose: (checked: boolean) => void) => (
    <label key={label} className="reg-option">
      <input type={type} name={id} checked={checked} onChange={({ target }) => choose(target.checked)} />
      <span>{label}</span>
    </label>
  );
  switch (question.kind) {
    case 'text':
      return <LongTextField {...field} value={text} maxLength={longest} onText={give} />;
    case 'number':
      return <TextField {...field} inputMode="decimal" maxLength={20} value={text} onText={give} autoComplete="off" />;
    case 'choice': {
      const none = { value: '', label: t(required ? 'registration.answers.choose' : 'registration.answers.none') };
      const options = question.options.map(({ key, label }) => ({
        value: key,
        label: pickText(label, i18n.language, languages).text,
      }));
      return <SelectField {...field} value={text} choices={[none, ...options]} onChoice={give} />;
    }
    case 'choices': {
      const chosen = Array.isArray(given) ? given : [];
      return (
        <ChoiceGroup {...field}>
          {question.options.map(({ key, label }) =>
            option('checkbox', pickText(label, i18n.language, languages).text, chosen.includes(key), (isChosen) =>
              give(isChosen ? [...chosen, key] : chosen.filter((one) => one !== key)),
            ),
          )}
        </ChoiceGroup>
      );
    }
    case 'file':
      return <FileField {...field} given={given} give={give} />;
    case 'yes-no':
      return (
        <ChoiceGroup {...field}>
          {option('radio', t('registration.answers.yes'), given === true, () => give(true))}
          {option('radio', t('registration.answers.no'), given === false, () => give(false))}
          {!required && option('radio', t('registration.answers.none'), typeof given !== 'boolean', () => give(''))}
        </ChoiceGroup>
      );
  }
}

function QuestionHint({ question: { why, isSensitive } }: { question: Question }) {
  const { t } = useTranslation();
  const { index } = useEvent();
  return (
    <>
      {hasText(why) && (
        <span>
          {t('registration.answers.why')} <LocalText texts={why} fallbacks={index.programme.event.languages} />
        </span>
      )}
      {isSensitive && (
        <span className="reg-sensitive">
          <span className="icon icon-lock" aria-hidden="true" /> {t('registration.answers.sensitive')}
        </span>
      )}
    </>
  );
}
