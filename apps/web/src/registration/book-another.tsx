import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Counts, RegistrationView } from '@kopa/contracts';
import { pickText, type PlaceMode } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { LocalText } from '../language/local-text.js';
import { useEvent } from '../programme/event-context.js';
import { dateInWords } from '../time/clock-face.js';
import { useActing, type Told } from './acting.js';
import { leftInSession } from './left-places.js';
import { MoreSessions } from './more-sessions.js';
import { newKey } from './new-key.js';
import { OfferFacts } from './offer-facts.js';
import { offersOf, type Offer } from './offers.js';
import { PlacesLeft } from './places-left.js';
import { bookPlace, Refused } from './remote.js';

/** The sessions that are not booked yet. */
export function BookAnother({ own, counts }: { own: RegistrationView; counts: Counts | undefined }) {
  const { t } = useTranslation();
  const { index } = useEvent();
  const held = new Set(own.bookings.map(({ session }) => session));
  const offers = offersOf(index.programme, null).filter(({ session }) => !held.has(session.code));
  const scarce = offers.filter(({ isScarce }) => isScarce);
  const rest = offers.filter(({ isScarce }) => !isScarce);
  const list = (part: readonly Offer[]) => (
    <ul className="reg-own-list">
      {part.map((offer) => (
        <AnotherOffer key={offer.session.code} offer={offer} counts={counts} />
      ))}
    </ul>
  );
  return (
    <section className="panel" aria-labelledby="book-another">
      <h2 id="book-another">{t('registration.another.title')}</h2>
      {offers.length === 0 && <p className="faint">{t('registration.another.none')}</p>}
      {scarce.length > 0 && list(scarce)}
      {rest.length > 0 && <MoreSessions count={rest.length}>{() => list(rest)}</MoreSessions>}
    </section>
  );
}

function AnotherOffer({ offer, counts }: { offer: Offer; counts: Counts | undefined }) {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const { busy, act } = useActing();
  /** The booking that takes coming in person; the server asked. */
  const [asked, setAsked] = useState<PlaceMode | null>(null);
  const { session, modes, date } = offer;
  const { languages } = index.programme.event;
  const title = pickText(session.title, i18n.language, languages).text;
  const work = `book ${session.code}`;

  const book = (mode: PlaceMode, comeInPerson: boolean): void => {
    const key = newKey();
    setAsked(null);
    act(work, async (): Promise<Told | null> => {
      try {
        const { status } = await bookPlace(slug, { session: session.code, mode, comeInPerson }, key);
        return { text: t(`registration.told.${status}`, { title }) };
      } catch (error) {
        if (!(error instanceof Refused && error.code === 'day.mode')) throw error;
        setAsked(mode);
        return null;
      }
    });
  };
  return (
    <li data-busy={busy === work}>
      <strong>
        <LocalText texts={session.title} fallbacks={languages} />
      </strong>
      <OfferFacts session={session} withDate />
      <div className="reg-row">
        {modes.map((mode) => {
          const left = leftInSession(counts, session.code, mode);
          const label = left === 0 ? 'registration.another.wait' : 'registration.another.book';
          return (
            <span key={mode} className="reg-book">
              <button
                type="button"
                className="link-button"
                aria-disabled={busy !== null}
                onClick={() => book(mode, false)}
              >
                <span className={`icon icon-${mode}`} aria-hidden="true" />
                {t(label, { mode: t(`mode.${mode}`) })}
                <span className="visually-hidden">, {title}</span>
              </button>
              <PlacesLeft left={left} canWait={false} />
            </span>
          );
        })}
      </div>
      <div role="status">
        {asked !== null && (
          <div className="reg-asked">
            <p>{t('registration.another.asked', { day: dateInWords(date, dateLocale(i18n.language)) })}</p>
            <p className="reg-row">
              <button type="button" className="link-button strong" onClick={() => book(asked, true)}>
                {t('registration.another.come')}
              </button>
              <button type="button" className="link-button" onClick={() => setAsked(null)}>
                {t('registration.another.leave')}
              </button>
            </p>
          </div>
        )}
      </div>
    </li>
  );
}
