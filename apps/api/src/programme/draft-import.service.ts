import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ImportAnswer, ImportQuery } from '@kopa/contracts';
import { StreamService } from '../live/stream.service.js';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { invalidInput, Problem } from '../platform/problem.js';
import { draftOf, saveDraft } from './draft-store.js';
import { removals } from './import-schedule.js';
import { readSource } from './interchange/fetch-source.js';
import { readSchedule } from './interchange/format.js';
import { ImportRefused } from './interchange/import-refused.js';
import type { ImportedSchedule } from './interchange/imported-schedule.js';
import { mergeImport } from './interchange/merge-import.js';
import { KeptDraftEntity } from './kept-draft.entity.js';
import { lockProgramme } from './programme-lock.js';

/** Brings schedules of others into the draft. Nothing is published by it. */
@Injectable()
export class DraftImportService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(StreamService) private readonly streams: StreamService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * All of the file or nothing; the draft before it is kept, to be restored. Problems: 422 `import.CODE` (see
   * `RefusalCode`) where nothing of it can be read, 409 `import.removals` where more than a fifth would vanish.
   */
  async import(eventId: string, query: ImportQuery, bytes: unknown, who: string): Promise<ImportAnswer> {
    if (!Buffer.isBuffer(bytes) || bytes.length === 0)
      throw invalidInput([
        { path: '', message: 'must be the bytes of a file as application/octet-stream', code: 'field.wrong' },
      ]);
    const { zone } = (await draftOf(this.dataSource.manager, eventId)).event;
    const imported = await read(bytes, query.name, zone);
    return transaction(this.dataSource, async (manager) => {
      await lockProgramme(manager, eventId);
      const current = await draftOf(manager, eventId);
      const { slug, uidHost } = current.event;
      const merged = mergeImport(current, { id: eventId, slug, uidHost }, imported, {
        allowRemovals: query.removals === '1',
        additions: query.as === 'whole' ? null : { source: query.source, times: query.times },
      });
      if (merged.outcome === 'refused') throw removals(merged);
      const { report } = merged;
      const { created, changed, removed } = report;
      if (query.dry === '1' || created + changed + removed + report.frame.length === 0)
        return { ...report, kept: null };
      const at = this.clock.now();
      const kept = randomUUID();
      await manager.insert(KeptDraftEntity, { id: kept, eventId, at, content: current });
      await saveDraft(manager, merged.content);
      const after = { from: query.source, created, changed, removed, kept };
      await audit(manager, { eventId, at, who, action: 'draft.imported', subject: query.name, after });
      await this.streams.createHeads(manager, eventId, ['organisers']);
      await this.streams.append(manager, eventId, 'organisers', [{ type: 'draft.replaced', body: { by: who } }], at);
      return { ...report, kept };
    });
  }
}

async function read(bytes: Buffer, name: string, zone: string): Promise<ImportedSchedule> {
  try {
    const { text, fileName } = await readSource(bytes, name);
    return readSchedule(text, fileName, 'auto', { fallbackTimezone: zone });
  } catch (error) {
    if (!(error instanceof ImportRefused)) throw error;
    throw new Problem(422, `import.${error.code}`, `Nothing was imported: ${error.message}.`, { line: error.line });
  }
}
