import { useTranslation } from 'react-i18next';
import { pickText, slotMode, turnsAt, type Session, type Slot } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { LocalText } from '../language/local-text.js';
import { AppLink, sessionHref } from '../shell/app-link.js';
import { clockTime, minutesBetween } from '../time/clock-face.js';
import { useZones } from '../time/zone-choice.js';
import { roomsOf } from './entries.js';
import { useEvent } from './event-context.js';
import { ModeBadge } from './mode-badge.js';
import { SpokenFact } from './session-card.js';
import { Reason } from './reason.js';
import { SlotState, SlotTimes } from './slot-times.js';

interface LiveCardProps {
  session: Session;
  slot: Slot;
  /** Milliseconds since 1970. */
  now: number;
}

/** A session that is on: how far it is, whose turn it is, and the way in. */
export function NowCard({ session, slot, now }: LiveCardProps) {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const { shown } = useZones();
  const { languages } = index.programme.event;
  const mode = slotMode(slot);
  const speakers = session.speakerIds.flatMap((id) => index.speakers.get(id)?.name ?? []);
  const length = Math.max(1, Date.parse(slot.endsAt) - Date.parse(slot.startsAt));
  const done = Math.min(100, Math.max(0, Math.round(((now - Date.parse(slot.startsAt)) / length) * 100)));
  const left = Math.ceil((Date.parse(slot.endsAt) - now) / 60_000);
  return (
    <article className="card now-card" data-mode={mode ?? 'unknown'} data-status={slot.status}>
      <div className="card-top">
        <ModeBadge mode={mode} t={t} />
        <SlotState slot={slot} zone={shown} language={i18n.language} index={index} t={t} />
        <Rooms slot={slot} />
      </div>
      <h3 className="card-title">
        <AppLink href={sessionHref(slug, session.code)}>
          <LocalText texts={session.title} fallbacks={languages} />
        </AppLink>
      </h3>
      {speakers.length > 0 && session.items.length === 0 && <p className="card-speakers">{speakers.join(', ')}</p>}
      <Turn session={session} slot={slot} now={now} />
      <p className="now-line">
        <SlotTimes slot={slot} zone={shown} language={i18n.language} t={t} />
        <span>{left > 0 ? t('live.left', { count: left }) : t('live.overdue', { count: Math.max(1, -left) })}</span>
      </p>
      <div className="bar" aria-hidden="true">
        <div style={{ width: `${done}%` }} />
      </div>
      <p className="card-facts">
        <SpokenFact session={session} language={i18n.language} t={t} />
      </p>
      <Reason slot={slot} fallbacks={languages} language={i18n.language} t={t} />
      {slot.onlineRoomId !== null && (
        <a className="link-button strong wide" href={`/join/${slot.id}`} rel="noreferrer">
          {t('session.join')}
          <span className="visually-hidden">: {pickText(session.title, i18n.language, languages).text}</span>
        </a>
      )}
    </article>
  );
}

/** Whose turn it is among several that speak in turn, and who follows about when. */
function Turn({ session, slot, now }: LiveCardProps) {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const { shown } = useZones();
  const { languages } = index.programme.event;
  const locale = dateLocale(i18n.language);
  if (session.items.length === 0) return null;
  const turns = turnsAt(slot, session.items, new Date(now).toISOString());
  const lines = [
    { key: 'live.turnNow' as const, turn: turns.now },
    { key: 'live.turnNext' as const, turn: turns.next },
  ];
  return (
    <ul className="turns">
      {lines.map(({ key, turn }) => {
        const item = turn === null ? undefined : session.items[turn.index];
        if (turn === null || item === undefined) return null;
        const speaker = item.speakerId === null ? undefined : index.speakers.get(item.speakerId)?.name;
        const n = turn.index + 1;
        const ordinal = n === 1 || n === 2 || n === 3 ? t(`live.ordinal_${n}`) : t('live.ordinal_n', { n });
        return (
          <li key={key} data-turn={key === 'live.turnNow' ? 'now' : 'next'}>
            <span className="turn-when">{t(key, { ordinal, time: clockTime(turn.startsAt, shown, locale) })}</span>
            <span>
              <strong>
                <LocalText texts={item.title} fallbacks={languages} />
              </strong>
              {speaker !== undefined && ` · ${speaker}`}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** A session that comes next in its room. */
export function NextCard({ session, slot, now }: LiveCardProps) {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const { shown } = useZones();
  const locale = dateLocale(i18n.language);
  const minutes = Math.max(0, minutesBetween(now, slot.startsAt));
  const mode = slotMode(slot);
  return (
    <article className="card next-card" data-mode={mode ?? 'unknown'}>
      <time className="next-time" dateTime={slot.startsAt}>
        {clockTime(slot.startsAt, shown, locale)}
      </time>
      <div>
        <h3 className="card-title">
          <AppLink href={sessionHref(slug, session.code)}>
            <LocalText texts={session.title} fallbacks={index.programme.event.languages} />
          </AppLink>
        </h3>
        <p className="card-top">
          <ModeBadge mode={mode} t={t} />
          <SlotState slot={slot} zone={shown} language={i18n.language} index={index} t={t} />
          {slot.startsAt !== slot.plannedStartsAt && (
            <SlotTimes slot={slot} zone={shown} language={i18n.language} t={t} />
          )}
          <Rooms slot={slot} />
        </p>
        <p className="card-facts">
          <SpokenFact session={session} language={i18n.language} t={t} />
        </p>
      </div>
      {minutes < 120 && <span className="next-in">{t('live.inMinutes', { count: minutes })}</span>}
    </article>
  );
}

function Rooms({ slot }: { slot: Slot }) {
  const { t } = useTranslation();
  const { index } = useEvent();
  const rooms = roomsOf([slot], index.rooms);
  return (
    <span className="card-rooms">
      {rooms.length === 0
        ? t('card.noRoom')
        : rooms.map((room, position) => (
            <span key={room.id}>
              {position > 0 && ' + '}
              <LocalText texts={room.name} fallbacks={index.programme.event.languages} />
            </span>
          ))}
    </span>
  );
}
