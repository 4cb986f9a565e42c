import './words.js';
import '../styles/organise.css';
import '../styles/organise-desk.css';
import '../styles/organise-team.css';
import '../styles/organise-settings.css';
import '../styles/organise-overview.css';
import '../styles/organise-people.css';
import '../styles/organise-agenda.css';
import '../styles/organise-releases.css';
import '../styles/organise-sessions.css';
import '../styles/organise-door.css';
import '../styles/organise-terms.css';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { roleMay, type OrganisedEvent } from '@kopa/contracts';
import { LocalText } from '../language/local-text.js';
import { AppLink, eventHref } from '../shell/app-link.js';
import { LanguageSwitch, SchemeSwitch, useFocusOnNewPage } from '../shell/shell.js';
import { organiseHref, places } from './places.js';
import { signOut } from './remote.js';

/** Header and menu of the organisers' door. Wide pages: an agenda has many rooms. */
export function OrganiseShell({ organised, children }: { organised?: OrganisedEvent; children: ReactNode }) {
  const { t } = useTranslation();
  const pathname = useRouterState({ select: (state) => state.resolvedLocation?.pathname ?? state.location.pathname });
  const main = useRef<HTMLElement>(null);
  const announced = useFocusOnNewPage(pathname, main);
  const menu = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the menu is wider than the screen.
    menu.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [pathname, organised]);
  return (
    <div className="org-shell">
      <a className="skip" href="#content">
        {t('app.skip')}
      </a>
      <header className="header">
        <div className="org-header">
          <AppLink className="brand" href={organised === undefined ? '/organise' : organiseHref(organised.slug)}>
            <span className="brand-mark" aria-hidden="true" />
            <span className="brand-name">
              {organised === undefined ? (
                t('app.name')
              ) : (
                <LocalText texts={organised.title} fallbacks={organised.languages} />
              )}
            </span>
          </AppLink>
          {organised !== undefined && <span className="org-role">{t(`organise.role.${organised.role}`)}</span>}
          <div className="header-end">
            <LanguageSwitch />
            <SchemeSwitch />
          </div>
        </div>
      </header>
      {organised !== undefined && (
        <nav className="org-menu" ref={menu} aria-label={t('app.menu')}>
          {places
            .filter(({ permission }) => roleMay(organised.role, permission))
            .map(({ part, icon }) => {
              const href = organiseHref(organised.slug, part);
              return (
                <AppLink
                  key={part}
                  href={href}
                  aria-current={pathname === href || pathname.startsWith(`${href}/`) ? 'page' : undefined}
                >
                  <span className={`icon icon-${icon}`} aria-hidden="true" />
                  {t(`organise.menu.${part}`)}
                </AppLink>
              );
            })}
          <span className="org-menu-end">
            {organised.state === 'public' && (
              <AppLink href={eventHref(organised.slug)}>
                <span className="icon icon-event" aria-hidden="true" />
                {t('organise.menu.public')}
              </AppLink>
            )}
            <AppLink href="/organise/account">
              <span className="icon icon-account" aria-hidden="true" />
              {t('organise.menu.account')}
            </AppLink>
            <SignOut />
          </span>
        </nav>
      )}
      <main id="content" className="org-content" ref={main} tabIndex={-1}>
        {children}
      </main>
      <div className="visually-hidden" role="status">
        {announced}
      </div>
    </div>
  );
}

function SignOut() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const router = useRouter();
  const [isBusy, setBusy] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const leave = async (): Promise<void> => {
    setBusy(true);
    setFailed(false);
    try {
      await signOut();
      client.clear();
      router.history.push('/');
    } catch {
      setFailed(true);
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" aria-disabled={isBusy} onClick={() => !isBusy && void leave()}>
        {t('organise.signOut')}
      </button>
      <span role="status">{hasFailed && t('organise.signOutFailed')}</span>
    </>
  );
}
