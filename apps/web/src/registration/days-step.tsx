import { useTranslation } from 'react-i18next';
import {
  attendanceModes,
  dayOf,
  dayPlaceOf,
  placeModes,
  sessionDate,
  type AttendanceMode,
  type CalendarDate,
  type Programme,
} from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { hasText, LocalText } from '../language/local-text.js';
import { useEvent } from '../programme/event-context.js';
import { dateInWords } from '../time/clock-face.js';
import { useNow } from '../time/use-now.js';
import { ErrorsOf } from './field.js';
import { leftOnDay } from './left-places.js';
import { mayWaitOn } from './meanwhile.js';
import { MeanwhileChoice } from './meanwhile-choice.js';
import { PlacesLeft } from './places-left.js';
import { PutToEverybody } from './put-questions.js';
import { questionsIn } from './questions.js';
import { useShutInWords } from './shut-words.js';
import type { GoTo, StepProps } from './step-props.js';
import { shutAt } from './terms.js';

/** How one can take part in a day: in person where something of that day is held so. */
export function dayModes(programme: Programme, date: CalendarDate): AttendanceMode[] {
  const held = programme.sessions.filter((session) => sessionDate(programme, session) === date).map(({ mode }) => mode);
  const isOnlineOnly = held.length > 0 && held.every((mode) => mode === 'online' || mode === null);
  return isOnlineOnly ? ['online', 'absent'] : [...attendanceModes];
}

/** For each day of the programme how one takes part in it. */
export function DaysStep({ draft, change, errors, counts, terms, go }: StepProps & { go: GoTo }) {
  const { t, i18n } = useTranslation();
  const shutInWords = useShutInWords();
  const now = useNow();
  const { index } = useEvent();
  const { programme } = index;
  const { days, event } = programme;
  const locale = dateLocale(i18n.language);
  const wanted = draft.people.length + 1;
  // A day that is over can be taken part in by nobody any more.
  const today = dayOf(new Date(now).toISOString(), event.zone, event.dayChangeHour);
  const open = days.filter(({ date }) => date >= today);
  const shut = placeModes.flatMap((mode) => shutAt(terms.rules, mode, { now, invitation: draft.invitation }) ?? []);
  const isShut = (mode: AttendanceMode): boolean => shut.some((one) => one.mode === dayPlaceOf(mode));
  const whyShut = (mode: AttendanceMode): string =>
    shut.some((one) => one.key === 'byInvitation' && one.mode === dayPlaceOf(mode))
      ? t('registration.invitation.needed')
      : t('registration.days.shut');
  const choose = (date: CalendarDate, mode: AttendanceMode): void => change({ days: { ...draft.days, [date]: mode } });
  const chooseAll = (mode: 'in-person' | 'online'): void =>
    change({
      days: Object.fromEntries(
        open.map(({ date }) => {
          const offered = dayModes(programme, date).includes(mode) ? mode : 'online';
          return [date, isShut(offered) ? 'absent' : offered] as const;
        }),
      ),
    });
  return (
    <div id="days" tabIndex={-1} className="reg-days">
      <p>{t('registration.days.lead')}</p>
      {shut.map((one) => (
        <p key={one.mode} className="reg-warning">
          {shutInWords(one)}{' '}
          {one.key === 'byInvitation' && (
            <button type="button" className="reg-change" onClick={() => go('you', 'invitation')}>
              {t('registration.invitation.give', { step: t('registration.step.you') })}
            </button>
          )}
        </p>
      ))}
      <ErrorsOf id="days" errors={errors} />
      {open.length > 1 && (
        <div className="reg-row" role="group" aria-labelledby="reg-all-days">
          <span id="reg-all-days">{t('registration.days.all')}:</span>
          {(['in-person', 'online'] as const).map((mode) => (
            <button
              key={mode}
              type="button"
              className="link-button"
              disabled={isShut(mode)}
              onClick={() => chooseAll(mode)}
            >
              <span className={`icon icon-${mode}`} aria-hidden="true" />
              {t(`registration.days.${mode}`)}
            </button>
          ))}
        </div>
      )}
      {days.map(({ date, title }) => {
        const offered = date < today ? [] : dayModes(programme, date);
        return (
          <fieldset key={date} className="reg-day">
            <legend>
              <strong>{dateInWords(date, locale)}</strong>
              {hasText(title) && (
                <span className="faint">
                  {' · '}
                  <LocalText texts={title} fallbacks={event.languages} />
                </span>
              )}
            </legend>
            {offered.length === 0 && <p className="faint">{t('registration.days.over')}</p>}
            {offered.length === 2 && <p className="faint">{t('registration.days.onlineOnly')}</p>}
            <div className="reg-options">
              {offered.map((mode) => {
                const place = dayPlaceOf(mode);
                return (
                  <label key={mode} className="reg-option" data-mode={place ?? 'unknown'}>
                    <input
                      type="radio"
                      name={`day-${date}`}
                      value={mode}
                      disabled={isShut(mode)}
                      checked={(draft.days[date] ?? 'absent') === mode}
                      onChange={() => choose(date, mode)}
                    />
                    <span>
                      <strong>{t(`registration.days.${mode}`)}</strong>
                      {isShut(mode) && <span className="reg-hint">{whyShut(mode)}</span>}
                      {mode === 'both' && <span className="reg-hint">{t('registration.days.bothHint')}</span>}
                      {place !== null && mode !== 'both' && !isShut(mode) && (
                        <PlacesLeft
                          left={leftOnDay(counts, date, place)}
                          wanted={wanted}
                          unlimited={t('registration.left.unlimitedDay')}
                        />
                      )}
                    </span>
                  </label>
                );
              })}
            </div>
            {mayWaitOn(draft, date, counts) && <MeanwhileChoice date={date} draft={draft} change={change} />}
          </fieldset>
        );
      })}
      <PutToEverybody questions={questionsIn('days', draft, terms)} draft={draft} change={change} errors={errors} />
    </div>
  );
}
