import { useTranslation } from 'react-i18next';
import type { AgendaEntry, AgendaView, RegistrationView } from '@kopa/contracts';
import { isForEveryone, joinWindow, type Room, type Session, type Slot } from '@kopa/domain';
import { onThisHost } from '../own/on-this-host.js';
import { dateLocale } from '../language/language.js';
import { hasText, LocalText } from '../language/local-text.js';
import { useEvent } from '../programme/event-context.js';
import { ModeBadge } from '../programme/mode-badge.js';
import { Reason } from '../programme/reason.js';
import { SlotState, SlotTimes } from '../programme/slot-times.js';
import { useActing, type Told } from '../registration/acting.js';
import { PlaceStatusBadge } from '../registration/place-status.js';
import { useTitleOf } from '../registration/title-of.js';
import { AppLink, eventHref, sessionHref } from '../shell/app-link.js';
import { clockTime } from '../time/clock-face.js';
import { useNow } from '../time/use-now.js';
import { useZones } from '../time/zone-choice.js';
import { leaveOut } from './take-instead.js';

interface AgendaItemProps {
  item: AgendaEntry;
  agenda: AgendaView;
  own: RegistrationView | undefined;
  isNext: boolean;
}

/** One thing in one's agenda: how it is taken part in, why it is there, when and where to be. */
export function AgendaItem({ item, agenda, own, isNext }: AgendaItemProps) {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const { shown } = useZones();
  const { languages } = index.programme.event;
  const session = index.sessions.get(item.session);
  const slot = session?.slots.find(({ id }) => id === item.slot);
  // A release may have taken it away since: the agenda follows in a moment.
  if (session === undefined || slot === undefined) return null;
  const isWaiting = item.status === 'waitlisted';
  return (
    <article
      className="card agenda-card"
      data-mode={item.mode ?? 'unknown'}
      data-status={slot.status}
      data-place={item.status ?? item.because}
      data-next={isNext}
    >
      <div className="card-top">
        <ModeBadge mode={item.mode} t={t} />
        <Because item={item} own={own} />
        <SlotState slot={slot} zone={shown} language={i18n.language} index={index} t={t} />
        <SlotTimes slot={slot} zone={shown} language={i18n.language} t={t} />
      </div>
      <h3 className="card-title">
        <AppLink href={sessionHref(slug, session.code)}>
          <LocalText texts={session.title} fallbacks={languages} />
        </AppLink>
      </h3>
      {isWaiting && <p className="agenda-waits">{t('agenda.waits')}</p>}
      {item.status === 'offered' && <p className="agenda-waits">{t('agenda.offered')}</p>}
      <InsteadOf item={item} own={own} />
      {!item.isCancelled && (
        <>
          <Way item={item} session={session} slot={slot} />
          <Place item={item} session={session} slot={slot} />
        </>
      )}
      <Reason slot={slot} fallbacks={languages} language={i18n.language} t={t} />
      <ItemActs item={item} agenda={agenda} session={session} />
    </article>
  );
}

function Because({ item, own }: Pick<AgendaItemProps, 'item' | 'own'>) {
  const { t } = useTranslation();
  const { because, status } = item;
  if (because !== 'booking' || status === 'confirmed' || status === null) {
    return (
      <span className="because" data-because={because}>
        {because === 'star' && <span className="icon icon-star" aria-hidden="true" />}
        {because === 'booking' && <span aria-hidden="true">✓ </span>}
        {t(`agenda.because.${because}`)}
      </span>
    );
  }
  const place = own?.bookings.find(({ id }) => id === item.booking) ?? { status };
  return <PlaceStatusBadge place={{ ...place, status }} />;
}

/** What it stands in for until the wait for that is over. */
function InsteadOf({ item, own }: Pick<AgendaItemProps, 'item' | 'own'>) {
  const { t } = useTranslation();
  const titleOf = useTitleOf();
  const insteadOf = own?.bookings.find(({ id }) => id === item.booking)?.insteadOf;
  const waits = own?.bookings.find(({ id }) => id === insteadOf);
  if (waits === undefined) return null;
  return <p className="agenda-waits">{t('agenda.insteadOf', { title: titleOf(waits.session) })}</p>;
}

interface PartProps {
  item: AgendaEntry;
  session: Session;
  slot: Slot;
}

