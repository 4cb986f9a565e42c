import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingsRoom } from '@kopa/contracts';
import { pickText, type Texts } from '@kopa/domain';
import { Part, Records, SavedLine, SavedTexts, type PartOfSettings } from './fields.js';
import { newRoom } from './modes-field.js';

/** Rooms in venues and online. */
export function RoomsPart({ settings, edit }: PartOfSettings) {
  const { t, i18n } = useTranslation();
  const { venues, rooms, event } = settings;
  const nameOf = ({ name }: { name: Texts }) => pickText(name, i18n.language, event.languages).text;
  const saveRoom = (room: SettingsRoom) => edit({ rooms: { upserted: [room], removed: [] } });
  const addRoom = (kind: SettingsRoom['kind']) =>
    saveRoom(newRoom(settings, kind, t(kind === 'online' ? 'settings.newOnlineRoom' : 'settings.newRoom')));
  return (
    <Part title={t('settings.rooms')}>
      <Records
        records={rooms}
        nameOf={nameOf}
        remove={({ id }) => edit({ rooms: { upserted: [], removed: [id] } })}
        additions={[
          { label: t('settings.addPhysical'), add: () => addRoom('physical') },
          { label: t('settings.addOnline'), add: () => addRoom('online') },
        ]}
      >
        {(room) => (
          <>
            <h3>{t(`settings.${room.kind}`)}</h3>
            <SavedTexts
              label={t('settings.name')}
              texts={room.name}
              languages={event.languages}
              save={(name) => saveRoom({ ...room, name })}
            />
            {room.kind === 'physical' ? (
              <div className="set-row">
                <SavedLine
                  label={t('settings.seats')}
                  type="number"
                  value={room.seats === null ? '' : String(room.seats)}
                  save={(seats) => saveRoom({ ...room, seats: seats === '' ? null : Number(seats) })}
                />
                <VenueOf
                  room={room}
                  venues={venues.map((venue) => ({ id: venue.id, name: nameOf(venue) }))}
                  save={saveRoom}
                />
              </div>
            ) : (
              <SavedLine
                label={t('settings.joinUrl')}
                type="url"
                hint={t('settings.joinUrlHint')}
                value={room.joinUrl ?? ''}
                save={(url) => saveRoom({ ...room, joinUrl: url.trim() === '' ? null : url.trim() })}
              />
            )}
          </>
        )}
      </Records>
      <SavedLine
        label={t('settings.backstage')}
        type="url"
        hint={t('settings.backstageHint')}
        value={settings.backstageUrl ?? ''}
        save={(url) => edit({ backstageUrl: url.trim() === '' ? null : url.trim() })}
      />
    </Part>
  );
}

interface VenueOfProps {
  room: SettingsRoom;
  venues: readonly { id: string; name: string }[];
  save: (room: SettingsRoom) => void;
}

function VenueOf({ room, venues, save }: VenueOfProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="team-field">
      <label htmlFor={id}>{t('settings.venue')}</label>
      <select
        id={id}
        value={room.venueId ?? ''}
        onChange={({ target }) => save({ ...room, venueId: target.value === '' ? null : target.value })}
      >
        <option value="">{t('settings.noVenue')}</option>
        {venues.map((venue) => (
          <option key={venue.id} value={venue.id}>
            {venue.name}
          </option>
        ))}
      </select>
    </div>
  );
}
