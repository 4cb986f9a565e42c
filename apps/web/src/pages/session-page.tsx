import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { pickText, sessionMode, type Session } from '@kopa/domain';
import { useOwnAgenda } from '../agenda/own-agenda.js';
import { StarButton } from '../agenda/star-button.js';
import { countryName, dateLocale } from '../language/language.js';
import { hasText, LocalText } from '../language/local-text.js';
import { RichText } from '../language/rich-text.js';
import { CalendarLinks } from '../programme/calendar-links.js';
import { useEvent } from '../programme/event-context.js';
import { textsQuery } from '../programme/held-programme.js';
import { ItemsInTurn } from '../programme/items-in-turn.js';
import { Journey } from '../programme/journey.js';
import { ModeBadge } from '../programme/mode-badge.js';
import { spokenInWords } from '../programme/session-card.js';
import { SlotDetails } from '../programme/slot-details.js';
import { SlotState } from '../programme/slot-times.js';
import { AppLink, eventHref, sessionHref } from '../shell/app-link.js';
import { Notice } from '../shell/notices.js';
import { usePageTitle } from '../shell/page-title.js';
import { clockRange, dateInWords, localDate } from '../time/clock-face.js';
import { useZones } from '../time/zone-choice.js';
import { ZoneSwitch } from '../time/zone-switch.js';

const route = getRouteApi('/e/$slug/sessions/$code');

/** Everything an attendee needs to know of one session. */
export function SessionPage() {
  const { t, i18n } = useTranslation();
  const { code } = route.useParams();
  const { slug, index } = useEvent();
  const session = index.sessions.get(code);
  const { languages } = index.programme.event;
  const title = session === undefined ? t('session.notFound') : pickText(session.title, i18n.language, languages).text;
  usePageTitle(title);
  if (session === undefined) {
    return (
      <Notice level={1} title={t('session.notFound')} hint={t('session.notFoundHint')}>
        <AppLink className="link-button strong" href={eventHref(slug, 'programme')}>
          {t('session.back')}
        </AppLink>
      </Notice>
    );
  }
  return <SessionDetails session={session} />;
}

