import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegistrationView } from '@kopa/contracts';
import { useEvent } from '../programme/event-context.js';
import { useActing } from './acting.js';
import { givenOf } from './answers.js';
import { useErrorInWords } from './error-words.js';
import { FactsForm } from './facts-form.js';
import { FactsLines } from './facts-lines.js';
import { factsOf } from './facts-patch.js';
import { answerError } from './field-errors.js';
import { NeededLines } from './needed-lines.js';
import { neededOf, neededParts } from './needed.js';
import { ownAsked } from './own-asked.js';
import { OwnConsents } from './own-consents.js';
import { rulesQuery } from './rules.js';

/** What one said of oneself, and the form to say it otherwise. */
export function OwnFacts({ own }: { own: RegistrationView }) {
  const { t } = useTranslation();
  const { slug, index } = useEvent();
  const { dismiss } = useActing();
  const inWords = useErrorInWords();
  const { data: rules } = useQuery(rulesQuery(slug));
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const questions = rules === undefined ? [] : ownAsked(own, rules);
  const given = givenOf(own);
  // A booking made since, or a question put since, may want an answer.
  const missing = questions.flatMap((question) => answerError(question, given[question.key]) ?? []);
  const parts = neededParts(own, index.programme);
  const open = (): void => {
    // What was told last lies over the lower edge, where the form is now.
    dismiss();
    setOpen(true);
  };
  const close = (): void => {
    setOpen(false);
    // Once the form has given way to the button.
    window.setTimeout(() => button.current?.focus());
  };
  return (
    <section className="panel" aria-labelledby="own-facts">
      <h2 id="own-facts">{t('registration.ownFacts.title')}</h2>
      {isOpen ? (
        <FactsForm own={own} questions={questions} saved={() => setOpen(false)} close={close} />
      ) : (
        <>
          {missing.map((error) => (
            <p key={error.field} className="reg-warning">
              {inWords(error)}
            </p>
          ))}
          {parts.includes('bornOn') && own.bornOn === null && (
            <p className="reg-warning">{t('registration.needed.bornOnWanted')}</p>
          )}
          <FactsLines facts={{ ...factsOf(own), email: own.email }} questions={questions} given={given} />
          <NeededLines needed={neededOf(own)} />
          <p>
            <button type="button" className="link-button" ref={button} onClick={open}>
              {t('registration.ownFacts.change')}
            </button>
          </p>
          {rules !== undefined && <OwnConsents own={own} rules={rules} />}
        </>
      )}
    </section>
  );
}
