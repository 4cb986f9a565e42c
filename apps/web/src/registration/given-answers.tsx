import { useTranslation } from 'react-i18next';
import type { Question } from '@kopa/contracts';
import { pickText } from '@kopa/domain';
import { LocalText } from '../language/local-text.js';
import { useEvent } from '../programme/event-context.js';
import { isFile, type Given, type GivenAnswers } from './answers.js';
import { GivenFileName } from './given-file.js';

/** What somebody answered, to be read. */
export function GivenLines({ questions, given }: { questions: readonly Question[]; given: GivenAnswers }) {
  const { index } = useEvent();
  if (questions.length === 0) return null;
  return (
    <dl className="reg-lines">
      {questions.map((question) => (
        <div key={question.key}>
          <dt>
            <LocalText texts={question.label} fallbacks={index.programme.event.languages} />
          </dt>
          <dd>
            <GivenAnswer question={question} given={given[question.key]} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function GivenAnswer({ question, given }: { question: Question; given: Given | undefined }) {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const { languages } = index.programme.event;
  if (typeof given === 'boolean') return t(given ? 'registration.answers.yes' : 'registration.answers.no');
  if (isFile(given)) return <GivenFileName given={given} />;
  const chosen = typeof given === 'string' ? [given.trim()] : (given ?? []);
  const options = 'options' in question ? question.options : [];
  const words = chosen.map((one) => {
    const option = options.find(({ key }) => key === one);
    return option === undefined ? one : pickText(option.label, i18n.language, languages).text;
  });
  const text = words.filter((word) => word !== '').join(', ');
  return text === '' ? <span className="faint">{t('registration.answers.none')}</span> : text;
}
