import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Booking, Counts, RegistrationRules, RegistrationView } from '@kopa/contracts';
import { dayPlaceOf, sessionDate } from '@kopa/domain';
import { LocalText } from '../language/local-text.js';
import { useEvent } from '../programme/event-context.js';
import { ModeBadge } from '../programme/mode-badge.js';
import { AppLink, sessionHref } from '../shell/app-link.js';
import { useNow } from '../time/use-now.js';
import { useActing, type Told } from './acting.js';
import { closedSince } from './booking-deadline.js';
import { BookingFallback } from './booking-fallback.js';
import { BookingPass } from './booking-pass.js';
import { BookingSeat } from './booking-seat.js';
import { BookingTerms, isCancelled } from './booking-terms.js';
import { ComeInPerson } from './come-in-person.js';
import { newKey } from './new-key.js';
import { OfferAnswers } from './offer-answers.js';
import { OfferFacts } from './offer-facts.js';
import { PlaceStatusBadge } from './place-status.js';
import { acceptOffer, bookPlace, declineOffer, giveBack } from './remote.js';
import { Refused } from '../shell/call.js';
import { useTitleOf } from './title-of.js';

interface OwnBookingProps {
  own: RegistrationView;
  booking: Booking;
  counts: Counts | undefined;
  rules: RegistrationRules | undefined;
}

/** One booking: how it stands, and what its owner can do about it. */
export function OwnBooking({ own, booking, counts, rules }: OwnBookingProps) {
  const { t } = useTranslation();
  const { slug, index } = useEvent();
  const { busy, act } = useActing();
  const now = useNow();
  const titleOf = useTitleOf();
  const [isAsking, setAsking] = useState(false);
  const { id, session: code, mode, status } = booking;
  const { programme } = index;
  const session = index.sessions.get(code);
  const title = titleOf(code);
  const work = `booking ${id}`;
  const isAside = isCancelled(booking, session);
  const closed = closedSince(rules, code, mode, now);
  const date = session === undefined ? null : sessionDate(programme, session);
  const day = own.days.find((one) => one.date === date)?.mode ?? 'absent';
  const canPass = status === 'confirmed' && !isAside && closed === null && own.group.length > 0;

  const bookAgain = (): void => {
    const key = newKey();
    act(work, async (): Promise<Told> => {
      const { insteadOf, seat } = booking;
      const order = { session: code, mode, comeInPerson: false, seat: seat !== undefined };
      const anew = await bookPlace(slug, insteadOf === undefined ? order : { ...order, insteadOf }, key);
      return { text: t(`registration.told.${anew.status}`, { title }) };
    });
  };
  const leave = (): void =>
    act(work, async (): Promise<Told> => {
      await giveBack(slug, id);
      const text = t('registration.ownBookings.gaveBack', { title });
      // What is closed or cancelled cannot be booked anew.
      if (isAside || closed !== null) return { text };
      return { text, action: { label: t('registration.ownBookings.again'), run: bookAgain } };
    });
  const accept = (comeInPerson: boolean): void => {
    setAsking(false);
    act(work, async (): Promise<Told | null> => {
      try {
        const after = await acceptOffer(slug, id, comeInPerson);
        const stands = after.bookings.find((one) => one.id === id)?.status ?? 'gone';
        return { text: t(`registration.told.${stands}`, { title }) };
      } catch (error) {
        if (!(error instanceof Refused && error.code === 'day.mode')) throw error;
        setAsking(true);
        return null;
      }
    });
  };
  const decline = (): void =>
    act(work, async (): Promise<Told> => {
      await declineOffer(slug, id);
      return { text: t('registration.ownBookings.gaveBack', { title }) };
    });
  const mustAsk = booking.comeInPerson === true && dayPlaceOf(day) !== 'in-person';
  return (
    <li data-busy={busy === work} data-mode={mode}>
      <div className="reg-own-head">
        <strong>
          {session === undefined ? (
            t('registration.ownBookings.gone', { code })
          ) : (
            <AppLink href={sessionHref(slug, code)}>
              <LocalText texts={session.title} fallbacks={programme.event.languages} />
            </AppLink>
          )}
        </strong>
        <ModeBadge mode={mode} t={t} />
        {isAside ? (
          <span className="reg-status" data-status="cancelled">
            <span aria-hidden="true">–</span> {t('registration.terms.aside')}
          </span>
        ) : (
          <PlaceStatusBadge place={booking} isHeld={own.status === 'unconfirmed'} />
        )}
      </div>
      {session !== undefined && <OfferFacts session={session} withDate />}
      <BookingTerms own={own} booking={booking} closed={closed} isAside={isAside} />
      <BookingSeat own={own} booking={booking} counts={counts} isFixed={isAside || closed !== null} />
      {booking.fallback !== undefined && !isAside && (
        <BookingFallback own={own} booking={booking} fallback={booking.fallback} />
      )}
      <div className="reg-row">
        {status === 'offered' ? (
          <OfferAnswers
            what={title}
            accept={() => (mustAsk ? setAsking(true) : accept(booking.comeInPerson === true))}
            decline={decline}
          />
        ) : (
          <button type="button" className="link-button" aria-disabled={busy !== null} onClick={leave}>
            {t('registration.ownBookings.giveBack')}
            <span className="visually-hidden">: {title}</span>
          </button>
        )}
        {canPass && <BookingPass own={own} booking={booking} />}
      </div>
      <div role="status">
        {isAsking && date !== null && (
          <ComeInPerson date={date} come={() => accept(true)} leave={() => setAsking(false)} />
        )}
      </div>
    </li>
  );
}
