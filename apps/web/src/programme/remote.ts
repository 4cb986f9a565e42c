import type { Change, Programme, ProgrammeTexts } from '@kopa/domain';
import type { EventSummary } from '@kopa/contracts';

/** The server's rows of the public stream, after `from` up to `seq`. */
export interface ChangeBatch {
  stream: string;
  epoch: string;
  from: number;
  seq: number;
  changes: Change[];
}

/** An answer that is not a success; `code` is the problem document's, empty when there was none. */
export class AnswerError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(`The server answered ${status} ${code}`.trim());
  }
}

/** Fetches JSON; throws `AnswerError` for what the server refused and `TypeError` when it was not reached. */
async function fetchJson(path: string): Promise<unknown> {
  const answer = await fetch(`/api/v1${path}`, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(10_000),
  });
  if (answer.ok) return answer.json();
  const problem: unknown = await answer.json().catch(() => null);
  const code = typeof problem === 'object' && problem !== null && 'code' in problem ? String(problem.code) : '';
  throw new AnswerError(answer.status, code);
}

const eventPath = (slug: string): string => `/events/${encodeURIComponent(slug)}`;

/** The public events. */
export async function fetchEvents(): Promise<EventSummary[]> {
  const { items } = (await fetchJson('/events')) as { items: EventSummary[] };
  return items;
}

/** The published programme, at `atLeast` or later when it is given (else 503 as `AnswerError`). */
export async function fetchProgramme(slug: string, atLeast?: number): Promise<Programme> {
  const query = atLeast === undefined ? '' : `?atLeast=${atLeast}`;
  return (await fetchJson(`${eventPath(slug)}/programme${query}`)) as Programme;
}

/** The long texts of all sessions. */
export async function fetchTexts(slug: string): Promise<ProgrammeTexts> {
  return (await fetchJson(`${eventPath(slug)}/programme/texts`)) as ProgrammeTexts;
}

/** The rows of the public stream after `since`; `AnswerError` 410 when that is too far behind. */
export async function fetchChanges(slug: string, since: number, epoch: string): Promise<ChangeBatch> {
  const query = new URLSearchParams({ since: String(since), epoch });
  return (await fetchJson(`${eventPath(slug)}/changes?${query}`)) as ChangeBatch;
}
