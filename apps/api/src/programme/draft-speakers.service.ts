import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { DraftSpeaker, SpeakerCreation, SpeakerPatch } from '@kopa/contracts';
import { byId, type ProgrammeContent, type Speaker } from '@kopa/domain';
import { StreamService } from '../live/stream.service.js';
import { audit, type AuditEntryEntity } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { once } from '../platform/idempotency.js';
import { Problem } from '../platform/problem.js';
import { draftOf, saveDraft } from './draft-store.js';
import { lockProgramme } from './programme-lock.js';
import { SpeakerEntity } from './session.entity.js';

type Deed = Pick<AuditEntryEntity, 'who' | 'action' | 'before' | 'after'>;

/** Who speaks: made, edited and deleted in the draft. */
@Injectable()
export class DraftSpeakersService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(StreamService) private readonly streams: StreamService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Problem 404 `speaker.unknown`. */
  read(eventId: string, id: string): Promise<DraftSpeaker> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) =>
      speakerOf(manager, await draftOf(manager, eventId), id),
    );
  }

  /** Problem 409 `speaker.taken` when the id or the code is another's. */
  create(eventId: string, request: SpeakerCreation, key: string | undefined, who: string): Promise<DraftSpeaker> {
    return transaction(this.dataSource, (manager) => {
      const claim = { scope: `speakers ${eventId} ${who}`, key, request, at: this.clock.now() };
      return once(manager, claim, async () => {
        await lockProgramme(manager, eventId);
        const content = await draftOf(manager, eventId);
        const id = request.id ?? randomUUID();
        const code = request.code ?? `P-${id.slice(0, 8).toUpperCase()}`;
        const isTaken =
          content.speakers.some((speaker) => speaker.code === code) ||
          (request.id !== undefined && (await manager.existsBy(SpeakerEntity, { id })));
        if (isTaken) throw new Problem(409, 'speaker.taken', 'There is a speaker of this id or code already.');
        content.speakers.push({ id, code, name: request.name, organisation: {}, country: null });
        applySpeakerPatch(content, id, request);
        const deed = { who, action: 'speaker.created', before: null, after: request };
        return this.save(manager, content, id, code, deed, request.email);
      });
    });
  }

  /** `seen` is the version from If-Match. Problems: 404 `speaker.unknown`, 412 `speaker.late` with the current state. */
  patch(eventId: string, id: string, patch: SpeakerPatch, seen: number, who: string): Promise<DraftSpeaker> {
    return transaction(this.dataSource, async (manager) => {
      await lockProgramme(manager, eventId);
      const content = await draftOf(manager, eventId);
      const current = await speakerOf(manager, content, id);
      refuseLate(current, seen);
      const before = Object.fromEntries(
        Object.keys(patch).map((field) => [field, current[field as keyof SpeakerPatch]]),
      );
      applySpeakerPatch(content, id, patch);
      return this.save(
        manager,
        content,
        id,
        current.code,
        { who, action: 'speaker.edited', before, after: patch },
        patch.email,
      );
    });
  }

  /** Problems: 404 `speaker.unknown`, 412 `speaker.late`, 409 `speaker.used` with the codes of their `sessions`. */
  delete(eventId: string, id: string, seen: number, who: string): Promise<DraftSpeaker> {
    return transaction(this.dataSource, async (manager) => {
      await lockProgramme(manager, eventId);
      const content = await draftOf(manager, eventId);
      const current = await speakerOf(manager, content, id);
      refuseLate(current, seen);
      const sessions = content.sessions
        .filter(({ speakerIds, items }) => speakerIds.includes(id) || items.some(({ speakerId }) => speakerId === id))
        .map(({ code }) => code);
      if (sessions.length > 0)
        throw new Problem(409, 'speaker.used', 'The speaker has sessions: take them off there first.', { sessions });
      content.speakers = content.speakers.filter((speaker) => speaker.id !== id);
      content.texts.speakers = without(content.texts.speakers, id);
      await saveDraft(manager, content);
      await this.note(manager, eventId, current.code, { who, action: 'speaker.deleted', before: current, after: null });
      return current;
    });
  }

  private async save(
    manager: EntityManager,
    content: ProgrammeContent,
    id: string,
    code: string,
    deed: Deed,
    email?: string | null,
  ): Promise<DraftSpeaker> {
    const eventId = content.event.id;
    await saveDraft(manager, { ...content, speakers: content.speakers.toSorted(byId) });
    // No part of the content: what is published holds no address.
    if (email !== undefined)
      await manager.query(
        'UPDATE speakers SET email = $2, version = version + 1 WHERE id = $1 AND email IS DISTINCT FROM $2',
        [id, email],
      );
    await this.note(manager, eventId, code, deed);
    return speakerOf(manager, await draftOf(manager, eventId), id);
  }

  private async note(manager: EntityManager, eventId: string, subject: string, deed: Deed): Promise<void> {
    const at = this.clock.now();
    await audit(manager, { eventId, at, subject, ...deed });
    await this.streams.createHeads(manager, eventId, ['organisers']);
    await this.streams.append(manager, eventId, 'organisers', [{ type: 'draft.replaced', body: { by: deed.who } }], at);
  }
}

function applySpeakerPatch(content: ProgrammeContent, id: string, patch: SpeakerPatch): void {
  const { name, organisation, country, biography } = patch;
  content.speakers = content.speakers.map((speaker): Speaker =>
    speaker.id === id
      ? {
          ...speaker,
          name: name ?? speaker.name,
          organisation: organisation ?? speaker.organisation,
          country: country === undefined ? speaker.country : country,
        }
      : speaker,
  );
  if (biography !== undefined) content.texts.speakers = { ...without(content.texts.speakers, id), [id]: biography };
}

function without<T>(record: Record<string, T>, key: string): Record<string, T> {
  const { [key]: _gone, ...others } = record;
  return others;
}

async function speakerOf(manager: EntityManager, content: ProgrammeContent, id: string): Promise<DraftSpeaker> {
  const speaker = content.speakers.find((one) => one.id === id);
  if (speaker === undefined) throw new Problem(404, 'speaker.unknown', 'There is no such speaker in the draft.');
  const { version, email } = await manager.findOneOrFail(SpeakerEntity, {
    select: { version: true, email: true },
    where: { id },
  });
  return { ...speaker, version, email, biography: content.texts.speakers[id] ?? {} };
}

function refuseLate(current: DraftSpeaker, seen: number): void {
  if (current.version !== seen)
    throw new Problem(412, 'speaker.late', `The speaker is at version ${current.version}, the change saw ${seen}.`, {
      current,
    });
}
