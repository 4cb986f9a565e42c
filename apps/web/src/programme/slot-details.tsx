import { useTranslation } from 'react-i18next';
import { pickText, type Room, type Session, type Slot } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { LocalText } from '../language/local-text.js';
import { clockRange, dateInWords, localDate } from '../time/clock-face.js';
import { OtherClock } from '../time/other-clock.js';
import { useNow } from '../time/use-now.js';
import { useZones } from '../time/zone-choice.js';
import { roomsOf } from './entries.js';
import { useEvent } from './event-context.js';
import { Reason } from './reason.js';
import { SlotState, SlotTimes } from './slot-times.js';

/** When and where one slot is: in both zones, with venue, address and the way in. */
export function SlotDetails({ slot, session }: { slot: Slot; session: Session }) {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const { shown } = useZones();
  const now = useNow();
  const locale = dateLocale(i18n.language);
  const { languages } = index.programme.event;
  const rooms = roomsOf([slot], index.rooms);
  const isOver = slot.status === 'cancelled' || slot.status === 'ended' || Date.parse(slot.endsAt) < now - 3_600_000;
  return (
    <div className="slot">
      <p className="slot-when">
        <strong>{dateInWords(localDate(slot.startsAt, shown), locale, 'full')}</strong>
        <SlotTimes slot={slot} zone={shown} language={i18n.language} t={t} />
        {session.slots.length > 1 && (
          <SlotState slot={slot} zone={shown} language={i18n.language} index={index} t={t} />
        )}
      </p>
      <OtherClock
        className="faint"
        time={(zone) =>
          `${dateInWords(localDate(slot.startsAt, zone), locale, 'short')}, ${clockRange(slot.startsAt, slot.endsAt, zone, locale)}`
        }
      />
      <Reason slot={slot} fallbacks={languages} language={i18n.language} t={t} />
      {rooms.length === 0 && <p>{t('card.noRoom')}</p>}
      {rooms.map((room) =>
        room.kind === 'online' ? (
          <OnlineRoom key={room.id} room={room} slot={slot} isOver={isOver} />
        ) : (
          <PhysicalRoom key={room.id} room={room} />
        ),
      )}
    </div>
  );
}

function PhysicalRoom({ room }: { room: Room }) {
  const { t } = useTranslation();
  const { index } = useEvent();
  const { languages } = index.programme.event;
  const venue = room.venueId === null ? undefined : index.venues.get(room.venueId);
  const { latitude, longitude } = venue ?? { latitude: null, longitude: null };
  return (
    <div className="place" data-mode="in-person">
      <p>
        <span className="icon icon-in-person" aria-hidden="true" />
        <strong>
          <LocalText texts={room.name} fallbacks={languages} />
        </strong>
        {room.seats !== null && <span className="faint">{t('session.seats', { count: room.seats })}</span>}
      </p>
      {venue !== undefined && (
        <p>
          <LocalText texts={venue.name} fallbacks={languages} />
          {venue.address !== '' && `, ${venue.address}`}
        </p>
      )}
      {latitude !== null && longitude !== null && (
        <p>
          <a
            href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`}
            rel="noopener noreferrer"
          >
            {t('session.map')}
          </a>
        </p>
      )}
    </div>
  );
}

function OnlineRoom({ room, slot, isOver }: { room: Room; slot: Slot; isOver: boolean }) {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const name = pickText(room.name, i18n.language, index.programme.event.languages).text;
  return (
    <div className="place" data-mode="online">
      <p>
        <span className="icon icon-online" aria-hidden="true" />
        <strong>
          <LocalText texts={room.name} fallbacks={index.programme.event.languages} />
        </strong>
        {room.provider !== null && <span className="faint">{room.provider}</span>}
      </p>
      {!isOver && (
        <>
          <p>
            <a className="link-button strong" href={`/join/${slot.id}`} rel="noreferrer">
              {t('session.join')}
            </a>
          </p>
          <p className="faint">
            {room.provider === null
              ? t('session.joinHintPlain', { room: name })
              : t('session.joinHint', { room: name, provider: room.provider })}{' '}
            {room.access === 'registered' && t('session.joinRegistered')}
          </p>
        </>
      )}
    </div>
  );
}
