import { byId, type ProgrammeContent } from '@kopa/domain';

/**
 * The draft as it is released: speakers go by their short codes instead of the draft's ids. Two thousand random ids are a
 * fifth of a congress's programme on the wire, as nothing compresses them.
 */
export function publicForm(content: ProgrammeContent): ProgrammeContent {
  const codes = new Map(content.speakers.map(({ id, code }) => [id, code]));
  const codeOf = (id: string): string => codes.get(id) ?? id;
  return {
    ...content,
    speakers: content.speakers.map((speaker) => ({ ...speaker, id: speaker.code })).sort(byId),
    sessions: content.sessions.map((session) => ({
      ...session,
      speakerIds: session.speakerIds.map(codeOf),
      items: session.items.map((item) => ({
        ...item,
        speakerId: item.speakerId === null ? null : codeOf(item.speakerId),
      })),
    })),
    texts: {
      ...content.texts,
      speakers: Object.fromEntries(Object.entries(content.texts.speakers).map(([id, text]) => [codeOf(id), text])),
    },
  };
}
