import { createContext, use, useMemo, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { roleMay, type OrganisedEvent, type Permission } from '@kopa/contracts';
import { returnPath } from '@kopa/domain';
import { ZoneProvider } from '../time/zone-choice.js';
import { AppLink } from '../shell/app-link.js';
import { Loading, LoadFailed, Notice } from '../shell/notices.js';
import { fetchOrganised } from './remote.js';
import { OrganiseShell } from './organise-shell.js';

interface Organised extends OrganisedEvent {
  /** Whether the role here allows it; the server asks the same table. */
  may: (permission: Permission) => boolean;
}

const OrganiseContext = createContext<Organised | null>(null);

/** The event that is organised; only inside its organisers' pages. */
export function useOrganised(): Organised {
  const organised = use(OrganiseContext);
  if (organised === null) throw new Error('There is no organised event around this');
  return organised;
}

export const organisedQuery = { queryKey: ['organised'], queryFn: fetchOrganised, staleTime: 60_000 } as const;

interface OrganiseFrameProps {
  slug: string;
  /** What stands instead of all pages of a deleted event. */
  deleted: (event: OrganisedEvent) => ReactNode;
  children: ReactNode;
}

/** Frames the pages of those who organise an event; others are told how to get in. */
export function OrganiseFrame({ slug, deleted, children }: OrganiseFrameProps) {
  const { data: events, error, refetch } = useQuery(organisedQuery);
  const event = events?.find((one) => one.slug === slug);
  const organised = useMemo(
    () =>
      event === undefined
        ? null
        : { ...event, may: (permission: Permission): boolean => roleMay(event.role, permission) },
    [event],
  );
  if (organised === null)
    return (
      <OrganiseShell>
        {events === undefined ? (
          error === null ? (
            <Loading />
          ) : (
            <LoadFailed retry={() => void refetch()} />
          )
        ) : (
          <Stranger isSignedIn={events !== null} />
        )}
      </OrganiseShell>
    );
  if (organised.state === 'deleted') return <OrganiseShell>{deleted(organised)}</OrganiseShell>;
  return (
    <OrganiseContext value={organised}>
      <ZoneProvider eventZone={organised.zone} at={`${organised.firstDay}T12:00:00.000Z`}>
        <OrganiseShell organised={organised}>{children}</OrganiseShell>
      </ZoneProvider>
    </OrganiseContext>
  );
}

/** Where to sign in, with the way back to this page. */
function signInHref(): string {
  const here = returnPath(window.location.pathname + window.location.search);
  return here === null ? '/sign-in' : `/sign-in?to=${encodeURIComponent(here)}`;
}

/** For who is not signed in, or has no part in this event. */
export function Stranger({ isSignedIn }: { isSignedIn: boolean }) {
  const { t } = useTranslation();
  return (
    <Notice
      level={1}
      title={t(isSignedIn ? 'organise.noPart' : 'organise.signedOut')}
      hint={t(isSignedIn ? 'organise.noPartHint' : 'organise.signedOutHint')}
    >
      <AppLink className="link-button strong" href={isSignedIn ? '/organise' : signInHref()}>
        {t(isSignedIn ? 'organise.ownEvents' : 'organise.signIn')}
      </AppLink>
    </Notice>
  );
}
