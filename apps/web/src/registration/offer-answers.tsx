import { useTranslation } from 'react-i18next';
import { useActing } from './acting.js';

interface OfferAnswersProps {
  /** What is offered, for those who only hear the buttons. */
  what: string;
  accept: () => void;
  decline: () => void;
}

/** A place that is offered, in a session or of a day, is taken or left to who is next. */
export function OfferAnswers({ what, accept, decline }: OfferAnswersProps) {
  const { t } = useTranslation();
  const { busy } = useActing();
  const button = (label: string, run: () => void, look: string) => (
    <button type="button" className={`link-button ${look}`} aria-disabled={busy !== null} onClick={run}>
      {label}
      <span className="visually-hidden">: {what}</span>
    </button>
  );
  return (
    <>
      {button(t('registration.ownBookings.accept'), accept, 'strong')}
      {button(t('registration.ownBookings.decline'), decline, '')}
    </>
  );
}
