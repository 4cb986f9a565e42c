import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AnnouncementPage, AnnouncementQuery, PostedAnnouncementPage } from '@kopa/contracts';
import { Clock } from '../platform/clock.js';
import { PublishedProgrammes } from '../programme/published-programmes.js';
import { isAddressed } from './addressees.js';
import type { AnnouncementEntity } from './announcement.entity.js';
import { announcementOf, postedOf } from './announcement.mapper.js';

const columns = `a.id, a.posted_at AS "postedAt", a.texts, a.kind, a.until, a.withdrawn_at AS "withdrawnAt", a.people,
  a.audience_to AS "audienceTo", a.audience_mode AS "audienceMode", a.audience_date::text AS "audienceDate",
  a.audience_session AS "audienceSession"`;

/** The newest first, after the one named by $2. */
const paged = `AND ($2::uuid IS NULL OR (a.posted_at, a.id) < (SELECT posted_at, id FROM announcements WHERE id = $2))
  ORDER BY a.posted_at DESC, a.id DESC LIMIT $3`;

/** What was said, for those who read it later. */
@Injectable()
export class AnnouncementLists {
  /** First pages of what is said to everybody, by event: they change with the public stream, and all readers ask for them. */
  private readonly firstPages = new Map<string, { key: string; page: Promise<AnnouncementPage> }>();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** What is said to everybody and was not withdrawn. Problem 404 `event.unknown`. */
  async forAll(slug: string, query: AnnouncementQuery): Promise<AnnouncementPage> {
    const { event, epoch, seq } = (await this.published.bySlug(slug)).programme;
    const load = async (): Promise<AnnouncementPage> => {
      const rows = await this.rows(
        `announcements a WHERE a.event_id = $1 AND a.audience_to = 'all' AND a.withdrawn_at IS NULL`,
        event.id,
        query,
      );
      return pageOf(rows, query, announcementOf);
    };
    if (query.after !== undefined) return load();
    const key = `${epoch} ${seq} ${query.limit}`;
    const known = this.firstPages.get(event.id);
    if (known?.key === key) return known.page;
    const page = load();
    this.firstPages.set(event.id, { key, page });
    page.catch(() => this.firstPages.delete(event.id));
    return page;
  }

  /** What is said to one registration and not to everybody: what it was told, and what still stands for all like it. */
  async forOne(own: { id: string }, query: AnnouncementQuery): Promise<AnnouncementPage> {
    const rows = await this.rows(
      `announcements a JOIN registrations r ON r.event_id = a.event_id AND r.id = $1
        WHERE a.audience_to <> 'all' AND a.withdrawn_at IS NULL AND (r.id = ANY(a.told)
         OR (a.kind = 'sticky' AND (a.until IS NULL OR a.until > $4) AND ${isAddressed}))`,
      own.id,
      query,
      this.clock.now(),
    );
    return pageOf(rows, query, announcementOf);
  }

  /** All that was said, also what was withdrawn, with audience and number of people. */
  async forDesk(eventId: string, query: AnnouncementQuery): Promise<PostedAnnouncementPage> {
    return pageOf(await this.rows('announcements a WHERE a.event_id = $1', eventId, query), query, postedOf);
  }

  private rows(
    from: string,
    of: string,
    { after, limit }: AnnouncementQuery,
    ...more: unknown[]
  ): Promise<AnnouncementEntity[]> {
    return this.dataSource.query(`SELECT ${columns} FROM ${from} ${paged}`, [of, after ?? null, limit + 1, ...more]);
  }
}

function pageOf<T extends { id: string }>(
  rows: readonly AnnouncementEntity[],
  { limit }: AnnouncementQuery,
  map: (row: AnnouncementEntity) => T,
): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit).map(map);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
