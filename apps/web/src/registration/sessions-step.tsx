import { useTranslation } from 'react-i18next';
import type { Question } from '@kopa/contracts';
import type { PlaceMode } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { useEvent } from '../programme/event-context.js';
import { dateInWords } from '../time/clock-face.js';
import { ZoneSwitch } from '../time/zone-switch.js';
import { AgeFields } from './age-fields.js';
import { fromAnAge } from './age.js';
import { coachesFor, seatsFor } from './coach-seats.js';
import { bookingsOf, offersFor } from './draft.js';
import { leftInSession } from './left-places.js';
import { mayWait } from './may-wait.js';
import { MoreSessions } from './more-sessions.js';
import { OfferChoice } from './offer-choice.js';
import { clashesOf, type Offer } from './offers.js';
import { PutToEverybody } from './put-questions.js';
import { questionsIn } from './questions.js';
import { SeatChoice } from './seat-choice.js';
import { ShortNotice } from './short-notice.js';
import type { StepProps } from './step-props.js';
import { TelephoneFields } from './telephone-fields.js';

/** The sessions and add-ons of the chosen days; those with few places first, the rest on demand. */
export function SessionsStep({ draft, change, errors, counts, terms }: StepProps) {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const { programme } = index;
  const { days } = programme;
  const locale = dateLocale(i18n.language);
  const offers = offersFor(draft, terms);
  const scarce = offers.filter(({ isScarce }) => isScarce);
  const rest = offers.filter(({ isScarce }) => !isScarce);
  const chosen = bookingsOf(draft, terms).flatMap(({ session: code, mode }) => {
    const session = index.sessions.get(code);
    return session === undefined ? [] : [{ session, mode }];
  });
  const choose = (code: string, mode: PlaceMode | undefined): void => {
    const { [code]: _before, ...others } = draft.bookings;
    change({ bookings: mode === undefined ? others : { ...others, [code]: mode } });
  };
  const questions = questionsIn('sessions', draft, terms);
  const coaches = coachesFor(draft, terms);
  const [firstSeat] = seatsFor(draft, terms);
  const [firstFromAnAge] = fromAnAge(draft, terms);
  const age = <AgeFields draft={draft} change={change} errors={errors} terms={terms} />;
  const put = (some: readonly Question[]) => (
    <PutToEverybody questions={some} draft={draft} change={change} errors={errors} />
  );
  const choice = (offer: Offer) => {
    const { session, modes } = offer;
    const kept = draft.bookings[session.code];
    const mode = kept !== undefined && modes.includes(kept) ? kept : undefined;
    return (
      <OfferChoice
        key={session.code}
        offer={offer}
        chosen={mode}
        choose={(next) => choose(session.code, next)}
        leftIn={(of) => leftInSession(counts, session.code, of)}
        wanted={draft.people.length + 1}
        clashes={mode === undefined ? [] : clashesOf(session, mode, chosen)}
        errors={errors}
      >
        {coaches.includes(session.code) && (
          <SeatChoice code={session.code} left={counts?.seats[session.code]} draft={draft} change={change} />
        )}
        {firstSeat === session.code && <TelephoneFields draft={draft} change={change} errors={errors} />}
        {firstFromAnAge?.session.code === session.code && age}
        {put(questions.filter((question) => question.session === session.code))}
      </OfferChoice>
    );
  };
  const byDay = (list: readonly Offer[]) =>
    days.map(({ date }) => {
      const own = list.filter((offer) => offer.date === date);
      return (
        own.length > 0 && (
          <section key={date} className="reg-offers">
            <h3>{dateInWords(date, locale)}</h3>
            {own.map(choice)}
          </section>
        )
      );
    });
  return (
    <>
      <p>{t('registration.sessions.lead')}</p>
      <ZoneSwitch at={days[0]?.startsAt ?? new Date().toISOString()} />
      {scarce.length === 0 && (
        <div className="reg-empty">
          <strong>{t('registration.sessions.none')}</strong>
          <p>{t('registration.sessions.noneHint')}</p>
        </div>
      )}
      {byDay(scarce)}
      {Object.values(draft.days).includes('in-person') && (
        <p className="faint">{t('registration.sessions.needsBoth')}</p>
      )}
      {rest.length > 0 && (
        <MoreSessions
          count={rest.length}
          startsOpen={rest.some(({ session }) => draft.bookings[session.code] !== undefined)}
        >
          {() => byDay(rest)}
        </MoreSessions>
      )}
      {firstFromAnAge === undefined && age}
      {mayWait(draft, counts, terms) && <ShortNotice draft={draft} change={change} />}
      {put(questions.filter(({ session }) => session === null))}
    </>
  );
}
