import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Funder } from '@kopa/domain';
import { chooseLanguage, languageName, languages } from '../language/language.js';
import { LocalText } from '../language/local-text.js';
import { useKnownHere } from '../registration/known-here.js';
import { AppLink, eventHref } from './app-link.js';

interface ShellProps {
  /** The event whose pages these are; none on the list of events. */
  event?: { slug: string; title: ReactNode; funders: Funder[]; languages: readonly string[] };
  status?: ReactNode;
  children: ReactNode;
}

/** Header, tabs, footer, skip link, and the focus that follows a change of page. */
export function Shell({ event, status, children }: ShellProps) {
  const { t } = useTranslation();
  const pathname = useRouterState({ select: (state) => state.resolvedLocation?.pathname ?? state.location.pathname });
  const main = useRef<HTMLElement>(null);
  const announced = useFocusOnNewPage(pathname, main);
  const isKnown = useKnownHere(event?.slug ?? '');
  const links =
    event === undefined
      ? []
      : [
          { href: eventHref(event.slug, 'programme'), label: t('nav.programme'), icon: 'programme' },
          { href: eventHref(event.slug, 'live'), label: t('nav.live'), icon: 'live' },
          ...(isKnown
            ? [
                { href: eventHref(event.slug, 'agenda'), label: t('nav.agenda'), icon: 'star' },
                { href: eventHref(event.slug, 'me'), label: t('nav.own'), icon: 'person' },
              ]
            : [{ href: eventHref(event.slug, 'register'), label: t('nav.register'), icon: 'person' }]),
          { href: eventHref(event.slug), label: t('nav.event'), icon: 'event' },
        ];
  return (
    <div className="shell" data-tabs={links.length > 0}>
      <a className="skip" href="#content">
        {t('app.skip')}
      </a>
      <header className="header">
        <div className="header-inner">
          <AppLink className="brand" href={event === undefined ? '/' : eventHref(event.slug)}>
            <span className="brand-mark" aria-hidden="true" />
            <span className="brand-name">{event?.title ?? t('app.name')}</span>
          </AppLink>
          {links.length > 0 && (
            <nav className="tabs" aria-label={t('app.menu')}>
              {links.map(({ href, label, icon }) => (
                <AppLink key={href} href={href} aria-current={pathname === href ? 'page' : undefined}>
                  <span className={`icon icon-${icon}`} aria-hidden="true" />
                  {label}
                </AppLink>
              ))}
            </nav>
          )}
          <div className="header-end">
            <LanguageSwitch />
            <SchemeSwitch />
          </div>
        </div>
      </header>
      {status}
      <main id="content" className="content" ref={main} tabIndex={-1}>
        {children}
      </main>
      <Footer event={event} />
      <div className="visually-hidden" role="status">
        {announced}
      </div>
    </div>
  );
}

/** Moves the focus to the new page's heading and gives its title to be read out; the first page keeps the browser's. */
export function useFocusOnNewPage(pathname: string, main: React.RefObject<HTMLElement | null>): string {
  const before = useRef(pathname);
  const [announced, setAnnounced] = useState('');
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    // The title and the heading are set by the page's own effects, which may come with a lazy chunk.
    const timer = window.setTimeout(() => {
      const heading = main.current?.querySelector('h1');
      (heading ?? main.current)?.focus({ preventScroll: true });
      setAnnounced(document.title);
    }, 60);
    return () => window.clearTimeout(timer);
  }, [pathname, main]);
  return announced;
}

export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  return (
    <div className="segments" role="group" aria-label={t('app.language')}>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={i18n.language === language}
          onClick={() => void chooseLanguage(language)}
        >
          {language.toUpperCase()}
          <span className="visually-hidden"> {languageName(language, language)}</span>
        </button>
      ))}
    </div>
  );
}

export function SchemeSwitch() {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const next = scheme === 'dark' ? 'light' : 'dark';
  return (
    <button type="button" className="square" onClick={() => setColorScheme(next)}>
      <span className={`icon icon-${next}`} aria-hidden="true" />
      <span className="visually-hidden">{next === 'dark' ? t('scheme.toDark') : t('scheme.toLight')}</span>
    </button>
  );
}

function Footer({ event }: { event: ShellProps['event'] | undefined }) {
  const { t } = useTranslation();
  return (
    <footer className="footer">
      <div className="footer-inner">
        {event?.funders.map((funder) => (
          <section key={funder.id} className="funder">
            <div className="logos">
              {funder.logos.map((logo) => (
                <img key={logo.url} src={logo.url} alt={logo.name} loading="lazy" height={48} />
              ))}
            </div>
            <p>
              <LocalText texts={funder.acknowledgement} fallbacks={event.languages} />
            </p>
            {funder.grantNumber !== '' && <p className="faint">{t('event.grant', { number: funder.grantNumber })}</p>}
          </section>
        ))}
        <p className="faint">
          <AppLink href="/">{t('app.allEvents')}</AppLink>
        </p>
      </div>
    </footer>
  );
}
