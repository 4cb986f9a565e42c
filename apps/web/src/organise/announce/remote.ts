import { infiniteQueryOptions } from '@tanstack/react-query';
import type {
  AnnouncementOrder,
  AnnouncementPreview,
  PostedAnnouncement,
  PostedAnnouncementPage,
} from '@kopa/contracts';
import { call, json } from '../../shell/call.js';

/** How many people an announcement would reach, nothing said. */
export const previewAnnouncement = (slug: string, order: AnnouncementOrder): Promise<AnnouncementPreview> =>
  json(call(slug, '/announcements?preview=1', { method: 'POST', body: order }));

/** Says it; with the same key a second time it is not said again. */
export const postAnnouncement = (slug: string, order: AnnouncementOrder, key: string): Promise<PostedAnnouncement> =>
  json(call(slug, '/announcements', { method: 'POST', body: order, headers: { 'idempotency-key': key } }));

/** Takes it down; a second time changes nothing. */
export const withdrawAnnouncement = (slug: string, id: string): Promise<PostedAnnouncement> =>
  json(call(slug, `/announcements/${id}`, { method: 'DELETE' }));

export const announcedKey = (slug: string): readonly string[] => ['announced', slug];

const atOnce = 20;

/** All that was said at an event, the newest first. */
export const announcedQuery = (slug: string) =>
  infiniteQueryOptions({
    queryKey: announcedKey(slug),
    queryFn: ({ pageParam }): Promise<PostedAnnouncementPage> =>
      json(call(slug, `/desk/announcements?limit=${atOnce}${pageParam === null ? '' : `&after=${pageParam}`}`)),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }: PostedAnnouncementPage) => next,
  });