function SessionDetails({ session }: { session: Session }) {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const { shown } = useZones();
  const { starred, toggleStar } = useOwnAgenda();
  const texts = useQuery(textsQuery(slug));
  const { event, sessions } = index.programme;
  const fallbacks = event.languages;
  const own = texts.data?.sessions[session.code];
  const [firstSlot] = session.slots;
  const track = session.trackId === null ? undefined : index.tracks.get(session.trackId);
  const speakers = session.speakerIds.flatMap((id) => index.speakers.get(id) ?? []);
  const origin = session.alternativeOf ?? session.code;
  const repeats = sessions.filter(
    (other) => other.code !== session.code && (other.code === origin || other.alternativeOf === origin),
  );
  const mode = sessionMode(session.slots);
  const places = [
    session.capacity['in-person'] === null || mode === 'online'
      ? ''
      : t('session.inPersonPlaces', { count: session.capacity['in-person'] }),
    session.capacity.online === null || mode === 'in-person'
      ? ''
      : t('session.onlinePlaces', { count: session.capacity.online }),
  ].filter((part) => part !== '');
  return (
    <>
      <p className="back">
        <AppLink href={eventHref(slug, 'programme')}>
          <span aria-hidden="true">← </span>
          {t('session.back')}
        </AppLink>
      </p>
      <div className="session-head" data-mode={mode ?? 'unknown'}>
        <p className="card-top">
          <ModeBadge mode={mode} t={t} />
          <span className="card-kind">{t(`kind.${session.kind}`)}</span>
          {firstSlot !== undefined && (
            <SlotState slot={firstSlot} zone={shown} language={i18n.language} index={index} t={t} />
          )}
        </p>
        <h1 tabIndex={-1}>
          <LocalText texts={session.title} fallbacks={fallbacks} />
        </h1>
        {hasText(session.subtitle) && (
          <p className="hero-subtitle">
            <LocalText texts={session.subtitle} fallbacks={fallbacks} />
          </p>
        )}
      </div>
      <p className="session-star">
        <StarButton
          code={session.code}
          title={pickText(session.title, i18n.language, fallbacks).text}
          isStarred={starred.has(session.code)}
          toggle={toggleStar}
          t={t}
          isWide
        />
      </p>
      {firstSlot !== undefined && <ZoneSwitch at={firstSlot.startsAt} />}
      <div className="columns">
        <div>
          {session.addOn !== null && firstSlot !== undefined && <Journey addOn={session.addOn} slot={firstSlot} />}
          {session.slots.length > 0 && (
            <section className="panel">
              <h2>{t('session.when')}</h2>
              <div className="slot-list">
                {session.slots.map((slot) => (
                  <SlotDetails key={slot.id} slot={slot} session={session} />
                ))}
              </div>
            </section>
          )}
          {own !== undefined && (hasText(own.abstract) || hasText(own.description)) && (
            <section className="panel">
              <h2>{t('session.about')}</h2>
              {hasText(own.abstract) && <RichText texts={own.abstract} fallbacks={fallbacks} />}
              {hasText(own.description) && <RichText texts={own.description} fallbacks={fallbacks} />}
            </section>
          )}
          {texts.isError && <p className="faint">{t('session.textsOffline')}</p>}
          {session.items.length > 0 && firstSlot !== undefined && (
            <section className="panel">
              <h2>{t('session.items')}</h2>
              <ItemsInTurn session={session} slot={firstSlot} />
            </section>
          )}
        </div>
        <div>
          {speakers.length > 0 && (
            <section className="panel">
              <h2>{t('session.speakers')}</h2>
              <ul className="plain-list">
                {speakers.map((speaker) => (
                  <li key={speaker.id}>
                    <strong>{speaker.name}</strong>
                    <span className="faint">
                      {hasText(speaker.organisation) && (
                        <LocalText texts={speaker.organisation} fallbacks={fallbacks} />
                      )}
                      {hasText(speaker.organisation) && speaker.country !== null && ', '}
                      {speaker.country !== null && countryName(speaker.country, i18n.language)}
                    </span>
                    {hasText(texts.data?.speakers[speaker.id]) && (
                      <RichText texts={texts.data.speakers[speaker.id] ?? {}} fallbacks={fallbacks} />
                    )}
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section className="panel">
            <h2>{t('session.language')}</h2>
            <p>{spokenInWords({ session }, i18n.language, t)}</p>
            {track !== undefined && (
              <>
                <h2>{t('session.track')}</h2>
                <p>
                  <AppLink href={`${eventHref(slug, 'programme')}?track=${encodeURIComponent(track.slug)}`}>
                    <LocalText texts={track.name} fallbacks={fallbacks} />
                  </AppLink>
                </p>
              </>
            )}
            {places.length > 0 && (
              <>
                <h2>{t('session.capacity')}</h2>
                <p>{places.join(' · ')}</p>
              </>
            )}
          </section>
          {repeats.length > 0 && (
            <section className="panel">
              <h2>{t('session.repeats')}</h2>
              <ul className="plain-list">
                {repeats.map((other) => (
                  <Repeat key={other.id} session={other} />
                ))}
              </ul>
            </section>
          )}
          {own !== undefined && own.materials.length > 0 && (
            <section className="panel">
              <h2>{t('session.materials')}</h2>
              <ul className="plain-list">
                {own.materials.map(({ title, url }) => (
                  <li key={url}>
                    {/^(https?:|\/files\/)/i.test(url) ? (
                      <a href={url} rel="noopener nofollow">
                        {title === '' ? url : title}
                      </a>
                    ) : (
                      title
                    )}
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section className="panel">
            <h2>{t('session.calendar')}</h2>
            <CalendarLinks slug={slug} part={`sessions/${encodeURIComponent(session.code)}`} />
            <p className="faint">{t('calendar.sessionHint')}</p>
          </section>
        </div>
      </div>
    </>
  );
}

function Repeat({ session }: { session: Session }) {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const { shown } = useZones();
  const locale = dateLocale(i18n.language);
  const [slot] = session.slots;
  return (
    <li>
      <AppLink href={sessionHref(slug, session.code)}>
        <LocalText texts={session.title} fallbacks={index.programme.event.languages} />
      </AppLink>
      {slot !== undefined && (
        <span className="faint">
          {dateInWords(localDate(slot.startsAt, shown), locale, 'short')},{' '}
          {clockRange(slot.startsAt, slot.endsAt, shown, locale)}
          {slot.status === 'cancelled' && ` · ${t('state.cancelled')}`}
        </span>
      )}
    </li>
  );
}
