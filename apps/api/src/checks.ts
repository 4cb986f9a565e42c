import type { DataSource } from 'typeorm';
import { schemaDrift } from './platform/database.js';
import { checkProgramme } from './programme/programme-checks.js';
import { checkPlaces } from './registration/registration-checks.js';

/** What must hold in the whole database at `at`: one sentence a finding, none when all is well. */
export async function checkDatabase(dataSource: DataSource, at = new Date()): Promise<string[]> {
  const drift = await schemaDrift(dataSource);
  const streams: { finding: string }[] = await dataSource.query(`
    SELECT format('stream %s of event %s has rows %s to %s (%s of them) but its head is at %s', h.name, e.slug,
                  min(r.seq), max(r.seq), count(r.seq), h.seq) AS finding
      FROM stream_heads h JOIN events e ON e.id = h.event_id LEFT JOIN stream_rows r ON r.stream_id = h.id
     GROUP BY h.id, h.name, h.seq, e.slug
    HAVING coalesce(max(r.seq), 0) <> h.seq OR count(r.seq) <> coalesce(max(r.seq) - min(r.seq) + 1, 0)`);
  return [
    ...drift.map((statement) => `the schema differs from the entities: ${statement}`),
    ...streams.map(({ finding }) => finding),
    ...(await checkProgramme(dataSource.manager)),
    ...(await checkPlaces(dataSource.manager, at)),
  ];
}
