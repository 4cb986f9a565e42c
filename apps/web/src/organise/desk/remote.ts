import type {
  LiveChangeAnswer,
  LiveChangePreview,
  LiveChangeRequest,
  OnlineDays,
  StartingSeats,
} from '@kopa/contracts';
import { call, json } from '../../shell/call.js';

/** What a live change would do, nothing done. */
export const previewChange = (slug: string, request: LiveChangeRequest): Promise<LiveChangePreview> =>
  json(call(slug, '/live-changes?preview=1', { method: 'POST', body: request }));

/** Applies a live change; with the same key a second time it is not done again. */
export const applyChange = (slug: string, { request, key }: Order): Promise<LiveChangeAnswer> =>
  json(call(slug, '/live-changes', { method: 'POST', body: request, headers: { 'idempotency-key': key } }));

/** A live change with the key that keeps it from being done twice. */
export interface Order {
  request: LiveChangeRequest;
  key: string;
}

export const onlineDaysKey = (slug: string) => ['desk online days', slug] as const;

/** The days that were switched to online and have not come back. */
export const onlineDays = (slug: string): Promise<OnlineDays> => json(call(slug, '/online-days'));

/** Seats, waitlists and arrivals of what starts next. */
export const startingSeats = (slug: string): Promise<StartingSeats> => json(call(slug, '/desk/starting'));
