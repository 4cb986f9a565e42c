import type { ReleaseDiff } from './diff-releases.js';
import { compareText } from './order.js';
import type { ProgrammeContent } from './programme.js';

export interface SpeakerHit {
  name: string;
  /** Codes of their sessions that are added, moved, changed or taken away. */
  sessions: string[];
}

/** Whose sessions a release touches: speakers before it and after it, by name. */
export function speakersHit(diff: ReleaseDiff, base: ProgrammeContent | null, next: ProgrammeContent): SpeakerHit[] {
  const touched = new Set(
    [...diff.added, ...diff.removed, ...diff.moved, ...diff.changed].map(({ session }) => session),
  );
  const names = new Map([...(base?.speakers ?? []), ...next.speakers].map(({ id, name }) => [id, name]));
  const sessions = new Map<string, Set<string>>();
  for (const { code, speakerIds } of [...(base?.sessions ?? []), ...next.sessions])
    if (touched.has(code)) for (const id of speakerIds) sessions.set(id, (sessions.get(id) ?? new Set()).add(code));
  return [...sessions]
    .map(([id, codes]) => ({ name: names.get(id) ?? id, sessions: [...codes].sort(compareText) }))
    .sort((a, b) => compareText(a.name, b.name));
}
