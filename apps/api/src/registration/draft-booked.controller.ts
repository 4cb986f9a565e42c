import { Controller, Get, Inject } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { DraftBooked } from '@kopa/contracts';
import { Access, CurrentEvent } from '../accounts/access.js';

/** What is booked already, for who places sessions: numbers, never names. */
@ApiTags('draft')
@ApiBearerAuth()
@Controller('api/v1/events/:slug/draft/booked')
export class DraftBookedController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Two queries, however many people. */
  @Get()
  @Access('draft.read')
  async read(@CurrentEvent() { id }: { id: string }): Promise<DraftBooked> {
    const taken: { key: string; taken: number }[] = await this.dataSource.query(
      `SELECT key, taken FROM place_pools
        WHERE event_id = $1 AND scope = 'session' AND mode = 'in-person' AND taken > 0`,
      [id],
    );
    const together: { one: string; other: string; people: string; in_person: string }[] = await this.dataSource.query(
      `WITH held AS MATERIALIZED (
         SELECT l.registration_id AS person, p.key, p.mode,
                EXISTS (SELECT FROM sessions s JOIN add_ons a ON a.session_id = s.id
                         WHERE s.event_id = $1 AND s.code = p.key) AS is_add_on
           FROM place_pools p JOIN places l ON l.pool_id = p.id
          WHERE p.event_id = $1 AND p.scope = 'session' AND l.status IN ('confirmed', 'offered')
       )
       SELECT one.key AS one, other.key AS other, count(*) AS people,
              count(*) FILTER (WHERE one.mode = 'in-person' AND other.mode = 'in-person') AS in_person
         FROM held one JOIN held other ON other.person = one.person AND one.key < other.key
        WHERE one.is_add_on OR other.is_add_on
        GROUP BY one.key, other.key ORDER BY one.key, other.key`,
      [id],
    );
    return {
      taken: Object.fromEntries(taken.map(({ key, taken: places }) => [key, places])),
      together: together.map(({ one, other, people, in_person: inPerson }) => ({
        sessions: [one, other],
        people: Number(people),
        inPerson: Number(inPerson),
      })),
    };
  }
}
