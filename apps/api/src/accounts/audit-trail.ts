import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AuditEntry, AuditPage, AuditQuery } from '@kopa/contracts';

type Row = Omit<AuditEntry, 'at' | 'name'> & { at: Date };

/** Kinds of those who act, with where their names stand. */
const nameQueries = {
  account: `SELECT id, coalesce(nullif(name, ''), email) AS name FROM accounts WHERE id = ANY($1)`,
  token: 'SELECT id, name FROM api_tokens WHERE id = ANY($1)',
  registration: 'SELECT id, name FROM registrations WHERE id = ANY($1)',
  speaker: 'SELECT id, name FROM speakers WHERE id = ANY($1)',
} as const;

/** The audit trail of an event as its organisers read it. */
@Injectable()
export class AuditTrail {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Entries, the newest first, those before `after`; at most five queries, however many. */
  async list(eventId: string, query: AuditQuery): Promise<AuditPage> {
    const { limit, after, who, action, subject, from, until } = query;
    const rows: Row[] = await this.dataSource.query(
      `SELECT id, at, who, action, subject, before, after, reason FROM audit_entries
        WHERE event_id = $1 AND ($2::bigint IS NULL OR id < $2) AND ($3::text IS NULL OR who = $3)
          AND ($4::text IS NULL OR starts_with(action, $4))
          AND ($5::text IS NULL OR strpos(lower(subject), lower($5)) > 0)
          AND ($6::timestamptz IS NULL OR at >= $6) AND ($7::timestamptz IS NULL OR at < $7)
        ORDER BY id DESC LIMIT $8`,
      [eventId, after ?? null, who ?? null, action ?? null, subject ?? null, from ?? null, until ?? null, limit + 1],
    );
    const shown = rows.slice(0, limit);
    const names = await this.namesOf(shown);
    const items = shown.map((row) => ({ ...row, at: row.at.toISOString(), name: names.get(row.who) ?? null }));
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  private async namesOf(rows: readonly Row[]): Promise<Map<string, string>> {
    const names = new Map<string, string>();
    for (const [kind, query] of Object.entries(nameQueries)) {
      const ids = [
        ...new Set(rows.flatMap(({ who }) => (who.startsWith(`${kind}:`) ? who.slice(kind.length + 1) : []))),
      ];
      if (ids.length === 0) continue;
      const found: { id: string; name: string | null }[] = await this.dataSource.query(query, [ids]);
      for (const { id, name } of found) if (name !== null && name !== '') names.set(`${kind}:${id}`, name);
    }
    return names;
  }
}
