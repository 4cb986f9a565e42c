import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEvent } from '../programme/event-context.js';
import { useActing } from './acting.js';
import { cancelOwn } from './remote.js';

/** How long the second press counts as such. */
const armedFor = 10_000;

/** Cancels everything, by two presses of the same button. */
export function CancelRegistration({ done }: { done: () => void }) {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const { busy, act } = useActing();
  const [isArmed, setArmed] = useState(false);
  useEffect(() => {
    if (!isArmed) return undefined;
    const timer = window.setTimeout(() => setArmed(false), armedFor);
    return () => window.clearTimeout(timer);
  }, [isArmed]);
  const press = (): void => {
    setArmed(!isArmed);
    if (!isArmed) return;
    act('cancel', async () => {
      await cancelOwn(slug);
      done();
      return null;
    });
  };
  return (
    <section className="panel" aria-labelledby="own-cancel">
      <h2 id="own-cancel">{t('registration.cancel.title')}</h2>
      <p className="faint">{t('registration.cancel.hint')}</p>
      <p>
        <button
          type="button"
          className="link-button reg-danger"
          data-armed={isArmed}
          aria-disabled={busy !== null}
          onClick={press}
          onBlur={() => setArmed(false)}
        >
          {t(isArmed ? 'registration.cancel.sure' : 'registration.cancel.button')}
        </button>
      </p>
      <span className="visually-hidden" role="status">
        {isArmed ? t('registration.cancel.sure') : ''}
      </span>
    </section>
  );
}
