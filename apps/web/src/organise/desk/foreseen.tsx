import { useTranslation } from 'react-i18next';
import type { LiveChangePreview } from '@kopa/contracts';
import { pickText } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import type { ProgrammeIndex } from '../../programme/entries.js';
import { SlotState, SlotTimes } from '../../programme/slot-times.js';
import { clockTime } from '../../time/clock-face.js';

/** What a change would mean: for sessions, rooms and people. */
export function Foreseen({ preview, index }: { preview: LiveChangePreview; index: ProgrammeIndex }) {
  const { t, i18n } = useTranslation();
  const { event } = index.programme;
  const locale = dateLocale(i18n.language);
  const titleOf = (code: string): string =>
    pickText(index.sessions.get(code)?.title ?? {}, i18n.language, event.languages).text;
  const itemOf = (code: string, position: number): string =>
    pickText(index.sessions.get(code)?.items[position]?.title ?? {}, i18n.language, event.languages).text;
  const { slots, logistics, clashes, people } = preview;
  const departures = people.departures.filter(({ booked }) => booked > 0);
  return (
    <div className="desk-foreseen">
      <h3>{t('desk.after')}</h3>
      <ul>
        {slots.map(({ session, slot, type }) => (
          <li key={slot.id}>
            <strong>{titleOf(session)}</strong>{' '}
            <SlotTimes slot={slot} zone={event.zone} language={i18n.language} t={t} />{' '}
            <SlotState slot={slot} zone={event.zone} language={i18n.language} index={index} t={t} />{' '}
            {type === 'item.started' && slot.turn !== undefined && (
              <span>{t('desk.act.turnNow', { item: itemOf(session, slot.turn.item) })}</span>
            )}
          </li>
        ))}
        {logistics !== null && logistics.addOn.departAt !== null && (
          <li>{t('desk.leaves', { time: clockTime(logistics.addOn.departAt, event.zone, locale) })}</li>
        )}
      </ul>
      {clashes.length > 0 && (
        <>
          <h3>{t('desk.clashes')}</h3>
          <ul className="desk-bad">
            {clashes.map(({ kind, id, sessions: [one, other] }) => (
              <li key={`${kind} ${id} ${one} ${other}`}>
                {nameOf(kind, id, index, i18n.language)}:{' '}
                {t('desk.clash', { one: titleOf(one), other: titleOf(other) })}
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{t('desk.people')}</h3>
      <ul>
        <li>{t('desk.concerned', { count: people.concerned })}</li>
        <li>{t('desk.clashing', { count: people.clashing })}</li>
        {departures.map(({ session, departAt, because, booked, missing }) => (
          <li key={`${session} ${because}`} className={missing > 0 ? 'desk-bad' : undefined}>
            {t('desk.missing', {
              count: missing,
              booked,
              session: titleOf(session),
              time: clockTime(departAt, event.zone, locale),
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}

function nameOf(
  kind: LiveChangePreview['clashes'][number]['kind'],
  id: string,
  index: ProgrammeIndex,
  language: string,
): string {
  if (kind === 'speaker') return index.speakers.get(id)?.name ?? '';
  return pickText(index.rooms.get(id)?.name ?? {}, language, index.programme.event.languages).text;
}
