import { Inject, Injectable } from '@nestjs/common';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
} from 'openid-client';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config, type OidcConfig } from '../platform/config.js';
import { Problem } from '../platform/problem.js';

/** What ties a provider's answer to one question of ours: seen by nobody else but the browser (state, nonce) or nobody at all (verifier). */
export interface Proofs {
  state: string;
  nonce: string;
  verifier: string;
}

/** Who somebody is, as the provider says. */
export interface Identity {
  issuer: string;
  subject: string;
  email: string | null;
  /** That the provider itself has seen to it that the address is theirs. */
  isVerified: boolean;
}

const answersWithinSeconds = 10;
/** Addresses and keys of a provider move seldom; JSON Web Key Sets are renewed by the library. */
const describedFor = 3_600_000;
export const callbackPath = '/api/v1/oidc/callback';

/** Speaks to the OpenID Connect provider of the settings: authorization code with PKCE (RFC 7636, RFC 9700 section 2.1). */
@Injectable()
export class OidcClient {
  private described: { until: number; provider: Promise<Configuration> } | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** How the provider is called, or null where there is none. */
  get name(): string | null {
    return this.config.oidc?.name ?? null;
  }

  /** Where a browser is sent to. Problems: 404 `oidc.off`, 502 `oidc.unavailable`. */
  async question({ state, nonce, verifier }: Proofs): Promise<URL> {
    const provider = await this.provider();
    return buildAuthorizationUrl(provider, {
      redirect_uri: this.callback,
      scope: 'openid email',
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
  }

  /**
   * Who answered; `search` is what the provider sent the browser back with. Problems: 404 `oidc.off`, 401 `oidc.denied` or
   * `oidc.invalid`, 502 `oidc.unavailable`.
   */
  async identify(search: string, { state, nonce, verifier }: Proofs): Promise<Identity> {
    const provider = await this.provider();
    try {
      const tokens = await authorizationCodeGrant(provider, new URL(`${this.callback}${search}`), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Problem(401, 'oidc.invalid', 'The provider did not say who it was.');
      const { iss: issuer, sub: subject } = claims;
      // Many providers tell the address only when they are asked for it (OpenID Connect Core 1.0, section 5.4).
      const told = claims['email'] === undefined ? await fetchUserInfo(provider, tokens.access_token, subject) : claims;
      const email = typeof told['email'] === 'string' ? told['email'].toLowerCase() : null;
      return { issuer, subject, email, isVerified: told['email_verified'] === true };
    } catch (error) {
      throw error instanceof Problem ? error : ofProvider(error);
    }
  }

  private get callback(): string {
    return `${this.config.publicUrl}${callbackPath}`;
  }

  /** What the provider says of itself, asked again when that failed or is old. */
  private provider(): Promise<Configuration> {
    const { oidc } = this.config;
    if (oidc === null) throw new Problem(404, 'oidc.off', 'This server has no provider to sign in with.');
    const now = this.clock.now().getTime();
    if (this.described !== null && this.described.until > now) return this.described.provider;
    const described = { until: now + describedFor, provider: describe(oidc) };
    this.described = described;
    described.provider.catch(() => {
      if (this.described === described) this.described = null;
    });
    return described.provider;
  }
}

async function describe({ issuer, clientId, clientSecret }: OidcConfig): Promise<Configuration> {
  const isLocal = issuer.startsWith('http:');
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- named so to stand out: the settings allow http on this machine only
  const execute = [enableNonRepudiationChecks, ...(isLocal ? [allowInsecureRequests] : [])];
  try {
    return await discovery(new URL(issuer), clientId, undefined, secretSender(clientSecret), {
      execute,
      timeout: answersWithinSeconds,
    });
  } catch (error) {
    throw unavailable(error);
  }
}

/** As the provider takes it; by a header where it says nothing (OpenID Connect Discovery 1.0, section 3). */
function secretSender(secret: string): ClientAuth {
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const taken = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    if (taken.includes('client_secret_basic')) basic(server, client, body, headers);
    else post(server, client, body, headers);
  };
}

/** Codes of the library for answers that came, but do not prove what they should. */
const unproven = /^OAUTH_(JWT_|INVALID_RESPONSE|KEY_SELECTION|JSON_ATTRIBUTE)/;
/** Answers of RFC 6749 section 4.1.2.1 and OpenID Connect Core 1.0, section 3.1.2.6 by which somebody was not let through. */
const denials = [
  'access_denied',
  'login_required',
  'consent_required',
  'interaction_required',
  'account_selection_required',
];

function ofProvider(error: unknown): Problem {
  const { code, error: said } = (error ?? {}) as { code?: unknown; error?: unknown };
  if (code === 'OAUTH_AUTHORIZATION_RESPONSE_ERROR' && denials.includes(String(said)))
    return caused(new Problem(401, 'oidc.denied', 'The provider did not let you through, or you stopped it.'), error);
  if (said === 'invalid_grant' || unproven.test(String(code)))
    return caused(new Problem(401, 'oidc.invalid', 'What the provider answered could not be checked.'), error);
  return unavailable(error);
}

const unavailable = (cause: unknown): Problem =>
  caused(
    new Problem(502, 'oidc.unavailable', 'The provider could not be reached, or did not answer as it should.'),
    cause,
  );

function caused(problem: Problem, cause: unknown): Problem {
  problem.cause = cause;
  return problem;
}
