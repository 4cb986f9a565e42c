import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AppLink } from './app-link.js';
import { usePageTitle } from './page-title.js';

interface NoticeProps {
  title: string;
  hint: string;
  children?: ReactNode;
  /** Level of the heading: 1 when it is the whole page. */
  level?: 1 | 2;
}

/** Says what is missing and why, and offers what to do about it. */
export function Notice({ title, hint, children, level = 2 }: NoticeProps) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className="notice">
      <span className="notice-mark" aria-hidden="true" />
      <Heading tabIndex={level === 1 ? -1 : undefined}>{title}</Heading>
      <p>{hint}</p>
      {children}
    </div>
  );
}

/** The page for an address that leads nowhere. */
export function NotFound({ what = 'page' }: { what?: 'page' | 'event' }) {
  const { t } = useTranslation();
  const title = what === 'event' ? t('error.eventNotFound') : t('error.notFound');
  usePageTitle(title);
  return (
    <Notice level={1} title={title} hint={what === 'event' ? t('error.eventNotFoundHint') : t('error.notFoundHint')}>
      <AppLink className="link-button" href="/">
        {t('error.home')}
      </AppLink>
    </Notice>
  );
}

/** The page for an answer that did not come. */
export function LoadFailed({ retry }: { retry: () => void }) {
  const { t } = useTranslation();
  usePageTitle(t('error.title'));
  return (
    <Notice level={1} title={t('error.title')} hint={t('error.hint')}>
      <Button onClick={retry}>{t('error.retry')}</Button>
    </Notice>
  );
}

/** What a fault in the page itself leaves behind. */
export function PageBroken() {
  const { t } = useTranslation();
  return (
    <Notice level={1} title={t('error.broken')} hint={t('error.brokenHint')}>
      <Button onClick={() => window.location.reload()}>{t('error.retry')}</Button>
    </Notice>
  );
}

/** Card-shaped placeholders; they appear only after 300 ms (style sheet), so that quick answers do not flicker. */
export function Loading() {
  const { t } = useTranslation();
  return (
    <div className="loading" role="status">
      <span className="visually-hidden">{t('error.loading')}</span>
      {[1, 2, 3, 4].map((n) => (
        <div key={n} className="loading-card" aria-hidden="true" />
      ))}
    </div>
  );
}
