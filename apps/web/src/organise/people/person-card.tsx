import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegistrationView } from '@kopa/contracts';
import { pickText, type Programme } from '@kopa/domain';
import { countryName, dateLocale } from '../../language/language.js';
import { Refused } from '../../shell/call.js';
import { dateInWords } from '../../time/clock-face.js';
import { EntryCard } from '../audit/entry-card.js';
import { everything } from '../audit/filters.js';
import { fetchAudit } from '../audit/remote.js';
import { useOrganised } from '../organise-context.js';
import { FormFoot } from '../form-foot.js';
import { cancelPerson, confirmPerson, promotePerson } from './remote.js';

interface PersonCardProps {
  person: RegistrationView;
  programme: Programme;
}

/** What is about to be done for somebody; it takes a reason. */
type Deed = { kind: 'confirm' } | { kind: 'cancel' } | { kind: 'promote'; booking: string };

/** One registration: who, how they take part, what they booked and wait for, and what was done with it. */
export function PersonCard({ person, programme }: PersonCardProps) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const { may } = useOrganised();
  const [isOpen, setOpen] = useState(false);
  const [deed, setDeed] = useState<Deed | null>(null);
  const { code, name, status, email, organisation, country, telephone, days, bookings } = person;
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
  const mayChange = may('registrations.write') && status !== 'cancelled';
  return (
    <li className="people-card">
      <div className="people-head">
        <h2>{name}</h2>
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
              {mayChange && booking.status === 'waitlisted' && (
                <button
                  type="button"
                  className="ag-open"
                  onClick={() => setDeed({ kind: 'promote', booking: booking.id })}
                >
                  {t('people.deed.promote')}
                  <span className="visually-hidden">
                    {' '}
                    {name}, {titles.get(booking.session)}
                  </span>
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <div className="org-deeds">
        {mayChange && status === 'unconfirmed' && (
          <button type="button" className="link-button" onClick={() => setDeed({ kind: 'confirm' })}>
            {t('people.deed.confirm')}
            <span className="visually-hidden"> {name}</span>
          </button>
        )}
        {mayChange && (
          <button type="button" className="link-button" onClick={() => setDeed({ kind: 'cancel' })}>
            {t('people.deed.cancel')}
            <span className="visually-hidden"> {name}</span>
          </button>
        )}
        {may('audit.read') && (
          <button type="button" className="link-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t('people.history')}
            <span className="visually-hidden"> {name}</span>
          </button>
        )}
      </div>
      {deed !== null && isStillDue(deed, person) && <DeedForm deed={deed} person={person} done={() => setDeed(null)} />}
      {isOpen && <PersonHistory code={code} />}
    </li>
  );
}

/** What somebody else did meanwhile, or time, need not be done. */
function isStillDue(deed: Deed, { status, bookings }: RegistrationView): boolean {
  switch (deed.kind) {
    case 'confirm':
      return status === 'unconfirmed';
    case 'cancel':
      return status !== 'cancelled';
    case 'promote':
      return bookings.some(({ id, status: held }) => id === deed.booking && held === 'waitlisted');
  }
}

/** Says why, and does it. Nobody is served out of turn without a reason. */
function DeedForm({ deed, person, done }: { deed: Deed; person: RegistrationView; done: () => void }) {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  const client = useQueryClient();
  const id = useId();
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (submitted: SubmitEvent): Promise<void> => {
    submitted.preventDefault();
    if (isBusy) return;
    if (reason.trim() === '') {
      setFault(t('people.reasonFault'));
      document.getElementById(id)?.focus();
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      if (deed.kind === 'promote') await promotePerson(slug, person.code, deed.booking, reason);
      else await (deed.kind === 'confirm' ? confirmPerson : cancelPerson)(slug, person.code, reason);
      await client.invalidateQueries({ queryKey: ['people', slug] });
      await client.invalidateQueries({ queryKey: ['person-history', slug, person.code] });
      done();
    } catch (error) {
      setFault(error instanceof Refused ? error.detail : t('people.unreachable'));
      setBusy(false);
    }
  };
  return (
    <form className="people-deed" onSubmit={(submitted) => void submit(submitted)} noValidate>
      <p>{t(`people.asks.${deed.kind}`, { name: person.name })}</p>
      <label className="org-field">
        {t('people.reason')}
        <input
          id={id}
          className="org-input"
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
          aria-invalid={fault !== null}
          aria-describedby={fault === null ? undefined : `${id}-fault`}
        />
      </label>
      <FormFoot
        faultId={`${id}-fault`}
        fault={fault}
        isBusy={isBusy}
        send={t(`people.deed.${deed.kind}`)}
        leave={{ label: t('people.leave'), done: done }}
      />
    </form>
  );
}

function PersonHistory({ code }: { code: string }) {
  const { t } = useTranslation();
  const { slug, zone } = useOrganised();
  const { data, error } = useQuery({
    queryKey: ['person-history', slug, code],
    queryFn: () => fetchAudit(slug, zone, { ...everything, subject: code, who: '' }, null),
    staleTime: 5_000,
  });
  if (error !== null) return <p className="org-fault">{t('people.unreachable')}</p>;
  if (data === undefined) return <p className="faint">{t('people.loading')}</p>;
  if (data.items.length === 0) return <p className="faint">{t('people.noHistory')}</p>;
  return (
    <ul className="audit-entries">
      {data.items.map((entry) => (
        <EntryCard key={entry.id} entry={entry} />
      ))}
    </ul>
  );
}
