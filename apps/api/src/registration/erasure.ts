import type { DataSource, EntityManager } from 'typeorm';
import type { Erasure, RegistrationRules } from '@kopa/contracts';
import { dayOf, telephoneDays } from '@kopa/domain';
import { RegistrationEntity } from './registration.entity.js';

/**
 * Erases a registration's person (GDPR article 17): all but what a law or the funder's rules oblige to keep (article
 * 17(3)(b)), which is name, organisation and attendance until `keepUntil`. Its links open nothing from then on.
 */
export async function erasePerson(
  manager: EntityManager,
  registrationId: string,
  { keepUntil }: Pick<RegistrationRules, 'keepUntil'>,
  { at, today }: { at: Date; today: string },
): Promise<Erasure> {
  const isKept = keepUntil !== null && keepUntil > today;
  const { eventId, code } = await manager.findOneByOrFail(RegistrationEntity, { id: registrationId });
  await manager.query(
    `UPDATE registrations SET email = '', locale = 'en', timezone = NULL, country = NULL, telephone = '', born_on = NULL,
            guardian = NULL, answers = '{}', consents = '[]', erased_at = $2, token_version = token_version + 1, feed_version = feed_version + 1,
            ticket_version = ticket_version + 1,
            version = version + 1 WHERE id = $1`,
    [registrationId, at],
  );
  if (!isKept) await eraseKept(manager, [registrationId]);
  await manager.query('DELETE FROM answer_files WHERE registration_id = $1', [registrationId]);
  await manager.query('DELETE FROM outbox_mails WHERE registration_id = $1', [registrationId]);
  // The answer that is kept for who sends the same registration again names its people.
  await manager.query(
    `UPDATE idempotency_keys SET answer = jsonb_set(answer, '{people}',
            (SELECT jsonb_agg(CASE person->>'id' WHEN $2 THEN person || '{"name": ""}' ELSE person END ORDER BY n)
               FROM jsonb_array_elements(answer->'people') WITH ORDINALITY AS e(person, n)))
      WHERE scope = $1 AND answer @> jsonb_build_object('people', jsonb_build_array(jsonb_build_object('id', $2::text)))`,
    [registeringScope(eventId), registrationId],
  );
  await manager.query('UPDATE audit_entries SET before = NULL, after = NULL WHERE event_id = $1 AND subject = $2', [
    eventId,
    code,
  ]);
  return { kept: isKept ? ['name', 'organisation', 'attendance'] : [], keptUntil: isKept ? keepUntil : null };
}

function eraseKept(manager: EntityManager, ids: readonly string[]): Promise<unknown> {
  return manager.query(
    `UPDATE registrations SET name = '', organisation = '', attendance = '{}', meanwhile = '{}' WHERE id = ANY($1)`,
    [ids],
  );
}

/** Under which answers to registrations are kept, so that one that is sent twice registers once. */
export const registeringScope = (eventId: string): string => `register ${eventId}`;

interface Kept {
  eventId: string;
  zone: string;
  dayChangeHour: number;
  lastDay: string;
  rules: Partial<RegistrationRules>;
}

/** How long after the event what was asked for it is kept. Telephones only serve the journeys of its days. */
const keptDays = { telephone: telephoneDays, sensitive: 30 } as const;

/**
 * Deletes what has served: telephones a week after the event, dates of birth, guardians and answers but to questions
 * known not to be sensitive 30 days after it, what the funder's rules kept of erased people when their time is over, and files that nobody
 * registered with. Finds nothing to do when it is done.
 */
export async function deleteWhatHasServed(dataSource: DataSource, at: Date): Promise<void> {
  const events: Kept[] = await dataSource.query(
    `SELECT e.id AS "eventId", e.zone, e.day_change_hour AS "dayChangeHour", e.last_day::text AS "lastDay",
            coalesce(r.rules, '{}') AS rules FROM events e LEFT JOIN registration_rules r ON r.event_id = e.id`,
  );
  for (const { eventId, zone, dayChangeHour, lastDay, rules } of events) {
    const today = dayOf(at.toISOString(), zone, dayChangeHour);
    if (today > daysAfter(lastDay, keptDays.telephone))
      await dataSource.query(`UPDATE registrations SET telephone = '' WHERE event_id = $1 AND telephone <> ''`, [
        eventId,
      ]);
    if (today > daysAfter(lastDay, keptDays.sensitive)) await deleteSensitive(dataSource, eventId, rules);
    const { keepUntil = null } = rules;
    if (keepUntil === null || keepUntil <= today) {
      const over: { id: string }[] = await dataSource.query(
        `SELECT id FROM registrations WHERE event_id = $1 AND erased_at IS NOT NULL AND name <> ''`,
        [eventId],
      );
      if (over.length > 0)
        await eraseKept(
          dataSource.manager,
          over.map(({ id }) => id),
        );
    }
  }
  await dataSource.query(
    `DELETE FROM answer_files WHERE registration_id IS NULL AND uploaded_at < $1::timestamptz - interval '1 day'`,
    [at],
  );
}

async function deleteSensitive(
  dataSource: DataSource,
  eventId: string,
  { questions = [] }: Partial<RegistrationRules>,
): Promise<void> {
  // What is asked no longer may have been sensitive: only what is known not to be stays.
  const harmless = questions.filter(({ isSensitive }) => !isSensitive).map(({ key }) => key);
  await dataSource.query(
    `DELETE FROM answer_files f USING registrations r WHERE r.id = f.registration_id AND r.event_id = $1
        AND NOT EXISTS (SELECT FROM jsonb_each_text(r.answers) AS a WHERE a.key = ANY($2) AND lower(a.value) = f.id::text)`,
    [eventId, harmless],
  );
  await dataSource.query(
    `UPDATE registrations SET born_on = NULL, guardian = NULL,
            answers = (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(answers) WHERE key = ANY($2))
      WHERE event_id = $1 AND (born_on IS NOT NULL OR guardian IS NOT NULL OR answers - $2::text[] <> '{}')`,
    [eventId, harmless],
  );
}

function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
