import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useSyncExternalStore } from 'react';
import {
  joinAnnouncements,
  sortAnnouncements,
  withAnnouncement,
  type Announcement,
  type AnnouncementChange,
} from '@kopa/domain';
import { useOwnAgenda } from '../agenda/own-agenda.js';
import { useEvent } from '../programme/event-context.js';
import type { OwnRow } from '../programme/follow-event.js';
import { ownRowsKey } from '../programme/live-keys.js';
import { useNow } from '../time/use-now.js';
import { keepPutAway, readPutAway } from './put-away.js';
import { announcementsToAll, announcementsToOne } from './remote.js';

const isAnnouncement = (row: { type: string }): row is AnnouncementChange => row.type.startsWith('announcement.');

const nothing: Announcement[] = [];
const noRows: OwnRow[] = [];

/** What is put away, for all that shows announcements on the page together. */
let putAway: { slug: string; ids: ReadonlySet<string> } = { slug: '', ids: new Set() };
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function putAwayOf(slug: string): ReadonlySet<string> {
  if (putAway.slug !== slug) putAway = { slug, ids: readPutAway(slug) };
  return putAway.ids;
}

interface ShownAnnouncements {
  onTop: readonly Announcement[];
  said: readonly Announcement[];
  isOwn: (id: string) => boolean;
  putAway: (ids: readonly string[]) => void;
}

/** What organisers say, to everybody and to the reader: what was fetched, with what came since. */
export function useAnnouncements(): ShownAnnouncements {
  const { slug, recent } = useEvent();
  const { isKnown } = useOwnAgenda();
  const now = useNow();
  const { data: toAll = nothing } = useQuery(announcementsToAll(slug));
  const { data: toOne = nothing } = useQuery({ ...announcementsToOne(slug), enabled: isKnown });
  const { data: ownRows = noRows } = useQuery<OwnRow[]>({
    queryKey: ownRowsKey(slug),
    queryFn: () => [],
    enabled: false,
  });
  const seen = useSyncExternalStore(subscribe, () => putAwayOf(slug));
  const { all, own } = useMemo(() => {
    // A row may come while the list that lacks it is on its way.
    const after = (list: Announcement[], rows: readonly { type: string }[]): Announcement[] =>
      rows
        .filter(isAnnouncement)
        .reduce<Announcement[]>((known, row) => withAnnouncement(known, row.announcement), list);
    const mine = isKnown ? after(toOne, ownRows) : nothing;
    return { all: joinAnnouncements(after(toAll, recent), mine), own: new Set(mine.map(({ id }) => id)) };
  }, [toAll, toOne, recent, ownRows, isKnown]);
  // An announcement of this second is younger than the minute's hand that turns every ten seconds.
  const at = new Date(Math.max(now, Date.parse(all[0]?.postedAt ?? '') || 0)).toISOString();
  const sorted = useMemo(() => sortAnnouncements(all, seen, at), [all, seen, at]);
  return {
    ...sorted,
    isOwn: (id) => own.has(id),
    putAway: (ids) => {
      putAway = { slug, ids: new Set([...putAwayOf(slug), ...ids]) };
      keepPutAway(slug, putAway.ids);
      for (const listener of listeners) listener();
    },
  };
}

/** How long a passing announcement stays before the eyes. */
const seenAfter = 20_000;

/** Lets go of what was before the eyes long enough, unless it is just pointed at or in use. */
export function useSeen(passing: readonly Announcement[], isInUse: () => boolean, done: (ids: string[]) => void): void {
  const ids = passing.map(({ id }) => id).join(' ');
  const look = useEffectEvent(() => {
    if (document.visibilityState === 'visible' && !isInUse()) done(ids.split(' '));
  });
  // Only what is shown starts the time anew.
  useEffect(() => {
    if (ids === '') return undefined;
    const timer = window.setInterval(look, seenAfter);
    return () => window.clearInterval(timer);
  }, [ids]);
}
