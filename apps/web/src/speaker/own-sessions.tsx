import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OwnSession, OwnSlides, OwnSlot } from '@kopa/contracts';
import { UploadButton } from '../files/upload-button.js';
import { dateLocale } from '../language/language.js';
import { hasText, LocalText } from '../language/local-text.js';
import { useEvent } from '../programme/event-context.js';
import { AppLink, eventHref } from '../shell/app-link.js';
import { Refused } from '../shell/call.js';
import { clockRange, dateInWords, localDate } from '../time/clock-face.js';
import { useNow } from '../time/use-now.js';
import { useZones } from '../time/zone-choice.js';
import { refusalInWords } from './refusal-words.js';
import { takeBack } from './remote.js';

/** A speaker's session: when and where it stands, when it is their turn, how they join, and their slides. */
export function OwnSessionCard({ session }: { session: OwnSession }) {
  const { t } = useTranslation();
  const { slug, index } = useEvent();
  const client = useQueryClient();
  const { languages } = index.programme.event;
  const again = (): void => void client.invalidateQueries({ queryKey: ['speaker', slug] });
  return (
    <section className="panel speak-session" aria-labelledby={`own-${session.code}`}>
      <h3 id={`own-${session.code}`}>
        <AppLink href={eventHref(slug, `sessions/${encodeURIComponent(session.code)}`)}>
          <LocalText texts={session.title} fallbacks={languages} />
        </AppLink>
      </h3>
      {session.slots.length === 0 && <p className="faint">{t('speaker.noSlot')}</p>}
      {session.slots.map((slot) => (
        <OwnSlotLines key={slot.id} slot={slot} languages={languages} />
      ))}
      <div className="speak-slides">
        <h4>{t('speaker.slides')}</h4>
        <p className="faint">{t('speaker.slidesHint')}</p>
        {session.slides.length > 0 && (
          <ul className="plain-list">
            {session.slides.map((slides) => (
              <SlidesLine key={slides.id} slides={slides} done={again} />
            ))}
          </ul>
        )}
        <UploadButton
          label={t('speaker.handIn')}
          purpose="material"
          path={`/api/v1/events/${encodeURIComponent(slug)}/speaker/sessions/${encodeURIComponent(session.code)}/files`}
          done={again}
        />
      </div>
    </section>
  );
}

function OwnSlotLines({ slot, languages }: { slot: OwnSlot; languages: readonly string[] }) {
  const { t, i18n } = useTranslation();
  const { shown, other } = useZones();
  const now = useNow();
  const locale = dateLocale(i18n.language);
  const planned = clockRange(slot.plannedStartsAt, slot.plannedEndsAt, shown, locale);
  const actual = clockRange(slot.startsAt, slot.endsAt, shown, locale);
  const isCancelled = slot.status === 'cancelled';
  const places = [slot.room, slot.onlineRoom].filter((one) => hasText(one));
  return (
    <div className="speak-slot">
      <p className="speak-when">
        {dateInWords(localDate(slot.startsAt, shown), locale, 'full')},{' '}
        {(isCancelled || planned !== actual) && (
          <>
            <span className="visually-hidden">{t('time.planned')} </span>
            <del>{planned}</del>{' '}
          </>
        )}
        {!isCancelled && <time dateTime={slot.startsAt}>{actual}</time>}
        {isCancelled && (
          <span className="state" data-tone="bad">
            {t('state.cancelled')}
          </span>
        )}
      </p>
      {other !== null && !isCancelled && (
        <p className="faint">
          {clockRange(slot.startsAt, slot.endsAt, other, locale)} ({other})
        </p>
      )}
      {places.map((place, index) => (
        <p key={index}>
          <LocalText texts={place} fallbacks={languages} />
        </p>
      ))}
      {!isCancelled &&
        slot.turns.map(({ title, startsAt, endsAt }) => (
          <p key={startsAt} className="speak-turn" data-now={Date.parse(startsAt) <= now && now < Date.parse(endsAt)}>
            <strong>
              {Date.parse(startsAt) <= now && now < Date.parse(endsAt) ? t('speaker.turnNow') : t('speaker.yourTurn')}:{' '}
              <time dateTime={startsAt}>{clockRange(startsAt, endsAt, shown, locale)}</time>
            </strong>
            {hasText(title) && (
              <>
                {' '}
                <LocalText texts={title} fallbacks={languages} />
              </>
            )}
          </p>
        ))}
      {slot.join !== null && (
        <p className="speak-join">
          <a className="link-button strong" href={slot.join} rel="noreferrer">
            {t('speaker.join')}
          </a>
          <span className="faint">{t('speaker.joinHint')}</span>
        </p>
      )}
    </div>
  );
}

function SlidesLine({ slides, done }: { slides: OwnSlides; done: () => void }) {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const take = async (): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setFault('');
    try {
      await takeBack(slug, slides.id);
      done();
    } catch (error) {
      setFault(error instanceof Refused ? refusalInWords(error) : t('speaker.failed'));
      setBusy(false);
    }
  };
  return (
    <li className="speak-file">
      <span>
        {slides.name} <span className="faint">({t(`speaker.state.${slides.state}`)})</span>
      </span>
      {slides.state === 'handed-in' && (
        <button type="button" className="link-button quiet" aria-disabled={isBusy} onClick={() => void take()}>
          {t('speaker.takeBack')}
          <span className="visually-hidden">: {slides.name}</span>
        </button>
      )}
      <span role="alert" className="speak-fault">
        {fault}
      </span>
    </li>
  );
}
