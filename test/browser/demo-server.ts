import { randomUUID } from 'node:crypto';
import type { RegistrationAnswer, Role } from '@kopa/contracts';
import type { Programme } from '@kopa/domain';
import type { Browser, Page } from 'playwright-core';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { freePort, runKopa, startServer, type TestServer } from '../support/server.js';

/** The built server with the demo event, one of its days today, and an organiser's token. */
export class DemoServer {
  private readonly people: RegistrationAnswer[] = [];
  private cookie: { name: string; value: string } | null = null;

  private constructor(
    private readonly database: TestDatabase,
    private readonly port: number,
    private server: TestServer,
    readonly slug: string,
    private readonly token: string,
  ) {}

  static async start(today: 1 | 2 | 3 = 2): Promise<DemoServer> {
    const database = await createTestDatabase();
    const port = await freePort();
    const server = await startServer({ databaseUrl: database.url, port, args: ['--demo-day', String(today)] });
    const { items } = (await (await fetch(`${server.url}/api/v1/events`)).json()) as { items: { slug: string }[] };
    const slug = items[0]!.slug;
    const { stdout } = await runKopa(database.url, 'token', '--event', slug, '--role', 'organiser');
    return new DemoServer(database, port, server, slug, stdout.trim());
  }

  get url(): string {
    return this.server.url;
  }

  async programme(): Promise<Programme> {
    return (await (await fetch(`${this.url}/api/v1/events/${this.slug}/programme`)).json()) as Programme;
  }

  /** Applies a live change; fails unless it was applied. */
  async change(body: object): Promise<void> {
    await this.organise('POST', '/live-changes', body);
  }

  /** Does something as an organiser and gives the answer; fails unless it was done. */
  async organise(method: string, part: string, body?: object, headers: Record<string, string> = {}): Promise<unknown> {
    const answer = await fetch(`${this.url}/api/v1/events/${this.slug}${part}`, {
      method,
      headers: {
        ...headers,
        authorization: `Bearer ${this.token}`,
        'idempotency-key': randomUUID(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${part} was not done: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  /** Asks something as a participant with a manage token, or as anybody, and gives the answer whatever it is. */
  attend(
    method: string,
    part: string,
    token?: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(`${this.url}/api/v1/events/${this.slug}${part}`, {
      method,
      headers: {
        ...headers,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** The cookie of a browser in which the operator is signed in, by the link that the server printed at its start. */
  async organiserCookie(): Promise<{ name: string; value: string; url: string }> {
    if (this.cookie === null) {
      const challenge = /\/sign-in#(\S+)/.exec(this.server.output())?.[1];
      const answer = await fetch(`${this.url}/api/v1/login-sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ challenge }),
      });
      const [, name, value] = /^([^=]+)=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '') ?? [];
      if (name === undefined || value === undefined) throw new Error('the printed link did not sign in');
      this.cookie = { name, value };
    }
    return { ...this.cookie, url: this.url };
  }

  /** The cookie of a browser in which somebody of a role is signed in, who was invited and accepted. */
  async memberCookie(role: Role): Promise<{ name: string; value: string; url: string }> {
    const email = `${role}-${randomUUID()}@example.org`;
    const { stdout } = await runKopa(
      this.database.url,
      ...['organiser', '--email', email, '--event', this.slug, '--role', role],
    );
    const answer = await fetch(`${this.url}/api/v1/invitations/accept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ challenge: new URL(stdout.trim()).hash.slice(1), password: randomUUID() }),
    });
    const [, name, value] = /^([^=]+)=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '') ?? [];
    if (name === undefined || value === undefined) throw new Error(`${role} did not join: ${await answer.text()}`);
    return { name, value, url: this.url };
  }

  /** An organisers' page of the event, in a browser of its own in which the operator, or a `role`, is signed in. */
  async openOrganised(
    browser: Browser,
    part: string,
    { role, ...options }: Parameters<Browser['newContext']>[0] & { role?: Role } = {},
  ): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      timezoneId: 'Europe/Riga',
      serviceWorkers: 'block',
      ...options,
    });
    await context.addCookies([await (role === undefined ? this.organiserCookie() : this.memberCookie(role))]);
    const page = await context.newPage();
    await page.goto(`${this.url}/organise/${this.slug}${part === '' ? '' : `/${part}`}`);
    return page;
  }

  /** Registers somebody who reads English; they are gone after `forgetPeople`. */
  async register(name: string, body: object): Promise<RegistrationAnswer> {
    const order = { name, email: `${randomUUID()}@example.org`, locale: 'en', bornOn: '1984-05-04', ...body };
    const answer = await this.attend('POST', '/registrations', undefined, order);
    if (answer.status !== 201) throw new Error(`${name} was not registered: ${answer.status} ${await answer.text()}`);
    const registered = (await answer.json()) as RegistrationAnswer;
    this.people.push(registered);
    return registered;
  }

  /** Cancels all who registered by `register`. */
  async forgetPeople(): Promise<void> {
    for (const { manageToken } of this.people.splice(0)) await this.attend('DELETE', '/me', manageToken);
  }

  /** Puts the programme of a file in the place of the event's draft. */
  async import(file: string): Promise<void> {
    const { code, stderr } = await runKopa(this.database.url, 'import', file, '--event', this.slug, '--allow-removals');
    if (code !== 0) throw new Error(`${file} was not imported: ${stderr}`);
  }

  /** What `kopa mail` prints: who is to be written to, with their links. */
  async outbox(): Promise<string> {
    return (await runKopa(this.database.url, 'mail', '--event', this.slug)).stdout;
  }

  kill(): Promise<void> {
    return this.server.kill();
  }

  /** Starts again at the same address. */
  async restart(): Promise<void> {
    this.server = await startServer({ databaseUrl: this.database.url, port: this.port });
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.database.drop();
  }
}
