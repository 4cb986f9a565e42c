import { useTranslation } from 'react-i18next';
import type { DayPreview } from '@kopa/contracts';
import { pickText } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import type { ProgrammeIndex } from '../../programme/entries.js';
import { clockRange } from '../../time/clock-face.js';
import { fateOf, type Fates } from './day-order.js';

interface DayFatesProps {
  slots: DayPreview['slots'];
  index: ProgrammeIndex;
  fates: Fates;
  set: (fates: Fates) => void;
}

/** What becomes of each slot of the day: those that are to be decided first. */
export function DayFates({ slots, index, fates, set }: DayFatesProps) {
  const { t, i18n } = useTranslation();
  const { event } = index.programme;
  const locale = dateLocale(i18n.language);
  const textOf = (texts: Record<string, string>): string => pickText(texts, i18n.language, event.languages).text;
  const rooms = index.programme.rooms.filter(({ kind }) => kind === 'online');
  const open = slots.filter(({ to }) => to === null);
  // What was to be decided stays where it was looked for, decided or not.
  const first = slots.filter(({ knownRoomId }) => knownRoomId === null);
  const rest = slots.filter(({ knownRoomId }) => knownRoomId !== null);
  const options = (canGoOnline: boolean) => (
    <>
      {canGoOnline &&
        rooms.map(({ id, name }) => (
          <option key={id} value={`online ${id}`}>
            {t('desk.whole.online', { room: textOf(name) })}
          </option>
        ))}
      <option value="stay">{t('desk.whole.stay')}</option>
      <option value="cancel">{t('desk.whole.cancel')}</option>
    </>
  );
  return (
    <fieldset className="desk-rooms desk-fates">
      <legend>{t('desk.whole.fate')}</legend>
      <p className="faint">{t('desk.whole.lead')}</p>
      {open.length > 0 && (
        <p className="desk-open" role="status">
          {t('desk.whole.undecided', { count: open.length })}
        </p>
      )}
      {open.length > 1 && (
        <label>
          {t('desk.whole.allOpen')}
          <select
            value=""
            onChange={({ target: { value } }) =>
              set({ ...fates, ...Object.fromEntries(open.map(({ slot }) => [slot.id, value])) })
            }
          >
            <option value="">{t('desk.whole.choose')}</option>
            {options(open.every(({ canGoOnline }) => canGoOnline))}
          </select>
        </label>
      )}
      {[...first, ...rest].map((one) => (
        <label key={one.slot.id} data-open={one.to === null}>
          <span>
            <strong>{textOf(index.sessions.get(one.session)?.title ?? {})}</strong>{' '}
            {clockRange(one.slot.startsAt, one.slot.endsAt, event.zone, locale)}
            {!one.canGoOnline && <span className="faint"> · {t('desk.whole.addOn')}</span>}
          </span>
          <select
            value={fateOf(one, fates)}
            onChange={({ target: { value } }) => set({ ...fates, [one.slot.id]: value })}
          >
            <option value="">{t('desk.whole.choose')}</option>
            {options(one.canGoOnline)}
          </select>
        </label>
      ))}
    </fieldset>
  );
}
