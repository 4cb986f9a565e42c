// From the answer to a booking to the last of 1,000 followers who is told how many places are left; and how many such
// frames a follower gets in any second while 64 connections book for five seconds.
import { openFleet } from './fleet.mjs';
import { median, percentile } from './report.mjs';
import { kopaCommand, startKopa } from './servers.mjs';

const event = 'french-moods';
const followers = 1_000;
const bookings = 30;
const now = () => performance.timeOrigin + performance.now();

export async function measure() {
  const kopa = await startKopa();
  const token = kopaCommand(kopa.folder, 'token', '--event', event, '--role', 'organiser');
  const base = `${kopa.url}/api/v1/events/${event}`;
  const send = async (method, path, body, authorization) => {
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const { days } = await (await fetch(`${base}/programme`)).json();
  const attendance = { [days[0].date]: 'online' };
  let person = 0;
  const book = () => {
    person += 1;
    const who = { name: `Person ${person}`, email: `person${person}@example.org`, locale: 'en', attendance };
    return send('POST', '/registrations', { ...who, bookings: [{ session: 'D1-ROUND', mode: 'online' }] });
  };
  await send('PUT', '/sessions/D1-ROUND/places', { mode: 'online', capacity: 100_000 }, `Bearer ${token}`);
  const fleet = await openFleet(kopa.url, event, followers, 'counts');
  const waits = [];
  for (let index = 0; index < bookings; index += 1) {
    await fleet.expect();
    const [at, last] = await Promise.all([book().then(now), fleet.last()]);
    waits.push(last - at);
    // Not in step with the beat in which counts are looked at.
    await new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * 250));
  }
  const until = performance.now() + 5_000;
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      while (performance.now() < until) await book();
    }),
  );
  const rate = await fleet.rate();
  fleet.stop();
  await kopa.stop();
  const slowest = Math.max(...waits);
  return [
    {
      figure: `places left to the last of ${followers} followers, p50`,
      unit: 'ms',
      kopa: median(waits),
      target: 'shown',
      met: true,
    },
    {
      figure: 'the same, p99',
      unit: 'ms',
      kopa: percentile(waits, 0.99),
      target: '<= 500',
      met: slowest <= 500,
    },
    { figure: 'frames of counts to one follower in any second', unit: '', kopa: rate, target: '<= 4', met: rate <= 4 },
  ];
}
