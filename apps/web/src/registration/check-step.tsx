import { useTranslation } from 'react-i18next';
import { holdExpiry, pickText } from '@kopa/domain';
import { countryName, dateLocale, languageName } from '../language/language.js';
import { useEvent } from '../programme/event-context.js';
import { dateInWords } from '../time/clock-face.js';
import { coachesFor } from './coach-seats.js';
import { ConsentChoices } from './consent-choices.js';
import { attendanceOf, bookingsOf, contactId, everybodyIn } from './draft.js';
import { ErrorsOf } from './field.js';
import { GivenLines } from './given-answers.js';
import { leftInSession } from './left-places.js';
import { mayWaitOn, meanwhileOf } from './meanwhile.js';
import { OfferFacts } from './offer-facts.js';
import { ParticularLines } from './particular-lines.js';
import { questionsIn } from './questions.js';
import { SeatLine } from './seat-choice.js';
import type { StepProps } from './step-props.js';
import type { Step } from './steps.js';

const halfDay = 12 * 3600_000;

/** All of it once more before it is sent, and what happens then. */
export function CheckStep(props: StepProps & { go: (step: Step) => void }) {
  const { draft, errors, counts, terms, go } = props;
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const { programme } = index;
  const { days, event } = programme;
  const locale = dateLocale(i18n.language);
  const attendance = attendanceOf(draft, programme);
  const bookings = bookingsOf(draft, terms);
  const coaches = coachesFor(draft, terms);
  const wanted = draft.people.length + 1;
  const first = days.find(({ date }) => attendance[date] !== 'absent') ?? days[0];
  const now = new Date().toISOString();
  const isShort = first !== undefined && Date.parse(holdExpiry(now, first.startsAt)) - Date.parse(now) < halfDay;
  const facts = [
    draft.organisation,
    draft.country === '' ? '' : countryName(draft.country, i18n.language),
    languageName(draft.locale, i18n.language),
    draft.timezone.replaceAll('_', ' '),
  ].filter((fact) => fact.trim() !== '');
  const part = (step: Step, title: string) => (
    <h3>
      {title}{' '}
      <button type="button" className="reg-change" onClick={() => go(step)}>
        {t('registration.check.change')}
        <span className="visually-hidden">: {title}</span>
      </button>
    </h3>
  );
  const answered = (step: Step) => {
    const questions = questionsIn(step, draft, terms);
    if (questions.length === 0) return null;
    if (draft.people.length === 0) return <GivenLines questions={questions} given={draft.answers[contactId] ?? {}} />;
    return everybodyIn(draft).map(({ id, name }) => (
      <section key={id}>
        <h4>{t('registration.answers.of', { name })}</h4>
        <GivenLines questions={questions} given={draft.answers[id] ?? {}} />
      </section>
    ));
  };
  return (
    <div id="check" tabIndex={-1} className="reg-check">
      <p>{t('registration.check.lead')}</p>
      <ErrorsOf id="check" errors={errors} />
      <section className="panel">
        {part('you', t('registration.check.person'))}
        <p>
          <strong>{draft.name}</strong>, {draft.email}
        </p>
        <p className="faint">{facts.join(' · ')}</p>
        {draft.people.length > 0 && (
          <>
            <h4>{t('registration.check.people')}</h4>
            <ul className="reg-names">
              {draft.people.map(({ id, name, email }) => (
                <li key={id}>
                  {name}
                  {email.trim() !== '' && <span className="faint">, {email}</span>}
                </li>
              ))}
            </ul>
          </>
        )}
        {draft.invitation.trim() !== '' && (
          <p>
            {t('registration.invitation.label')}: <strong>{draft.invitation.trim()}</strong>
          </p>
        )}
        {answered('you')}
      </section>
      <section className="panel">
        {part('days', t('registration.check.days'))}
        <dl className="reg-lines">
          {days.map(({ date }) => (
            <div key={date}>
              <dt>{dateInWords(date, locale)}</dt>
              <dd>
                {t(`registration.days.${attendance[date] ?? 'absent'}`)}
                {mayWaitOn(draft, date, counts) && (
                  <>
                    {' '}
                    <span className="reg-warning">{t('registration.check.mayWait')}</span>{' '}
                    <span className="faint">{t(`registration.meanwhile.told.${meanwhileOf(draft, date)}`)}</span>
                  </>
                )}
              </dd>
            </div>
          ))}
        </dl>
        {answered('days')}
      </section>
      <section className="panel">
        {part('sessions', t('registration.check.bookings'))}
        {bookings.length === 0 && <p className="faint">{t('registration.check.noBookings')}</p>}
        <ul className="plain-list">
          {bookings.map(({ session: code, mode }) => {
            const session = index.sessions.get(code);
            const left = leftInSession(counts, code, mode);
            return (
              session !== undefined && (
                <li key={code}>
                  <strong>
                    {pickText(session.title, i18n.language, event.languages).text}{' '}
                    <span className="mode" data-mode={mode}>
                      <span className={`icon icon-${mode}`} aria-hidden="true" /> {t(`mode.${mode}`)}
                    </span>
                  </strong>
                  <OfferFacts session={session} withDate />
                  {left !== null && left !== undefined && left < wanted && (
                    <span className="reg-warning">
                      {left === 0
                        ? t('registration.check.mayWait')
                        : t('registration.left.fewer', { count: left, people: wanted })}
                    </span>
                  )}
                  {coaches.includes(code) && <SeatLine code={code} draft={draft} left={counts?.seats[code]} />}
                </li>
              )
            );
          })}
        </ul>
        <ParticularLines draft={draft} terms={terms} />
        {draft.shortNotice && <p>{t('registration.shortNotice.agreed')}</p>}
        {answered('sessions')}
      </section>
      <ConsentChoices {...props} />
      <section className="panel">
        <h3>{t('registration.check.next')}</h3>
        <ol className="reg-next">
          <li>{t('registration.check.nextMail', { email: draft.email.trim() })}</li>
          <li>{t(isShort ? 'registration.check.nextHoldShort' : 'registration.check.nextHoldDay')}</li>
          <li>{t('registration.check.nextChange')}</li>
          <li>{t('registration.check.nextWait')}</li>
        </ol>
      </section>
    </div>
  );
}
