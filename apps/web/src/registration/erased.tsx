import { useTranslation } from 'react-i18next';
import type { Erasure } from '@kopa/contracts';
import { useEvent } from '../programme/event-context.js';
import { AppLink, eventHref } from '../shell/app-link.js';
import { Notice } from '../shell/notices.js';
import { useKeptInWords } from './kept-in-words.js';

/** What an erasure left, and that there is no way back in. */
export function Erased({ erasure: { kept, keptUntil } }: { erasure: Erasure }) {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const keptInWords = useKeptInWords();
  const hint =
    keptUntil === null || kept.length === 0
      ? t('registration.own.erasedNone')
      : t('registration.own.erasedKept', keptInWords(kept, keptUntil));
  return (
    <div role="status">
      <Notice level={1} title={t('registration.own.erased')} hint={hint}>
        <AppLink className="link-button" href={eventHref(slug, 'programme')}>
          {t('registration.own.programme')}
        </AppLink>
      </Notice>
    </div>
  );
}
