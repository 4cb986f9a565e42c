import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Counts, RegistrationView } from '@kopa/contracts';
import { useEvent } from '../programme/event-context.js';
import { AnotherOffer } from './another-offer.js';
import { MoreSessions } from './more-sessions.js';
import { offersOf, type Offer } from './offers.js';
import { rulesQuery } from './rules.js';

/** The sessions that are not booked yet. */
export function BookAnother({ own, counts }: { own: RegistrationView; counts: Counts | undefined }) {
  const { t } = useTranslation();
  const { slug, index } = useEvent();
  const { data: rules } = useQuery(rulesQuery(slug));
  const held = new Set(own.bookings.map(({ session }) => session));
  const offers = offersOf(index.programme, null).filter(({ session }) => !held.has(session.code));
  const scarce = offers.filter(({ isScarce }) => isScarce);
  const rest = offers.filter(({ isScarce }) => !isScarce);
  const list = (part: readonly Offer[]) => (
    <ul className="reg-own-list">
      {part.map((offer) => (
        <AnotherOffer key={offer.session.code} own={own} offer={offer} counts={counts} rules={rules} />
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
