import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../registration/problem.js';

/**
 * Replaces something that others may hold by a new one. Nothing undoes it, so what happens is said first, in place.
 * `what` is the part of the words that speaks of it.
 */
export function Reissue({ what, reissue }: { what: 'calendar' | 'ticket'; reissue: () => Promise<unknown> }) {
  const { t } = useTranslation();
  const [state, setState] = useState<'quiet' | 'asking' | 'busy' | 'done'>('quiet');
  const [failure, setFailure] = useState<unknown>(null);
  const question = useRef<HTMLParagraphElement>(null);
  const outcome = useRef<HTMLParagraphElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // What had the focus gives way to what it led to.
    if (state === 'asking') question.current?.focus();
    if (state === 'done') outcome.current?.focus();
  }, [state]);
  const leave = (): void => {
    setState('quiet');
    // Once the question has given way to the button.
    window.setTimeout(() => button.current?.focus());
  };
  const go = async (): Promise<void> => {
    if (state === 'busy') return;
    setState('busy');
    setFailure(null);
    try {
      await reissue();
      setState('done');
    } catch (error) {
      setFailure(error);
      setState('asking');
    }
  };
  const isAsked = state === 'asking' || state === 'busy';
  return (
    <div>
      <p role="status" ref={outcome} tabIndex={-1}>
        {state === 'done' ? t(`own.${what}.reissued`) : ''}
      </p>
      {isAsked ? (
        <div className="reg-problem">
          <p ref={question} tabIndex={-1}>
            {t(`own.${what}.reissueHint`)}
          </p>
          <p className="reg-row">
            <button
              type="button"
              className="link-button reg-danger"
              aria-disabled={state === 'busy'}
              onClick={() => void go()}
            >
              {state === 'busy' && <span className="reg-spinner" aria-hidden="true" />}
              {t(`own.${what}.reissueYes`)}
            </button>
            <button type="button" className="link-button" onClick={leave}>
              {t('own.calendar.leave')}
            </button>
          </p>
          {failure !== null && <ProblemNotice error={failure} />}
        </div>
      ) : (
        <p>
          <button type="button" className="link-button" ref={button} onClick={() => setState('asking')}>
            {t(`own.${what}.reissue`)}
          </button>
        </p>
      )}
    </div>
  );
}
