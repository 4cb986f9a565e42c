import { z } from 'zod';
import { shownPasskey } from './passkeys.js';
import { secondFactorCode } from './second-factor.js';
import { role, texts } from './scalars.js';

/** Addresses of accounts are compared in small letters: almost no mail server tells them apart (RFC 5321 section 2.4). */
const address = z
  .email('must be an e-mail address')
  .max(254)
  .transform((given) => given.toLowerCase());
const secret = z.string().min(20).max(200);
/** How long it must be and what it may not be, `findPasswordFault` says; the end keeps hashing cheap. */
const password = z.string().max(200, 'must have at most 200 characters');
const name = z.string().trim().max(200);
const locale = z.enum(['en', 'lv'], 'must be en or lv');

/** Where the account has a second factor; a passkey is two factors by itself. */
const code = secondFactorCode.optional();

/** Body of `POST /login-sessions`: a one-time link's secret, a password, or a passkey. */
export const signInRequest = z.union(
  [
    z.strictObject({ challenge: secret, code }),
    z.strictObject({ email: address, password, code }),
    z.strictObject({ passkey: shownPasskey }),
  ],
  'must be { challenge }, { email, password } or { passkey }',
);
export type SignInRequest = z.infer<typeof signInRequest>;

/** Body of `POST /sign-in-links`. */
export const signInLinkRequest = z.strictObject({ email: address, locale: locale.default('en') });
export type SignInLinkRequest = z.infer<typeof signInLinkRequest>;

/** Body of `POST /events/:slug/organisers`. */
export const memberInvitation = z.strictObject({
  email: address,
  role,
  name: name.default(''),
  /** Language of the mail; else the event's first. */
  locale: locale.optional(),
});
export type MemberInvitation = z.infer<typeof memberInvitation>;

export const memberChange = z.strictObject({ role });
export type MemberChange = z.infer<typeof memberChange>;

export const member = z.object({ accountId: z.string(), email: z.string().nullable(), name: z.string(), role });
export type Member = z.infer<typeof member>;

export const openInvitation = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role,
  expiresAt: z.string(),
});
export type OpenInvitation = z.infer<typeof openInvitation>;

/** Answer of `GET /events/:slug/organisers`. */
export const team = z
  .object({ items: z.array(member), next: z.null(), invitations: z.array(openInvitation) })
  .meta({ id: 'Team' });
export type Team = z.infer<typeof team>;

/** Body of `POST /invitations/look`: what an invitation is, without spending it. */
export const invitationLook = z.strictObject({ challenge: secret });
export type InvitationLook = z.infer<typeof invitationLook>;

export const invitedTo = z.object({
  email: z.string(),
  name: z.string(),
  role,
  slug: z.string(),
  title: texts,
  languages: z.array(z.string()),
  expiresAt: z.string(),
  /** False where the account has a password already: it stays as it is. */
  wantsPassword: z.boolean(),
});
export type InvitedTo = z.infer<typeof invitedTo>;

/** Body of `POST /invitations/accept`. */
export const invitationAcceptance = z.strictObject({
  challenge: secret,
  name: name.optional(),
  password: password.optional(),
  code,
});
export type InvitationAcceptance = z.infer<typeof invitationAcceptance>;

/** Body of `POST /oidc/invitation`: accepts it by who the provider says that somebody is. */
export const providerAcceptance = invitationAcceptance.pick({ challenge: true, name: true });
export type ProviderAcceptance = z.infer<typeof providerAcceptance>;

/** Answer of `GET /account`: who is signed in. */
export const ownAccount = z.object({
  email: z.string().nullable(),
  name: z.string(),
  hasPassword: z.boolean(),
  secondFactor: z.object({ isOn: z.boolean(), recoveryCodesLeft: z.number() }),
  /** Owns an event, but may neither invite nor make tokens until they sign in by two factors. */
  needsSecondFactor: z.boolean(),
});
export type OwnAccount = z.infer<typeof ownAccount>;

/** Body of `PUT /account/password`; `current` only where there is one. */
export const passwordChange = z.strictObject({ current: password.optional(), password });
export type PasswordChange = z.infer<typeof passwordChange>;

export const waysIn = ['password', 'link', 'invitation', 'passkey', 'provider', 'console'] as const;

export const loginSession = z.object({
  id: z.string(),
  /** By which way it was opened; null where that was not noted yet. */
  openedBy: z.enum(waysIn).nullable(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
  expiresAt: z.string(),
  /** As the browser names itself. */
  userAgent: z.string(),
  isCurrent: z.boolean(),
});
export type LoginSession = z.infer<typeof loginSession>;

/** Body of `POST /events/:slug/tokens`; without `days` a token lasts until it is revoked. */
export const tokenOrder = z.strictObject({
  name: name.min(1, 'must not be empty'),
  role,
  days: z.int('must be whole').min(1, 'must be at least 1').max(3650, 'must be at most 3650').optional(),
});
export type TokenOrder = z.infer<typeof tokenOrder>;

export const apiToken = z.object({
  id: z.string(),
  name: z.string(),
  role,
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
});
export type ApiToken = z.infer<typeof apiToken>;

/** Answer of `POST /events/:slug/tokens`: the only time that the token itself is seen. */
export const newApiToken = apiToken.extend({ token: z.string() });
export type NewApiToken = z.infer<typeof newApiToken>;
