import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useActing } from './acting.js';
import { ProblemNotice } from './problem.js';

/** What was just done or went wrong, at the lower edge; it stays until it is closed or something else is done. */
export function ToldNotice() {
  const { t } = useTranslation();
  const { told, failure, dismiss } = useActing();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The button that was pressed may be gone with its row: what can be done next is here.
    if (told !== null && document.activeElement === document.body) place.current?.querySelector('button')?.focus();
  }, [told]);
  const close = (
    <button type="button" className="link-button quiet" onClick={dismiss}>
      {t('registration.told.close')}
    </button>
  );
  return (
    <div className="reg-told" ref={place}>
      <div role="status">
        {told !== null && (
          <div className="reg-told-line">
            <p>{told.text}</p>
            <span className="reg-row">
              {told.action !== undefined && (
                <button type="button" className="link-button" onClick={told.action.run}>
                  {told.action.label}
                </button>
              )}
              {close}
            </span>
          </div>
        )}
      </div>
      {failure !== null && (
        <div className="reg-told-line">
          <ProblemNotice error={failure.error} again={failure.again} />
          {close}
        </div>
      )}
    </div>
  );
}
