const storageKey = (slug: string): string => `kopa-put-away:${slug}`;

/** More are not remembered: by then they are no news any more. */
const remembered = 100;

/** Ids of the announcements that the reader put away in this browser. */
export function readPutAway(slug: string): ReadonlySet<string> {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(storageKey(slug)) ?? '[]');
    return new Set(Array.isArray(ids) ? ids.map(String) : []);
  } catch {
    return new Set();
  }
}

export function keepPutAway(slug: string, ids: ReadonlySet<string>): void {
  try {
    localStorage.setItem(storageKey(slug), JSON.stringify([...ids].slice(-remembered)));
  } catch {
    // Seen again at the next visit, which harms nobody.
  }
}
