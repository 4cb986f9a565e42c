import { useSyncExternalStore } from 'react';

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
    // The navigation goes on offering to register, which leads on just as well.
  }
  for (const listener of listeners) listener();
}

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The same, for what is on the page while it changes. */
export function useKnownHere(slug: string): boolean {
  return useSyncExternalStore(subscribe, () => isKnownHere(slug));
}
