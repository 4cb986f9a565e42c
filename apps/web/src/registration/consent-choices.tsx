import { useTranslation } from 'react-i18next';
import { LocalText } from '../language/local-text.js';
import { useEvent } from '../programme/event-context.js';
import { canContactAgree } from './consents.js';
import { ErrorsOf } from './field.js';
import type { StepProps } from './step-props.js';

/** What one may agree to: nothing is ticked before one does, and nothing depends on it. */
export function ConsentChoices({ draft, change, errors, terms }: StepProps) {
  const { t } = useTranslation();
  const { index } = useEvent();
  const { consents } = terms.rules;
  if (consents.length === 0) return null;
  return (
    <fieldset className="panel reg-consents">
      <legend>
        <h3>{t('registration.consents.title')}</h3>
      </legend>
      <p className="faint">
        {t('registration.consents.free')} {draft.people.length > 0 && t('registration.consents.ownOnly')}
      </p>
      {consents.map(({ purpose, version, text }) => {
        const id = `consent-${purpose}`;
        const isOpen = canContactAgree(purpose, draft, terms);
        const isGiven = isOpen && draft.consents[purpose] === version;
        const choose = (isChosen: boolean): void => {
          const { [purpose]: _before, ...others } = draft.consents;
          change({ consents: isChosen ? { ...others, [purpose]: version } : others });
        };
        return (
          <div key={purpose} className="reg-field">
            <label className="reg-option">
              <input
                id={id}
                type="checkbox"
                checked={isGiven}
                disabled={!isOpen}
                onChange={({ target }) => choose(target.checked)}
              />
              <span>
                <LocalText texts={text} fallbacks={index.programme.event.languages} />
                {!isOpen && <span className="reg-hint">{t('registration.age.noConsent')}</span>}
              </span>
            </label>
            <ErrorsOf id={id} errors={errors} />
          </div>
        );
      })}
    </fieldset>
  );
}
