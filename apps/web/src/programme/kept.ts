import { del, delMany, entries, get, set } from 'idb-keyval';

/** Reads what the browser keeps for times without a connection; undefined when there is nothing or no storage. */
export async function readKept<T>(key: string): Promise<T | undefined> {
  try {
    return await get<T>(key);
  } catch {
    return undefined;
  }
}

/** Keeps a value for times without a connection; a browser without storage simply keeps nothing. */
export async function keep(key: string, value: unknown): Promise<void> {
  try {
    await set(key, value);
  } catch {
    // Private windows and full disks refuse: reading online goes on as before.
  }
}

/** Lets go of what was kept. */
export async function drop(key: string): Promise<void> {
  try {
    await del(key);
  } catch {
    // Where nothing can be kept, nothing is left.
  }
}

/** Keeps something of other people, under a key that begins with `personal:`, until a time (milliseconds since 1970). */
export async function keepUntil(key: string, value: unknown, until: number): Promise<void> {
  await keep(key, { value, until });
}

/**
 * Lets go of what was kept of other people when its time is over, or of all of it. Asked at each start, whoever starts
 * it: a phone that was a guide's once must not keep telephones because nobody opens that list again.
 */
export async function forgetOthers(now: number, { all = false }: { all?: boolean } = {}): Promise<void> {
  try {
    const kept = await entries<string, { until?: number } | undefined>();
    const over = kept.filter(([key, value]) => key.startsWith('personal:') && (all || (value?.until ?? 0) <= now));
    await delMany(over.map(([key]) => key));
  } catch {
    // Where nothing can be kept, nothing is left.
  }
}
