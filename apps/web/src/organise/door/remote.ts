import type { CoachList, DoorPeople, DoorPerson, TicketRead } from '@kopa/contracts';
import { call, json } from '../../shell/call.js';

/** Everybody who may come to a day's door, page by page. */
export async function fetchDoorPeople(slug: string, day: string): Promise<{ people: DoorPerson[]; keepUntil: string }> {
  const people: DoorPerson[] = [];
  let after: string | null = null;
  for (;;) {
    const query: URLSearchParams = new URLSearchParams({ day, ...(after === null ? {} : { after }) });
    const page: DoorPeople = await json<DoorPeople>(call(slug, `/door/people?${query}`));
    people.push(...page.items);
    if (page.next === null) return { people, keepUntil: page.keepUntil };
    after = page.next;
  }
}

/** The key by which tickets are told, as PEM. */
export const fetchTicketKey = async (slug: string): Promise<string> => (await call(slug, '/ticket-key')).text();

export const askWhoseTicket = (slug: string, ticket: string, day: string): Promise<TicketRead> =>
  json(call(slug, '/door/tickets', { method: 'POST', body: { ticket, day } }));

export const fetchCoach = (slug: string, session: string): Promise<CoachList> =>
  json(call(slug, `/coaches/${encodeURIComponent(session)}`));

export const arrivalPath = (day: string, code: string): string => `/door/arrivals/${day}/${encodeURIComponent(code)}`;
export const boardingPath = (session: string, code: string): string =>
  `/coaches/${encodeURIComponent(session)}/marks/${encodeURIComponent(code)}`;
