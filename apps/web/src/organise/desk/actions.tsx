import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { leavesAt, pickText, type LiveChangeCommand, type Room } from '@kopa/domain';
import type { ProgrammeIndex } from '../../programme/entries.js';
import type { Placed } from './order.js';
import { InTurn } from './in-turn.js';
import { SwapWith } from './swap-with.js';

export interface ActionsProps {
  placed: Placed;
  index: ProgrammeIndex;
  choose: (command: LiveChangeCommand) => void;
}

/** What can be done with a slot as it stands: what its state forbids is not offered. */
export function Actions({ placed: { session, slot }, index, choose }: ActionsProps) {
  const { t } = useTranslation();
  const { status } = slot;
  const simple = (type: 'start' | 'end' | 'cancel' | 'reinstate') => (
    <Button size="md" variant={type === 'cancel' ? 'default' : 'filled'} onClick={() => choose({ type })}>
      {t(`desk.act.${type}`)}
    </Button>
  );
  if (status === 'ended') return <p>{t('desk.act.over')}</p>;
  if (status === 'cancelled') return <div className="desk-deeds">{simple('reinstate')}</div>;
  return (
    <>
      <div className="desk-deeds">
        {simple(status === 'running' ? 'end' : 'start')}
        {simple('cancel')}
      </div>
      {status === 'running' && session.items.length > 1 && (
        <InTurn placed={{ session, slot }} index={index} choose={choose} />
      )}
      {status === 'scheduled' && (
        <Minutes name={t('desk.act.delay')} choose={(minutes) => choose({ type: 'delay', minutes, cascade: false })} />
      )}
      <Minutes name={t('desk.act.extend')} choose={(minutes) => choose({ type: 'extend', minutes, cascade: false })} />
      {status === 'scheduled' && session.addOn !== null && session.addOn.departAt !== null && (
        <Minutes name={t('desk.act.hold')} choose={(minutes) => choose({ type: 'hold', minutes })} />
      )}
      <OtherRooms
        key={`${slot.roomId} ${slot.onlineRoomId}`}
        placed={{ session, slot }}
        index={index}
        choose={choose}
      />
      {status === 'scheduled' && leavesAt(session) === null && (
        <SwapWith placed={{ session, slot }} index={index} choose={choose} />
      )}
    </>
  );
}

function Minutes({ name, choose }: { name: string; choose: (minutes: number) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [other, setOther] = useState('');
  const minutes = Number(other);
  const isUsable = other !== '' && Number.isInteger(minutes) && minutes !== 0 && Math.abs(minutes) <= 1440;
  return (
    <fieldset className="desk-minutes">
      <legend>{name}</legend>
      {[5, 10, 15].map((count) => (
        <Button key={count} size="md" variant="default" onClick={() => choose(count)}>
          {t('desk.act.minutes', { count })}
        </Button>
      ))}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isUsable) choose(minutes);
        }}
      >
        <label htmlFor={id}>{t('desk.act.other')}</label>
        <input
          id={id}
          type="number"
          required
          step={1}
          min={-1440}
          max={1440}
          value={other}
          onChange={(event) => setOther(event.target.value)}
        />
        <Button type="submit" size="md" variant="default">
          {t('desk.act.use')}
        </Button>
      </form>
    </fieldset>
  );
}

function OtherRooms({ placed: { slot }, index, choose }: ActionsProps) {
  const { t } = useTranslation();
  const [roomId, setRoomId] = useState(slot.roomId);
  const [onlineRoomId, setOnlineRoomId] = useState(slot.onlineRoomId);
  const { rooms } = index.programme;
  return (
    <fieldset className="desk-rooms">
      <legend>{t('desk.what.move')}</legend>
      <RoomChoice kind="physical" rooms={rooms} index={index} value={roomId} set={setRoomId} />
      <RoomChoice kind="online" rooms={rooms} index={index} value={onlineRoomId} set={setOnlineRoomId} />
      <Button size="md" variant="default" onClick={() => choose({ type: 'move', roomId, onlineRoomId })}>
        {t('desk.act.move')}
      </Button>
    </fieldset>
  );
}

interface RoomChoiceProps {
  kind: Room['kind'];
  rooms: readonly Room[];
  index: ProgrammeIndex;
  value: string | null;
  set: (id: string | null) => void;
}

function RoomChoice({ kind, rooms, index, value, set }: RoomChoiceProps) {
  const { t, i18n } = useTranslation();
  return (
    <label>
      {t(kind === 'physical' ? 'desk.act.room' : 'desk.act.onlineRoom')}
      <select value={value ?? ''} onChange={(event) => set(event.target.value === '' ? null : event.target.value)}>
        <option value="">{t('desk.act.noRoom')}</option>
        {rooms
          .filter((room) => room.kind === kind)
          .map(({ id, name }) => (
            <option key={id} value={id}>
              {pickText(name, i18n.language, index.programme.event.languages).text}
            </option>
          ))}
      </select>
    </label>
  );
}
