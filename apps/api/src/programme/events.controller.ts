import { Controller, Get, Header, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { eventSummary, pageQuery, type EventSummary, type PageQuery } from '@kopa/contracts';
import { Access } from '../accounts/access.js';
import { PublishedProgrammes } from './published-programmes.js';
import { ReleaseEntity } from './release.entity.js';

/** Public events, as their newest releases tell of them. */
@ApiTags('events')
@Access('public')
@Controller('api/v1/events')
export class EventsController {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
  ) {}

  @Get()
  @Header('cache-control', 'no-cache')
  @ApiOkResponse({ standardSchema: z.object({ items: z.array(eventSummary), next: z.string().nullable() }) })
  async list(
    @Query({ schema: pageQuery }) { limit, after }: PageQuery,
  ): Promise<{ items: EventSummary[]; next: string | null }> {
    const rows: { facts: EventSummary }[] = await this.dataSource.query(
      `SELECT r.content->'event' AS facts FROM events e
         JOIN LATERAL (SELECT content FROM ${this.dataSource.getMetadata(ReleaseEntity).tableName}
                        WHERE event_id = e.id ORDER BY number DESC LIMIT 1) r ON true
        WHERE e.state = 'public'
          AND ($2::text IS NULL OR (-(e.first_day - date '2000-01-01'), e.slug) >
               (SELECT -(first_day - date '2000-01-01'), slug FROM events WHERE slug = $2))
        ORDER BY e.first_day DESC, e.slug LIMIT $1`,
      [limit + 1, after ?? null],
    );
    const items = rows.slice(0, limit).map(({ facts }) => {
      const { slug, title, subtitle, place, zone, firstDay, lastDay, languages } = facts;
      return { slug, title, subtitle, place, zone, firstDay, lastDay, languages };
    });
    return { items, next: rows.length > limit ? (items.at(-1)?.slug ?? null) : null };
  }

  @Get(':slug')
  @Header('cache-control', 'no-cache')
  async event(@Param('slug') slug: string): Promise<object> {
    const { event, days, venues, funders, release, epoch, seq } = (await this.published.bySlug(slug)).programme;
    return { ...event, days, venues, funders, release, epoch, seq };
  }
}
