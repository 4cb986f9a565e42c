// Whether the time of a registration tells that its address is known: one that 200 registrations have beside addresses
// that nobody has, in turns; two groups of those show what is noise.
import { median } from './report.mjs';
import { startKopa } from './servers.mjs';

const event = 'french-moods';
const rounds = 300;

export async function measure() {
  const kopa = await startKopa();
  const base = `${kopa.url}/api/v1/events/${event}`;
  const { days } = await (await fetch(`${base}/programme`)).json();
  let person = 0;
  const register = async (email) => {
    person += 1;
    const body = JSON.stringify({ name: `P ${person}`, email, locale: 'en', attendance: { [days[0].date]: 'online' } });
    const from = performance.now();
    const answer = await fetch(`${base}/registrations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const took = performance.now() - from;
    if (answer.status !== 201) throw new Error(await answer.text());
    await answer.arrayBuffer();
    return took;
  };
  for (let index = 0; index < 200; index += 1) await register('info@example.org');
  const waits = { known: [], one: [], other: [] };
  const groups = [
    ['known', () => 'info@example.org'],
    ['one', () => `a${person}@example.org`],
    ['other', () => `b${person}@example.org`],
  ];
  for (let round = 0; round < rounds; round += 1)
    for (let turn = 0; turn < groups.length; turn += 1) {
      const [name, email] = groups[(round + turn) % groups.length];
      waits[name].push(await register(email()));
    }
  await kopa.stop();
  const [known, one, other] = [median(waits.known), median(waits.one), median(waits.other)];
  const noise = Math.max(0.03, 2 * Math.abs(other / one - 1));
  const ratio = known / ((one + other) / 2);
  return [
    {
      figure: 'registering: known beside unknown address, p50',
      unit: 'ms',
      kopa: known,
      bare: (one + other) / 2,
      ratio,
      target: `1 +- ${noise.toFixed(2)}`,
      met: Math.abs(ratio - 1) <= noise,
    },
  ];
}
