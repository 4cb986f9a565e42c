import { useTranslation } from 'react-i18next';
import type { RegistrationView } from '@kopa/contracts';
import { pickText } from '@kopa/domain';
import { LocalText } from '../language/local-text.js';
import { useEvent } from '../programme/event-context.js';
import { ModeBadge } from '../programme/mode-badge.js';
import { AppLink, sessionHref } from '../shell/app-link.js';
import { useActing, type Told } from './acting.js';
import { newKey } from './new-key.js';
import { OfferAnswers } from './offer-answers.js';
import { OfferFacts } from './offer-facts.js';
import { startOf } from './offers.js';
import { PlaceStatusBadge } from './place-status.js';
import { answerOffer, bookPlace, giveBack } from './remote.js';

type Booking = RegistrationView['bookings'][number];

/** What one has booked, by time, with how it stands and what can be done about it. */
export function OwnBookings({ own }: { own: RegistrationView }) {
  const { t } = useTranslation();
  const { index } = useEvent();
  const startOfBooking = ({ session: code }: Booking): string => {
    const session = index.sessions.get(code);
    return session === undefined ? '' : startOf(session);
  };
  const sorted = [...own.bookings].sort((a, b) => startOfBooking(a).localeCompare(startOfBooking(b)));
  return (
    <section className="panel" aria-labelledby="own-bookings">
      <h2 id="own-bookings">{t('registration.ownBookings.title')}</h2>
      {sorted.length === 0 && (
        <div className="reg-empty">
          <strong>{t('registration.ownBookings.none')}</strong>
          <p>{t('registration.ownBookings.noneHint')}</p>
        </div>
      )}
      <ul className="reg-own-list">
        {sorted.map((booking) => (
          <OwnBooking key={booking.id} own={own} booking={booking} />
        ))}
      </ul>
    </section>
  );
}

function OwnBooking({ own, booking }: { own: RegistrationView; booking: Booking }) {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const { busy, act } = useActing();
  const { id, session: code, mode, status } = booking;
  const session = index.sessions.get(code);
  const { languages } = index.programme.event;
  const title = session === undefined ? code : pickText(session.title, i18n.language, languages).text;
  const work = `booking ${id}`;

  const bookAgain = (): void => {
    const key = newKey();
    act(work, async (): Promise<Told> => {
      const anew = await bookPlace(slug, { session: code, mode, comeInPerson: false }, key);
      return { text: t(`registration.told.${anew.status}`, { title }) };
    });
  };
  const leave = (): void =>
    act(work, async (): Promise<Told> => {
      await giveBack(slug, id);
      return {
        text: t('registration.ownBookings.gaveBack', { title }),
        action: { label: t('registration.ownBookings.again'), run: bookAgain },
      };
    });
  const answer = (given: 'accept' | 'decline'): void =>
    act(work, async (): Promise<Told> => {
      await answerOffer(slug, id, given);
      return {
        text:
          given === 'accept'
            ? t('registration.told.confirmed', { title })
            : t('registration.ownBookings.gaveBack', { title }),
      };
    });
  return (
    <li data-busy={busy === work} data-mode={mode}>
      <div className="reg-own-head">
        <strong>
          {session === undefined ? (
            t('registration.ownBookings.gone', { code })
          ) : (
            <AppLink href={sessionHref(slug, code)}>
              <LocalText texts={session.title} fallbacks={languages} />
            </AppLink>
          )}
        </strong>
        <ModeBadge mode={mode} t={t} />
        <PlaceStatusBadge place={booking} isHeld={own.status === 'unconfirmed'} />
      </div>
      {session !== undefined && <OfferFacts session={session} withDate />}
      {booking.clashes === true && <p className="reg-warning">{t('registration.ownBookings.clashes')}</p>}
      <p className="reg-row">
        {status === 'offered' ? (
          <OfferAnswers what={title} accept={() => answer('accept')} decline={() => answer('decline')} />
        ) : (
          <button type="button" className="link-button" aria-disabled={busy !== null} onClick={leave}>
            {t('registration.ownBookings.giveBack')}
            <span className="visually-hidden">: {title}</span>
          </button>
        )}
      </p>
    </li>
  );
}
