import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announcementLength, writtenTexts, type AnnouncementOrder, type PostedAnnouncement } from '@kopa/contracts';
import type { Audience, Texts } from '@kopa/domain';
import { AnnouncementCard } from '../../announcements/announcement-card.js';
import { languageName } from '../../language/language.js';
import type { ProgrammeIndex } from '../../programme/entries.js';
import { newKey } from '../../registration/new-key.js';
import { AudienceChoice } from './audience-choice.js';
import { refusalInWords } from './refusal-words.js';
import { postAnnouncement, previewAnnouncement } from './remote.js';

interface AnnounceDialogProps {
  slug: string;
  index: ProgrammeIndex;
  today: string;
  /** Code of the session that is on now, or next. */
  current: string;
  close: (posted: PostedAnnouncement | null) => void;
}

const stays = ['taken', 'hour', 'quarter', 'passing'] as const;
const minutesOf = { hour: 60, quarter: 15 } as const;

/** Says something to many: what, to whom and to how many, how long it stays, and how it will be seen. */
export function AnnounceDialog({ slug, index, today, current, close }: AnnounceDialogProps) {
  const { t, i18n } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const posted = useRef<PostedAnnouncement | null>(null);
  const heading = useId();
  const name = useId();
  const { languages } = index.programme.event;
  const [texts, setTexts] = useState<Texts>({});
  const [audience, setAudience] = useState<Audience>({ to: 'all' });
  const [stay, setStay] = useState<(typeof stays)[number]>('taken');
  const [state, setState] = useState<'writing' | 'sending' | 'unreached' | { refused: string }>('writing');
  // What is sent stays what it was, with its key, until the server has said what became of it.
  const sent = useRef<{ order: AnnouncementOrder; key: string } | null>(null);
  useEffect(() => dialog.current?.showModal(), []);

  const written = writtenTexts(texts);
  const isWritten = Object.keys(written).length > 0;
  const kind = stay === 'passing' ? 'passing' : 'sticky';
  const reached = useQuery({
    queryKey: ['announcement reach', slug, audience],
    // Who is reached goes by the audience alone.
    queryFn: () =>
      previewAnnouncement(slug, { texts: { [languages[0] ?? 'en']: '…' }, audience, kind: 'sticky', until: null }),
    retry: false,
    gcTime: 0,
  });
  const isKept = state === 'sending' || state === 'unreached';
  const untilOf = (): string | null =>
    stay === 'hour' || stay === 'quarter' ? new Date(Date.now() + minutesOf[stay] * 60_000).toISOString() : null;
  const send = async (): Promise<void> => {
    sent.current ??= { order: { texts: written, audience, kind, until: untilOf() }, key: newKey() };
    setState('sending');
    try {
      posted.current = await postAnnouncement(slug, sent.current.order, sent.current.key);
      dialog.current?.close();
    } catch (problem) {
      const refused = refusalInWords(problem, t);
      if (refused !== null) sent.current = null;
      setState(refused === null ? 'unreached' : { refused });
    }
  };
  const refused = typeof state === 'object' ? state.refused : refusalInWords(reached.error, t);
  return (
    <dialog ref={dialog} className="drawer desk-dialog" aria-labelledby={heading} onClose={() => close(posted.current)}>
      <form
        className="drawer-inner announce"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div className="drawer-head">
          <h2 id={heading}>{t('announce.title')}</h2>
          <Button variant="default" onClick={() => dialog.current?.close()}>
            {t('announce.close')}
          </Button>
        </div>
        <fieldset disabled={isKept} className="announce-texts">
          <legend>{t('announce.what')}</legend>
          {languages.map((language) => (
            <label key={language}>
              {t('announce.inLanguage', { language: languageName(language, i18n.language) })}
              <textarea
                lang={language}
                rows={3}
                maxLength={announcementLength}
                value={texts[language] ?? ''}
                onChange={({ target }) => setTexts({ ...texts, [language]: target.value })}
              />
            </label>
          ))}
          {languages.length > 1 && <p className="faint">{t('announce.missing')}</p>}
        </fieldset>
        <fieldset disabled={isKept} className="desk-bare">
          <AudienceChoice index={index} today={today} current={current} value={audience} set={setAudience} />
        </fieldset>
        <p role="status" className="announce-reach">
          {reached.data === undefined
            ? reached.error === null && t('announce.counting')
            : [t('announce.people', { count: reached.data.people }), audience.to === 'all' && t('announce.alsoGuests')]
                .filter((part) => part !== false)
                .join(' ')}
        </p>
        <fieldset disabled={isKept}>
          <legend>{t('announce.how')}</legend>
          {stays.map((one) => (
            <label key={one} className="desk-choice">
              <input type="radio" name={name} checked={stay === one} onChange={() => setStay(one)} />
              {t(`announce.kind.${one}`)}
            </label>
          ))}
        </fieldset>
        <section className="announce-preview">
          <h3>{t('announce.preview')}</h3>
          {isWritten ? (
            languages.map((language) => (
              <div key={language}>
                <p className="faint">{languageName(language, i18n.language)}</p>
                <div lang={language}>
                  <AnnouncementCard announcement={{ texts: written, kind }} language={language} fallbacks={languages} />
                </div>
              </div>
            ))
          ) : (
            <p className="faint">{t('announce.previewEmpty')}</p>
          )}
        </section>
        <div className="desk-outcome" role="alert">
          {state === 'unreached' && <p>{t('announce.unreached')}</p>}
          {refused !== null && (
            <p>
              <strong>{t('announce.refused')}</strong> {refused}
            </p>
          )}
        </div>
        <Button type="submit" size="lg" loading={state === 'sending'} disabled={!isWritten}>
          {t(state === 'unreached' ? 'announce.again' : 'announce.send')}
        </Button>
      </form>
    </dialog>
  );
}
