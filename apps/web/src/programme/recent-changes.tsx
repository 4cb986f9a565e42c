import { useTranslation } from 'react-i18next';
import { pickText } from '@kopa/domain';
import { AppLink, sessionHref } from '../shell/app-link.js';
import { LocalText } from '../language/local-text.js';
import { minutesBetween } from '../time/clock-face.js';
import { useNow } from '../time/use-now.js';
import { useZones } from '../time/zone-choice.js';
import { changeInWords, pinnedChanges } from './change-words.js';
import { useEvent } from './event-context.js';

/** What changed in the last minutes, pinned on top; nothing when nothing did. */
export function RecentChanges() {
  const { t, i18n } = useTranslation();
  const { slug, index, recent } = useEvent();
  const { shown } = useZones();
  const now = useNow();
  const changes = pinnedChanges(recent, now);
  if (changes.length === 0) return null;
  const { languages } = index.programme.event;
  return (
    <section className="recent" aria-labelledby="recent-heading">
      <h2 id="recent-heading">{t('live.changed')}</h2>
      <ul>
        {changes.slice(0, 6).map((change) => (
          <li key={change.seq} data-type={change.type}>
            <AppLink href={sessionHref(slug, change.session)}>
              <LocalText texts={index.sessions.get(change.session)?.title ?? {}} fallbacks={languages} />
            </AppLink>
            <span className="recent-what">{changeInWords(change, index, shown, i18n.language, t)}</span>
            <span className="faint">
              {[
                change.reason === null ? '' : pickText(change.reason, i18n.language, languages).text,
                change.type === 'logistics.updated' || change.causedBy === null ? '' : t('change.caused'),
                t('change.ago', { count: Math.max(0, minutesBetween(change.at, now)) }),
              ]
                .filter((part) => part !== '')
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