/** Gathering, departure, being there and return; only for who goes there, and only what is theirs of it. */
function Way({ item, session: { addOn }, slot }: PartProps) {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const { shown } = useZones();
  if (addOn === null || item.mode !== 'in-person') return null;
  const clock = (at: string): string => clockTime(at, shown, dateLocale(i18n.language));
  const steps = [
    ...(item.dueAt < item.leavesAt ? [t('agenda.meetAt', { time: clock(item.dueAt) })] : []),
    ...(item.leavesAt < slot.startsAt ? [t('agenda.departAt', { time: clock(item.leavesAt) })] : []),
    t('agenda.atPlace', { time: clock(slot.startsAt) }),
    ...(item.returnsAt > slot.endsAt ? [t('agenda.returnAt', { time: clock(item.returnsAt) })] : []),
  ];
  const isLed = item.dueAt < slot.startsAt;
  return (
    <>
      <p className="card-journey">
        <span className="icon icon-journey" aria-hidden="true" />
        {steps.map((step) => (
          <span key={step}>{step}</span>
        ))}
      </p>
      {isLed && hasText(addOn.meetingPoint) && (
        <p className="agenda-point">
          {t('agenda.meetingPoint')}{' '}
          <strong>
            <LocalText texts={addOn.meetingPoint} fallbacks={index.programme.event.languages} />
          </strong>
        </p>
      )}
    </>
  );
}

/** The room and its venue, or the way into the online room. */
function Place({ item, session, slot }: PartProps) {
  const { index } = useEvent();
  const online = slot.onlineRoomId === null ? undefined : index.rooms.get(slot.onlineRoomId);
  const room = slot.roomId === null ? undefined : index.rooms.get(slot.roomId);
  return (
    <div className="agenda-place">
      {item.mode === 'online' ? online !== undefined && <RoomLine room={online} /> : <RoomLine room={room} />}
      {item.join !== undefined && <Join item={item} join={item.join} session={session} slot={slot} />}
    </div>
  );
}

function RoomLine({ room }: { room: Room | undefined }) {
  const { t } = useTranslation();
  const { index } = useEvent();
  const { languages } = index.programme.event;
  const venue = room === undefined || room.venueId === null ? undefined : index.venues.get(room.venueId);
  return (
    <span className="fact">
      <span className={`icon icon-${room?.kind === 'online' ? 'online' : 'in-person'}`} aria-hidden="true" />
      {room === undefined ? (
        t('card.noRoom')
      ) : (
        <span>
          <LocalText texts={room.name} fallbacks={languages} />
          {venue !== undefined && (
            <>
              {' · '}
              <LocalText texts={venue.name} fallbacks={languages} />
              {venue.address !== '' && `, ${venue.address}`}
            </>
          )}
        </span>
      )}
    </span>
  );
}

const minute = 60_000;

function Join({ item, join, session, slot }: PartProps & { join: string }) {
  const { t, i18n } = useTranslation();
  const { shown } = useZones();
  const titleOf = useTitleOf();
  const now = useNow();
  const opensAt = Date.parse(slot.startsAt) - joinWindow.openBeforeMinutes * minute;
  const shutsAt = Date.parse(slot.endsAt) + joinWindow.openAfterMinutes * minute;
  if (slot.status === 'ended' || now > shutsAt) return null;
  const isOpen = now >= opensAt;
  const isOnline = item.mode === 'online';
  // Who is in the room needs it at most when something fails there.
  if (!isOnline && !isOpen) return null;
  return (
    <span className="agenda-join">
      <a className={`link-button${isOpen && isOnline ? ' strong' : ''}`} href={onThisHost(join)} rel="noreferrer">
        {t(isOnline ? 'agenda.join' : 'agenda.joinToo')}
        <span className="visually-hidden">: {titleOf(session.code)}</span>
      </a>
      {!isOpen && isOnline && (
        <span className="faint">
          {t('agenda.joinFrom', { time: clockTime(opensAt, shown, dateLocale(i18n.language)) })}
        </span>
      )}
    </span>
  );
}

function ItemActs({ item, agenda, session }: Pick<AgendaItemProps, 'item' | 'agenda'> & { session: Session }) {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const { act, busy } = useActing();
  const titleOf = useTitleOf();
  const title = titleOf(item.session);
  if (item.status === 'offered') {
    return (
      <p className="agenda-acts">
        <AppLink className="link-button strong" href={eventHref(slug, 'me')}>
          {t('agenda.answer')}
          <span className="visually-hidden">: {title}</span>
        </AppLink>
      </p>
    );
  }
  if (item.because !== 'star') return null;
  // What is for everyone stays without its star.
  const isLeft = isForEveryone(session);
  const unstar = (): void =>
    act(`unstar ${item.session}`, async (): Promise<Told> => {
      const takeBack = await leaveOut(slug, item, agenda.stars);
      const undo = (): void =>
        act(`star ${item.session}`, async (): Promise<Told> => {
          await takeBack();
          return { text: t(isLeft ? 'agenda.star.done' : 'agenda.restarred', { title }) };
        });
      return {
        text: t(isLeft ? 'agenda.star.undone' : 'agenda.unstarred', { title }),
        action: { label: t('agenda.undo'), run: undo },
      };
    });
  return (
    <p className="agenda-acts">
      <button type="button" className="link-button quiet" aria-disabled={busy !== null} onClick={unstar}>
        {t(isLeft ? 'agenda.star.remove' : 'agenda.unstar')}
        <span className="visually-hidden">: {title}</span>
      </button>
    </p>
  );
}
