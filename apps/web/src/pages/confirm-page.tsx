import '../registration/words.js';
import '../styles/registration.css';
import { useRouter, useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegistrationView } from '@kopa/contracts';
import { useEvent } from '../programme/event-context.js';
import { ConfirmChoices, othersIn } from '../registration/confirm-choices.js';
import { PlacesTaken } from '../registration/places-taken.js';
import { ProblemNotice } from '../registration/problem.js';
import { confirmByLink, fetchOwn, type ConfirmChoice } from '../registration/remote.js';
import { Refused } from '../shell/call.js';
import { AppLink, eventHref } from '../shell/app-link.js';
import { Notice } from '../shell/notices.js';
import { usePageTitle } from '../shell/page-title.js';

interface Confirmed {
  own: RegistrationView;
  /** This browser has the registration's cookie. */
  isHere: boolean;
}

/**
 * Where the mailed link leads. Its token stands in the fragment, which no server sees, and is spent by the button only:
 * scanners that open links must not confirm.
 */
export function ConfirmPage() {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const router = useRouter();
  const fragment = useRouterState({ select: ({ location }) => location.hash });
  // The address is cleared once it is spent; the page still knows it for a second attempt.
  const [token] = useState(fragment);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [attempted, setAttempted] = useState<ConfirmChoice | null>(null);
  const [confirmed, setConfirmed] = useState<Confirmed | null>(null);
  usePageTitle(t('registration.confirm.title'));

  const confirm = async (choice: ConfirmChoice | null): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setFailure(null);
    setAttempted(choice);
    try {
      const own = await confirmByLink(slug, token, choice);
      // Another browser than the one that registered has no cookie: that is no failure, but leads elsewhere.
      const known = await fetchOwn(slug).catch(() => null);
      setConfirmed({ own, isHere: known?.id === own.id });
      router.history.replace(eventHref(slug, 'confirm'));
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };

  return <div role="status">{content()}</div>;

  function content() {
    if (confirmed !== null) return <Done confirmed={confirmed} />;
    if (token === '')
      return (
        <Notice level={1} title={t('registration.confirm.noLink')} hint={t('registration.confirm.noLinkHint')}>
          <RegisterLink />
        </Notice>
      );
    if (failure instanceof Refused) {
      if (failure.code === 'registration.choice')
        return <ConfirmChoices others={othersIn(failure)} isBusy={isBusy} choose={(choice) => void confirm(choice)} />;
      if (failure.status < 500 && failure.status !== 429)
        return (
          <Notice level={1} title={t('registration.confirm.refused')} hint={t('registration.confirm.refusedHint')}>
            <RegisterLink />
          </Notice>
        );
    }
    return (
      <Notice level={1} title={t('registration.confirm.title')} hint={t('registration.confirm.hint')}>
        <button
          type="button"
          className="link-button strong"
          aria-disabled={isBusy}
          onClick={() => void confirm(attempted)}
        >
          {isBusy && <span className="reg-spinner" aria-hidden="true" />}
          {t('registration.confirm.button')}
        </button>
        {failure !== null && <ProblemNotice error={failure} />}
      </Notice>
    );
  }
}

function RegisterLink() {
  const { t } = useTranslation();
  const { slug } = useEvent();
  return (
    <AppLink className="link-button" href={eventHref(slug, 'register')}>
      {t('registration.own.register')}
    </AppLink>
  );
}

function Done({ confirmed: { own, isHere } }: { confirmed: Confirmed }) {
  const { t } = useTranslation();
  const { slug } = useEvent();
  return (
    <div className="reg">
      <div className="reg-done">
        <h1 tabIndex={-1}>{t('registration.confirm.done')}</h1>
        <p>{t('registration.confirm.doneHint', { name: own.name })}</p>
      </div>
      <section className="panel">
        <PlacesTaken days={own.days} bookings={own.bookings} isHeld={false} />
        {isHere ? (
          <p>
            <AppLink className="link-button strong" href={eventHref(slug, 'me')}>
              {t('registration.sent.open')}
            </AppLink>
          </p>
        ) : (
          <p>{t('registration.confirm.doneElsewhere')}</p>
        )}
      </section>
    </div>
  );
}
