import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegistrationView } from '@kopa/contracts';
import { pickText, type Programme } from '@kopa/domain';
import { countryName, dateLocale } from '../../language/language.js';
import { AppLink } from '../../shell/app-link.js';
import { dateInWords } from '../../time/clock-face.js';
import { useOrganised } from '../organise-context.js';
import { organiseHref } from '../places.js';
import { DeedForm, isStillDue, type Deed } from './deed-form.js';

interface PersonCardProps {
  person: RegistrationView;
  programme: Programme;
  /** On the person's own page, whose heading is the name. */
  isAlone?: boolean;
}

const plain = { interpolation: { escapeValue: false } };

/** Where a booking waits, as the page of waitlists is asked for it. */
const queueQuery = ({ session, mode }: { session: string; mode: string }): string =>
  `?${new URLSearchParams({ q: session, mode }).toString()}`;

/** One registration: who, how they take part, what they booked and wait for, and what was done with it. */
export function PersonCard({ person, programme, isAlone = false }: PersonCardProps) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const { slug, may } = useOrganised();
  const [deed, setDeed] = useState<Deed | null>(null);
  const { code, name, status, email, organisation, country, telephone, days, bookings, over = [] } = person;
  const titles = new Map(
    programme.sessions.map((session) => [
      session.code,
      pickText(session.title, language, programme.event.languages).text,
    ]),
  );
  const standing = ({
    status: held,
    position,
  }: {
    status?: string | undefined;
    position?: number | undefined;
  }): string => (held === undefined ? '' : t(`people.place.${held}`, { position }));
  const placeName = (scope: 'event' | 'day' | 'session', key: string): string =>
    scope === 'event'
      ? t('people.overOf.event')
      : scope === 'day'
        ? dateInWords(key, dateLocale(language), 'short')
        : (titles.get(key) ?? key);
  const mayChange = may('registrations.write') && status !== 'cancelled';
  return (
    <li className="people-card">
      <div className="people-head">
        {!isAlone && (
          <h2>
            <AppLink href={organiseHref(slug, `registrations/${encodeURIComponent(code)}`)}>{name}</AppLink>
          </h2>
        )}
        <span className="people-status" data-status={status}>
          {t(`people.status.${status}`)}
        </span>
        <span className="faint">{code}</span>
      </div>
      <p className="faint">
        {[email, organisation, country === null ? '' : countryName(country, language), telephone]
          .filter((part) => part !== '')
          .join(' · ')}
      </p>
      <ul className="people-days">
        {days.map((day) => (
          <li key={day.date}>
            {dateInWords(day.date, dateLocale(language), 'short')}: <b>{t(`people.mode.${day.mode}`)}</b>{' '}
            {day.status !== undefined && day.status !== 'confirmed' && <span className="rel-hit">{standing(day)}</span>}
          </li>
        ))}
      </ul>
      {bookings.length > 0 && (
        <ul className="people-bookings">
          {bookings.map((booking) => (
            <li key={booking.id}>
              {titles.get(booking.session) ?? booking.session}{' '}
              <span className="faint">{t(`mode.${booking.mode}`)}</span>{' '}
              <b data-waits={booking.status !== 'confirmed'}>{standing(booking)}</b>{' '}
              {(booking.status === 'waitlisted' || booking.status === 'offered') && (
                <AppLink href={`${organiseHref(slug, 'waitlists')}${queueQuery(booking)}`}>
                  {t('people.toWaitlist')}
                  <span className="visually-hidden">: {titles.get(booking.session) ?? booking.session}</span>
                </AppLink>
              )}
            </li>
          ))}
        </ul>
      )}
      {over.length > 0 && (
        <ul className="people-over">
          {over.map(({ scope, key, because }) => (
            <li key={`${scope} ${key}`}>{t('people.over', { of: placeName(scope, key), because, ...plain })}</li>
          ))}
        </ul>
      )}
      <div className="org-deeds">
        {mayChange && status === 'unconfirmed' && (
          <button type="button" className="link-button" onClick={() => setDeed('confirm')}>
            {t('people.deed.confirm')}
            <span className="visually-hidden"> {name}</span>
          </button>
        )}
        {mayChange && (
          <button type="button" className="link-button" onClick={() => setDeed('cancel')}>
            {t('people.deed.cancel')}
            <span className="visually-hidden"> {name}</span>
          </button>
        )}
      </div>
      {deed !== null && isStillDue(deed, person) && <DeedForm deed={deed} person={person} done={() => setDeed(null)} />}
    </li>
  );
}
