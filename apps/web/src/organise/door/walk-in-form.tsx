import { useEffect, useId, useRef, type SubmitEvent } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Counts } from '@kopa/contracts';
import { pickText, type CalendarDate, type Programme } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import { clockTime } from '../../time/clock-face.js';
import {
  isDayFull,
  joinable,
  leftIn,
  seatsIn,
  takesReason,
  walkInFaults,
  type WalkInField,
  type WalkInForm as Form,
} from './walk-in.js';

interface WalkInFormProps {
  programme: Programme;
  day: CalendarDate;
  counts: Counts | undefined;
  now: number;
  form: Form;
  /** The server wants a reason for what is in the form, whatever is known here. */
  isReasonWanted: boolean;
  change: (form: Form) => void;
  send: () => void;
}

/** Registers somebody who stands there: a name and a button; all else when it is needed. */
export function WalkInForm({ programme, day, counts, now, form, isReasonWanted, change, send }: WalkInFormProps) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const id = useId();
  const [faults, setFaults] = useState<readonly WalkInField[]>([]);
  const [isMore, setMore] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const { event } = programme;
  const isOver = isReasonWanted || takesReason(form, counts, day);
  const hasSeat = form.mode !== 'online' && Object.values(form.sessions).some(({ seat }) => seat);
  const showsMore = isMore || form.email !== '' || form.organisation !== '';
  const set = (part: Partial<Form>): void => change({ ...form, ...part });
  useEffect(() => {
    if (faults[0] !== undefined) document.getElementById(`${id}-${faults[0]}`)?.focus();
  }, [faults, id]);
  const submit = (submitted: SubmitEvent): void => {
    submitted.preventDefault();
    const found = walkInFaults(form, isOver);
    setFaults(found);
    if (found.length > 0) {
      if (found.includes('email')) setMore(true);
      return;
    }
    send();
    first.current?.focus();
  };
  const field = (name: WalkInField | 'organisation', more: object = {}) => {
    const isWrong = faults.includes(name as WalkInField) && walkInFaults(form, isOver).includes(name as WalkInField);
    return (
      <label className="org-field door-field">
        {t(name === 'overBecause' ? 'door.walkIn.because' : `door.walkIn.${name}`)}
        <input
          id={`${id}-${name}`}
          className="org-input"
          value={form[name]}
          onChange={(changed) => set({ [name]: changed.target.value })}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? `${id}-${name}-fault` : undefined}
          autoComplete="off"
          maxLength={name === 'overBecause' ? 500 : 200}
          {...more}
        />
        {isWrong && (
          <span className="org-fault" id={`${id}-${name}-fault`}>
            {t(name === 'overBecause' ? 'door.walkIn.becauseFault' : `door.walkIn.${name}Fault`)}
          </span>
        )}
      </label>
    );
  };
  const sessions = joinable(programme, day, new Date(now).toISOString());
  return (
    <form className="door-form" onSubmit={submit} noValidate>
      {field('name', { ref: first, autoCapitalize: 'words', enterKeyHint: 'done' })}
      <fieldset className="door-modes">
        <legend>{t('door.walkIn.mode')}</legend>
        {(['in-person', 'both', 'online'] as const).map((mode) => (
          <label key={mode}>
            <input type="radio" name={`${id}-mode`} checked={form.mode === mode} onChange={() => set({ mode })} />
            {t(`door.walkIn.modes.${mode}`)}
          </label>
        ))}
      </fieldset>
      {form.mode !== 'online' && sessions.length > 0 && (
        <fieldset className="door-sessions">
          <legend>{t('door.walkIn.sessions')}</legend>
          {sessions.map(({ code, title, slots }) => {
            const chosen = form.sessions[code];
            const left = leftIn(counts, code);
            const seats = seatsIn(counts, code);
            const choose = (isChosen: boolean): void => {
              const { [code]: _, ...others } = form.sessions;
              set({ sessions: isChosen ? { ...others, [code]: { seat: (seats ?? 0) > 0 } } : others });
            };
            return (
              <div key={code} className="door-session">
                <label>
                  <input
                    type="checkbox"
                    checked={chosen !== undefined}
                    onChange={(changed) => choose(changed.target.checked)}
                  />
                  <span>
                    {clockTime(slots[0]?.startsAt ?? event.firstDay, event.zone, dateLocale(language))}{' '}
                    <b>{pickText(title, language, event.languages).text}</b>{' '}
                    {typeof left === 'number' && (
                      <span className={left === 0 ? 'door-full' : 'faint'}>
                        {left === 0 ? t('door.walkIn.full') : t('door.walkIn.left', { count: left })}
                      </span>
                    )}
                    {seats !== undefined && (
                      <span className={seats === 0 ? 'door-full' : 'faint'}>
                        {' · '}
                        {seats === 0 ? t('door.walkIn.noSeats') : t('door.walkIn.seats', { count: seats })}
                      </span>
                    )}
                  </span>
                </label>
                {chosen !== undefined && seats !== undefined && (
                  <label className="door-seat">
                    <input
                      type="checkbox"
                      checked={chosen.seat}
                      disabled={seats === 0 && !chosen.seat}
                      onChange={(changed) =>
                        set({ sessions: { ...form.sessions, [code]: { seat: changed.target.checked } } })
                      }
                    />
                    {t('door.walkIn.seat')}
                  </label>
                )}
              </div>
            );
          })}
        </fieldset>
      )}
      {hasSeat && field('telephone', { type: 'tel', inputMode: 'tel', maxLength: 40 })}
      {isOver && (
        <div className="door-over">
          {isDayFull(counts, day) && <p>{t('door.walkIn.dayFull')}</p>}
          {field('overBecause')}
          <div className="org-deeds">
            {(['speaker', 'guest', 'absent'] as const).map((reason) => (
              <button
                key={reason}
                type="button"
                className="link-button"
                onClick={() => set({ overBecause: t(`door.walkIn.reasons.${reason}`) })}
              >
                {t(`door.walkIn.reasons.${reason}`)}
              </button>
            ))}
          </div>
        </div>
      )}
      {showsMore ? (
        <>
          {field('email', { type: 'email', inputMode: 'email', autoCapitalize: 'none' })}
          {field('organisation')}
        </>
      ) : (
        <button type="button" className="link-button quiet door-more" onClick={() => setMore(true)}>
          {t('door.walkIn.more')}
        </button>
      )}
      <button type="submit" className="link-button strong wide door-send">
        {t('door.walkIn.send')}
      </button>
    </form>
  );
}
