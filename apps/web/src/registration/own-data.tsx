import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Erasure } from '@kopa/contracts';
import { dayOf } from '@kopa/domain';
import { useEvent } from '../programme/event-context.js';
import { useActing } from './acting.js';
import { useKeptInWords } from './kept-in-words.js';
import { eraseOwn } from './remote.js';
import { rulesQuery } from './rules.js';

/** All that is kept of a person, to take along or to be erased: the only act here that nothing undoes. */
export function OwnData({ erased }: { erased: (answer: Erasure) => void }) {
  const { t } = useTranslation();
  const { slug, index } = useEvent();
  const { busy, act } = useActing();
  const { data: rules } = useQuery(rulesQuery(slug));
  const keptInWords = useKeptInWords();
  const [isAsking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const question = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (isAsking) question.current?.focus();
  }, [isAsking]);
  if (rules === undefined) return null;
  const { zone, dayChangeHour } = index.programme.event;
  const { keepUntil } = rules;
  const isKept = keepUntil !== null && keepUntil > dayOf(new Date().toISOString(), zone, dayChangeHour);
  const leave = (): void => {
    setAsking(false);
    // Once the question has given way to the button.
    window.setTimeout(() => button.current?.focus());
  };
  const erase = (): void =>
    act('erase', async () => {
      erased(await eraseOwn(slug));
      return null;
    });
  return (
    <section className="panel" aria-labelledby="own-data">
      <h2 id="own-data">{t('registration.ownData.title')}</h2>
      <p>
        <a className="link-button" href={`/api/v1/events/${encodeURIComponent(slug)}/me/data`} download>
          {t('registration.ownData.take')}
        </a>
      </p>
      <p className="faint">
        {isKept
          ? t('registration.ownData.kept', keptInWords(['name', 'organisation', 'attendance'], keepUntil))
          : t('registration.ownData.none')}
      </p>
      {isAsking ? (
        <div className="reg-problem">
          <p ref={question} tabIndex={-1}>
            <strong>{t('registration.ownData.sure')}</strong>
          </p>
          <p className="reg-row">
            <button type="button" className="link-button reg-danger" aria-disabled={busy !== null} onClick={erase}>
              {t('registration.ownData.yes')}
            </button>
            <button type="button" className="link-button" onClick={leave}>
              {t('registration.ownData.leave')}
            </button>
          </p>
        </div>
      ) : (
        <p>
          <button type="button" className="link-button reg-danger" ref={button} onClick={() => setAsking(true)}>
            {t('registration.ownData.erase')}
          </button>
        </p>
      )}
    </section>
  );
}
