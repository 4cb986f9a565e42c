import type { DraftDiff, DraftRestore, ReleaseRequest } from '@kopa/contracts';
import type { ReleaseDiff, ReleaseFacts } from '@kopa/domain';
import { call, json } from '../../shell/call.js';

export const fetchDraftDiff = (slug: string): Promise<DraftDiff> => json(call(slug, '/draft/diff'));

export const fetchReleases = (
  slug: string,
  after: string | null,
): Promise<{ items: ReleaseFacts[]; next: string | null }> =>
  json(call(slug, `/releases?limit=20${after === null ? '' : `&after=${encodeURIComponent(after)}`}`));

/** What a release changed since another one; 0: since nothing. */
export const fetchReleaseDiff = (slug: string, number: number, since: number): Promise<ReleaseDiff> =>
  json(call(slug, `/releases/${number}/diff?since=${since}`));

export const publish = (
  slug: string,
  body: ReleaseRequest,
  key: string,
): Promise<{ published: { number: number; seq: number } | null }> =>
  json(call(slug, '/releases', { method: 'POST', body, headers: { 'idempotency-key': key } }));

export const restoreDraft = (slug: string, body: DraftRestore): Promise<{ kept: string }> =>
  json(call(slug, '/draft/restore', { method: 'POST', body }));
