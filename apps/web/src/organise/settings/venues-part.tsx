import { useTranslation } from 'react-i18next';
import { pickText, type Texts, type Venue } from '@kopa/domain';
import { newKey } from '../../registration/new-key.js';
import { Part, Records, SavedLine, SavedTexts, type PartOfSettings } from './fields.js';
import { PositionFields } from './position-fields.js';
import { TravelTable } from './travel-table.js';

/** Venues with their positions, and how long it takes from one to another. */
export function VenuesPart({ settings: { venues, event }, edit }: PartOfSettings) {
  const { t, i18n } = useTranslation();
  const [first = 'en'] = event.languages;
  const nameOf = ({ name }: { name: Texts }) => pickText(name, i18n.language, event.languages).text;
  const save = (venue: Venue) => edit({ venues: { upserted: [venue], removed: [] } });
  const add = () =>
    save({
      id: newKey(),
      name: { [first]: t('settings.newVenue') },
      address: '',
      latitude: null,
      longitude: null,
    });
  return (
    <Part title={t('settings.venues')}>
      <Records
        records={venues}
        nameOf={nameOf}
        remove={({ id }) => edit({ venues: { upserted: [], removed: [id] } })}
        additions={[{ label: t('settings.addVenue'), add }]}
      >
        {(venue) => (
          <>
            <SavedTexts
              label={t('settings.name')}
              texts={venue.name}
              languages={event.languages}
              save={(name) => save({ ...venue, name })}
            />
            <SavedLine
              label={t('settings.address')}
              value={venue.address}
              save={(address) => save({ ...venue, address })}
            />
            <PositionFields venue={venue} save={(position) => save({ ...venue, ...position })} />
          </>
        )}
      </Records>
      {venues.length > 1 && <TravelTable venues={venues} nameOf={nameOf} edit={edit} />}
    </Part>
  );
}
