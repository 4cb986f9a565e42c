import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorInWords } from './error-words.js';
import type { FieldError } from './field-errors.js';

interface ErrorSummaryProps<E extends FieldError> {
  errors: readonly E[];
  /** Changes with each attempt: only then the focus moves here. */
  attempt: unknown;
  /** Leads to a field, also one of another step. */
  lead: (error: E) => void;
}

/** All that is wrong, in one place that has the focus when it appears; each line leads to its field. */
export function ErrorSummary<E extends FieldError>({ errors, attempt, lead }: ErrorSummaryProps<E>) {
  const { t } = useTranslation();
  const inWords = useErrorInWords();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.focus();
  }, [attempt]);
  if (errors.length === 0) return null;
  return (
    <div className="reg-summary" role="group" aria-labelledby="reg-summary-title" ref={place} tabIndex={-1}>
      <h3 id="reg-summary-title">{t('registration.errors.title', { count: errors.length })}</h3>
      <ul>
        {errors.map((error) => (
          <li key={`${error.field} ${error.key ?? ''} ${error.refused?.path ?? ''}`}>
            <a
              href={`#${error.field}`}
              onClick={(event) => {
                event.preventDefault();
                lead(error);
              }}
            >
              {inWords(error)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
