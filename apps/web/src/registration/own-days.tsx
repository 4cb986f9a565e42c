import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegistrationView } from '@kopa/contracts';
import { dayOf, dayPlaceOf, type AttendanceMode } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { useEvent } from '../programme/event-context.js';
import { dateInWords } from '../time/clock-face.js';
import { useNow } from '../time/use-now.js';
import { useActing, type Told } from './acting.js';
import { changeDay, undoDay } from './change-day.js';
import { dayModes } from './days-step.js';
import { FollowOnline } from './follow-online.js';
import { OfferAnswers } from './offer-answers.js';
import { OwnMeanwhile } from './own-meanwhile.js';
import { PlaceStatusBadge } from './place-status.js';
import { acceptOffer, declineOffer } from './remote.js';
import { useTitleOf } from './title-of.js';

type Day = RegistrationView['days'][number];
type Booking = RegistrationView['bookings'][number];

/** How one takes part in each day, changed by one tap and taken back by another. */
export function OwnDays({ own }: { own: RegistrationView }) {
  const { t } = useTranslation();
  return (
    <section className="panel" aria-labelledby="own-days">
      <h2 id="own-days">{t('registration.ownDays.title')}</h2>
      <ul className="reg-own-list">
        {own.days.map((day) => (
          <OwnDay key={day.date} own={own} day={day} />
        ))}
      </ul>
    </section>
  );
}

function OwnDay({ own, day }: { own: RegistrationView; day: Day }) {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const { busy, act } = useActing();
  const now = useNow();
  const titleOf = useTitleOf();
  const [isJustOnline, setJustOnline] = useState(false);
  const { event } = index.programme;
  const { date, mode, id, status } = day;
  const today = dayOf(new Date(now).toISOString(), event.zone, event.dayChangeHour);
  const name = dateInWords(date, dateLocale(i18n.language));
  const work = `day ${date}`;
  const titlesOf = (bookings: readonly Booking[]): string => bookings.map(({ session }) => titleOf(session)).join(', ');
  /** Takes part as before again. */
  const goBack = (lost: readonly Booking[]): void =>
    act(work, async () => {
      const { missed } = await undoDay(slug, date, mode, lost);
      setJustOnline(false);
      const text = t('registration.ownDays.changedBack', { day: name, mode: t(`registration.days.${mode}`) });
      const rest = missed.length === 0 ? '' : t('registration.onlineDay.missed', { titles: titlesOf(missed) });
      return { text: `${text} ${rest}`.trim() };
    });
  const choose = (next: AttendanceMode): void =>
    act(work, async (): Promise<Told> => {
      const { lost } = await changeDay(slug, own, date, next);
      const gone = titlesOf(lost);
      setJustOnline(next === 'online');
      return {
        text: [
          t('registration.ownDays.changed', { day: name, mode: t(`registration.days.${next}`) }),
          ...(gone === '' ? [] : [t('registration.ownDays.gaveBack', { titles: gone })]),
        ].join(' '),
        action: { label: t('registration.ownDays.undo'), run: () => goBack(lost) },
      };
    });
  const accept = (place: string): void =>
    act(work, async (): Promise<Told> => {
      await acceptOffer(slug, place);
      return { text: t('registration.told.dayConfirmed', { day: name }) };
    });
  const decline = (place: string): void =>
    act(work, async (): Promise<Told> => {
      await declineOffer(slug, place);
      return {
        text: t('registration.ownDays.declined', { day: name }),
        action: { label: t('registration.ownDays.queueAgain'), run: () => goBack([]) },
      };
    });
  const isOnline = mode === 'online' || day.meanwhile === 'online';
  const offered = [...new Set([...dayModes(index.programme, date), mode])];
  return (
    <li data-busy={busy === work}>
      <div className="reg-own-head">
        <strong>{name}</strong>
        {date >= today && <PlaceStatusBadge place={day} isHeld={own.status === 'unconfirmed'} />}
      </div>
      {status === 'offered' && id !== undefined && date >= today && (
        <p className="reg-row">
          <OfferAnswers what={name} accept={() => accept(id)} decline={() => decline(id)} />
        </p>
      )}
      {date < today ? (
        <p className="faint">
          {t(`registration.days.${mode}`)} · {t('registration.days.over')}
        </p>
      ) : (
        <div className="segments" role="group" aria-label={t('registration.ownDays.modeOf', { day: name })}>
          {offered.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={each === mode}
              aria-disabled={busy !== null}
              onClick={() => each !== mode && choose(each)}
            >
              {each === mode && <span aria-hidden="true">✓ </span>}
              {t(`registration.days.${each}`)}
            </button>
          ))}
        </div>
      )}
      {date >= today && dayPlaceOf(mode) === 'in-person' && <OwnMeanwhile day={day} name={name} work={work} />}
      {date >= today && dayPlaceOf(mode) === 'in-person' && (
        <p>
          <button type="button" className="link-button" aria-disabled={busy !== null} onClick={() => choose('online')}>
            <span className="icon icon-online" aria-hidden="true" />
            {t(date === today ? 'registration.ownDays.onlineToday' : 'registration.onlineDay.instead')}
            <span className="visually-hidden">: {name}</span>
          </button>
        </p>
      )}
      {date >= today && isOnline && (
        <FollowOnline key={String(isJustOnline)} date={date} now={now} startsOpen={isJustOnline} />
      )}
    </li>
  );
}
