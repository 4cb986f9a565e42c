import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JoinState, SpeakerLink } from '@kopa/contracts';
import type { Programme, Session } from '@kopa/domain';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';

describe('joining an online room', () => {
  let event: DemoEvent;
  let { call, register, clock, organiser, slug, database } = {} as DemoEvent;
  let session: Session;
  let slot: string;
  /** Its link, as the team gets it. */
  let room: string;

  beforeAll(async () => {
    event = await openDemoEvent();
    ({ call, register, clock, organiser, slug, database } = event);
    const { sessions } = (await call('GET', '/programme')).json<Programme>();
    session = sessions.find(
      ({ mode, capacity, speakerIds, kind }) =>
        mode === 'online' && capacity.online === null && speakerIds.length > 0 && kind !== 'opening',
    )!;
    slot = session.slots[0]!.id;
    clock.at = minutesBefore(10);
    room = String((await join(organiser)).headers.location);
    expect(room).toMatch(/^https:/);
  });
  afterAll(() => event.close());

  const minutesBefore = (minutes: number): Date => new Date(Date.parse(session.slots[0]!.startsAt) - minutes * 60_000);
  const join = (token?: string, headers: Record<string, string> = {}) =>
    event.app.inject({
      method: 'GET',
      url: `/join/${slot}${token?.startsWith('k') && !token.startsWith('kr_') ? `?token=${token}` : ''}`,
      headers: {
        ...(token?.startsWith('kr_') || token === organiser ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
    });
  const outcome = async (token?: string) => {
    const { statusCode, headers, body } = await join(token);
    return statusCode === 302 ? headers.location : [statusCode, (JSON.parse(body) as { code: string }).code];
  };
  const opened = async (): Promise<string[]> => {
    const rows: { who: string }[] = await database.dataSource.query(
      'SELECT who FROM join_openings WHERE slot_id = $1 ORDER BY id',
      [slot],
    );
    return rows.map(({ who }) => who.replace(/:.*/, ''));
  };
  const tokenOf = async (manageToken: string): Promise<string> => {
    await call('PUT', `/me/stars/${session.code}`, manageToken, {});
    const { feedUrl } = (await call('GET', '/me/agenda', manageToken)).json<{ feedUrl: string }>();
    const feed = await event.app.inject({ method: 'GET', url: new URL(feedUrl).pathname });
    return /token=(kj_[\w.-]+)/.exec(feed.body.replace(/\r\n /g, ''))![1]!;
  };
  const rules = (set: object) => call('PUT', '/registration', organiser, set);

  it('is for the team, its speakers, and whoever is registered, in person too; each opening is recorded', async () => {
    const anna = await register('Anna', { attendance: { [session.slots[0]!.startsAt.slice(0, 10)]: 'in-person' } });
    const links = await call('GET', `/speakers/${session.speakerIds[0]}/link`, organiser);
    const { joins } = links.json<SpeakerLink>();
    const speaker = new URL(joins.find((one) => one.slot === slot)!.url).searchParams.get('token')!;
    const calendar = await tokenOf(anna.manageToken);
    expect([
      await outcome(anna.manageToken),
      await outcome(calendar),
      await outcome(speaker),
      await outcome(organiser),
      await outcome(),
      await outcome('kj_AAAAAAAAAAAAAAAAAAAAAA.1.AAAAAAAAAAAAAAAAAAAAAA'),
    ]).toEqual([room, room, room, room, [401, 'credential.missing'], [403, 'access.denied']]);
    expect(await opened()).toEqual(['token', 'registration', 'registration', 'speaker', 'token']);

    await call('POST', `/speakers/${session.speakerIds[0]}/link/reissue`, organiser);
    expect(await outcome(speaker)).toEqual([403, 'access.denied']);
    await call('POST', '/me/feed/reissue', anna.manageToken);
    expect(await outcome(calendar)).toEqual([403, 'access.denied']);
    await call('DELETE', '/me', anna.manageToken);
    expect(await outcome(await tokenOfNobody())).toEqual([403, 'access.denied']);
  });
  const tokenOfNobody = async (): Promise<string> => {
    const { manageToken } = await register('Nobody');
    const token = await tokenOf(manageToken);
    await call('DELETE', '/me', manageToken);
    return token;
  };

  it('takes a speaker’s link to their own sessions alone', async () => {
    const { sessions, speakers } = (await call('GET', '/programme')).json<Programme>();
    const other = speakers.find(
      ({ id }) => !session.speakerIds.includes(id) && sessions.some(({ speakerIds }) => speakerIds.includes(id)),
    )!;
    const { joins } = (await call('GET', `/speakers/${other.code}/link`, organiser)).json<SpeakerLink>();
    const token = new URL(joins[0]!.url).searchParams.get('token')!;
    expect(await outcome(token)).toEqual([403, 'access.denied']);
    expect((await call('GET', `/speakers/${other.code}/link`)).statusCode).toBe(401);
  });

  it('is too early more than a quarter of an hour before: a browser is led to the page that says when', async () => {
    const { manageToken } = await register('Berta');
    clock.at = minutesBefore(16);
    expect(await outcome(manageToken)).toEqual([409, 'join.early']);
    expect(await outcome(organiser)).toBe(room);
    const page = await join(await tokenOf(manageToken), { accept: 'text/html,application/xhtml+xml' });
    expect([page.statusCode, page.headers.location]).toEqual([
      302,
      expect.stringMatching(new RegExp(`^/e/${slug}/join/${slot}#kj_`)),
    ]);
    const state = async (): Promise<JoinState> => (await call('GET', `/join/${slot}`, manageToken)).json();
    expect(await state()).toMatchObject({
      session: session.code,
      status: 'early',
      opensAt: minutesBefore(15).toISOString(),
      join: null,
    });
    clock.at = minutesBefore(15);
    expect(await state()).toMatchObject({ status: 'open', join: `http://localhost:3000/join/${slot}` });
    expect(await outcome(manageToken)).toBe(room);
    clock.at = new Date(Date.parse(session.slots[0]!.endsAt) + 31 * 60_000);
    expect(await outcome(manageToken)).toEqual([409, 'join.over']);
    clock.at = minutesBefore(10);
  });

  it('takes a confirmed place where online places are limited', async () => {
    await call('PUT', `/sessions/${session.code}/places`, organiser, { mode: 'online', capacity: 1 });
    const cilda = await register('Cilda', { bookings: [{ session: session.code, mode: 'online' }] });
    const dora = await register('Dora', { bookings: [{ session: session.code, mode: 'online' }] });
    expect([await outcome(cilda.manageToken), await outcome(dora.manageToken)]).toEqual([room, [403, 'join.full']]);
    await rules({ sessions: { [session.code]: { isOpen: true } } });
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect([await outcome(dora.manageToken), await outcome()]).toEqual([room, room]);
    expect((await opened()).at(-1)).toBe('anybody');
    await rules({});
    await call('PUT', `/sessions/${session.code}/places`, organiser, { mode: 'online', capacity: null });
  });

  it('goes where the slot stands now, and nowhere when it is cancelled', async () => {
    const { manageToken } = await register('Elza');
    const { onlineRoomId } = (await call('GET', '/programme'))
      .json<Programme>()
      .sessions.find(({ slots }) => slots[0]?.onlineRoomId && slots[0].onlineRoomId !== session.slots[0]!.onlineRoomId)!
      .slots[0]!;
    await call('POST', '/live-changes', organiser, { type: 'move', session: session.code, onlineRoomId });
    const moved = await outcome(manageToken);
    expect([typeof moved, moved === room]).toEqual(['string', false]);
    await call('POST', '/live-changes', organiser, { type: 'cancel', session: session.code });
    expect(await outcome(manageToken)).toEqual([409, 'slot.cancelled']);
    expect(await outcome()).toEqual([401, 'credential.missing']);
  });
});
