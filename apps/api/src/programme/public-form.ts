import { randomUUID } from 'node:crypto';
import { byId, type ProgrammeContent } from '@kopa/domain';

/**
 * The draft as it is released: speakers go by their short codes instead of the draft's ids. Two thousand random ids are a
 * fifth of a congress's programme on the wire, as nothing compresses them.
 */
export function publicForm(content: ProgrammeContent): ProgrammeContent {
  const codes = new Map(content.speakers.map(({ id, code }) => [id, code]));
  const released = withSpeakers(content, (id) => codes.get(id) ?? id);
  return { ...released, speakers: released.speakers.toSorted(byId) };
}

/** A release as a draft again: speakers get the ids that the draft knows them by, those that it does not know new ones. */
export function draftForm(content: ProgrammeContent, draft: ProgrammeContent): ProgrammeContent {
  const ids = new Map(draft.speakers.map(({ id, code }) => [code, id]));
  for (const { code } of content.speakers) if (!ids.has(code)) ids.set(code, randomUUID());
  return withSpeakers(content, (code) => ids.get(code) ?? code);
}

function withSpeakers(content: ProgrammeContent, rename: (id: string) => string): ProgrammeContent {
  return {
    ...content,
    speakers: content.speakers.map((speaker) => ({ ...speaker, id: rename(speaker.id) })),
    sessions: content.sessions.map((session) => ({
      ...session,
      speakerIds: session.speakerIds.map(rename),
      items: session.items.map((item) => ({
        ...item,
        speakerId: item.speakerId === null ? null : rename(item.speakerId),
      })),
    })),
    texts: {
      ...content.texts,
      speakers: Object.fromEntries(Object.entries(content.texts.speakers).map(([id, text]) => [rename(id), text])),
    },
  };
}
