import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { pickText, placeModes, type Audience } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import type { ProgrammeIndex } from '../../programme/entries.js';
import { clockTime, dateInWords } from '../../time/clock-face.js';

interface AudienceChoiceProps {
  index: ProgrammeIndex;
  /** Day and session that are offered first: those of now. */
  today: string;
  current: string;
  value: Audience;
  set: (audience: Audience) => void;
}

const kinds = ['all', 'mode', 'day', 'session'] as const;

/** To whom something is said: everybody, a mode, a day, or a session's people. */
export function AudienceChoice({ index, today, current, value, set }: AudienceChoiceProps) {
  const { t, i18n } = useTranslation();
  const name = useId();
  const { days, event } = index.programme;
  const locale = dateLocale(i18n.language);
  const first = (to: Audience['to']): Audience => {
    if (to === 'mode') return { to, mode: 'in-person', date: today };
    if (to === 'day') return { to, date: today };
    return to === 'session' ? { to, session: current } : { to };
  };
  const dayChoice = (date: string | null, choose: (date: string | null) => void, isAnyOffered: boolean) => (
    <label>
      {t('announce.day')}
      <select value={date ?? ''} onChange={({ target }) => choose(target.value === '' ? null : target.value)}>
        {isAnyOffered && <option value="">{t('announce.anyDay')}</option>}
        {days.map((day) => (
          <option key={day.date} value={day.date}>
            {dateInWords(day.date, locale)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <fieldset>
      <legend>{t('announce.whom')}</legend>
      {kinds.map((to) => (
        <label key={to} className="desk-choice">
          <input type="radio" name={name} checked={value.to === to} onChange={() => set(first(to))} />
          {t(`announce.to.${to}`)}
        </label>
      ))}
      {value.to === 'mode' && (
        <>
          <label>
            {t('announce.mode.label')}
            <select
              value={value.mode}
              onChange={({ target }) =>
                set({ ...value, mode: placeModes.find((mode) => mode === target.value) ?? value.mode })
              }
            >
              {placeModes.map((mode) => (
                <option key={mode} value={mode}>
                  {t(`announce.mode.${mode}`)}
                </option>
              ))}
            </select>
          </label>
          {dayChoice(value.date, (date) => set({ ...value, date }), true)}
        </>
      )}
      {value.to === 'day' && dayChoice(value.date, (date) => set({ ...value, date: date ?? value.date }), false)}
      {value.to === 'session' && (
        <label className="announce-session">
          {t('announce.session')}
          <select value={value.session} onChange={({ target }) => set({ ...value, session: target.value })}>
            {days.map(({ date }) => (
              <optgroup key={date} label={dateInWords(date, locale)}>
                {index.entries
                  .filter((entry) => entry.day === date)
                  .map(({ session, slots: [slot] }) => (
                    <option key={session.code} value={session.code}>
                      {clockTime(slot.startsAt, event.zone, locale)}{' '}
                      {pickText(session.title, i18n.language, event.languages).text}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        </label>
      )}
    </fieldset>
  );
}
