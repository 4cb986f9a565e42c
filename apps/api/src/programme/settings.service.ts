import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { EventSettings, SettingsEdit } from '@kopa/contracts';
import { applySettings, type ProgrammeContent, type Room, type SettingsPatch } from '@kopa/domain';
import { EventEntity } from '../events/event.entity.js';
import { RoomEntity } from '../events/frame.entity.js';
import { StreamService } from '../live/stream.service.js';
import { audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { transaction } from '../platform/database.js';
import { invalidInput, Problem, type InputError } from '../platform/problem.js';
import { draftOf, raiseSettings, saveDraft } from './draft-store.js';
import { lockProgramme } from './programme-lock.js';

/** What the draft says of an event beside its sessions and speakers: facts, days, venues, rooms, tracks, funders. */
@Injectable()
export class SettingsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(StreamService) private readonly streams: StreamService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  read(eventId: string): Promise<EventSettings> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) =>
      settingsOf(manager, await draftOf(manager, eventId)),
    );
  }

  /**
   * `seen` is the version from If-Match. Problems: 412 `settings.late` with the current state, 422 `input.invalid` that
   * names the field.
   */
  edit(eventId: string, edit: SettingsEdit, seen: number, who: string): Promise<EventSettings> {
    return transaction(this.dataSource, async (manager) => {
      await lockProgramme(manager, eventId);
      const content = await draftOf(manager, eventId);
      const before = await settingsOf(manager, content);
      if (before.version !== seen) {
        throw new Problem(
          412,
          'settings.late',
          `The settings are at version ${before.version}, the change saw ${seen}.`,
          { current: before },
        );
      }
      const { patch, joinUrls, backstageUrl } = withoutLinks(edit);
      const outcome = applySettings(content, patch);
      const errors = [
        ...('problems' in outcome ? outcome.problems.map((problem) => ({ ...problem })) : []),
        ...foreignLinks(edit.rooms?.upserted ?? []),
      ];
      if ('problems' in outcome || errors.length > 0) throw invalidInput(errors);
      await saveDraft(manager, outcome.content);
      for (const [id, joinUrl] of joinUrls) await manager.update(RoomEntity, { id, eventId }, { joinUrl });
      if (backstageUrl !== undefined)
        await manager.query('UPDATE events SET backstage_url = $2 WHERE id = $1', [eventId, backstageUrl]);
      let after = await settingsOf(manager, await draftOf(manager, eventId));
      if ((joinUrls.size > 0 || backstageUrl !== undefined) && after.version === before.version) {
        await raiseSettings(manager, eventId);
        after = { ...after, version: after.version + 1 };
      }
      const at = this.clock.now();
      await audit(manager, { eventId, at, who, action: 'settings.edited', subject: '', ...altered(before, after) });
      await this.streams.createHeads(manager, eventId, ['organisers']);
      await this.streams.append(manager, eventId, 'organisers', [{ type: 'draft.replaced', body: { by: who } }], at);
      return after;
    });
  }
}

async function settingsOf(manager: EntityManager, content: ProgrammeContent): Promise<EventSettings> {
  const { event, days, venues, rooms, tracks, funders } = content;
  const { version, backstageUrl } = await manager.findOneOrFail(EventEntity, {
    select: { version: true, backstageUrl: true },
    where: { id: event.id },
  });
  const links = await manager.find(RoomEntity, { select: { id: true, joinUrl: true }, where: { eventId: event.id } });
  const joinUrls = new Map(links.map(({ id, joinUrl }) => [id, joinUrl]));
  return {
    version,
    event,
    days,
    venues,
    rooms: rooms.map((room) => ({ ...room, joinUrl: joinUrls.get(room.id) ?? null })),
    tracks,
    funders,
    backstageUrl,
  };
}

/** Join links are no part of the draft's content: they hold at once, also for what is published. */
function withoutLinks(edit: SettingsEdit): {
  patch: SettingsPatch;
  joinUrls: Map<string, string | null>;
  backstageUrl: string | null | undefined;
} {
  const joinUrls = new Map<string, string | null>();
  const { rooms, event, backstageUrl, ...lists } = edit;
  const known = Object.fromEntries(Object.entries(lists).filter(([, list]) => list !== undefined));
  const patch: SettingsPatch = { ...known };
  if (event !== undefined)
    patch.event = Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined));
  if (rooms !== undefined)
    patch.rooms = {
      removed: rooms.removed,
      upserted: rooms.upserted.map(({ joinUrl, ...room }) => {
        if (joinUrl !== undefined && room.kind === 'online') joinUrls.set(room.id, joinUrl);
        return room;
      }),
    };
  return { patch, joinUrls, backstageUrl };
}

/** What is wrong with join links: they are for online rooms. By field, as `applySettings` names them. */
export function foreignLinks(
  rooms: readonly { kind: Room['kind']; joinUrl?: string | null | undefined }[],
): InputError[] {
  return rooms.flatMap(({ kind, joinUrl }, index) =>
    kind === 'physical' && typeof joinUrl === 'string'
      ? [{ path: `rooms.upserted[${index}].joinUrl`, message: 'is for online rooms', code: 'settings.foreignField' }]
      : [],
  );
}

/** What became otherwise, for the audit trail. A join link is a secret: that there is one is kept, not what it is. */
function altered(before: EventSettings, after: EventSettings): { before: object; after: object } {
  const said = ({ rooms, version: _, ...rest }: EventSettings): Record<string, unknown> => ({
    ...rest.event,
    days: rest.days,
    venues: rest.venues,
    rooms: rooms.map(({ joinUrl, ...room }) => ({ ...room, joinUrl: joinUrl === null ? 'none' : 'set' })),
    tracks: rest.tracks,
    funders: rest.funders,
    backstage: rest.backstageUrl === null ? 'none' : 'set',
  });
  const [was, is] = [said(before), said(after)];
  const keys = Object.keys(is).filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]));
  const only = (all: Record<string, unknown>): object => Object.fromEntries(keys.map((key) => [key, all[key]]));
  return { before: only(was), after: only(is) };
}
