import { describe, expect, it } from '@jest/globals';
import { diffReleases } from './diff-releases.js';
import type { PlannedSession, ProgrammeContent } from './programme.js';
import { speakerNews, speakersHit } from './speakers-hit.js';
import { frame } from './testing/arbitrary-programme.js';
import { planned } from './testing/planned-session.js';

const session = (code: string, speakerIds: string[], from = 0): PlannedSession =>
  planned(code, from, from + 60, { speakerIds });
const content = (...sessions: PlannedSession[]): ProgrammeContent => ({
  ...frame('T'),
  sessions,
  texts: { sessions: {}, speakers: {} },
});

describe('speakersHit', () => {
  it('names who speaks, spoke or will speak at what is touched, and nobody else', () => {
    const base = content(
      session('KEPT', ['speaker-1']),
      session('MOVED', ['speaker-2']),
      session('GONE', ['speaker-3']),
    );
    const next = content(
      session('KEPT', ['speaker-1']),
      session('MOVED', ['speaker-4'], 90),
      session('NEW', ['speaker-4']),
    );
    const hit = speakersHit(diffReleases(base, next, new Map()), base, next);
    expect(hit).toEqual([
      { code: 'speaker-2', name: 'T speaker-2', sessions: ['MOVED'] },
      { code: 'speaker-3', name: 'T speaker-3', sessions: ['GONE'] },
      { code: 'speaker-4', name: 'T speaker-4', sessions: ['MOVED', 'NEW'] },
    ]);
  });

  it('names all speakers before the first release', () => {
    const next = content(session('A', ['speaker-1']));
    expect(speakersHit(diffReleases(null, next, new Map()), null, next)).toEqual([
      { code: 'speaker-1', name: 'T speaker-1', sessions: ['A'] },
    ]);
  });

  it('says what it means to each: added, moved, altered, taken away, or nothing', () => {
    const base = content(
      session('GIVEN', ['speaker-1']),
      session('KEPT', ['speaker-2']),
      session('MOVED', ['speaker-1']),
    );
    const renamed = { ...session('KEPT', ['speaker-2']), title: { en: 'Another title' } };
    const next = content(session('GIVEN', ['speaker-3']), renamed, session('MOVED', ['speaker-1'], 90));
    const diff = diffReleases(base, next, new Map());
    const of = (speaker: string) => speakerNews(diff, base, next, speaker).map(({ session, what }) => [session, what]);
    expect(of('speaker-1')).toEqual([
      ['GIVEN', 'removed'],
      ['MOVED', 'moved'],
    ]);
    expect(of('speaker-2')).toEqual([['KEPT', 'changed']]);
    expect(of('speaker-3')).toEqual([['GIVEN', 'added']]);
    expect(of('speaker-4')).toEqual([]);
    expect(speakerNews(diff, base, next, 'speaker-1')[1]!.was).toEqual(base.sessions[2]!.slots);
  });
});
