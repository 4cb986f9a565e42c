import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { demoContent } from './demo/index.js';
import { loadDraft, saveDraft } from './draft-store.js';
import { SessionEntity, SlotEntity } from './session.entity.js';

describe('the draft store', () => {
  let database: TestDatabase;
  const { content, joinUrls } = demoContent('2026-10-07');

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('gives back the content that was saved, whole', async () => {
    const { manager } = database.dataSource;
    await saveDraft(manager, content, joinUrls);
    expect(await loadDraft(manager, content.event.id)).toEqual(content);
  });

  it('writes nothing when nothing changed, and raises only the version of what changed', async () => {
    const { manager } = database.dataSource;
    const versions = async (): Promise<[string, number][]> =>
      (await manager.find(SlotEntity, { order: { id: 'ASC' } })).map(({ id, version }) => [id, version]);
    const before = await versions();
    await saveDraft(manager, content);
    expect(await versions()).toEqual(before);

    const changed = structuredClone(content);
    const slot = changed.sessions[0]!.slots[0]!;
    slot.endsAt = new Date(Date.parse(slot.endsAt) + 60_000).toISOString();
    await saveDraft(manager, changed);
    expect(await versions()).toEqual(before.map(([id, version]) => [id, id === slot.id ? version + 1 : version]));
    expect(await loadDraft(manager, content.event.id)).toEqual(changed);
    await saveDraft(manager, content);
  });

  it('removes what the content no longer has, and takes it back', async () => {
    const { manager } = database.dataSource;
    const fewer = structuredClone(content);
    const [gone] = fewer.sessions.splice(2, 1);
    fewer.sessions = fewer.sessions.filter(({ alternativeOf }) => alternativeOf !== gone!.code);
    fewer.texts.sessions = Object.fromEntries(fewer.sessions.map(({ code }) => [code, content.texts.sessions[code]!]));
    await saveDraft(manager, fewer);
    expect(await loadDraft(manager, content.event.id)).toEqual(fewer);
    expect(await manager.countBy(SessionEntity, { id: gone!.id })).toBe(0);
    await saveDraft(manager, content);
    expect(await loadDraft(manager, content.event.id)).toEqual(content);
  });

  it('the database refuses what no draft may hold', async () => {
    const { manager } = database.dataSource;
    const slot = content.sessions[0]!.slots[0]!;
    const online = content.rooms.find(({ kind }) => kind === 'online')!;
    await expect(manager.update(SlotEntity, { id: slot.id }, { endsAt: new Date(0) })).rejects.toThrow(
      'slots_time_order',
    );
    await expect(
      manager.update(SlotEntity, { id: slot.id }, { roomId: online.id, onlineRoomId: null }),
    ).rejects.toThrow('no physical room');
  });
});
