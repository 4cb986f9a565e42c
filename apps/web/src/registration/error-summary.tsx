import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { errorInWords, type FieldError } from './field-errors.js';
import { useMomentInWords } from './moment.js';

interface ErrorSummaryProps {
  errors: readonly FieldError[];
  /** Changes with each attempt: only then the focus moves here. */
  attempt: unknown;
  /** Leads to a field, also one of another step. */
  lead: (error: FieldError) => void;
}

/** All that is wrong, in one place that has the focus when it appears; each line leads to its field. */
export function ErrorSummary({ errors, attempt, lead }: ErrorSummaryProps) {
  const { t } = useTranslation();
  const inWords = useMomentInWords();
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
          <li key={`${error.field} ${error.key ?? ''} ${error.words ?? ''}`}>
            <a
              href={`#${error.field}`}
              onClick={(event) => {
                event.preventDefault();
                lead(error);
              }}
            >
              {errorInWords(error, t, inWords)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
