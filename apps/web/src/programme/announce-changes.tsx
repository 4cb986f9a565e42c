import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pickText } from '@kopa/domain';
import { useZones } from '../time/zone-choice.js';
import { changeInWords, isLiveRow } from './change-words.js';
import { useEvent } from './event-context.js';

/** Reads out what changes while the page is open: the first three of a batch, so that a cascade is no litany. */
export function AnnounceChanges() {
  const { t, i18n } = useTranslation();
  const { index, recent } = useEvent();
  const { shown } = useZones();
  const [words, setWords] = useState('');
  const heard = useRef(index.programme.seq);

  useEffect(() => {
    const fresh = recent.filter(({ seq }) => seq > heard.current);
    const last = fresh.at(-1);
    if (last === undefined) return;
    heard.current = last.seq;
    const sentences = fresh.slice(0, 3).map((change) => {
      if (change.type === 'programme.released') return t('change.released', { name: change.release.name });
      if (!isLiveRow(change)) return '';
      const title = index.sessions.get(change.session)?.title ?? {};
      const name = pickText(title, i18n.language, index.programme.event.languages).text;
      return `${name}: ${changeInWords(change, index, shown, i18n.language, t)}.`;
    });
    setWords(sentences.join(' '));
  }, [recent, index, shown, i18n.language, t]);

  return (
    <div className="visually-hidden" role="log" aria-live="polite">
      {words}
    </div>
  );
}
