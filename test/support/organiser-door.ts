import { secretOfChallenge } from '../../apps/api/src/accounts/challenges.js';
import { createToken } from '../../apps/api/src/accounts/tokens.js';
import type { DemoEvent } from './demo-event.js';

export const password = 'a long enough phrase';
const host = { host: 'localhost:3000', origin: 'http://localhost:3000' };

export interface Answer {
  status: number;
  code: unknown;
  body: Record<string, unknown>;
  cookie: string;
}

/** How organisers get in, over HTTP and as browsers do it. */
export class OrganiserDoor {
  private owner: Promise<string> | null = null;

  constructor(private readonly demo: DemoEvent) {}

  async send(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    payload?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await this.demo.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { ...host, ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    const cookie = String(answer.headers['set-cookie'] ?? '').split(';')[0] ?? '';
    const body = answer.body === '' ? {} : answer.json<Record<string, unknown>>();
    return { status: answer.statusCode, code: body['code'], body, cookie };
  }

  /** Secret of the link in the newest mail to somebody. */
  async secretTo(email: string): Promise<string> {
    const { dataSource } = this.demo.database;
    const [mail]: { facts: { challenge: string } }[] = await dataSource.query(
      'SELECT facts FROM outbox_mails WHERE recipient = $1 ORDER BY id DESC LIMIT 1',
      [email],
    );
    return secretOfChallenge(dataSource, mail?.facts.challenge ?? '');
  }

  /** Secret of a new invitation. */
  async invite(email: string, role: string, slug = this.demo.slug): Promise<string> {
    this.owner ??= createToken(this.demo.database.dataSource.manager, {
      eventId: this.demo.eventId,
      role: 'owner',
      name: 'test',
      expiresAt: null,
      at: this.demo.clock.at,
    });
    const authorization = `Bearer ${await this.owner}`;
    const invited = await this.send('POST', `/events/${slug}/organisers`, { email, role }, { authorization });
    if (invited.status !== 201) throw new Error(`${email} was not invited: ${JSON.stringify(invited.body)}`);
    return this.secretTo(email);
  }

  /** Invites somebody, who accepts; gives the cookie of their login session. */
  async join(email: string, role: string): Promise<string> {
    const challenge = await this.invite(email, role);
    const { status, body, cookie } = await this.send('POST', '/invitations/accept', { challenge, password });
    if (status !== 200) throw new Error(`${email} did not join: ${JSON.stringify(body)}`);
    return cookie;
  }

  draft(cookie: string): Promise<Answer> {
    return this.send('GET', `/events/${this.demo.slug}/draft`, undefined, { cookie });
  }

  /** What was done to whom, the oldest first. */
  async trail(): Promise<string[]> {
    const rows: { line: string }[] = await this.demo.database.dataSource.query(
      `SELECT action || ' ' || subject AS line FROM audit_entries ORDER BY id`,
    );
    return rows.map(({ line }) => line);
  }
}
