import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { leavesAt, pickText } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import { clockRange } from '../../time/clock-face.js';
import type { ActionsProps } from './actions.js';

/** Another session of the same day with which a slot exchanges time and rooms: those that cannot are not offered. */
export function SwapWith({ placed: { slot }, index, choose }: ActionsProps) {
  const { t, i18n } = useTranslation();
  const [withSlot, setWithSlot] = useState('');
  const { zone, languages } = index.programme.event;
  const day = index.entries.find(({ slots }) => slots.some(({ id }) => id === slot.id))?.day;
  const others = index.entries
    .filter((entry) => entry.day === day && leavesAt(entry.session) === null)
    .flatMap(({ session, slots }) => slots.map((one) => ({ session, slot: one })))
    .filter(({ slot: one }) => one.id !== slot.id && one.status === 'scheduled');
  if (others.length === 0) return null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        choose({ type: 'swap', withSlot });
      }}
    >
      <fieldset className="desk-rooms">
        <legend>{t('desk.what.swap')}</legend>
        <label>
          {t('desk.act.swapWith')}
          <select required value={withSlot} onChange={(event) => setWithSlot(event.target.value)}>
            <option value="">{t('desk.act.swapNone')}</option>
            {others.map(({ session, slot: one }) => (
              <option key={one.id} value={one.id}>
                {clockRange(one.startsAt, one.endsAt, zone, dateLocale(i18n.language))}{' '}
                {pickText(session.title, i18n.language, languages).text}
              </option>
            ))}
          </select>
        </label>
        <Button type="submit" size="md" variant="default">
          {t('desk.act.swap')}
        </Button>
      </fieldset>
    </form>
  );
}
