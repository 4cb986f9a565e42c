import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { foldLetters, type Speaker } from '@kopa/domain';
import { newKey } from '../../registration/new-key.js';
import { AppLink } from '../../shell/app-link.js';
import { organiseHref } from '../places.js';
import { Ordered } from './ordered.js';
import { makeSpeaker } from './remote.js';

interface SpeakersFieldProps {
  slug: string;
  speakers: readonly Speaker[];
  chosen: readonly string[];
  save: (ids: string[]) => void;
  /** A speaker was made here. */
  made: (speaker: Speaker) => void;
}

const shown = 8;

/** Who speaks in a session: searched, added, ordered; a new one by name. */
export function SpeakersField({ slug, speakers, chosen, save, made }: SpeakersFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const [search, setSearch] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const known = new Map(speakers.map((speaker) => [speaker.id, speaker]));
  const wanted = foldLetters(search.trim());
  const found =
    wanted === '' ? [] : speakers.filter((one) => !chosen.includes(one.id) && foldLetters(one.name).includes(wanted));
  const add = (speaker: string): void => {
    save([...chosen, speaker]);
    setSearch('');
    field.current?.focus();
  };
  const make = async (): Promise<void> => {
    setFault(null);
    try {
      const speaker = await makeSpeaker(slug, { name: search.trim() }, newKey());
      made(speaker);
      add(speaker.id);
    } catch {
      setFault(t('sessions.speakers.failed'));
    }
  };
  const name = (speaker: string): string => known.get(speaker)?.name ?? '';
  return (
    <section className="team-part" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('sessions.speakers.title')}</h2>
      {chosen.length === 0 && <p className="faint">{t('sessions.speakers.none')}</p>}
      <Ordered entries={chosen} keyOf={(speaker) => speaker} nameOf={name} save={save}>
        {(speaker) => <AppLink href={organiseHref(slug, `speakers/${speaker}`)}>{name(speaker)}</AppLink>}
      </Ordered>
      <div className="team-field ses-find">
        <label htmlFor={id}>{t('sessions.speakers.add')}</label>
        <input
          id={id}
          ref={field}
          type="search"
          autoComplete="off"
          value={search}
          aria-describedby={`${id}-hint`}
          onChange={({ target }) => setSearch(target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            const [first] = found;
            if (first !== undefined) add(first.id);
          }}
        />
        <span className="team-hint" id={`${id}-hint`} role="status">
          {wanted === '' ? t('sessions.speakers.hint') : t('sessions.speakers.found', { count: found.length })}
        </span>
      </div>
      {wanted !== '' && (
        <p className="org-deeds">
          {found.slice(0, shown).map((speaker) => (
            <button key={speaker.id} type="button" className="link-button" onClick={() => add(speaker.id)}>
              {speaker.name}
            </button>
          ))}
          <button type="button" className="link-button strong" onClick={() => void make()}>
            {t('sessions.speakers.make', { name: search.trim(), interpolation: { escapeValue: false } })}
          </button>
        </p>
      )}
      <p className="org-fault" role="alert">
        {fault}
      </p>
    </section>
  );
}
