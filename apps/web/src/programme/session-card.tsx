import type { TFunction } from 'i18next';
import { memo } from 'react';
import { pickText } from '@kopa/domain';
import { StarButton } from '../agenda/star-button.js';
import { dateLocale, languageName } from '../language/language.js';
import { hasText, TextIn } from '../language/local-text.js';
import { AppLink, sessionHref } from '../shell/app-link.js';
import { clockTime } from '../time/clock-face.js';
import { PlannedDeparture } from './departure.js';
import { entryMode, roomsOf, type Entry, type ProgrammeIndex } from './entries.js';
import { ModeBadge } from './mode-badge.js';
import { Reason } from './reason.js';
import { SlotState, SlotTimes } from './slot-times.js';

interface SessionCardProps {
  entry: Entry;
  index: ProgrammeIndex;
  zone: string;
  /** Passed, not asked for: a subscription in each card made the list three times slower. */
  language: string;
  t: TFunction;
  isFresh?: boolean;
  isStarred: boolean;
  toggleStar: (code: string) => void;
}

/** One session in the programme's list. */
export const SessionCard = memo(
  function SessionCard({ entry, index, zone, language, t, isFresh = false, isStarred, toggleStar }: SessionCardProps) {
    const { session, slots } = entry;
    const [slot] = slots;
    const mode = entryMode(entry);
    const { event } = index.programme;
    const speakers = session.speakerIds.flatMap((id) => index.speakers.get(id) ?? []);
    const track = session.trackId === null ? undefined : index.tracks.get(session.trackId);
    return (
      <article
        className="card"
        data-mode={mode ?? 'unknown'}
        data-status={slot.status}
        data-kind={session.kind}
        data-fresh={isFresh}
      >
        <div className="card-top">
          <ModeBadge mode={mode} t={t} />
          <span className="card-kind">{t(`kind.${session.kind}`)}</span>
          <SlotState slot={slot} zone={zone} language={language} index={index} t={t} />
          <SlotTimes slot={slot} zone={zone} language={language} t={t} />
        </div>
        <div className="card-head">
          <h3 className="card-title">
            <AppLink href={sessionHref(event.slug, session.code)}>
              <TextIn texts={session.title} fallbacks={event.languages} language={language} />
            </AppLink>
          </h3>
          <StarButton
            code={session.code}
            title={pickText(session.title, language, event.languages).text}
            isStarred={isStarred}
            toggle={toggleStar}
            t={t}
          />
        </div>
        {hasText(session.subtitle) && (
          <p className="card-subtitle">
            <TextIn texts={session.subtitle} fallbacks={event.languages} language={language} />
          </p>
        )}
        {session.addOn !== null && <AddOnLine entry={entry} zone={zone} language={language} t={t} />}
        {speakers.length > 0 && <p className="card-speakers">{speakers.map(({ name }) => name).join(', ')}</p>}
        <p className="card-facts">
          <span className="fact">
            <span className="icon icon-room" aria-hidden="true" />
            <RoomNames entry={entry} index={index} language={language} t={t} />
          </span>
          <SpokenFact session={session} language={language} t={t} />
          {track !== undefined && (
            <span className="fact faint">
              <TextIn texts={track.name} fallbacks={event.languages} language={language} />
            </span>
          )}
        </p>
        <Reason slot={slot} fallbacks={event.languages} language={language} t={t} />
      </article>
    );
  },
  // A live change makes a new index for everybody; only the cards whose own session changed are drawn again.
  (before, after) =>
    before.entry.session === after.entry.session &&
    before.entry.key === after.entry.key &&
    before.entry.slots.length === after.entry.slots.length &&
    before.index.programme.rooms === after.index.programme.rooms &&
    before.index.programme.speakers === after.index.programme.speakers &&
    before.index.programme.tracks === after.index.programme.tracks &&
    before.index.programme.event === after.index.programme.event &&
    before.zone === after.zone &&
    before.language === after.language &&
    before.isFresh === after.isFresh &&
    before.isStarred === after.isStarred &&
    before.toggleStar === after.toggleStar,
);

type PartProps = Pick<SessionCardProps, 'entry' | 'language' | 't'>;

/** Meeting, departure and return: what a participant must not miss, before all else. */
function AddOnLine({ entry: { session }, zone, language, t }: PartProps & { zone: string }) {
  const locale = dateLocale(language);
  const { addOn } = session;
  if (addOn === null) return null;
  const steps = [
    { at: addOn.meetAt, key: 'card.meet' as const },
    {
      at: addOn.departAt,
      key: 'card.depart' as const,
      planned: <PlannedDeparture addOn={addOn} zone={zone} language={language} t={t} />,
    },
    { at: addOn.returnAt, key: 'card.return' as const },
  ].filter(({ at }) => at !== null);
  if (steps.length === 0) return null;
  return (
    <p className="card-journey">
      <span className="icon icon-journey" aria-hidden="true" />
      {steps.map(({ at, key, planned }) => (
        <span key={key}>
          {planned}
          {t(key, { time: at === null ? '' : clockTime(at, zone, locale) })}
        </span>
      ))}
    </p>
  );
}

function RoomNames({ entry, index, language, t }: PartProps & Pick<SessionCardProps, 'index'>) {
  const rooms = roomsOf(entry.slots, index.rooms);
  if (rooms.length === 0) return t('card.noRoom');
  return rooms.map((room, position) => (
    <span key={room.id}>
      {position > 0 && ' + '}
      <TextIn texts={room.name} fallbacks={index.programme.event.languages} language={language} />
    </span>
  ));
}

/** The line of the spoken languages; a break in which nobody speaks has none. */
export function SpokenFact({
  session,
  language,
  t,
}: Pick<Entry, 'session'> & Pick<SessionCardProps, 'language' | 't'>) {
  if (session.kind === 'break' && session.language === null) return null;
  return (
    <span className="fact">
      <span className="icon icon-speech" aria-hidden="true" />
      {spokenInWords({ session }, language, t)}
    </span>
  );
}

/** Spoken languages and interpretation, on every card: "English, interpreted into Latvian". */
export function spokenInWords({ session }: Pick<Entry, 'session'>, language: string, t: TFunction): string {
  const names = (tags: readonly string[]): string => tags.map((tag) => languageName(tag, language)).join(', ');
  const spoken = [...(session.language === null ? [] : [session.language]), ...session.otherLanguages];
  if (spoken.length === 0) return t('card.languageOpen');
  const interpretation =
    session.interpretation.length === 0
      ? t('card.noInterpretation')
      : t('card.interpreted', { languages: names(session.interpretation) });
  return `${t('card.spoken', { languages: names(spoken) })} · ${interpretation}`;
}
