import type {
  Booking,
  BookingInput,
  Counts,
  Erasure,
  InvitationStanding,
  RegistrationAnswer,
  RegistrationPatch,
  RegistrationRules,
  RegistrationView,
} from '@kopa/contracts';
import { call, json } from '../shell/call.js';

const booking = (id: string): string => `/me/bookings/${encodeURIComponent(id)}`;

/** `body` is a `RegistrationRequest` as text: a repeated attempt must be the same to the letter. */
export const register = (slug: string, body: string, key: string): Promise<RegistrationAnswer> =>
  json(call(slug, '/registrations', { method: 'POST', body, headers: { 'idempotency-key': key } }));

export type ConfirmChoice = 'another-person' | { replace: string };

export const confirmByLink = (slug: string, token: string, choice: ConfirmChoice | null): Promise<RegistrationView> =>
  json(
    call(slug, '/registrations/confirm', {
      method: 'POST',
      body: choice === null ? { token } : { token, choice },
    }),
  );

export const fetchOwn = (slug: string): Promise<RegistrationView> => json(call(slug, '/me'));

/** Lets this browser keep a manage link's token in its cookie. */
export const keepToken = async (slug: string, token: string): Promise<void> => {
  await call(slug, '/me/cookie', { method: 'PUT', headers: { authorization: `Bearer ${token}` } });
};

export const patchOwn = (slug: string, version: number, patch: RegistrationPatch): Promise<RegistrationView> =>
  json(call(slug, '/me', { method: 'PATCH', body: patch, headers: { 'if-match': `"${version}"` } }));

export const cancelOwn = async (slug: string): Promise<void> => {
  await call(slug, '/me', { method: 'DELETE' });
};

/** Erases the person; from then on neither the cookie nor a link opens anything. */
export const eraseOwn = (slug: string): Promise<Erasure> => json(call(slug, '/me/erasure', { method: 'POST' }));

export const bookPlace = (slug: string, order: BookingInput, key: string): Promise<Booking> =>
  json(call(slug, '/me/bookings', { method: 'POST', body: order, headers: { 'idempotency-key': key } }));

export const giveBack = async (slug: string, id: string): Promise<void> => {
  await call(slug, booking(id), { method: 'DELETE' });
};

export const declineOffer = (slug: string, id: string): Promise<RegistrationView> =>
  json(call(slug, `${booking(id)}/decline`, { method: 'POST' }));

/** `comeInPerson` turns an online day into one in person too, for what was moved there. */
export const acceptOffer = (slug: string, id: string, comeInPerson = false): Promise<RegistrationView> =>
  json(call(slug, `${booking(id)}/accept`, { method: 'POST', body: { comeInPerson } }));

export const chooseSeat = (slug: string, id: string, seat: boolean): Promise<RegistrationView> =>
  json(call(slug, `${booking(id)}/seat`, { method: 'PUT', body: { seat } }));

/** Passes a booking on to the colleague with this code. */
export const passOn = (slug: string, id: string, to: string): Promise<RegistrationView> =>
  json(call(slug, `${booking(id)}/pass`, { method: 'POST', body: { to } }));

export const fetchCounts = (slug: string): Promise<Counts> => json(call(slug, '/counts'));

/** How the invitation of a code stands. */
export const fetchInvitation = (slug: string, code: string): Promise<InvitationStanding> =>
  json(call(slug, `/registration/invitations/${encodeURIComponent(code)}`));

export const fetchRules = (slug: string): Promise<RegistrationRules> => json(call(slug, '/registration'));
