import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Booking, RegistrationAnswer } from '@kopa/contracts';
import { useEvent } from '../programme/event-context.js';
import { AppLink, eventHref } from '../shell/app-link.js';
import { useMomentInWords } from './moment.js';
import { PlacesTaken } from './places-taken.js';
import { SentFallback } from './sent-fallback.js';
import { useTitleOf } from './title-of.js';

export interface Outcome {
  answer: RegistrationAnswer;
  email: string;
  /** Whether the contact gave a telephone. */
  hasTelephone: boolean;
  /** It answers an earlier attempt, whose answer was lost. */
  isEarlier: boolean;
}

/** What was registered, what is still to be done, and the link to each person's own registration. */
export function Sent({ outcome, restart }: { outcome: Outcome; restart: () => void }) {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const inWords = useMomentInWords();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    title.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, []);
  const { answer, email, hasTelephone, isEarlier } = outcome;
  /** What was taken while one waits. */
  const [instead, setInstead] = useState<readonly Booking[]>([]);
  const own = useRef<HTMLHeadingElement>(null);
  const take = (booking: Booking, taken: Booking): void => {
    setInstead((before) => [...before, { ...taken, insteadOf: booking.id }]);
    // The button has gone with its offer.
    own.current?.focus({ preventScroll: true });
  };
  const titleOf = useTitleOf();
  const told = instead
    .map(({ session, status }) => t(`registration.told.${status}`, { title: titleOf(session) }))
    .join(' ');
  const everybody = [answer, ...answer.people];
  const isSeveral = everybody.length > 1;
  return (
    <div className="reg-sent">
      <div className="reg-done">
        <h1 ref={title} tabIndex={-1}>
          {isSeveral ? t('registration.sent.titleMany', { count: everybody.length }) : t('registration.sent.title')}
        </h1>
        {isEarlier && <p className="reg-warning">{t('registration.sent.earlier')}</p>}
        <h2>{t('registration.sent.confirm')}</h2>
        {answer.confirmBy !== null && (
          <p>{t('registration.sent.confirmHint', { email, when: inWords(answer.confirmBy) })}</p>
        )}
        {isSeveral && <p>{t('registration.sent.confirmEach')}</p>}
      </div>
      {isSeveral && <p className="faint">{t('registration.sent.keep')}</p>}
      {everybody.map((person) => (
        <section key={person.id} className="panel">
          <h2 tabIndex={-1} {...(person === answer ? { ref: own } : {})}>
            {person.name} <span className="reg-code">{t('registration.sent.code', { code: person.code })}</span>
          </h2>
          <PlacesTaken
            days={person.days}
            bookings={[...person.bookings, ...(person === answer ? instead : [])]}
            beside={(booking) =>
              !instead.some(({ insteadOf }) => insteadOf === booking.id) && (
                <SentFallback
                  booking={booking}
                  hasTelephone={hasTelephone}
                  // The cookie that registering set is the contact's.
                  taken={person === answer ? (taken) => take(booking, taken) : undefined}
                />
              )
            }
          />
          {person === answer && (
            <span className="visually-hidden" role="status">
              {told}
            </span>
          )}
          <p>
            <AppLink
              className={isSeveral ? 'link-button' : 'link-button strong'}
              href={`${eventHref(slug, 'me')}#${person.manageToken}`}
            >
              {isSeveral ? t('registration.sent.openOf', { name: person.name }) : t('registration.sent.open')}
            </AppLink>
          </p>
        </section>
      ))}
      <p>
        <button type="button" className="link-button quiet" onClick={restart}>
          {t('registration.sent.another')}
        </button>
      </p>
    </div>
  );
}
