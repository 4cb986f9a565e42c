import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { DraftRestore } from '@kopa/contracts';
import type { ProgrammeContent } from '@kopa/domain';
import { StreamService } from '../live/stream.service.js';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { draftOf, saveDraft } from './draft-store.js';
import { KeptDraftEntity } from './kept-draft.entity.js';
import { lockProgramme } from './programme-lock.js';
import { draftForm } from './public-form.js';
import { ReleaseEntity } from './release.entity.js';

/** Goes back to an older programme as a new draft. Nothing is published by it. */
@Injectable()
export class DraftRestoreService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(StreamService) private readonly streams: StreamService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Replaces the draft, and keeps what it was under the id that is answered, to be restored in turn. Problems: 404
   * `release.unknown`, `draft.unknown`.
   */
  restore(eventId: string, from: DraftRestore, who: string): Promise<{ kept: string }> {
    return transaction(this.dataSource, async (manager) => {
      await lockProgramme(manager, eventId);
      const current = await draftOf(manager, eventId);
      const content = await wanted(manager, eventId, from, current);
      const at = this.clock.now();
      const kept = randomUUID();
      await manager.insert(KeptDraftEntity, { id: kept, eventId, at, content: current });
      await saveDraft(manager, content);
      const subject = 'release' in from ? `release ${from.release}` : `draft ${from.kept}`;
      await audit(manager, { eventId, at, who, action: 'draft.restored', subject, after: { kept } });
      await this.streams.createHeads(manager, eventId, ['organisers']);
      await this.streams.append(manager, eventId, 'organisers', [{ type: 'draft.replaced', body: { by: who } }], at);
      return { kept };
    });
  }
}

async function wanted(
  manager: EntityManager,
  eventId: string,
  from: DraftRestore,
  current: ProgrammeContent,
): Promise<ProgrammeContent> {
  if ('kept' in from) {
    const kept = await manager.findOneBy(KeptDraftEntity, { id: from.kept, eventId });
    if (kept === null) throw new Problem(404, 'draft.unknown', 'There is no such draft kept.');
    return kept.content;
  }
  const release = await manager.findOneBy(ReleaseEntity, { eventId, number: from.release });
  if (release === null) throw new Problem(404, 'release.unknown', `There is no release ${from.release}.`);
  // What the event is called and where it lives is not the programme's.
  return { ...draftForm(release.content, current), event: current.event };
}
