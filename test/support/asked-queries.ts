import { AsyncLocalStorage } from 'node:async_hooks';
import { jest } from '@jest/globals';
import pg from 'pg';
import { Beat } from '../../apps/api/src/platform/beat.js';

/** What frames a transaction, and the rules, which are read once a second by whoever needs them then. */
const isFrame = (text: string): boolean =>
  /^\(?\s*(START|BEGIN|COMMIT)/.test(text) ||
  /registration_rules|^SELECT 'coach' AS kind|"anyAtShortNotice"/.test(text);

/** What is done for the reading that is being taken; what a process looks for by itself is outside of it. */
const counted = new AsyncLocalStorage<object>();

/**
 * The statements that are sent to the database for something that is done in this process (requests by `inject`), and
 * for nothing else that goes on beside it.
 * @param beside whether what the process looks for by itself meanwhile, and is woken to, is counted too
 */
export async function askedQueries(
  work: () => Promise<unknown>,
  { beside = false }: { beside?: boolean } = {},
): Promise<string[]> {
  const own = {};
  const texts: string[] = [];
  const query = Reflect.get<object, string>(pg.Client.prototype, 'query') as (...given: unknown[]) => unknown;
  const asked = jest.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...given) {
    const [first] = given as unknown[];
    if (beside || counted.getStore() === own)
      texts.push(typeof first === 'string' ? first : ((first as { text?: string }).text ?? ''));
    return query.apply(this, given);
  });
  const wake = Reflect.get(Beat.prototype, 'wake');
  const woken = jest.spyOn(Beat.prototype, 'wake').mockImplementation(function (this: Beat) {
    counted.exit(() => wake.call(this));
  });
  try {
    // Within, because an injected request is only sent when it is waited for.
    await counted.run(own, async () => {
      await work();
    });
    if (texts.length === 0) throw new Error('nothing was asked of the database in this process');
    return texts.filter((text) => !isFrame(text));
  } finally {
    asked.mockRestore();
    woken.mockRestore();
  }
}

/**
 * The fewest statements of three readings: what is believed for a moment and then looked up again is in one of them and
 * not in all.
 */
export async function fewestQueries(read: () => Promise<unknown>): Promise<string[]> {
  const readings = [await askedQueries(read), await askedQueries(read), await askedQueries(read)];
  return readings.reduce((fewest, one) => (one.length < fewest.length ? one : fewest));
}
