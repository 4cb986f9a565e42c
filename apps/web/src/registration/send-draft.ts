import type { Draft } from './draft.js';
import { register } from './remote.js';
import { Refused } from '../shell/call.js';
import { requestOf } from './request.js';
import type { Outcome } from './sent.js';
import type { Terms } from './terms.js';

/** What the page shows of the request that was answered. */
function contactIn(body: string): Pick<Outcome, 'email' | 'hasTelephone'> {
  const { email, telephone = '' } = JSON.parse(body) as { email: string; telephone?: string };
  return { email, hasTelephone: telephone !== '' };
}

/**
 * Sends a draft under its key. `note` keeps what is on its way until there is an answer. Where an attempt whose answer was
 * lost did arrive, and the draft was changed since, the server knows the key with another content: then that attempt
 * is repeated to the letter and its answer is the outcome, so that nobody is registered twice.
 */
export async function sendDraft(
  slug: string,
  draft: Draft,
  terms: Terms,
  note: (unanswered: string | null) => void,
): Promise<Outcome> {
  const body = JSON.stringify(requestOf(draft, terms));
  const earlier = draft.unanswered;
  note(earlier ?? body);
  try {
    return { answer: await register(slug, body, draft.key), ...contactIn(body), isEarlier: false };
  } catch (error) {
    if (error instanceof Refused && error.code === 'idempotency.mismatch' && earlier !== null)
      return { answer: await register(slug, earlier, draft.key), ...contactIn(earlier), isEarlier: true };
    // A refusal is an answer: nothing is on its way any more. A fault of the server's is none.
    if (error instanceof Refused && error.status < 500) note(null);
    throw error;
  }
}
