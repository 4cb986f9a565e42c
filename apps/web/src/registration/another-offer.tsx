import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Counts, RegistrationRules, RegistrationView } from '@kopa/contracts';
import { minimumAge, type PlaceMode } from '@kopa/domain';
import { LocalText } from '../language/local-text.js';
import { useEvent } from '../programme/event-context.js';
import { useNow } from '../time/use-now.js';
import { useActing, type Told } from './acting.js';
import { bookableUntil, closedSince } from './booking-deadline.js';
import { ComeInPerson } from './come-in-person.js';
import { leftInSession } from './left-places.js';
import { useMomentInWords } from './moment.js';
import type { NeededPart } from './needed.js';
import { NeededFirst } from './needed-first.js';
import { newKey } from './new-key.js';
import { OfferFacts } from './offer-facts.js';
import type { Offer } from './offers.js';
import { PlacesLeft } from './places-left.js';
import { bookPlace } from './remote.js';
import { Refused } from '../shell/call.js';
import { rulesQuery } from './rules.js';
import { useTitleOf } from './title-of.js';

interface AnotherOfferProps {
  own: RegistrationView;
  offer: Offer;
  counts: Counts | undefined;
  rules: RegistrationRules | undefined;
}

/** What is wanted of a session: the mode, and whether with a seat in its coach and by coming in person for it. */
interface Wish {
  mode: PlaceMode;
  seat: boolean;
  comeInPerson: boolean;
}

/** A session that can be booked, with the question that stands between the tap and the place, if there is one. */
export function AnotherOffer({ own, offer, counts, rules }: AnotherOfferProps) {
  const { t } = useTranslation();
  const { slug, index } = useEvent();
  const client = useQueryClient();
  const { busy, act } = useActing();
  const now = useNow();
  const inWords = useMomentInWords();
  const titleOf = useTitleOf();
  /** The booking that takes coming in person; the server asked. */
  const [asked, setAsked] = useState<Wish | null>(null);
  /** The booking that takes what is not known of its owner yet. */
  const [needing, setNeeding] = useState<{ wish: Wish; parts: NeededPart[] } | null>(null);
  const { session, modes, date } = offer;
  const { code } = session;
  const title = titleOf(code);
  const work = `book ${code}`;

  const missing = ({ mode, seat }: Wish): NeededPart[] => {
    const isBorn = own.bornOn !== null || minimumAge(index.programme, { session: code, mode }) === null;
    const isCalled = own.telephone !== '' || !seat || mode === 'online' || counts?.seats[code] === undefined;
    return [...(isCalled ? [] : (['telephone'] as const)), ...(isBorn ? [] : (['bornOn'] as const))];
  };
  const place = async (wish: Wish, key: string): Promise<Told | null> => {
    try {
      const { status } = await bookPlace(slug, { session: code, ...wish }, key);
      setNeeding(null);
      return { text: t(`registration.told.${status}`, { title }) };
    } catch (error) {
      // The deadline was set, or moved, behind the page.
      if (error instanceof Refused && error.code === 'booking.closed')
        await client.invalidateQueries({ queryKey: rulesQuery(slug).queryKey });
      const isDay = error instanceof Refused && error.code === 'day.mode';
      const isCalled = error instanceof Refused && error.errors.some(({ path }) => path === 'telephone');
      if (!isDay && !isCalled) throw error;
      setAsked(isDay ? wish : null);
      // The coach may have come after the page.
      setNeeding(isCalled ? { wish, parts: ['telephone'] } : null);
      return null;
    }
  };
  const book = (wish: Wish): void => {
    const parts = missing(wish);
    const key = newKey();
    setAsked(null);
    setNeeding(parts.length === 0 ? null : { wish, parts });
    if (parts.length === 0) act(work, () => place(wish, key));
  };
  const until = modes.includes('in-person') ? bookableUntil(rules, code, 'in-person') : null;
  const closed = closedSince(rules, code, 'in-person', now);
  const open = closed === null ? modes : modes.filter((mode) => mode === 'online');
  const needsTelephoneOnly = needing !== null && needing.parts.every((part) => part === 'telephone');
  return (
    <li data-busy={busy === work}>
      <strong>
        <LocalText texts={session.title} fallbacks={index.programme.event.languages} />
      </strong>
      <OfferFacts session={session} withDate />
      {until !== null && (
        <p className={closed === null ? 'faint' : 'reg-warning'}>
          {t(closed === null ? 'registration.terms.bookUntil' : 'registration.terms.closed', { when: inWords(until) })}
        </p>
      )}
      {open.length > 0 && (
        <div className="reg-row">
          {open.map((mode) => {
            const left = leftInSession(counts, code, mode);
            const label = left === 0 ? 'registration.another.wait' : 'registration.another.book';
            return (
              <span key={mode} className="reg-book">
                <button
                  type="button"
                  className="link-button"
                  aria-disabled={busy !== null}
                  onClick={() => book({ mode, seat: true, comeInPerson: false })}
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
      )}
      {needing !== null && (
        <NeededFirst
          own={own}
          parts={needing.parts}
          work={work}
          then={() => place(needing.wish, newKey())}
          leave={() => setNeeding(null)}
          ownWay={needsTelephoneOnly ? () => book({ ...needing.wish, seat: false }) : undefined}
        />
      )}
      <div role="status">
        {asked !== null && (
          <ComeInPerson date={date} come={() => book({ ...asked, comeInPerson: true })} leave={() => setAsked(null)} />
        )}
      </div>
    </li>
  );
}
