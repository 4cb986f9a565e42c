import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { EventEntity } from '../events/event.entity.js';
import { eventSlug } from '@kopa/contracts';
import { StreamService } from '../live/stream.service.js';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { loadDraft, saveDraft } from './draft-store.js';
import { fetchSource } from './interchange/fetch-source.js';
import { readSchedule } from './interchange/format.js';
import { mergeImport, type ImportReport } from './interchange/merge-import.js';
import { lockProgramme } from './programme-lock.js';

export interface ImportOptions {
  /** Slug of the event. */
  event: string;
  timezone?: string;
  format: string;
  dryRun: boolean;
  allowRemovals: boolean;
}

/**
 * Imports a file or address into the draft of an event, in one transaction; with `dryRun` only says what it would do.
 * Throws ImportRefused when nothing of it can be read, Problem 409 `import.removals` when too much would vanish.
 */
export async function importSchedule(
  dataSource: DataSource,
  source: string,
  options: ImportOptions,
): Promise<{ eventId: string; report: ImportReport }> {
  if (!eventSlug.safeParse(options.event).success) {
    throw new Problem(
      422,
      'input.invalid',
      `--event must be 2 to 63 lower-case letters, digits or hyphens, not "${options.event}"`,
    );
  }
  const { text, fileName } = await fetchSource(source);
  const zone = (await dataSource.manager.findOneBy(EventEntity, { slug: options.event }))?.zone;
  const imported = readSchedule(text, fileName, options.format, {
    ...(options.timezone === undefined ? {} : { timezone: options.timezone }),
    ...(zone === undefined ? {} : { fallbackTimezone: zone }),
  });
  return transaction(dataSource, async (manager) => {
    const known = await manager.findOneBy(EventEntity, { slug: options.event });
    const eventId = known?.id ?? randomUUID();
    await lockProgramme(manager, eventId);
    const seed = { id: eventId, slug: options.event, uidHost: known?.uidHost ?? `${options.event}.kopa.example` };
    const merged = mergeImport(await loadDraft(manager, eventId), seed, imported, {
      allowRemovals: options.allowRemovals,
    });
    if (merged.outcome === 'refused') throw removals(merged);
    if (!options.dryRun) {
      await saveDraft(manager, merged.content);
      await new StreamService(dataSource).createHeads(manager, eventId, ['event', 'organisers']);
    }
    return { eventId, report: merged.report };
  });
}

/** 409 `import.removals` with the codes of what would vanish. */
export function removals({ codes, of }: { codes: readonly string[]; of: number }): Problem {
  const listed = codes.slice(0, 10).join(', ');
  return new Problem(
    409,
    'import.removals',
    `${codes.length} of ${of} sessions are not in the file (${listed}${codes.length > 10 ? ', ...' : ''}). If they are to go, say so (--allow-removals).`,
    { codes, of },
  );
}
