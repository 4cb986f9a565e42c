import { useSyncExternalStore } from 'react';

const step = 10_000;
const listeners = new Set<() => void>();
let current = Date.now();
let timer: number | undefined;

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) current = Date.now();
  listeners.add(listener);
  timer ??= window.setInterval(() => {
    current = Date.now();
    for (const each of listeners) each();
  }, step);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      window.clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The present (milliseconds since 1970), renewed every ten seconds for all who ask together. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => current);
}
