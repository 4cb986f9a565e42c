import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TOTP, URI } from 'otpauth';
import type { Programme } from '@kopa/domain';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { runKopa, startServer, type TestServer } from '../support/server.js';

const root = path.resolve(__dirname, '../..');

/** A small frab schedule; the second talk's start and title are given. */
const schedule = (start: string, title: string, more = ''): string => `<?xml version="1.0" encoding="UTF-8"?>
<schedule><conference><title>Mazā sanāksme</title><start>2026-10-07</start><end>2026-10-07</end>
<time_zone_name>Europe/Riga</time_zone_name></conference>
<day index="1" date="2026-10-07" start="2026-10-07T09:00:00+03:00" end="2026-10-07T20:00:00+03:00"><room name="Lielā zāle">
<event id="1" guid="0a000000-0000-4000-8000-000000000001"><start>10:00</start><duration>00:30</duration><title>Atklāšana</title></event>
<event id="2" guid="0a000000-0000-4000-8000-000000000002"><start>${start}</start><duration>00:30</duration><title>${title}</title></event>
${more}</room></day></schedule>`;

describe('the command line', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kopa-cli-'));
  const file = path.join(folder, 'schedule.xml');
  let database: TestDatabase;
  let server: TestServer;

  beforeAll(async () => {
    database = await createTestDatabase();
    server = await startServer({ databaseUrl: database.url, args: ['--no-demo'] });
  });
  afterAll(async () => {
    await server.stop();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const kopa = (...words: string[]) => runKopa(database.url, ...words);
  const importing = (...words: string[]) => kopa('import', file, '--event', 'maza', ...words);
  const programme = async (): Promise<Programme> =>
    (await (await fetch(`${server.url}/api/v1/events/maza/programme`)).json()) as Programme;

  it('leaves the demo out when asked', async () => {
    expect(await (await fetch(`${server.url}/api/v1/events`)).json()).toEqual({ items: [], next: null });
  });

  it('imports and releases; what it returns from is served', async () => {
    writeFileSync(file, schedule('11:00', 'Diskusija'));
    const { code, stdout } = await importing('--release');
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('2 read, 2 created, 0 changed, 0 unchanged, 0 removed, 0 rejected'),
    ]);
    const { seq, sessions } = await programme();
    expect([seq, sessions.map(({ title }) => Object.values(title)[0])]).toEqual([1, ['Atklāšana', 'Diskusija']]);
  });

  it('imports the same again without changing anything, and releases nothing', async () => {
    const { code, stdout } = await importing('--release');
    expect([code, stdout]).toEqual([0, expect.stringContaining('Nothing changed.')]);
    expect(stdout).toContain('nothing was published');
    expect((await programme()).seq).toBe(1);
  });

  it('brings a newer file as a difference: the slot keeps its id and counts its version', async () => {
    const before = await programme();
    writeFileSync(file, schedule('11:15', 'Diskusija'));
    expect((await importing('--dry-run')).stdout).toContain('1 changed, 1 unchanged');
    expect(await programme()).toEqual(before);
    const { code, stdout } = await importing('--release');
    expect([code, stdout]).toEqual([0, expect.stringContaining('0 created, 1 changed, 1 unchanged')]);
    const after = await programme();
    const slotOf = ({ sessions }: Programme) =>
      sessions.find(({ title }) => Object.values(title)[0] === 'Diskusija')!.slots[0]!;
    expect(after.seq).toBe(2);
    expect(slotOf(after)).toMatchObject({ id: slotOf(before).id, version: 2, startsAt: '2026-10-07T08:15:00.000Z' });
  });

  it('imports but does not release over a live change, names the slot, and does as it is then told', async () => {
    const { stdout: token } = await kopa('token', '--event', 'maza', '--role', 'organiser');
    const [session] = (await programme()).sessions.filter(({ title }) => Object.values(title)[0] === 'Diskusija');
    const answer = await fetch(`${server.url}/api/v1/events/maza/live-changes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token.trim()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'delay', session: session!.code, minutes: 10 }),
    });
    expect(answer.status).toBe(201);
    writeFileSync(file, schedule('11:30', 'Diskusija'));
    const { code, stdout, stderr } = await importing('--release');
    expect([code, stdout, stderr]).toEqual([
      1,
      expect.stringContaining('1 changed'),
      expect.stringContaining(session!.slots[0]!.id),
    ]);
    expect(stderr).toContain('Nothing was released');
    expect((await kopa('release', '--event', 'maza', '--name', 'x', '--keep', 'both')).code).toBe(1);
    expect(await kopa('release', '--event', 'maza', '--name', 'Agreed', '--keep', 'draft')).toMatchObject({ code: 0 });
    const after = (await programme()).sessions.find(({ code: own }) => own === session!.code)!.slots[0]!;
    expect([after.plannedStartsAt, after.startsAt]).toEqual(['2026-10-07T08:30:00.000Z', '2026-10-07T08:30:00.000Z']);
  });

  it('says which row it rejected and why, and imports the rest', async () => {
    const bad =
      '<event id="3" guid="0a000000-0000-4000-8000-000000000003"><start>quarter past</start><duration>00:30</duration><title>Bad</title></event>';
    writeFileSync(file, schedule('11:30', 'Diskusija', bad));
    const { code, stdout } = await importing();
    expect([code, stdout]).toEqual([2, expect.stringMatching(/rejected line \d+.*: /)]);
  });

  it('refuses files that are none, that hold a DTD, and that would empty the programme', async () => {
    const refused = async (text: string): Promise<string> => {
      writeFileSync(file, text);
      const { code, stderr } = await importing();
      expect(code).toBe(1);
      return stderr;
    };
    expect(await refused('hello')).toContain('Nothing was imported');
    expect(
      await refused(`<?xml version="1.0"?><!DOCTYPE schedule [<!ENTITY x "y">]>${schedule('11:30', 'x').slice(38)}`),
    ).toMatch(/DOCTYPE|DTD|declaration/i);
    expect(await refused(schedule('11:30', 'Diskusija').replace(/<event id="2".*\n/, ''))).toContain(
      '--allow-removals',
    );
    expect((await programme()).sessions).toHaveLength(2);
  });

  it('makes tokens that work, prints the token alone, and refuses what it does not know', async () => {
    const { stdout } = await kopa('token', '--event', 'maza', '--role', 'organiser', '--expires', '1d');
    expect(stdout).toMatch(/^kopa_[\w-]{43}\n$/);
    const draft = await fetch(`${server.url}/api/v1/events/maza/draft`, {
      headers: { authorization: `Bearer ${stdout.trim()}` },
    });
    expect(draft.status).toBe(200);
    expect(await kopa('token', '--event', 'maza', '--role', 'king')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--role') as unknown,
    });
    expect(await kopa('token', '--event', 'none', '--role', 'viewer')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('none') as unknown,
    });
    expect(await kopa('token', '--event', 'maza', '--role', 'viewer', '--expires', 'soon')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--expires') as unknown,
    });
  });

  it('takes away a second factor, once, and signs its owner out', async () => {
    const email = 'anna@example.org';
    const post = async (address: string, body: object, cookie = ''): Promise<Response> =>
      fetch(`${server.url}/api/v1/${address}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: server.url, cookie },
        body: JSON.stringify(body),
      });
    const { stdout: link } = await kopa('organiser', '--email', email, '--event', 'maza', '--role', 'owner');
    const password = 'a long enough phrase';
    const joined = await post('invitations/accept', { challenge: link.trim().split('#')[1], password });
    const cookie = joined.headers.get('set-cookie')?.split(';')[0] ?? '';
    const begun = await fetch(`${server.url}/api/v1/account/second-factor`, {
      method: 'POST',
      headers: { origin: server.url, cookie },
    });
    const { uri } = (await begun.json()) as { uri: string };
    const code = (URI.parse(uri) as TOTP).generate();
    expect((await post('account/second-factor/confirmation', { code }, cookie)).status).toBe(200);
    const signIn = async () => (await post('login-sessions', { email, password })).status;
    expect(await signIn()).toBe(401);
    const reset = await kopa('reset-second-factor', '--email', 'Anna@Example.org');
    expect(reset).toMatchObject({ code: 0, stdout: expect.stringContaining('ended login sessions: 1') as unknown });
    expect(await signIn()).toBe(201);
    // The server believes a cookie for a few seconds without asking.
    const account = () => fetch(`${server.url}/api/v1/account`, { headers: { cookie } });
    const deadline = Date.now() + 30_000;
    while ((await account()).ok && Date.now() < deadline) await sleep(50);
    expect((await account()).status).toBe(401);
    expect((await kopa('mail')).stdout).toContain(`${email} account.secondFactorReset`);
    expect(await kopa('reset-second-factor', '--email', email)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('has no second factor') as unknown,
    });
    expect(await kopa('reset-second-factor', '--email', 'nobody@example.org')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('nobody@example.org') as unknown,
    });
  });

  it('finds all well, and names what is not', async () => {
    expect(await kopa('doctor')).toMatchObject({ code: 0, stdout: 'All is well.\n' });
    expect(await kopa('drift')).toMatchObject({ code: 0 });
    await database.dataSource.query(`UPDATE stream_heads SET seq = seq + 5 WHERE name = 'event'`);
    const { code, stdout } = await kopa('doctor');
    await database.dataSource.query(`UPDATE stream_heads SET seq = seq - 5 WHERE name = 'event'`);
    expect([code, stdout]).toEqual([1, expect.stringContaining('stream event of event maza')]);
  });

  it('lists every setting', async () => {
    expect((await kopa('settings')).stdout).toMatch(/^PORT .*\(3000\)$/m);
  });

  it('does not start with wrong settings, and says what is wrong with each', async () => {
    const child = spawn(process.execPath, [path.join(root, 'apps/api/dist/main.js')], {
      env: { PATH: process.env['PATH'], PORT: 'eighty', DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let printed = '';
    child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    await once(child, 'close');
    expect(child.exitCode).toBe(1);
    expect(
      printed
        .split('\n')
        .filter((line) => /^ {2}\w+: /.test(line))
        .map((line) => line.trim().split(':')[0]),
    ).toEqual(['PORT', 'DATABASE_URL', 'LOG_LEVEL']);
  });
});
