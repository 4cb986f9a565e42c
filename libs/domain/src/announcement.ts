import type { CalendarDate, Instant, Texts } from './programme.js';
import type { PlaceMode } from './places.js';

/** `sticky` stays on top until it is taken down or its time is over; `passing` goes when it has been seen. */
export const announcementKinds = ['sticky', 'passing'] as const;
export type AnnouncementKind = (typeof announcementKinds)[number];

/** What organisers say to many at once. */
export interface Announcement {
  id: string;
  postedAt: Instant;
  texts: Texts;
  kind: AnnouncementKind;
  /** When a sticky one is over; null when it stays until it is taken down. Always null of passing ones. */
  until: Instant | null;
  withdrawnAt: Instant | null;
}

/**
 * To whom something is said: everybody, also without a registration; those who take part in a mode, on any day or on one;
 * those who take part on a day; those who have a place in a session, wait for one, or starred it.
 */
export type Audience =
  | { to: 'all' }
  | { to: 'mode'; mode: PlaceMode; date: CalendarDate | null }
  | { to: 'day'; date: CalendarDate }
  | { to: 'session'; session: string };

/** The row that tells of one, in the public stream or in one's own; carries the after-image. */
export interface AnnouncementChange {
  seq: number;
  at: Instant;
  type: 'announcement.posted' | 'announcement.withdrawn';
  announcement: Announcement;
}

/** How long a passing one is news: who opens a page later finds it among what was said. */
export const passingMinutes = 15;

/** A list of announcements, the newest first, after one was posted or withdrawn. Applying it twice is harmless. */
export function withAnnouncement(known: readonly Announcement[], announcement: Announcement): Announcement[] {
  const others = known.filter(({ id }) => id !== announcement.id);
  if (announcement.withdrawnAt !== null) return others;
  return [...others, announcement].sort(newestFirst);
}

/** What stands in several lists, each once, the newest first. What was withdrawn stands in none. */
export function joinAnnouncements(...lists: (readonly Announcement[])[]): Announcement[] {
  const all = new Map(lists.flat().map((one) => [one.id, one]));
  return [...all.values()].filter(({ withdrawnAt }) => withdrawnAt === null).sort(newestFirst);
}

/** Whether a sticky one still stands on top. */
export function isSticking({ kind, until, withdrawnAt }: Announcement, at: Instant): boolean {
  return kind === 'sticky' && withdrawnAt === null && (until === null || at < until);
}

/**
 * What a reader is shown on top, and what was said before, both in the given order. `seen` holds the ids of what the reader
 * put away: a passing one then leaves the top, a sticky one does not.
 */
export function sortAnnouncements(
  announcements: readonly Announcement[],
  seen: ReadonlySet<string>,
  at: Instant,
): { onTop: Announcement[]; said: Announcement[] } {
  const isOnTop = (one: Announcement): boolean =>
    isSticking(one, at) ||
    (one.kind === 'passing' &&
      !seen.has(one.id) &&
      Date.parse(at) < Date.parse(one.postedAt) + passingMinutes * 60_000);
  const groups = Map.groupBy(announcements, isOnTop);
  return { onTop: groups.get(true) ?? [], said: groups.get(false) ?? [] };
}

function newestFirst(a: Announcement, b: Announcement): number {
  if (a.postedAt !== b.postedAt) return a.postedAt < b.postedAt ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}
