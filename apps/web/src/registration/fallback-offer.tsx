import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Booking } from '@kopa/contracts';
import { pickText } from '@kopa/domain';
import { useEvent } from '../programme/event-context.js';
import { newKey } from './new-key.js';
import { ProblemNotice } from './problem.js';
import { bookPlace } from './remote.js';

interface FallbackOfferProps {
  /** What one waits for, with what may be taken meanwhile. */
  booking: Booking;
  /** Not given where the registration is somebody else's: they take it by their own link. */
  taken?: ((instead: Booking) => void) | undefined;
}

/** What may be taken at once while one waits, by one tap; the place in the queue stays. */
export function FallbackOffer({ booking: { id, fallback }, taken }: FallbackOfferProps) {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  /** The same for each attempt: an answer may be lost. */
  const key = useRef<string | null>(null);
  if (fallback === undefined) return null;
  const session = index.sessions.get(fallback.session);
  const title =
    session === undefined
      ? fallback.session
      : pickText(session.title, i18n.language, index.programme.event.languages).text;
  const what = `${title}, ${t(`mode.${fallback.mode}`)}`;
  const take = async (): Promise<void> => {
    if (isBusy || taken === undefined) return;
    key.current ??= newKey();
    setBusy(true);
    setFailure(null);
    try {
      taken(await bookPlace(slug, { ...fallback, insteadOf: id }, key.current));
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  return (
    <div className="reg-asked">
      <p>
        {t('registration.fallback.meanwhile')} <strong>{what}</strong>
      </p>
      <p className="faint">{t(taken === undefined ? 'registration.fallback.byLink' : 'registration.fallback.keeps')}</p>
      {taken !== undefined && (
        <p>
          <button type="button" className="link-button strong" aria-disabled={isBusy} onClick={() => void take()}>
            {isBusy && <span className="reg-spinner" aria-hidden="true" />}
            {t('registration.fallback.take')}
            <span className="visually-hidden">: {what}</span>
          </button>
        </p>
      )}
      {failure !== null && <ProblemNotice error={failure} />}
    </div>
  );
}
