import type { Mail, MailState } from '@kopa/contracts';

/** Status of an answer that is no success. */
export class Unanswered extends Error {
  constructor(readonly status: number) {
    super(`The server answered ${status}`);
  }
}

const mailsOf = (slug: string): string => `/api/v1/events/${encodeURIComponent(slug)}/mails`;

/** Mails, the newest first, those before `after`. Throws `Unanswered`. */
export async function fetchMails(
  slug: string,
  state: MailState | null,
  after: string | null,
): Promise<{ items: Mail[]; next: string | null }> {
  const query = new URLSearchParams({
    limit: '30',
    ...(state === null ? {} : { state }),
    ...(after === null ? {} : { after }),
  });
  const answer = await fetch(`${mailsOf(slug)}?${query.toString()}`);
  if (!answer.ok) throw new Unanswered(answer.status);
  return (await answer.json()) as { items: Mail[]; next: string | null };
}

/** Sends again what was refused or given up. Throws `Unanswered`. */
export async function retryMail(slug: string, id: string): Promise<void> {
  const answer = await fetch(`${mailsOf(slug)}/${id}/retry`, { method: 'POST' });
  if (!answer.ok) throw new Unanswered(answer.status);
}

/** Address of a letter, to be shown in a frame. */
export const letterHref = (slug: string, id: string): string => `${mailsOf(slug)}/${id}/letter`;
