import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change } from '@kopa/domain';
import { OwnAgendaProvider, OwnNewsPlace, StarNoticePlace } from '../agenda/own-agenda.js';
import { useKnownHere } from '../registration/known-here.js';
import { Announcements, WhatWasSaid } from '../announcements/announcements.js';
import { LoadFailed, Loading, NotFound } from '../shell/notices.js';
import { Shell } from '../shell/shell.js';
import { TextIn } from '../language/local-text.js';
import { ZoneProvider } from '../time/zone-choice.js';
import { AnnounceChanges } from './announce-changes.js';
import { ConnectionBar } from './connection-bar.js';
import { indexProgramme, type ProgrammeIndex } from './entries.js';
import { followEvent, type Connection } from './follow-event.js';
import { programmeQuery, recentQuery, textsQuery } from './held-programme.js';
import { AnswerError } from './remote.js';

interface EventPages {
  slug: string;
  index: ProgrammeIndex;
  connection: Connection;
  confirmedAt: number;
  /** The stream's last rows, oldest first. */
  recent: readonly Change[];
  /** Follows what becomes of a registration, that of the browser's cookie: another one's is another stream. */
  followOwn: (id: string) => void;
}

const EventContext = createContext<EventPages | null>(null);

/** The programme around the page; only inside an event's pages. */
export function useEvent(): EventPages {
  const pages = use(EventContext);
  if (pages === null) throw new Error('There is no event around this');
  return pages;
}

const noRows: readonly Change[] = [];

/** Loads and follows one event's programme, and frames its pages. */
export function EventFrame({ slug, children }: { slug: string; children: ReactNode }) {
  const client = useQueryClient();
  const { i18n } = useTranslation();
  const { data: held, error, refetch } = useQuery(programmeQuery(client, slug));
  const [connection, setConnection] = useState<Connection>('connecting');
  const [own, setOwn] = useState<string | null>(null);
  const isKnown = useKnownHere(slug);
  const isHeld = held !== undefined;

  useEffect(
    () => (isHeld ? followEvent(client, slug, isKnown || own !== null, setConnection) : undefined),
    [client, slug, isHeld, isKnown, own],
  );
  useEffect(() => {
    if (!isHeld) return undefined;
    // The long texts are fetched once the page stands, so that they can be read without a connection later.
    const timer = window.setTimeout(() => void client.query(textsQuery(slug)).catch(() => undefined), 3_000);
    return () => window.clearTimeout(timer);
  }, [client, slug, isHeld]);

  const programme = held?.programme;
  const { data: recent } = useQuery({
    ...(programme === undefined ? { queryKey: ['recent', slug], queryFn: () => [] } : recentQuery(slug, programme)),
    enabled: isHeld,
  });
  const index = useMemo(
    () => (programme === undefined ? null : indexProgramme(programme, i18n.language)),
    [programme, i18n.language],
  );
  const confirmedAt = held?.confirmedAt ?? 0;
  const pages = useMemo<EventPages | null>(
    () =>
      index === null ? null : { slug, index, connection, confirmedAt, recent: recent ?? noRows, followOwn: setOwn },
    [slug, index, connection, confirmedAt, recent],
  );

  if (pages === null) {
    if (error === null) {
      return (
        <Shell>
          <Loading />
        </Shell>
      );
    }
    const isUnknown = error instanceof AnswerError && (error.status === 404 || error.status === 410);
    return <Shell>{isUnknown ? <NotFound what="event" /> : <LoadFailed retry={() => void refetch()} />}</Shell>;
  }
  const { event, days, funders } = pages.index.programme;
  return (
    <EventContext value={pages}>
      <ZoneProvider eventZone={event.zone} at={days[0]?.startsAt ?? `${event.firstDay}T12:00:00.000Z`}>
        <OwnAgendaProvider slug={slug} index={pages.index} connection={connection}>
          <Shell
            event={{
              slug,
              title: <TextIn texts={event.title} fallbacks={event.languages} language={i18n.language} />,
              funders,
              languages: event.languages,
            }}
            status={<ConnectionBar connection={connection} confirmedAt={confirmedAt} zone={event.zone} />}
          >
            <Announcements />
            <OwnNewsPlace />
            {children}
            <WhatWasSaid />
            <StarNoticePlace />
            <AnnounceChanges />
          </Shell>
        </OwnAgendaProvider>
      </ZoneProvider>
    </EventContext>
  );
}
