const storageKey = (slug: string): string => `kopa-registered:${slug}`;

/** Whether this browser registered here or opened a manage link: the cookie itself is out of a script's sight. */
export function isKnownHere(slug: string): boolean {
  try {
    return localStorage.getItem(storageKey(slug)) !== null;
  } catch {
    return false;
  }
}

/** Remembers or forgets it; where storage is closed the navigation offers to register, which leads on just as well. */
export function setKnownHere(slug: string, isKnown: boolean): void {
  try {
    if (isKnown) localStorage.setItem(storageKey(slug), 'yes');
    else localStorage.removeItem(storageKey(slug));
  } catch {
    // Nothing depends on it but a label.
  }
}
