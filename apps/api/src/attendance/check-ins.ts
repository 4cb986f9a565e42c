import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { AttendanceMarkAnswer } from '@kopa/contracts';
import { saidAt, type CalendarDate, type MarkState } from '@kopa/domain';
import type { CheckInKind } from './check-in.entity.js';

export interface Mark {
  eventId: string;
  registrationId: string;
  kind: CheckInKind;
  key: string;
  day: CalendarDate;
  state: MarkState;
  /** When it was said. */
  at: string;
  by: string;
}

export interface Held {
  state: MarkState;
  at: Date;
  presentAt: Date | null;
}

/** What holds of somebody, as whoever said something of them is answered. */
export const markAnswer = (
  who: { code: string; name: string },
  { state, at, presentAt }: Held,
): AttendanceMarkAnswer => ({
  ...who,
  state,
  at: at.toISOString(),
  presentAt: presentAt?.toISOString() ?? null,
});

/**
 * Records what was said of somebody at a door, unless something later was said already (`replacesMark`): one row a
 * person and door, whoever says it how often. `before` is what was held, `isNews` whether it was recorded.
 */
export async function recordMark(
  manager: EntityManager,
  { eventId, registrationId, kind, key, day, state, at, by }: Mark,
  now: Date,
): Promise<{ held: Held; before: MarkState | null; isNews: boolean }> {
  // Twins wait for each other here, so that each sees what the other said; and for who cancels the registration.
  await manager.query('SELECT FROM registrations WHERE id = $1 FOR NO KEY UPDATE', [registrationId]);
  const read = async (): Promise<Held | null> => {
    const [row]: Held[] = await manager.query(
      `SELECT state, at, present_at AS "presentAt" FROM check_ins WHERE registration_id = $1 AND kind = $2 AND key = $3`,
      [registrationId, kind, key],
    );
    return row ?? null;
  };
  const before = await read();
  const recorded: Held[] = await manager.query(
    `INSERT INTO check_ins AS c (id, event_id, registration_id, kind, key, day, state, at, present_at, by, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8::timestamptz, CASE WHEN $7 = 'present' THEN $8::timestamptz END, $9, $10)
     ON CONFLICT (registration_id, kind, key) DO UPDATE
        SET state = excluded.state, at = excluded.at, by = excluded.by, recorded_at = excluded.recorded_at,
            present_at = CASE WHEN excluded.state = 'present' THEN coalesce(c.present_at, excluded.at) END
      WHERE c.at < excluded.at
     RETURNING state, at, present_at AS "presentAt"`,
    [randomUUID(), eventId, registrationId, kind, key, day, state, saidAt(at, now.toISOString()), by, now],
  );
  const held = recorded[0] ?? before;
  if (held === null) throw new Error(`what was said of registration ${registrationId} was not recorded`);
  return { held, before: before?.state ?? null, isNews: recorded.length > 0 };
}
