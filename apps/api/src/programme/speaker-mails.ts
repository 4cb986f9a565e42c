import type { EntityManager } from 'typeorm';
import { speakerNews, speakersHit, type SpeakerNews } from '@kopa/domain';
import type { ReleaseOutcome } from './release.js';
import { ReleaseEntity } from './release.entity.js';

/** What a mail of kind `speaker.changed` tells; one of kind `speaker.link` has no release and no news. */
export interface SpeakerTold {
  /** Id of the speaker: a code may be given to somebody else. */
  speaker: string;
  release: number | null;
  news: SpeakerNews[];
}

/**
 * Writes to each speaker of what a release touches, in its transaction, so that a release is told if and only if it is
 * published; once, whoever else would write. Speakers without an address are left out.
 */
export async function writeToSpeakers(
  manager: EntityManager,
  eventId: string,
  { published, diff }: ReleaseOutcome,
  at: Date,
): Promise<void> {
  if (published === null) return;
  const { number } = published;
  const rows = await manager.find(ReleaseEntity, {
    where: [
      { eventId, number },
      { eventId, number: number - 1 },
    ],
    order: { number: 'DESC' },
  });
  const next = rows[0]?.content;
  if (next === undefined) return;
  const base = rows[1]?.content ?? null;
  const letters = speakersHit(diff, base, next).flatMap(({ code }) => {
    const news = speakerNews(diff, base, next, code);
    return news.length === 0 ? [] : [{ code, news }];
  });
  await manager.query(
    `INSERT INTO outbox_mails (event_id, written_at, due_at, recipient, locale, kind, facts, once_key)
     SELECT s.event_id, $2, $2, s.email, coalesce(l.locale, CASE WHEN e.languages[1] = 'lv' THEN 'lv' ELSE 'en' END),
            'speaker.changed', jsonb_build_object('speaker', s.id, 'release', $3::int, 'news', n.news),
            'release ' || $3 || ' speaker ' || s.code
       FROM jsonb_to_recordset($4::jsonb) AS n(code text, news jsonb)
       JOIN speakers s ON s.event_id = $1 AND s.code = n.code AND s.email IS NOT NULL
       JOIN events e ON e.id = s.event_id
       LEFT JOIN speaker_links l ON l.event_id = s.event_id AND l.speaker = s.code
     ON CONFLICT (event_id, once_key) WHERE once_key IS NOT NULL DO NOTHING`,
    [eventId, at, number, JSON.stringify(letters)],
  );
}
