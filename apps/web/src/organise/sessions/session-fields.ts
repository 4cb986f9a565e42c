import type { DraftSession, SessionCreation, SessionPatch } from '@kopa/contracts';
import {
  localToInstant,
  instantToLocal,
  type AddOn,
  type Instant,
  type PlannedSession,
  type SessionTexts,
} from '@kopa/domain';
import type { Versioned } from './record-store.js';

/** What the form edits of a session. */
export type SessionFields = Omit<PlannedSession, 'id' | 'code' | 'slots'> & SessionTexts;

export function recordOf({
  id: _id,
  code: _code,
  slots: _slots,
  version,
  texts,
  ...facts
}: DraftSession): Versioned<SessionFields> {
  return { version, fields: { ...facts, ...texts } };
}

/** Fields as the server takes them. */
export const patchOf = (fields: Partial<SessionFields>): SessionPatch => fields;

/** What makes a deleted session again, as the same one. */
export function creationOf({
  id,
  code,
  version: _version,
  texts,
  slots: _slots,
  ...facts
}: DraftSession): SessionCreation {
  return { id, code, ...facts, ...texts, slots: [] };
}

export const blankAddOn: AddOn = {
  meetAt: null,
  departAt: null,
  returnAt: null,
  meetingPoint: {},
  travelMinutes: null,
  minimumNumber: null,
  goNoGoAt: null,
  bring: {},
  minimumAge: null,
};

/** An instant as a `datetime-local` field has it, on the event's clock. */
export const wallTimeOf = (at: Instant | null, zone: string): string =>
  at === null ? '' : instantToLocal(at, zone).slice(0, 16);

/** What a `datetime-local` field says, on the event's clock; null when it is empty or half typed. */
export const instantFrom = (local: string, zone: string): Instant | null =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(local) ? localToInstant(local.slice(0, 16), zone) : null;

/** Whether meeting, departing and returning are in this order, as far as they are known. */
export function isInOrder({ meetAt, departAt, returnAt }: Pick<AddOn, 'meetAt' | 'departAt' | 'returnAt'>): boolean {
  const times = [meetAt, departAt, returnAt].filter((at) => at !== null);
  return times.every((at, index) => index === 0 || (times[index - 1] ?? '') <= at);
}
