import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { StartingSeats } from '@kopa/contracts';
import { bookableModes, sessionDate, startingNext, type PlaceMode } from '@kopa/domain';
import { Presents } from '../registration/present.js';

interface PoolRow {
  key: string;
  mode: PlaceMode;
  capacity: number | null;
  taken: number;
  waiting: number;
  checkedIn: number;
}

/** How full what starts next is, and who of it is there already. */
@Injectable()
export class StartingService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Presents) private readonly presents: Presents,
  ) {}

  /** One query, however many sessions start and people come. */
  async list(eventId: string): Promise<StartingSeats> {
    const { programme, at } = await this.presents.of(eventId);
    const starting = startingNext(programme, at.toISOString());
    const sessions = new Map(programme.sessions.map((session) => [session.code, session]));
    const asked = starting.map(({ session: code }) => {
      const session = sessions.get(code);
      return { key: code, day: session === undefined ? null : sessionDate(programme, session) };
    });
    const rows: PoolRow[] = await this.dataSource.query(
      `SELECT p.key, p.mode, p.capacity, p.taken, p.waiting,
              (SELECT count(DISTINCT l.registration_id)::int FROM places l JOIN check_ins c
                   ON c.registration_id = l.registration_id AND c.state = 'present'
                  AND ((c.kind = 'arrival' AND c.key = a.day) OR (c.kind = 'boarding' AND c.key = p.key))
                WHERE l.pool_id = p.id AND l.status = 'confirmed' AND p.mode = 'in-person') AS "checkedIn"
         FROM jsonb_to_recordset($2::jsonb) AS a(key text, day text)
         JOIN place_pools p ON p.event_id = $1 AND p.scope = 'session' AND p.key = a.key`,
      [eventId, JSON.stringify(asked)],
    );
    const items = starting.map((one) => {
      const session = sessions.get(one.session);
      const own = rows.filter(({ key }) => key === one.session);
      const pools = bookableModes(session?.mode ?? null).map((mode) => {
        const row = own.find((pool) => pool.mode === mode);
        if (row === undefined) return { mode, capacity: session?.capacity[mode] ?? null, taken: 0, waiting: 0 };
        return { mode, capacity: row.capacity, taken: row.taken, waiting: row.waiting };
      });
      return { ...one, pools, checkedIn: own.reduce((sum, { checkedIn }) => sum + checkedIn, 0) };
    });
    return { at: at.toISOString(), items };
  }
}
