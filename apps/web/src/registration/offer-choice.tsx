import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { pickText, type PlaceMode, type Session } from '@kopa/domain';
import { LocalText } from '../language/local-text.js';
import { useEvent } from '../programme/event-context.js';
import type { FieldError } from './field-errors.js';
import { ErrorsOf } from './field.js';
import { OfferFacts } from './offer-facts.js';
import type { Offer } from './offers.js';
import { PlacesLeft } from './places-left.js';

interface OfferChoiceProps {
  offer: Offer;
  chosen: PlaceMode | undefined;
  choose: (mode: PlaceMode | undefined) => void;
  leftIn: (mode: PlaceMode) => number | null | undefined;
  wanted: number;
  clashes: readonly Session[];
  errors: readonly FieldError[];
  /** What is asked of those who choose it. */
  children?: ReactNode;
}

/** One session that can be booked: a box to tick, or a choice of modes where it is hybrid. */
export function OfferChoice({ offer, chosen, choose, leftIn, wanted, clashes, errors, children }: OfferChoiceProps) {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const { languages } = index.programme.event;
  const { session, modes } = offer;
  const id = `session-${session.code}`;
  const isOne = modes.length === 1;
  return (
    <fieldset className="reg-offer" id={id} tabIndex={-1} data-mode={session.mode ?? 'unknown'} data-chosen={!!chosen}>
      <legend>
        <LocalText texts={session.title} fallbacks={languages} />
      </legend>
      <OfferFacts session={session} />
      <div className="reg-options">
        {!isOne && (
          <label className="reg-option">
            <input type="radio" name={id} checked={chosen === undefined} onChange={() => choose(undefined)} />
            <span>{t('registration.sessions.no')}</span>
          </label>
        )}
        {modes.map((mode) => (
          <label key={mode} className="reg-option" data-mode={mode}>
            <input
              type={isOne ? 'checkbox' : 'radio'}
              name={id}
              checked={chosen === mode}
              onChange={({ target }) => choose(target.checked ? mode : undefined)}
            />
            <span>
              <strong>
                <span className={`icon icon-${mode}`} aria-hidden="true" />{' '}
                {isOne ? t('registration.sessions.bookMode', { mode: t(`mode.${mode}`) }) : t(`mode.${mode}`)}
              </strong>
              <PlacesLeft left={leftIn(mode)} wanted={wanted} />
            </span>
          </label>
        ))}
      </div>
      <div role="status">
        {chosen !== undefined && clashes.length > 0 && (
          <p className="reg-warning">
            <span aria-hidden="true">⚠ </span>
            {t('registration.sessions.clash', {
              titles: clashes.map(({ title }) => pickText(title, i18n.language, languages).text).join(', '),
            })}
          </p>
        )}
      </div>
      <ErrorsOf id={id} errors={errors} />
      {children}
    </fieldset>
  );
}
