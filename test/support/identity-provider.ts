import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Provider } from 'oidc-provider';

export interface KnownPerson {
  email: string;
  isVerified: boolean;
}

const client = { id: 'kopa', secret: 'what-the-provider-knows-this-server-by' };

/** An OpenID Connect provider on this machine: real in all but that it believes whoever says their name. */
export class IdentityProvider {
  /** Whom it knows, by the name that they log in with, which is their subject too. */
  readonly people = new Map<string, KnownPerson>();

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  /** `callback` is where it leads people back to. */
  static async start(callback: string): Promise<IdentityProvider> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('no port');
    const started = new IdentityProvider(server, `http://127.0.0.1:${address.port}`);
    const provider = await started.provider(callback);
    const answer = provider.callback();
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (request.url?.startsWith('/login/') !== true) void answer(request, response);
      else
        logIn(provider, request, response).catch((error: unknown) => {
          response.writeHead(500).end(String(error));
        });
    });
    return started;
  }

  /** Settings by which a server uses it. */
  get settings(): Record<string, string> {
    return {
      OIDC_ISSUER: this.issuer,
      OIDC_CLIENT_ID: client.id,
      OIDC_CLIENT_SECRET: client.secret,
      OIDC_NAME: 'Riga University',
    };
  }

  /**
   * What a browser does that is sent to `question` and there logs in with a name, or gives up for null: gives the address
   * that it is led back to.
   */
  async visit(question: string, login: string | null): Promise<URL> {
    const cookies = new Map<string, string>();
    let next = new URL(question);
    let form: URLSearchParams | null = null;
    for (let step = 0; step < 10; step += 1) {
      const answer: Response = await fetch(next, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
        ...(form === null ? {} : { method: 'POST', body: form }),
      });
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(name, value);
      }
      const location = answer.headers.get('location');
      form = null;
      if (location !== null) next = new URL(location, next);
      else if (next.pathname.startsWith('/login/') && answer.ok)
        form = new URLSearchParams(login === null ? { stop: 'yes' } : { login });
      else throw new Error(`the provider answered ${answer.status} at ${next.href}: ${await answer.text()}`);
      if (next.origin !== this.issuer) return next;
    }
    throw new Error('the provider leads in circles');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async provider(callback: string): Promise<Provider> {
    const { default: OidcProvider } = await import('oidc-provider');
    const { default: MemoryAdapter } = await import('oidc-provider/lib/adapters/memory_adapter.js');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    return new OidcProvider(this.issuer, {
      // As a class of our own: of the plain one it warns that it forgets, which is what is wanted here.
      adapter: class extends MemoryAdapter {},
      clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [callback] }],
      jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'test' }] },
      cookies: { keys: ['of this test alone'] },
      pkce: { required: () => true },
      claims: { openid: ['sub'], email: ['email', 'email_verified'] },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context, { uid }) => `/login/${uid}` },
      ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
      findAccount: (_context, accountId) => ({
        accountId,
        claims: () => {
          const person = this.people.get(accountId);
          return person === undefined
            ? { sub: accountId }
            : { sub: accountId, email: person.email, email_verified: person.isVerified };
        },
      }),
      // Nobody is asked whether this server may know their address.
      loadExistingGrant: async ({ oidc }) => {
        const { Grant } = oidc.provider;
        const grant = new Grant({ clientId: oidc.client!.clientId, accountId: oidc.session!.accountId! });
        grant.addOIDCScope('openid email');
        await grant.save();
        return grant;
      },
    });
  }
}

/** The provider's own page. */
async function logIn(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!doctype html>
<html lang="en"><title>Riga University</title><h1>Riga University</h1>
<form method="post"><label>Name <input name="login" /></label> <button>Continue</button> <button name="stop" value="yes">Cancel</button></form></html>`);
    return;
  }
  const form = new URLSearchParams(await text(request));
  const login = form.get('login');
  const result =
    form.has('stop') || login === null
      ? { error: 'access_denied', error_description: 'The person stopped it.' }
      : { login: { accountId: login } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}
