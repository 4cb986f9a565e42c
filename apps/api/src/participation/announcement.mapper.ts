import type { PostedAnnouncement } from '@kopa/contracts';
import type { Announcement, Audience } from '@kopa/domain';
import type { AnnouncementEntity } from './announcement.entity.js';

type Columns = Omit<AnnouncementEntity, 'event' | 'eventId' | 'told'>;

/** An announcement as its readers get it. */
export function announcementOf({ id, postedAt, texts, kind, until, withdrawnAt }: Columns): Announcement {
  return {
    id,
    postedAt: postedAt.toISOString(),
    texts,
    kind,
    until: until?.toISOString() ?? null,
    withdrawnAt: withdrawnAt?.toISOString() ?? null,
  };
}

/** The same with what only organisers see of it. */
export function postedOf(entity: Columns): PostedAnnouncement {
  return { ...announcementOf(entity), audience: audienceOf(entity), people: entity.people };
}

function audienceOf({ audienceTo, audienceMode, audienceDate, audienceSession }: Columns): Audience {
  switch (audienceTo) {
    case 'mode':
      return { to: 'mode', mode: audienceMode ?? 'online', date: audienceDate };
    case 'day':
      return { to: 'day', date: audienceDate ?? '' };
    case 'session':
      return { to: 'session', session: audienceSession ?? '' };
    case 'all':
      return { to: 'all' };
  }
}
