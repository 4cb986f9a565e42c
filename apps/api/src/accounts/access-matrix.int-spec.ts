import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { io } from 'socket.io-client';
import { permissions, roleMay, roles, type Permission, type Role } from '@kopa/contracts';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { routesOf, type StatedRoute } from '../../../../test/support/routes.js';
import { EventEntity } from '../events/event.entity.js';
import { SpeakerEntity } from '../programme/session.entity.js';
import { LiveRegistry } from '../live/live-registry.js';
import { createConsoleLink } from './login.service.js';
import { createToken } from './tokens.js';

const guide = path.resolve(__dirname, '../../../../docs/access.md');
const other = 'another-event';
const actors = [...roles, 'participant', 'speaker', 'nobody'] as const;
type Actor = (typeof actors)[number];

const isRole = (actor: Actor): actor is Role => (roles as readonly string[]).includes(actor);
const isPermission = (rule: string): rule is Permission => (permissions as readonly string[]).includes(rule);

/** Routes that answer 401 by themselves to whoever has nothing to show: that is what they are asked for. */
const answersOfTheirOwn = new Set(['GET /api/v1/login-sessions/current', 'POST /api/v1/login-sessions']);

/** What the guard says to a route's call: it lets it through, or refuses it with this status. */
function expected({ rule }: StatedRoute, actor: Actor, isOwnEvent: boolean): 'through' | 401 | 403 {
  if (rule === 'public') return 'through';
  if (rule === null) return 403;
  if (actor === 'nobody') return 401;
  if (rule === 'registration') return actor === 'participant' && isOwnEvent ? 'through' : 403;
  if (rule === 'speaker') return actor === 'speaker' && isOwnEvent ? 'through' : 403;
  // None of these has a login session.
  if (rule === 'account') return 403;
  return isRole(actor) && isOwnEvent && roleMay(actor, rule) ? 'through' : 403;
}

/** The table of docs/access.md: each route, and who may call it. */
function table(routes: readonly StatedRoute[]): string {
  const who = ({ rule }: StatedRoute): string[] =>
    rule === 'public'
      ? ['everybody']
      : rule === 'registration'
        ? ['the participant']
        : rule === 'speaker'
          ? ['the speaker']
          : rule === 'account'
            ? ['who is signed in']
            : rule !== null && isPermission(rule)
              ? roles.filter((role) => roleMay(role, rule))
              : ['nobody'];
  return [
    '| route | rule | who |',
    '|---|---|---|',
    ...routes.map(
      (route) => `| \`${route.method} ${route.path}\` | ${route.rule ?? 'none'} | ${who(route).join(', ')} |`,
    ),
  ].join('\n');
}

