import { del, get, set } from 'idb-keyval';

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
