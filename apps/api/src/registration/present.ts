import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { RegistrationRules } from '@kopa/contracts';
import type { Programme } from '@kopa/domain';
import { Clock } from '../platform/clock.js';
import { DeletedEvents, eventDeleted } from '../events/deleted-events.js';
import { Problem } from '../platform/problem.js';
import { PublishedProgrammes } from '../programme/published-programmes.js';
import { readRules } from './registration-rules.js';

/** How long rules are believed: those that another process set hold here after this time. */
const believedMilliseconds = 1_000;

/** What of registration the organisers set. */
export interface Terms {
  rules: RegistrationRules;
  /** Sessions to which a coach goes. */
  coaches: ReadonlySet<string>;
  /** Sessions of which is decided whether they take place with few people. */
  decided: ReadonlySet<string>;
}

/** What counts at the moment: the time, what is published, and what the organisers set. */
export interface Present extends Terms {
  at: Date;
  /** When things start, and what clashes. */
  programme: Programme;
}

/** The present of events. Rules are kept in memory for a moment: a rush for places does not read them each time. */
@Injectable()
export class Presents {
  private readonly terms = new Map<string, { until: number; read: Promise<Terms> }>();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
    @Inject(DeletedEvents) private readonly deleted: DeletedEvents,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Problem 409 `event.unpublished` before the first release, 410 `event.deleted` of a deleted event. Call it before a transaction, never inside one. */
  async of(eventId: string): Promise<Present> {
    const present = await this.ifPublished(eventId);
    if (present === null && this.deleted.has(eventId)) throw eventDeleted();
    if (present === null) throw new Problem(409, 'event.unpublished', 'Registration opens with the first release.');
    return present;
  }

  async ifPublished(eventId: string): Promise<Present | null> {
    const published = await this.published.current(eventId);
    if (published === null) return null;
    return { at: this.clock.now(), programme: published.programme, ...(await this.termsOf(eventId)) };
  }

  /** After rules were set, or a backup was restored. */
  forget(): void {
    this.terms.clear();
  }

  private termsOf(eventId: string): Promise<Terms> {
    const now = performance.now();
    const known = this.terms.get(eventId);
    if (known !== undefined && known.until > now) return known.read;
    const read = readTerms(this.dataSource.manager, eventId);
    this.terms.set(eventId, { until: now + believedMilliseconds, read });
    read.catch(() => this.terms.delete(eventId));
    return read;
  }
}

/** What the organisers set for an event. */
export async function readTerms(manager: EntityManager, eventId: string): Promise<Terms> {
  const rules = await readRules(manager, eventId);
  const facts: { kind: 'coach' | 'decision'; session: string }[] = await manager.query(
    `SELECT 'coach' AS kind, key AS session FROM place_pools WHERE event_id = $1 AND scope = 'seat' AND is_set
     UNION ALL SELECT 'decision', session FROM go_no_go WHERE event_id = $1 AND decision IS NOT NULL`,
    [eventId],
  );
  const sessions = (wanted: 'coach' | 'decision'): Set<string> =>
    new Set(facts.flatMap(({ kind, session }) => (kind === wanted ? [session] : [])));
  return { rules, coaches: sessions('coach'), decided: sessions('decision') };
}

/** Until when it is open whether an add-on takes place; null when it is decided, or needs no minimum number. */
export function undecidedUntil({ programme, decided }: Present, code: string): string | null {
  const session = programme.sessions.find((entry) => entry.code === code);
  const { minimumNumber = null, goNoGoAt = null } = session?.addOn ?? {};
  return minimumNumber === null || decided.has(code) ? null : goNoGoAt;
}
