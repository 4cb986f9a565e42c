import type { Invitation, InvitationEdit, InvitationOrder } from '@kopa/contracts';
import { eventHref } from '../../shell/app-link.js';
import { call, json } from '../../shell/call.js';

export const codesKey = (slug: string) => ['invitation codes', slug] as const;

const path = (code: string): string => `/invitations/${encodeURIComponent(code)}`;

export const fetchCodes = (slug: string): Promise<Invitation[]> => json(call(slug, '/invitations'));

/** Makes a code; the same `key` makes it once. Throws `Refused`. */
export const makeCode = (slug: string, order: InvitationOrder, key: string): Promise<Invitation> =>
  json(call(slug, '/invitations', { method: 'POST', body: order, headers: { 'idempotency-key': key } }));

/** Throws `Refused`, 412 with the code as it is where that is not `version`. */
export const editCode = (slug: string, code: string, edit: InvitationEdit, version: number): Promise<Invitation> =>
  json(call(slug, path(code), { method: 'PATCH', body: edit, headers: { 'if-match': `"${version}"` } }));

export const withdrawCode = (slug: string, code: string): Promise<Invitation> =>
  json(call(slug, path(code), { method: 'DELETE' }));

export const restoreCode = (slug: string, code: string): Promise<Invitation> =>
  json(call(slug, `${path(code)}/restoration`, { method: 'POST' }));

/** The form of registration with a code filled in, to be sent to whom it is for. */
export const linkOf = (slug: string, code: string): string =>
  `${window.location.origin}${eventHref(slug, 'register')}?${new URLSearchParams({ invitation: code }).toString()}`;
