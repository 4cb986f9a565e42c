import { useTranslation } from 'react-i18next';
import type { SettingsRoom } from '@kopa/contracts';
import { newKey } from '../../registration/new-key.js';
import type { PartOfSettings } from './fields.js';

/** A room to begin with. */
export function newRoom(
  { rooms, event }: PartOfSettings['settings'],
  kind: SettingsRoom['kind'],
  name: string,
): SettingsRoom {
  return {
    id: newKey(),
    kind,
    name: { [event.languages[0] ?? 'en']: name },
    position: Math.max(0, ...rooms.map((room) => room.position)) + 1,
    venueId: null,
    seats: null,
    provider: null,
    access: 'registered',
    joinUrl: null,
  };
}

/** How people take part: what has rooms in person, and what has rooms online. */
export function ModesField({ settings, edit }: PartOfSettings) {
  const { t } = useTranslation();
  const { rooms } = settings;
  return (
    <fieldset className="set-modes">
      <legend>{t('settings.modes')}</legend>
      {(['physical', 'online'] as const).map((kind) => {
        const own = rooms.filter((room) => room.kind === kind);
        const toggle = (): void =>
          edit({
            rooms:
              own.length > 0
                ? { upserted: [], removed: own.map(({ id }) => id) }
                : {
                    upserted: [
                      newRoom(settings, kind, t(kind === 'online' ? 'settings.newOnlineRoom' : 'settings.newRoom')),
                    ],
                    removed: [],
                  },
          });
        return (
          <label key={kind} className="set-check">
            <input type="checkbox" checked={own.length > 0} onChange={toggle} />
            {t(`settings.mode.${kind}`, { count: own.length })}
          </label>
        );
      })}
      <span className="team-hint">{t('settings.modesHint')}</span>
    </fieldset>
  );
}
