import type { Question, Segment } from '@kopa/contracts';
import { invalidInput, Problem } from '../platform/problem.js';

/** A condition on `registrations r`, with the values of its parameters. */
export interface Condition {
  sql: string;
  values: unknown[];
}

/** Letters without their marks and in lower case, so that "Gints" finds "Ģints". */
const folded = (text: string): string => `regexp_replace(normalize(lower(${text}), NFD), '[\\u0300-\\u036f]', '', 'g')`;

/**
 * Whom a segment holds, as a condition. Columns stand in it as they are here, all that was sent goes in parameters, the
 * first of which is the event. Nobody who was erased is in it when `isWritable`, nor who cancelled unless asked for.
 */
export function segmentCondition(
  eventId: string,
  segment: Segment,
  questions: readonly Question[],
  { isWritable = false }: { isWritable?: boolean } = {},
): Condition {
  const values: unknown[] = [];
  const bound = (value: unknown, type: string): string => `$${values.push(value)}::${type}`;
  const parts = [`r.event_id = ${bound(eventId, 'uuid')}`];
  const { q = '', status, day, mode, session, place, over, country, question, answer } = segment;
  if (q.trim() !== '') {
    const sought = folded(bound(q.trim(), 'text'));
    parts.push(`strpos(${folded(`concat_ws(' ', r.name, r.email, r.organisation, r.code)`)}, ${sought}) > 0`);
  }
  if (status !== undefined) parts.push(`r.status = ${bound(status, 'text')}`);
  if (country !== undefined)
    parts.push(country === 'none' ? 'r.country IS NULL' : `r.country = ${bound(country, 'text')}`);
  if (day !== undefined) {
    const of = `coalesce(r.attendance->>${bound(day, 'text')}, 'absent')`;
    parts.push(mode === undefined ? `${of} <> 'absent'` : `${of} = ${bound(mode, 'text')}`);
  } else if (mode !== undefined) {
    parts.push(`EXISTS (SELECT FROM jsonb_each_text(r.attendance) d WHERE d.value = ${bound(mode, 'text')})`);
  }
  if (session !== undefined || place !== undefined) {
    const ofSession = session === undefined ? '' : ` AND p.key = ${bound(session, 'text')}`;
    const ofStatus = place === undefined ? `l.status <> 'cancelled'` : `l.status = ${bound(place, 'text')}`;
    parts.push(
      `EXISTS (SELECT FROM places l JOIN place_pools p ON p.id = l.pool_id
        WHERE l.registration_id = r.id AND p.scope = 'session' AND ${ofStatus}${ofSession})`,
    );
  }
  if (over !== undefined) {
    const ofSession = session === undefined ? '' : ` AND p.scope = 'session' AND p.key = ${bound(session, 'text')}`;
    parts.push(
      `EXISTS (SELECT FROM places l JOIN place_pools p ON p.id = l.pool_id
        WHERE l.registration_id = r.id AND l.over_because IS NOT NULL AND l.status <> 'cancelled'${ofSession})`,
    );
  }
  if (question !== undefined) {
    const given = `r.answers->${bound(question, 'text')}`;
    if (answer === undefined) parts.push(`(${given}) IS NOT NULL`);
    else {
      const sought = bound(answer, 'text');
      const isText = questions.find(({ key }) => key === question)?.kind === 'text';
      const matches = isText ? `strpos(${folded('o.value')}, ${folded(sought)}) > 0` : `o.value = ${sought}`;
      parts.push(
        `EXISTS (SELECT FROM jsonb_array_elements_text(CASE jsonb_typeof(${given}) WHEN 'array' THEN ${given}
          ELSE jsonb_build_array(${given}) END) o(value) WHERE ${matches})`,
      );
    }
  }
  if (isWritable) {
    parts.push(`r.email <> '' AND r.erased_at IS NULL`);
    if (status === undefined) parts.push(`r.status <> 'cancelled'`);
  }
  return { sql: parts.join(' AND '), values };
}

/**
 * Refuses segments by a question that is not asked (422 `input.invalid`), and by the answers to a sensitive one for who
 * may not read these: whom it holds would tell them (403 `answers.sensitive`).
 */
export function checkSegment(
  { question }: Segment,
  questions: readonly Question[],
  { sensitive }: { sensitive: boolean },
): void {
  if (question === undefined) return;
  const asked = questions.find(({ key }) => key === question);
  if (asked === undefined)
    throw invalidInput([{ path: 'question', message: 'must be the key of a question', code: 'field.gone' }]);
  if (asked.isSensitive && !sensitive)
    throw new Problem(403, 'answers.sensitive', 'Your role does not read the answers to this question.');
}