describe('who may call what', () => {
  let event: DemoEvent;
  let routes: StatedRoute[];
  const tokens = new Map<Role, string>();

  beforeAll(async () => {
    event = await openDemoEvent();
    const { manager } = event.database.dataSource;
    for (const role of roles)
      tokens.set(
        role,
        await createToken(manager, { eventId: event.eventId, role, name: role, expiresAt: null, at: event.clock.at }),
      );
    const own = await manager.findOneByOrFail(EventEntity, { id: event.eventId });
    await manager.insert(EventEntity, Object.assign(own, { id: randomUUID(), slug: other, state: 'public' }));
    routes = routesOf(event.app);
  });
  afterAll(() => event.close());

  /** Each call of a participant is a new one's: some of what they may do ends their registration. */
  const tokenOf = async (actor: Actor): Promise<string | undefined> =>
    actor === 'nobody'
      ? undefined
      : actor === 'speaker'
        ? speakersToken()
        : isRole(actor)
          ? tokens.get(actor)
          : (await event.register(`P${randomUUID().replace(/[^a-f]/g, '')}`)).manageToken;

  /** By the link as it is now: one of the calls gives a new one. */
  const speakersToken = async (): Promise<string> => {
    const { manager } = event.database.dataSource;
    const { code } = await manager.findOneByOrFail(SpeakerEntity, { eventId: event.eventId });
    const link = await event.call('GET', `/speakers/${code}/link`, event.organiser);
    return link.json<{ page: string }>().page.split('#')[1]!;
  };

  /** Calls a route with nothing in it that could be done. */
  const call = async ({ method, path: pattern }: StatedRoute, slug: string, token: string | undefined) => {
    const values: Record<string, string> = { slug, number: '1', date: '2026-10-08', code: 'D2-CLOSE' };
    const url = pattern.replace(/:(\w+)/g, (_match, name: string) => values[name] ?? randomUUID());
    const answer = await event.app.inject({
      method: method as 'GET',
      url,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(method === 'GET' || method === 'DELETE' ? {} : { payload: { nothing: 'known' } }),
    });
    const isJson = /json/.test(answer.headers['content-type'] ?? '');
    return { status: answer.statusCode, code: isJson ? (answer.json<{ code?: string }>().code ?? '') : '' };
  };
  const isRefusal = ({ status, code }: { status: number; code: string }): boolean =>
    (status === 401 && /^credential\./.test(code)) || (status === 403 && code === 'access.denied');

  it('is as the guide lists it, route by route', () => {
    const listed = table(routes);
    const text = readFileSync(guide, 'utf8');
    if (process.env['KOPA_WRITE_GUIDE'] === '1')
      writeFileSync(guide, text.replace(/(?<=<!-- routes -->\n)[^]*(?=<!-- end -->)/, `\n${listed}\n\n`));
    expect(routes.length).toBeGreaterThan(80);
    // A route that is missing here: list it by KOPA_WRITE_GUIDE=1, and read what that says of it.
    expect(text).toContain(listed);
  });

  it.each([
    ['its own event', true],
    ['another event', false],
  ])(
    'holds for every route and every role at %s',
    async (_, isOwnEvent) => {
      const wrong: string[] = [];
      for (const route of routes) {
        if (!isOwnEvent && !route.path.includes(':slug')) continue;
        for (const actor of actors) {
          const answer = await call(route, isOwnEvent ? event.slug : other, await tokenOf(actor));
          const wanted = expected(route, actor, isOwnEvent);
          const isAsWanted =
            wanted === 'through'
              ? !isRefusal(answer) || answersOfTheirOwn.has(`${route.method} ${route.path}`)
              : answer.status === wanted && isRefusal(answer);
          if (!isAsWanted)
            wrong.push(`${route.method} ${route.path} as ${actor}: ${answer.status} ${answer.code}, not ${wanted}`);
        }
      }
      expect(wrong).toEqual([]);
    },
    120_000,
  );

  it('lets only a login session at what is one’s own', async () => {
    const { dataSource } = event.database;
    const link = await createConsoleLink(dataSource.manager, 'http://localhost', event.clock.at);
    const signedIn = await event.app.inject({
      method: 'POST',
      url: '/api/v1/login-sessions',
      payload: { challenge: link.slice(link.indexOf('#') + 1) },
    });
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0]!;
    for (const { path: url } of routes.filter(({ rule, method }) => rule === 'account' && method === 'GET'))
      expect((await event.app.inject({ url, headers: { cookie } })).statusCode).toBe(200);
  });

  it('holds for every stream of the sockets, at both events', async () => {
    await event.app.listen(0, '127.0.0.1');
    const { port } = event.app.getHttpServer().address() as AddressInfo;
    const connect = async (slug: string, stream: string, token: string | undefined): Promise<string> => {
      const socket = io(`http://127.0.0.1:${port}/live`, {
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
        auth: { event: slug, since: { [stream]: 0 }, ...(token === undefined ? {} : { token }) },
      });
      const outcome = await new Promise<string>((done) => {
        socket.on('connect', () => done('connected'));
        socket.on('connect_error', (error: Error & { data?: { code?: string } }) =>
          done(error.data?.code ?? error.message),
        );
      });
      socket.disconnect();
      return outcome;
    };
    const registry = event.app.get(LiveRegistry);
    const streams = [...registry['streams'].keys()].sort();
    expect(streams).toEqual(['event', 'me', 'organisers']);
    // There is none so far; the first one is to be added here with what each may.
    expect([...registry['messages'].keys()]).toEqual([]);
    const mayFollow = (stream: string, actor: Actor, isOwnEvent: boolean): boolean =>
      stream === 'event' ||
      (stream === 'organisers' && isOwnEvent && isRole(actor) && roleMay(actor, 'organisers.follow')) ||
      (stream === 'me' && isOwnEvent && actor === 'participant');
    const wrong: string[] = [];
    for (const stream of streams)
      for (const actor of actors)
        for (const slug of [event.slug, other]) {
          const outcome = await connect(slug, stream, await tokenOf(actor));
          const wanted = mayFollow(stream, actor, slug === event.slug);
          if ((outcome === 'connected') !== wanted) wrong.push(`${stream} of ${slug} as ${actor}: ${outcome}`);
        }
    expect(wrong).toEqual([]);
  }, 120_000);
});
