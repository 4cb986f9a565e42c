import type { Instant } from '@kopa/domain';

const storageKey = (slug: string): string => `kopa-news-seen:${slug}`;

/** News that is older is no news to anybody who opens the page now. */
const newsHours = 12;

/** Up to when one has seen what changed in one's agenda. */
export function seenUntil(slug: string): Instant {
  const oldest = new Date(Date.now() - newsHours * 3_600_000).toISOString();
  try {
    const seen = localStorage.getItem(storageKey(slug)) ?? '';
    return seen > oldest ? seen : oldest;
  } catch {
    return oldest;
  }
}

export function markSeen(slug: string, until: Instant): void {
  try {
    localStorage.setItem(storageKey(slug), until);
  } catch {
    // Seen again at the next visit, which harms nobody.
  }
}

export function forgetSeen(slug: string): void {
  try {
    localStorage.removeItem(storageKey(slug));
  } catch {
    // There is nothing to forget.
  }
}
