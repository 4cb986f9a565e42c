import type { ReleaseDiff } from './diff-releases.js';
import { compareText } from './order.js';
import type { PlannedSession, PlannedSlot, ProgrammeContent, Texts } from './programme.js';

export interface SpeakerHit {
  code: string;
  name: string;
  /** Codes of their sessions that are added, moved, changed or taken away. */
  sessions: string[];
}

/** Whose sessions a release touches: speakers before it and after it, all through or in turn, by name. */
export function speakersHit(diff: ReleaseDiff, base: ProgrammeContent | null, next: ProgrammeContent): SpeakerHit[] {
  const touched = new Set(
    [...diff.added, ...diff.removed, ...diff.moved, ...diff.changed].map(({ session }) => session),
  );
  const names = new Map([...(base?.speakers ?? []), ...next.speakers].map(({ id, name }) => [id, name]));
  const sessions = new Map<string, Set<string>>();
  for (const session of [...(base?.sessions ?? []), ...next.sessions])
    if (touched.has(session.code))
      for (const id of speakersOf(session)) sessions.set(id, (sessions.get(id) ?? new Set()).add(session.code));
  return [...sessions]
    .map(([id, codes]) => ({ code: id, name: names.get(id) ?? id, sessions: [...codes].sort(compareText) }))
    .sort((a, b) => compareText(a.name, b.name));
}

const speakersOf = ({ speakerIds, items }: PlannedSession): string[] => [
  ...speakerIds,
  ...items.flatMap(({ speakerId }) => speakerId ?? []),
];

/** What a release means to one speaker's session: new to them, no longer theirs, at another time or place, or altered. */
export interface SpeakerNews {
  session: string;
  title: Texts;
  what: 'added' | 'removed' | 'moved' | 'changed';
  /** Where its slots stood before, in the order of their start. */
  was: PlannedSlot[];
}

/** What a release means to a speaker, by their id in what is published; sessions in the order of their codes. */
export function speakerNews(
  diff: ReleaseDiff,
  base: ProgrammeContent | null,
  next: ProgrammeContent,
  speaker: string,
): SpeakerNews[] {
  const ownOf = (content: ProgrammeContent | null): Map<string, PlannedSession> =>
    new Map((content?.sessions ?? []).filter((one) => speakersOf(one).includes(speaker)).map((one) => [one.code, one]));
  const [before, after] = [ownOf(base), ownOf(next)];
  const moved = new Set(diff.moved.map(({ session }) => session));
  const changed = new Set(diff.changed.map(({ session }) => session));
  return [...new Set([...before.keys(), ...after.keys()])].sort(compareText).flatMap((session): SpeakerNews[] => {
    const [was, is] = [before.get(session), after.get(session)];
    const what =
      was === undefined
        ? 'added'
        : is === undefined
          ? 'removed'
          : moved.has(session)
            ? 'moved'
            : changed.has(session)
              ? 'changed'
              : null;
    const slots = (was?.slots ?? []).toSorted((a, b) => compareText(a.startsAt, b.startsAt));
    return what === null ? [] : [{ session, title: (is ?? was)?.title ?? {}, what, was: slots }];
  });
}
