import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Presence, PresenceRequest } from '@kopa/contracts';
import { callerOf, type Credential } from '../accounts/credential.js';
import { Clock } from '../platform/clock.js';

/** Pages say every ten seconds that they are open: one that has not for this long is taken for closed. */
const presentFor = 25_000;

/** Who has the agenda editor open. In the database, since the pages may be open at different processes. */
@Injectable()
export class DraftPresenceService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Notes that a page is open, or closes, and tells which others are, by name and tab. One statement each. */
  async note(eventId: string, credential: Credential, request: PresenceRequest): Promise<Presence[]> {
    const { tab, session, leaves } = request;
    const who = callerOf(credential);
    const now = this.clock.now();
    const since = new Date(now.getTime() - presentFor);
    await this.dataSource.query('DELETE FROM draft_presences WHERE event_id = $1 AND (seen_at < $2 OR tab = $3)', [
      eventId,
      since,
      tab,
    ]);
    if (!leaves)
      // The tab of another event, or of somebody else, is not taken over.
      await this.dataSource.query(
        `INSERT INTO draft_presences (tab, event_id, who, name, session_id, seen_at)
         VALUES ($1, $2, $3, coalesce(
           (SELECT coalesce(nullif(name, ''), email) FROM accounts WHERE 'account:' || id = $3),
           (SELECT name FROM api_tokens WHERE 'token:' || id = $3), ''), $4, $5)
         ON CONFLICT (tab) DO NOTHING`,
        [tab, eventId, who, session, now],
      );
    return this.dataSource.query(
      `SELECT tab, who, name, session_id AS session FROM draft_presences
        WHERE event_id = $1 AND tab <> $2 AND seen_at >= $3 ORDER BY name, tab`,
      [eventId, tab, since],
    );
  }
}
