import { useId, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { SpeakerView } from '@kopa/contracts';
import { instantToLocal, localToInstant } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { useEvent } from '../programme/event-context.js';
import { dateInWords, zonePlace } from '../time/clock-face.js';
import { saveAvailability } from './remote.js';
import { useSaved } from './saved.js';

interface TimeFields {
  date: string;
  from: string;
  to: string;
}

const day = 24 * 3600_000;

/** When a speaker can: always, or at some times of the event's days. An end before its beginning is in the night after. */
export function AvailabilityForm({ own }: { own: SpeakerView }) {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const { event, days } = index.programme;
  const { zone } = event;
  const id = useId();
  const [isAlways, setAlways] = useState(own.availability === null);
  const [times, setTimes] = useState<readonly TimeFields[]>(() =>
    (own.availability ?? []).map(({ startsAt, endsAt }) => ({
      date: instantToLocal(startsAt, zone).slice(0, 10),
      from: instantToLocal(startsAt, zone).slice(11, 16),
      to: instantToLocal(endsAt, zone).slice(11, 16),
    })),
  );
  const { save, refuse, foot } = useSaved();
  const set = (at: number, change: Partial<TimeFields>): void =>
    setTimes(times.map((one, index_) => (index_ === at ? { ...one, ...change } : one)));
  const submit = async (submitted: SubmitEvent): Promise<void> => {
    submitted.preventDefault();
    const wrong = times.findIndex(({ from, to }) => from === '' || to === '');
    if (!isAlways && wrong >= 0) {
      refuse(t('speaker.timeWrong'));
      document.getElementById(`${id}-from-${wrong}`)?.focus();
      return;
    }
    const blocks = times.map(({ date, from, to }) => {
      const next = new Date(Date.parse(`${date}T00:00:00Z`) + day).toISOString().slice(0, 10);
      return {
        startsAt: localToInstant(`${date}T${from}`, zone),
        endsAt: localToInstant(`${to > from ? date : next}T${to}`, zone),
      };
    });
    await save(() => saveAvailability(slug, isAlways ? null : blocks));
  };
  const dates = [...new Set([...days.map(({ date }) => date), ...times.map(({ date }) => date)])].sort();
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{t('speaker.can')}</h2>
      <p className="faint">{t('speaker.canHint', { place: zonePlace(zone), interpolation: { escapeValue: false } })}</p>
      <form className="speak-form" onSubmit={(submitted) => void submit(submitted)} noValidate>
        <div role="radiogroup" aria-labelledby={id} className="speak-choices">
          {[true, false].map((always) => (
            <label key={String(always)}>
              <input type="radio" name={id} checked={isAlways === always} onChange={() => setAlways(always)} />
              {t(always ? 'speaker.always' : 'speaker.times')}
            </label>
          ))}
        </div>
        {!isAlways && (
          <>
            {times.length === 0 && <p className="faint">{t('speaker.never')}</p>}
            {times.map((one, at) => (
              <div key={at} className="speak-time">
                <div className="reg-field">
                  <label htmlFor={`${id}-day-${at}`}>{t('speaker.day')}</label>
                  <select
                    id={`${id}-day-${at}`}
                    value={one.date}
                    onChange={({ target }) => set(at, { date: target.value })}
                  >
                    {dates.map((date) => (
                      <option key={date} value={date}>
                        {dateInWords(date, dateLocale(i18n.language), 'short')}
                      </option>
                    ))}
                  </select>
                </div>
                {(['from', 'to'] as const).map((end) => (
                  <div key={end} className="reg-field">
                    <label htmlFor={`${id}-${end}-${at}`}>{t(`speaker.${end}`)}</label>
                    <input
                      id={`${id}-${end}-${at}`}
                      type="time"
                      value={one[end]}
                      onChange={({ target }) => set(at, { [end]: target.value })}
                    />
                  </div>
                ))}
                <button
                  type="button"
                  className="link-button quiet"
                  onClick={() => setTimes(times.filter((_, other) => other !== at))}
                >
                  {t('speaker.drop', { number: at + 1 })}
                </button>
              </div>
            ))}
            <p>
              <button
                type="button"
                className="link-button"
                onClick={() => setTimes([...times, { date: dates[0] ?? event.firstDay, from: '09:00', to: '18:00' }])}
              >
                {t('speaker.add')}
              </button>
            </p>
          </>
        )}
        {foot}
      </form>
    </section>
  );
}
