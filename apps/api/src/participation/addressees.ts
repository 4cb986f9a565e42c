import type { EntityManager } from 'typeorm';
import type { Audience } from '@kopa/domain';

/** Somebody to whom an announcement is addressed. */
export interface Addressee {
  id: string;
  /** Name of their stream. */
  stream: string;
}

/** What an audience is in the columns of an announcement. */
export function audienceColumns(audience: Audience): {
  audienceTo: Audience['to'];
  audienceMode: Extract<Audience, { to: 'mode' }>['mode'] | null;
  audienceDate: string | null;
  audienceSession: string | null;
} {
  return {
    audienceTo: audience.to,
    audienceMode: audience.to === 'mode' ? audience.mode : null,
    audienceDate: audience.to === 'mode' || audience.to === 'day' ? audience.date : null,
    audienceSession: audience.to === 'session' ? audience.session : null,
  };
}

/**
 * Whether registration `r` belongs to the audience of `a` (its four columns): the one place that says so, for those who are
 * told and for those who come later. A day whose place is waited for counts as what the person does meanwhile, as in agendas.
 */
export const isAddressed = `(r.status <> 'cancelled' AND CASE a.audience_to
  WHEN 'all' THEN true
  WHEN 'session' THEN
    EXISTS (SELECT FROM places l JOIN place_pools p ON p.id = l.pool_id
             WHERE l.registration_id = r.id AND l.status <> 'cancelled' AND p.scope = 'session' AND p.key = a.audience_session)
    OR EXISTS (SELECT FROM stars s WHERE s.registration_id = r.id AND s.session = a.audience_session)
  ELSE EXISTS (
    SELECT FROM jsonb_each_text(r.attendance) AS d(date, mode),
         LATERAL (SELECT CASE WHEN d.mode IN ('in-person', 'both') AND EXISTS (
                    SELECT FROM places l JOIN place_pools p ON p.id = l.pool_id
                     WHERE l.registration_id = r.id AND l.status IN ('waitlisted', 'offered')
                       AND p.scope = 'day' AND p.key = d.date)
                  THEN coalesce(r.meanwhile ->> d.date, 'online') ELSE d.mode END AS mode) AS held
     WHERE (a.audience_date IS NULL OR d.date = a.audience_date::text)
       AND (CASE WHEN a.audience_mode IS NULL THEN held.mode <> 'absent'
                 ELSE held.mode IN (a.audience_mode, 'both') END))
  END)`;

const ofAudience = `FROM registrations r,
  (SELECT $2::text AS audience_to, $3::text AS audience_mode, $4::date AS audience_date, $5::text AS audience_session) AS a
  WHERE r.event_id = $1 AND ${isAddressed}`;

const parameters = (eventId: string, audience: Audience): unknown[] => {
  const { audienceTo, audienceMode, audienceDate, audienceSession } = audienceColumns(audience);
  return [eventId, audienceTo, audienceMode, audienceDate, audienceSession];
};

/** How many registrations an audience holds. One query, however many. */
export async function countAddressees(manager: EntityManager, eventId: string, audience: Audience): Promise<number> {
  const [row]: { count: number }[] = await manager.query(
    `SELECT count(*)::int AS count ${ofAudience}`,
    parameters(eventId, audience),
  );
  return row?.count ?? 0;
}

/** The registrations of an audience. One query, however many. */
export function findAddressees(manager: EntityManager, eventId: string, audience: Audience): Promise<Addressee[]> {
  return manager.query(`SELECT r.id, 'me:' || r.code AS stream ${ofAudience}`, parameters(eventId, audience));
}
