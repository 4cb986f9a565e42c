import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DraftAgenda, DraftDiff, DraftFile, DraftSpeaker, Mail, SpeakerLink, SpeakerView } from '@kopa/contracts';
import { openDemoEvent, type DemoEvent } from '../../../../../test/support/demo-event.js';
import { EventEntity } from '../../events/event.entity.js';

const pdf = Buffer.from('%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');
const octets = { 'content-type': 'application/octet-stream' };

describe('a speaker’s own page', () => {
  let event: DemoEvent;
  let { call, organiser } = {} as DemoEvent;
  let draft: DraftAgenda;

  beforeAll(async () => {
    event = await openDemoEvent();
    ({ call, organiser } = event);
    draft = (await call('GET', '/draft?texts=0', organiser)).json();
  });
  afterAll(() => event.close());

  /** The session of the first day in which several speak in turn, and who does. */
  const round = () => draft.sessions.find(({ items }) => items.some(({ speakerId }) => speakerId !== null))!;
  const speakerOf = (session = round()) => {
    const id = session.items.find(({ speakerId }) => speakerId !== null)!.speakerId!;
    return draft.speakers.find((one) => one.id === id)!;
  };
  const link = async (code: string): Promise<string> => {
    const answer = await call('GET', `/speakers/${code}/link`, organiser);
    const { page } = answer.json<SpeakerLink>();
    expect(page).toMatch(new RegExp(`/e/${event.slug}/speaker#ks_`));
    return page.split('#')[1]!;
  };
  const view = async (token: string): Promise<SpeakerView> => {
    const answer = await call('GET', '/speaker', token);
    expect(answer.statusCode).toBe(200);
    return answer.json();
  };
  const read = async (id: string): Promise<DraftSpeaker> =>
    (await call('GET', `/draft/speakers/${id}`, organiser)).json();
  const patch = async (id: string, body: object): Promise<DraftSpeaker> => {
    const { version } = await read(id);
    const answer = await call('PATCH', `/draft/speakers/${id}`, organiser, body, { 'if-match': `"${version}"` });
    expect([answer.statusCode, answer.body]).toMatchObject([200, expect.any(String)]);
    return answer.json();
  };
  const deeds = (): Promise<{ who: string; action: string; subject: string }[]> =>
    event.database.dataSource.query('SELECT who, action, subject FROM audit_entries ORDER BY id DESC LIMIT 3');

  it('shows their sessions, and their turn as it is after a live change', async () => {
    const { code, id } = speakerOf();
    const token = await link(code);
    const before = await view(token);
    const own = before.sessions.find((one) => one.code === round().code)!;
    const [slot] = own.slots;
    expect(slot!.turns.length).toBeGreaterThan(0);
    expect(slot!.join).toMatch(/\/join\/.*token=ks_/);
    expect(before).toMatchObject({ code, name: speakerOf().name, availability: null, backstageUrl: null });
    const delay = await call(
      'POST',
      '/live-changes',
      organiser,
      { type: 'delay', session: own.code, minutes: 10, cascade: false },
      { 'idempotency-key': randomUUID() },
    );
    expect(delay.statusCode).toBe(201);
    const late = (await view(token)).sessions.find((one) => one.code === own.code)!.slots[0]!;
    expect(Date.parse(late.turns[0]!.startsAt) - Date.parse(slot!.turns[0]!.startsAt)).toBe(600_000);
    expect(late.plannedStartsAt).toBe(slot!.plannedStartsAt);
    expect(id).toBe(speakerOf().id);
  });

  it('keeps the token in a cookie for this page’s calls alone, and takes no writes of other sites by it', async () => {
    const { code } = speakerOf();
    const token = await link(code);
    const opened = await call('PUT', '/speaker/cookie', token, { locale: 'lv', timezone: 'Europe/Paris' });
    expect(opened.statusCode).toBe(204);
    const cookie = String(opened.headers['set-cookie']);
    expect(cookie).toContain(`; Path=/api/v1/events/${event.slug}/speaker; HttpOnly; SameSite=Strict`);
    const own = { cookie: cookie.split(';')[0]! };
    expect((await call('GET', '/speaker', undefined, undefined, own)).statusCode).toBe(200);
    const foreign = await call('PUT', '/speaker/availability', undefined, { times: [] }, own);
    expect([foreign.statusCode, foreign.json()]).toMatchObject([403, { code: 'origin.foreign' }]);
    const wrong = await call('PUT', '/speaker/cookie', token, { locale: 'lv', timezone: 'Paris' });
    expect(wrong.statusCode).toBe(422);
  });

  it('opens nothing by a link that was given anew, of another event, or by others', async () => {
    const { code } = speakerOf();
    const old = await link(code);
    const reissued = await call('POST', `/speakers/${code}/link/reissue`, organiser);
    const fresh = reissued.json<SpeakerLink>().page.split('#')[1]!;
    expect(fresh).not.toBe(old);
    expect((await call('GET', '/speaker', old)).statusCode).toBe(401);
    expect((await call('GET', '/speaker', fresh)).statusCode).toBe(200);
    expect((await deeds())[0]).toMatchObject({ action: 'speaker.linkRenewed', subject: code });
    const { manager } = event.database.dataSource;
    const one = await manager.findOneByOrFail(EventEntity, { id: event.eventId });
    await manager.insert(EventEntity, Object.assign(one, { id: randomUUID(), slug: 'elsewhere', state: 'draft' }));
    const elsewhere = await event.app.inject({
      url: '/api/v1/events/elsewhere/speaker',
      headers: { authorization: `Bearer ${fresh}` },
    });
    expect([elsewhere.statusCode, elsewhere.json()]).toMatchObject([403, { code: 'access.denied' }]);
    expect((await call('GET', '/speaker', organiser)).statusCode).toBe(403);
    expect((await call('GET', '/draft', fresh)).statusCode).toBe(403);
    expect((await call('GET', '/speaker')).statusCode).toBe(401);
  });

  it('lands in the draft with who did it: profile and availability', async () => {
    const { code, id } = speakerOf();
    const token = await link(code);
    const { version } = await view(token);
    const edit = (body: object, seen = version) =>
      call('PATCH', '/speaker/profile', token, body, { 'if-match': `"${seen}"` });
    const answer = await edit({ biography: { en: 'Bakes *bread*', lv: 'Cep maizi' } });
    expect([answer.statusCode, answer.json()]).toMatchObject([200, { biography: { lv: 'Cep maizi' } }]);
    expect(await read(id)).toMatchObject({ biography: { en: 'Bakes *bread*' } });
    expect((await deeds())[0]).toEqual({ who: `speaker:${id}`, action: 'speaker.edited', subject: code });
    const trail = await call('GET', '/audit?limit=1', organiser);
    expect(trail.json()).toMatchObject({ items: [{ name: speakerOf().name }] });
    expect((await edit({ name: 'Late' })).statusCode).toBe(412);
    expect((await edit({ email: 'me@example.org' }, version + 1)).statusCode).toBe(422);
    const times = [{ startsAt: '2026-10-07T06:00:00.000Z', endsAt: '2026-10-07T09:00:00.000Z' }];
    expect((await call('PUT', '/speaker/availability', token, { times })).json()).toEqual({ times });
    expect((await deeds())[0]).toEqual({ who: `speaker:${id}`, action: 'speaker.available', subject: code });
    const now: DraftAgenda = (await call('GET', '/draft?texts=0', organiser)).json();
    expect(now.availability[id]).toEqual(times);
    await call('PUT', '/speaker/availability', token, { times: null });
  });

  it('hands in slides for their own session, which are public when organisers take them over and release', async () => {
    const session = round();
    const { code } = speakerOf();
    const token = await link(code);
    const handIn = (of: string, bytes = pdf) =>
      call('POST', `/speaker/sessions/${of}/files?name=Mani%20slaidi.pdf`, token, bytes, octets);
    const file = (await handIn(session.code)).json<DraftFile>();
    expect(file).toMatchObject({ handedIn: { speaker: code, session: session.code } });
    expect((await handIn(session.code)).json<DraftFile>().id).toBe(file.id);
    expect((await handIn(session.code, Buffer.from('PK\x03\x04 no slides'))).statusCode).toBe(422);
    const strange = draft.sessions.find(
      (one) =>
        !one.speakerIds.includes(speakerOf().id) && !one.items.some(({ speakerId }) => speakerId === speakerOf().id),
    )!;
    expect((await handIn(strange.code)).statusCode).toBe(404);
    const slides = async () => (await view(token)).sessions.find((one) => one.code === session.code)!.slides;
    expect(await slides()).toMatchObject([{ id: file.id, state: 'handed-in' }]);
    const get = (headers = {}) => event.app.inject({ url: file.url, headers });
    expect((await get()).statusCode).toBe(404);
    expect((await get({ authorization: `Bearer ${organiser}` })).statusCode).toBe(200);
    const listed = await call('GET', `/draft/files?session=${session.code}`, organiser);
    expect(listed.json()).toMatchObject({ items: [{ id: file.id, handedIn: { name: speakerOf().name } }] });
    const taken = await call(
      'PATCH',
      `/draft/sessions/${session.id}`,
      organiser,
      { materials: [{ title: 'Slides', url: file.url }] },
      { 'if-match': `"${session.version}"` },
    );
    expect(taken.statusCode).toBe(200);
    expect(await slides()).toMatchObject([{ state: 'taken-over' }]);
    expect((await call('DELETE', `/speaker/files/${file.id}`, token)).statusCode).toBe(409);
    expect((await call('POST', '/releases', organiser, { name: 'With slides' })).statusCode).toBe(201);
    expect((await get()).statusCode).toBe(200);
    expect(await slides()).toMatchObject([{ state: 'public' }]);
    const other = (await handIn(session.code, Buffer.concat([pdf, Buffer.from('% 2\n')]))).json<DraftFile>();
    const another = draft.speakers.find((one) => one.code !== code)!;
    const others = await call('DELETE', `/speaker/files/${other.id}`, await link(another.code));
    expect(others.statusCode).toBe(404);
    expect((await call('DELETE', `/speaker/files/${other.id}`, token)).statusCode).toBe(204);
  });

  it('tells speakers alone where they meet', async () => {
    const settings = (await call('GET', '/draft/settings', organiser)).json<{ version: number }>();
    const backstageUrl = 'https://meet.example/behind-the-stage';
    const edit = await call(
      'PATCH',
      '/draft/settings',
      organiser,
      { backstageUrl },
      {
        'if-match': `"${settings.version}"`,
      },
    );
    expect(edit.json()).toMatchObject({ backstageUrl, version: settings.version + 1 });
    expect((await view(await link(speakerOf().code))).backstageUrl).toBe(backstageUrl);
    await call('POST', '/releases', organiser, { name: 'Again' });
    const open = await everythingPublic();
    expect(open).not.toContain('behind-the-stage');
    const [entry]: { after: object }[] = await event.database.dataSource.query(
      `SELECT after FROM audit_entries WHERE action = 'settings.edited' ORDER BY id DESC LIMIT 1`,
    );
    expect(JSON.stringify(entry)).not.toContain('behind-the-stage');
  });

  /** All that anybody may read of the event. */
  const everythingPublic = async (): Promise<string> => {
    const urls = [
      `/api/v1/events/${event.slug}`,
      `/api/v1/events/${event.slug}/programme`,
      `/api/v1/events/${event.slug}/programme/texts`,
      `/api/v1/events/${event.slug}/sessions/${round().code}`,
      `/api/v1/events/${event.slug}/changes?since=0`,
      `/api/v1/events/${event.slug}/now`,
      `/calendar/${event.slug}.ics`,
      `/calendar/${event.slug}/sessions/${round().code}.ics`,
    ];
    const answers = await Promise.all(urls.map((url) => event.app.inject({ url })));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(urls.map(() => 200));
    return answers.map(({ body }) => body).join('\n');
  };
  const mails = async (kind: string): Promise<Mail[]> =>
    (await call('GET', `/mails?kind=${kind}`, organiser)).json<{ items: Mail[] }>().items;

  it('keeps a speaker’s address from everything public', async () => {
    const speaker = speakerOf();
    expect(await patch(speaker.id, { email: 'secret.speaker@example.org' })).toMatchObject({
      email: 'secret.speaker@example.org',
    });
    await patch(speaker.id, { organisation: { en: 'Another house' } });
    expect((await read(speaker.id)).email).toBe('secret.speaker@example.org');
    const release = await call('POST', '/releases', organiser, { name: 'Another house' });
    expect(release.statusCode).toBe(201);
    const open = await everythingPublic();
    expect(open).toContain('Another house');
    expect(open).not.toContain('secret.speaker');
    const { version } = await read(speaker.id);
    const wrong = await call(
      'PATCH',
      `/draft/speakers/${speaker.id}`,
      organiser,
      { email: 'nowhere' },
      {
        'if-match': `"${version}"`,
      },
    );
    expect(wrong.statusCode).toBe(422);
    expect(await mails('speaker.changed')).toEqual([]);
  });

  it('sends a speaker their link, in their language and both zones, and shows its secret to no reader of the outbox', async () => {
    const speaker = speakerOf();
    const key = { 'idempotency-key': randomUUID() };
    const send = (code: string, headers = key) =>
      call('POST', `/speakers/${code}/link/mail`, organiser, undefined, headers);
    const none = draft.speakers.find((one) => one.code !== speaker.code)!;
    expect((await send(none.code, { 'idempotency-key': randomUUID() })).json()).toMatchObject({
      code: 'speaker.noEmail',
    });
    expect((await send(speaker.code)).statusCode).toBe(202);
    expect((await send(speaker.code)).json()).toEqual({ speaker: speaker.code, email: 'secret.speaker@example.org' });
    const sent = await mails('speaker.link');
    expect(sent).toMatchObject([{ recipient: 'secret.speaker@example.org', locale: 'lv' }]);
    const content = (await call('GET', `/mails/${sent[0]!.id}/content`, organiser)).json<{
      text: string;
      html: string;
    }>();
    expect(content.text).toContain('Jūsu runātāja lapa');
    expect(content.text).toMatch(/(Riga|Rīga).*(Paris|Parīze)/s);
    expect(content.text + content.html).not.toContain('ks_');
  });

  it('tells speakers of a release once, with what was and what is, if that is chosen', async () => {
    const session = round();
    const [slot] = (await call('GET', '/draft?texts=0', organiser))
      .json<DraftAgenda>()
      .sessions.find((one) => one.id === session.id)!.slots;
    const later = (at: string): string => new Date(Date.parse(at) + 30 * 60_000).toISOString();
    const moved = await call(
      'PATCH',
      `/draft/slots/${slot!.id}`,
      organiser,
      { startsAt: later(slot!.startsAt), endsAt: later(slot!.endsAt) },
      { 'if-match': `"${slot!.version}"` },
    );
    expect(moved.statusCode).toBe(200);
    const diff = (await call('GET', '/draft/diff', organiser)).json<DraftDiff>();
    const hit = diff.hits.speakers.find(({ code }) => code === speakerOf().code);
    expect(hit).toEqual({
      code: speakerOf().code,
      name: speakerOf().name,
      sessions: [session.code],
      hasEmail: true,
    });
    const body = {
      name: 'Later',
      choices: Object.fromEntries(diff.choicesNeeded.map((choice) => [choice.slot, 'draft'])),
      notify: { participants: true, speakers: true },
    };
    const key = { 'idempotency-key': randomUUID() };
    expect((await call('POST', '/releases', organiser, body, key)).statusCode).toBe(201);
    await call('POST', '/releases', organiser, body, key);
    const told = await mails('speaker.changed');
    expect(told).toMatchObject([{ recipient: 'secret.speaker@example.org', state: expect.any(String) }]);
    const { text } = (await call('GET', `/mails/${told[0]!.id}/content`, organiser)).json<{ text: string }>();
    expect(text).toContain('Tai ir cits laiks vai vieta.');
    expect(text).toContain('Bija: ');
    expect(text).toContain('Tagad: ');
    expect(text).not.toContain('ks_');
  });

  it('tells nobody of a release that was not published', async () => {
    const before = (await mails('speaker.changed')).length;
    const empty = await call('POST', '/releases', organiser, {
      name: 'Nothing',
      notify: { participants: true, speakers: true },
    });
    expect([empty.statusCode, (await mails('speaker.changed')).length]).toEqual([200, before]);
  });

  it('tells participants nothing of a release where that is chosen, and of the next one again', async () => {
    const { manageToken } = await event.register('Anna');
    const [code] = [round().code];
    expect((await call('PUT', `/me/stars/${code}`, manageToken, { mode: null })).statusCode).toBeLessThan(300);
    event.clock.advance(5);
    await event.settle();
    const move = async (minutes: number, participants: boolean): Promise<void> => {
      const now = (await call('GET', '/draft?texts=0', organiser)).json<DraftAgenda>();
      const [slot] = now.sessions.find((one) => one.code === code)!.slots;
      const by = (at: string): string => new Date(Date.parse(at) + minutes * 60_000).toISOString();
      await call(
        'PATCH',
        `/draft/slots/${slot!.id}`,
        organiser,
        { startsAt: by(slot!.startsAt), endsAt: by(slot!.endsAt) },
        { 'if-match': `"${slot!.version}"` },
      );
      const release = await call('POST', '/releases', organiser, {
        name: `By ${minutes}`,
        notify: { participants, speakers: false },
      });
      expect(release.statusCode).toBe(201);
      event.clock.advance(5);
      await event.settle();
    };
    const news = async (): Promise<number> =>
      (await call('GET', '/changes?stream=me&since=0', manageToken))
        .json<{ changes: { type: string }[] }>()
        .changes.filter(({ type }) => type === 'agenda.changed').length;
    const before = await news();
    await move(20, false);
    expect(await news()).toBe(before);
    await move(25, true);
    expect(await news()).toBe(before + 1);
    expect(await mails('speaker.changed')).toHaveLength(1);
    await event.isSound();
  });
});
