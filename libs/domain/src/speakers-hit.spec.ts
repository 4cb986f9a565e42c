import { describe, expect, it } from '@jest/globals';
import { diffReleases } from './diff-releases.js';
import type { PlannedSession, ProgrammeContent } from './programme.js';
import { speakersHit } from './speakers-hit.js';
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
      { name: 'T speaker-2', sessions: ['MOVED'] },
      { name: 'T speaker-3', sessions: ['GONE'] },
      { name: 'T speaker-4', sessions: ['MOVED', 'NEW'] },
    ]);
  });

  it('names all speakers before the first release', () => {
    const next = content(session('A', ['speaker-1']));
    expect(speakersHit(diffReleases(null, next, new Map()), null, next)).toEqual([
      { name: 'T speaker-1', sessions: ['A'] },
    ]);
  });
});
