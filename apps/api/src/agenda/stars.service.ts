import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Star, StarOrder } from '@kopa/contracts';
import { bookableModes } from '@kopa/domain';
import { invalidInput, Problem } from '../platform/problem.js';
import { Presents } from '../registration/present.js';
import type { Own } from '../registration/registrations.service.js';

/** Sessions that people remember without booking them. */
@Injectable()
export class StarsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Presents) private readonly presents: Presents,
  ) {}

  /**
   * Remembers a session, or changes in which mode it is followed. Problems: 404 `session.unknown`; 422 `input.invalid`
   * for a mode in which it is not held.
   */
  async set({ id, eventId }: Own, code: string, { mode }: StarOrder): Promise<Star> {
    const { programme, at } = await this.presents.of(eventId);
    const session = programme.sessions.find((entry) => entry.code === code);
    if (session === undefined) throw new Problem(404, 'session.unknown', `There is no published session "${code}".`);
    if (mode !== null && !bookableModes(session.mode).includes(mode))
      throw invalidInput([
        { path: 'mode', message: `must be ${bookableModes(session.mode).join(' or ')}`, code: 'field.choice' },
      ]);
    await this.dataSource.query(
      `INSERT INTO stars (registration_id, session, mode, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (registration_id, session) DO UPDATE SET mode = excluded.mode`,
      [id, code, mode, at],
    );
    return { session: code, mode };
  }

  /** Forgets a session; doing so again changes nothing. */
  async remove({ id }: Own, code: string): Promise<void> {
    await this.dataSource.query('DELETE FROM stars WHERE registration_id = $1 AND session = $2', [id, code]);
  }
}
