import { jest } from '@jest/globals';
import pg from 'pg';

/**
 * What frames a transaction, and what is nobody's request: the beat of the settling and of the streams, and the rules,
 * which are read once a second.
 */
const isBeat = (text: string): boolean =>
  /^\(?\s*(START|BEGIN|COMMIT|SELECT 'offer' AS kind|SELECT id, epoch, seq FROM|SELECT DISTINCT event_id)/.test(text) ||
  /registration_rules|^SELECT 'coach' AS kind|"anyAtShortNotice"/.test(text) ||
  // Reminders and mail are looked for by themselves too.
  /^SELECT id FROM events e|outbox_mails SET/.test(text);

/** News of changes are looked for by themselves as well. */
const isNews = (text: string): boolean => /followed_programmes|session_differences|online_days/.test(text);

/** The statements that are sent to the database while something is done, without what goes on beside it. */
export async function askedQueries(
  work: () => Promise<unknown>,
  { withNews = false }: { withNews?: boolean } = {},
): Promise<string[]> {
  const spy = jest.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    return (spy.mock.calls as unknown[][])
      .map(([first]) => (typeof first === 'string' ? first : ((first as { text?: string }).text ?? '')))
      .filter((text) => !isBeat(text) && (withNews || !isNews(text)));
  } finally {
    spy.mockRestore();
  }
}

/**
 * The fewest statements of three readings: what somebody else asks in between, and what is believed for a moment and
 * then looked up again, is in one of them and not in all.
 */
export async function fewestQueries(read: () => Promise<unknown>): Promise<string[]> {
  const readings = [await askedQueries(read), await askedQueries(read), await askedQueries(read)];
  return readings.reduce((fewest, one) => (one.length < fewest.length ? one : fewest));
}
