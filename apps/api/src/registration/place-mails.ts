import type { EntityManager } from 'typeorm';

/** Expired unanswered, taken back by organisers, passed on by a colleague. */
export type PlaceMailReason = 'expired' | 'organisers' | 'passed';

/**
 * Writes mails that tell people what became of places of theirs, by what they are now: `place.offered`,
 * `place.confirmed`, `place.cancelled` (then say why). Nothing of what waits, of the event as a whole, of a booking that
 * goes on in the other mode, or of what its owner knows. `because` is what organisers say to it; sent not before `dueAt`. One statement, however
 * many; in the transaction of what it tells of.
 */
export async function writePlaceMails(
  manager: EntityManager,
  placeIds: readonly string[],
  at: Date,
  facts: { why?: PlaceMailReason; because?: string } = {},
  dueAt: Date = at,
): Promise<void> {
  if (placeIds.length === 0) return;
  await manager.query(
    `INSERT INTO outbox_mails (event_id, registration_id, written_at, due_at, recipient, locale, kind, facts)
     SELECT p.event_id, r.id, $2, $4, r.email, r.locale, 'place.' || l.status, $3::jsonb || jsonb_build_object('place', l.id)
       FROM places l JOIN place_pools p ON p.id = l.pool_id JOIN registrations r ON r.id = l.registration_id
      WHERE l.id = ANY($1) AND l.status <> 'waitlisted' AND p.scope <> 'event' AND r.status <> 'cancelled' AND r.email <> ''
        AND NOT (l.status = 'cancelled' AND p.scope <> 'day' AND EXISTS (SELECT FROM places o
                  WHERE o.registration_id = l.registration_id AND o.held_as = l.held_as AND o.status <> 'cancelled'))
      ORDER BY l.number, l.id`,
    [placeIds, at, JSON.stringify(facts), dueAt],
  );
}

/** Writes the mail that says that an offer was taken back, and that its owner waits on. */
export async function writeWithdrawnMail(
  manager: EntityManager,
  placeId: string,
  at: Date,
  because: string,
): Promise<void> {
  await manager.query(
    `INSERT INTO outbox_mails (event_id, registration_id, written_at, due_at, recipient, locale, kind, facts)
     SELECT r.event_id, r.id, $2, $2, r.email, r.locale, 'place.withdrawn',
            jsonb_build_object('place', l.id, 'because', $3::text)
       FROM places l JOIN registrations r ON r.id = l.registration_id WHERE l.id = $1 AND r.email <> ''`,
    [placeId, at, because],
  );
}

/** Writes the mail that says that a registration is confirmed; once, whoever confirms it again. */
export async function writeConfirmedMail(manager: EntityManager, registrationId: string, at: Date): Promise<void> {
  await manager.query(
    `INSERT INTO outbox_mails (event_id, registration_id, written_at, due_at, recipient, locale, kind, facts, once_key)
     SELECT event_id, id, $2, $2, email, locale, 'registration.confirmed', '{}', 'confirmed ' || id
       FROM registrations WHERE id = $1 AND email <> ''
     ON CONFLICT (event_id, once_key) WHERE once_key IS NOT NULL DO NOTHING`,
    [registrationId, at],
  );
}

/** Writes the mail that says that a registration was ended by somebody else than its owner. */
export async function writeCancelledMail(
  manager: EntityManager,
  registrationId: string,
  at: Date,
  why: 'lapsed' | 'organisers',
): Promise<void> {
  await manager.query(
    `INSERT INTO outbox_mails (event_id, registration_id, written_at, due_at, recipient, locale, kind, facts)
     SELECT event_id, id, $2, $2, email, locale, 'registration.cancelled', jsonb_build_object('why', $3::text)
       FROM registrations WHERE id = $1 AND email <> ''`,
    [registrationId, at, why],
  );
}
