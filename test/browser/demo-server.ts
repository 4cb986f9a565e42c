import { randomUUID } from 'node:crypto';
import type { Programme } from '@kopa/domain';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { freePort, runKopa, startServer, type TestServer } from '../support/server.js';

/** The built server with the demo event, one of its days today, and an organiser's token. */
export class DemoServer {
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
  async organise(method: string, part: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.url}/api/v1/events/${this.slug}${part}`, {
      method,
      headers: {
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
