import { queryOptions } from '@tanstack/react-query';
import type { AnnouncementPage } from '@kopa/contracts';
import type { Announcement } from '@kopa/domain';
import { orKept } from '../programme/held-programme.js';
import { announcementsKey } from '../programme/live-keys.js';
import { call, json } from '../shell/call.js';

const fetchAnnouncements = async (slug: string, path: string): Promise<Announcement[]> => {
  const { items }: AnnouncementPage = await json(call(slug, path));
  return items;
};

/** What was said to everybody, from the server or as kept; the socket adds to it. */
export const announcementsToAll = (slug: string) =>
  queryOptions({
    queryKey: announcementsKey(slug, 'all'),
    queryFn: () => orKept(`announcements:${slug}`, () => fetchAnnouncements(slug, '/announcements')),
    staleTime: Infinity,
  });

/** What was said to the registration in this browser's cookie and not to everybody. */
export const announcementsToOne = (slug: string) =>
  queryOptions({
    queryKey: announcementsKey(slug, 'own'),
    queryFn: () => fetchAnnouncements(slug, '/me/announcements'),
    staleTime: Infinity,
    retry: false,
  });
