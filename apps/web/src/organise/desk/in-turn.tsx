import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pickText, turnsAt } from '@kopa/domain';
import { useNow } from '../../time/use-now.js';
import type { ActionsProps } from './actions.js';

/** Whose turn it is in what is running, and the next one by one press; another one where somebody is not there. */
export function InTurn({ placed: { session, slot }, index, choose }: ActionsProps) {
  const { t, i18n } = useTranslation();
  const at = new Date(useNow()).toISOString();
  const { now, next } = turnsAt(slot, session.items, at);
  const [other, setOther] = useState('');
  const nameOf = (position: number): string => {
    const item = session.items[position];
    if (item === undefined) return '';
    const speaker = item.speakerId === null ? undefined : index.speakers.get(item.speakerId)?.name;
    const title = pickText(item.title, i18n.language, index.programme.event.languages).text;
    return [`${position + 1}. ${title}`, speaker].filter((part) => part !== undefined).join(' · ');
  };
  return (
    <fieldset className="desk-rooms">
      <legend>{t('desk.what.next')}</legend>
      {now !== null && <p>{t('desk.act.turnNow', { item: nameOf(now.index) })}</p>}
      {next !== null && (
        <Button size="md" className="desk-next" onClick={() => choose({ type: 'next', item: next.index })}>
          {t('desk.act.turnNext', { item: nameOf(next.index) })}
        </Button>
      )}
      <label>
        {t('desk.act.turnOther')}
        <select value={other} onChange={({ target }) => setOther(target.value)}>
          <option value="">{t('desk.act.turnChoose')}</option>
          {session.items.map((_, position) => (
            <option key={position} value={position} disabled={slot.turn?.item === position}>
              {nameOf(position)}
            </option>
          ))}
        </select>
      </label>
      <Button
        size="md"
        variant="default"
        disabled={other === ''}
        onClick={() => choose({ type: 'next', item: Number(other) })}
      >
        {t('desk.act.turnStart')}
      </Button>
    </fieldset>
  );
}
