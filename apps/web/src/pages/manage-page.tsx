import '../registration/words.js';
import '../registration/manage-words.js';
import '../styles/registration.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Erasure, RegistrationView } from '@kopa/contracts';
import { useEvent } from '../programme/event-context.js';
import { ownKey } from '../programme/live-keys.js';
import { forgetOwn } from '../own/forget-own.js';
import { OwnCalendar } from '../own/own-calendar.js';
import { ActingProvider } from '../registration/acting.js';
import { BookAnother } from '../registration/book-another.js';
import { CancelRegistration } from '../registration/cancel-registration.js';
import { Erased } from '../registration/erased.js';
import { setKnownHere } from '../registration/known-here.js';
import { askEvery, useLivePlaces } from '../registration/live-places.js';
import { useManageLink } from '../registration/manage-link.js';
import { OwnBookings } from '../registration/own-bookings.js';
import { OwnData } from '../registration/own-data.js';
import { OwnDays } from '../registration/own-days.js';
import { OwnFacts } from '../registration/own-facts.js';
import { OwnStatus } from '../registration/own-status.js';
import { ProblemNotice } from '../registration/problem.js';
import { fetchOwn } from '../registration/remote.js';
import { Refused } from '../shell/call.js';
import { useToldChanges } from '../registration/told-changes.js';
import { ToldNotice } from '../registration/told-notice.js';
import { AppLink, eventHref } from '../shell/app-link.js';
import { Loading, LoadFailed, Notice } from '../shell/notices.js';
import { usePageTitle } from '../shell/page-title.js';
import { ZoneSwitch } from '../time/zone-switch.js';

const isStranger = (error: unknown): boolean =>
  error instanceof Refused && (error.status === 401 || error.status === 403 || error.status === 404);

/** One's own registration: how it stands, and everything that can be changed about it. */
export function ManagePage() {
  const { t } = useTranslation();
  const { slug, connection } = useEvent();
  const client = useQueryClient();
  const link = useManageLink(slug, 'me');
  /** What ended the registration here. */
  const [end, setEnd] = useState<Erasure | 'cancelled' | null>(null);
  const isAsked = !link.isOpening && end === null && link.error === null;
  const { data, error, refetch } = useQuery({
    queryKey: ownKey(slug),
    queryFn: () => fetchOwn(slug),
    enabled: isAsked,
    refetchOnMount: 'always',
    refetchOnWindowFocus: 'always',
    // While it is followed live, what moves is looked at as it does.
    refetchInterval: ({ state }) => (state.data !== undefined && connection !== 'live' ? askEvery : false),
  });
  // Whose link was opened before is not whom the next one opens.
  const own = isStranger(error) || link.isOpening ? undefined : data;
  usePageTitle(t('registration.own.title'));
  useEffect(() => {
    if (data !== undefined || isStranger(error)) setKnownHere(slug, !isStranger(error));
  }, [slug, data, error]);

  if (link.error !== null) {
    return isStranger(link.error) ? (
      <Outside what="linkRefused" />
    ) : (
      <ProblemNotice error={link.error} again={link.again} />
    );
  }
  if (end === 'cancelled') return <Outside what="cancelled" />;
  if (end !== null) return <Erased erasure={end} />;
  if (own !== undefined) {
    const forget = (why: Erasure | 'cancelled'): void => {
      setEnd(why);
      setKnownHere(slug, false);
      forgetOwn(client, slug);
    };
    return (
      <ActingProvider slug={slug} key={own.id}>
        <OwnRegistration own={own} ended={forget} />
        {error !== null && <ProblemNotice error={error} again={() => void refetch()} />}
      </ActingProvider>
    );
  }
  // One who was here a moment ago cancelled elsewhere, or did not confirm in time.
  if (isStranger(error)) return <Outside what={data === undefined ? 'unknown' : 'cancelled'} />;
  return error === null ? <Loading /> : <LoadFailed retry={() => void refetch()} />;
}

interface OwnRegistrationProps {
  own: RegistrationView;
  ended: (why: Erasure | 'cancelled') => void;
}

function OwnRegistration({ own, ended }: OwnRegistrationProps) {
  const { t } = useTranslation();
  const { slug, index, followOwn } = useEvent();
  const counts = useLivePlaces();
  useEffect(() => followOwn(own.id), [followOwn, own.id]);
  useToldChanges(own);
  return (
    <div className="reg">
      <div className="page-head">
        <h1 tabIndex={-1}>{t('registration.own.title')}</h1>
        <ZoneSwitch at={index.programme.days[0]?.startsAt ?? new Date().toISOString()} />
      </div>
      <div className="reg-own">
        <OwnStatus own={own} />
        <p className="reg-row">
          <AppLink className="link-button" href={eventHref(slug, 'agenda')}>
            {t('nav.agenda')}
          </AppLink>
          {own.status === 'confirmed' && (
            <AppLink className="link-button" href={eventHref(slug, 'ticket')}>
              {t('own.ticket.title')}
            </AppLink>
          )}
        </p>
        <OwnDays own={own} />
        <OwnBookings own={own} counts={counts} />
        <OwnCalendar />
        <OwnFacts own={own} />
        <BookAnother own={own} counts={counts} />
        <CancelRegistration done={() => ended('cancelled')} />
        <OwnData erased={ended} />
      </div>
      <ToldNotice />
    </div>
  );
}

/** Where there is no registration to show: why, and what to do. */
function Outside({ what }: { what: 'unknown' | 'cancelled' | 'linkRefused' }) {
  const { t } = useTranslation();
  const { slug } = useEvent();
  return (
    <div role="status">
      <Notice level={1} title={t(`registration.own.${what}`)} hint={t(`registration.own.${what}Hint`)}>
        <p className="reg-row">
          <AppLink className="link-button strong" href={eventHref(slug, 'register')}>
            {t('registration.own.register')}
          </AppLink>
          <AppLink className="link-button" href={eventHref(slug, 'programme')}>
            {t('registration.own.programme')}
          </AppLink>
        </p>
      </Notice>
    </div>
  );
}
