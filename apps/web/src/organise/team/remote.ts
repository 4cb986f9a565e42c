import type {
  ApiToken,
  InvitationAcceptance,
  InvitedTo,
  LoginSession,
  NewPasskey,
  NewApiToken,
  OidcQuestion,
  OwnAccount,
  Passkey,
  Proof,
  ProviderAcceptance,
  PasswordChange,
  RecoveryCodes,
  SecondFactorSecret,
  SignInRequest,
  SignInWays,
  Team,
  TokenOrder,
} from '@kopa/contracts';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { call, json, refusalOf } from '../../shell/call.js';

/** Asks the server about what is of no event. Throws `Refused`, and another error when it was not reached. */
async function ask(path: string, method = 'GET', body?: object): Promise<Response> {
  const answer = await fetch(`/api/v1${path}`, {
    method,
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  });
  if (!answer.ok) throw await refusalOf(answer);
  return answer;
}

export const fetchSignInWays = () => json<SignInWays>(ask('/sign-in-ways'));
/** Gives the page to go to, where one was wanted before somebody went to a provider. */
export const signIn = (request: SignInRequest) =>
  json<{ signedIn: true; to?: string }>(ask('/login-sessions', 'POST', request));
export const sendLink = (email: string, locale: string) => ask('/sign-in-links', 'POST', { email, locale });

export const lookAtInvitation = (challenge: string) => json<InvitedTo>(ask('/invitations/look', 'POST', { challenge }));
export const acceptInvitation = (acceptance: InvitationAcceptance) =>
  json<{ slug: string }>(ask('/invitations/accept', 'POST', acceptance));
/** Gives the address at the provider to go to, who then says who accepts it. */
export const acceptByProvider = (acceptance: ProviderAcceptance) =>
  json<OidcQuestion>(ask('/oidc/invitation', 'POST', acceptance));

export const fetchTeam = (slug: string) => json<Team>(call(slug, '/organisers'));
export const invite = (slug: string, body: { email: string; name: string; role: string }) =>
  json<Team>(call(slug, '/organisers', { method: 'POST', body }));
export const setRole = (slug: string, id: string, role: string) =>
  json<Team>(call(slug, `/organisers/${id}`, { method: 'PATCH', body: { role } }));
export const removeMember = (slug: string, id: string) => call(slug, `/organisers/${id}`, { method: 'DELETE' });
export const withdrawInvitation = (slug: string, id: string) =>
  call(slug, `/organisers/invitations/${id}`, { method: 'DELETE' });

export const fetchTokens = (slug: string) => json<{ items: ApiToken[] }>(call(slug, '/tokens'));
export const createToken = (slug: string, body: TokenOrder) =>
  json<NewApiToken>(call(slug, '/tokens', { method: 'POST', body }));
export const revokeToken = (slug: string, id: string) => call(slug, `/tokens/${id}`, { method: 'DELETE' });

export const fetchAccount = () => json<OwnAccount>(ask('/account'));
export const setPassword = (change: PasswordChange) => ask('/account/password', 'PUT', change);
export const fetchLoginSessions = () => json<{ items: LoginSession[] }>(ask('/account/login-sessions'));
export const revokeLoginSession = (id: string) => ask(`/account/login-sessions/${id}`, 'DELETE');
export const revokeOtherLoginSessions = () => ask('/account/login-sessions', 'DELETE');

export const askForPasskey = () => json<PublicKeyCredentialRequestOptionsJSON>(ask('/passkey-challenges', 'POST'));
export const askToMakePasskey = () =>
  json<PublicKeyCredentialCreationOptionsJSON>(ask('/account/passkeys/challenges', 'POST'));
export const fetchPasskeys = () => json<{ items: Passkey[] }>(ask('/account/passkeys'));
export const addPasskey = (order: NewPasskey) => ask('/account/passkeys', 'POST', order);
export const renamePasskey = (id: string, name: string) => ask(`/account/passkeys/${id}`, 'PATCH', { name });
export const removePasskey = (id: string) => ask(`/account/passkeys/${id}`, 'DELETE');

export const beginSecondFactor = () => json<SecondFactorSecret>(ask('/account/second-factor', 'POST'));
export const confirmSecondFactor = (code: string) =>
  json<RecoveryCodes>(ask('/account/second-factor/confirmation', 'POST', { code }));
export const renewRecoveryCodes = (code: string) =>
  json<RecoveryCodes>(ask('/account/second-factor/recovery-codes', 'POST', { code }));
export const removeSecondFactor = (code: string) =>
  ask('/account/second-factor/removal', 'POST', code === '' ? {} : { code });
export const giveProof = (proof: Proof) => ask('/account/proof', 'POST', proof);
