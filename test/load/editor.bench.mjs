// The agenda editor with 30 rooms and 1,000 sessions on one day, in Chromium with its CPU throttled four times: until it
// stands, and a drag of 60 steps. Beside it a page that holds as many buttons, and one that moves with the pointer.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openBrowser } from '../browser/chromium.ts';
import { median, percentile } from './report.mjs';
import { kopaCommand, startKopa } from './servers.mjs';

const rooms = 30;
const sessions = 1000;
const throttling = 4;

function madeUpDay() {
  const at = (minute) => `${String((minute / 60) | 0).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const events = Array.from({ length: sessions }, (_, index) => {
    const [room, nth] = [index % rooms, (index / rooms) | 0];
    return {
      room,
      xml: `<event id="${index + 1}"><start>${at(540 + nth * 15)}</start><duration>00:15</duration><title>Session number ${index} on a subject of its own</title><track>Track ${room % 6}</track><type>talk</type><language>en</language><persons><person id="${index + 1}">Speaker ${index}</person></persons></event>`,
    };
  });
  const xml = Array.from(
    { length: rooms },
    (_, room) =>
      `<room name="Room ${room + 1}">${events
        .filter((event) => event.room === room)
        .map((event) => event.xml)
        .join('')}</room>`,
  ).join('');
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'kopa-bench-')), 'day.xml');
  writeFileSync(
    file,
    `<?xml version="1.0" encoding="UTF-8"?><schedule><conference><title>One long day</title><start>2027-02-01</start><end>2027-02-01</end><time_zone_name>Europe/Riga</time_zone_name></conference><day index="1" date="2027-02-01">${xml}</day></schedule>`,
  );
  return file;
}

/** Notes frames and long tasks of a page from now on. */
const watch = `(() => {
  const seen = { frames: [], long: [] };
  const from = performance.now();
  let last = from;
  const frame = (now) => { seen.frames.push(now - last); last = now; requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) if (task.startTime >= from) seen.long.push(task.duration);
  }).observe({ entryTypes: ['longtask'] });
  window.seen = seen;
})()`;

/** Evaluates by the protocol itself: what the driver injects for its own way is a long task in the page. */
async function evaluate(devtools, expression) {
  const { result } = await devtools.send('Runtime.evaluate', { expression, returnByValue: true });
  return result.value;
}

async function dragOn({ page, devtools }, from, to) {
  await page.mouse.move(from.x, from.y);
  await evaluate(devtools, watch);
  await page.mouse.down();
  for (let step = 1; step <= 60; step += 1)
    await page.mouse.move(from.x + ((to.x - from.x) * step) / 60, from.y + ((to.y - from.y) * step) / 60);
  const seen = await evaluate(devtools, 'window.seen');
  await page.keyboard.press('Escape');
  await page.mouse.up();
  return { p95: percentile(seen.frames, 0.95), longest: Math.max(0, ...seen.long) };
}

/** From the data's arrival until the first frame that shows it. */
const untilShown = `new Promise((done) => {
  const look = () => {
    const draft = performance.getEntriesByType('resource').find(({ name }) => /\\/draft\\?/.test(name));
    if (draft === undefined || document.querySelector('.ag-card') === null) return requestAnimationFrame(look);
    requestAnimationFrame(() => done(performance.now() - draft.responseEnd));
  };
  look();
})`;

const barePage = `<!doctype html><style>button{position:absolute;width:168px;height:20px}</style><div id="all"></div>`;
const bareMount = `new Promise((done) => {
  const from = performance.now();
  document.getElementById('all').innerHTML = Array.from({ length: ${sessions} }, (_, n) =>
    '<button style="left:' + (n % ${rooms}) * 172 + 'px;top:' + ((n / ${rooms}) | 0) * 22 + 'px">Session number ' + n + ' on a subject of its own</button>').join('');
  document.onpointermove = ({ clientX, clientY }) => { document.querySelector('button').style.transform = 'translate(' + clientX + 'px,' + clientY + 'px)'; };
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - from)));
})`;

export async function measure() {
  const kopa = await startKopa();
  const chromium = await openBrowser();
  const mine = { mount: [], p95: [], longest: [], save: [] };
  const bare = { mount: [], p95: [], longest: [] };
  try {
    kopaCommand(kopa.folder, 'import', madeUpDay(), '--event', 'bench', '--timezone', 'Europe/Riga', '--release');
    const challenge = /sign-in#(\S+)/.exec(readFileSync(path.join(kopa.folder, 'server.log'), 'utf8'))[1];
    const answer = await fetch(`${kopa.url}/api/v1/login-sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ challenge }),
    });
    const [, name, value] = /^([^=]+)=([^;]+)/.exec(answer.headers.get('set-cookie'));
    for (let round = 0; round < 5; round += 1) {
      const context = await chromium.browser.newContext({
        viewport: { width: 1440, height: 900 },
        serviceWorkers: 'block',
      });
      await context.addCookies([{ name, value, url: kopa.url }]);
      const page = await context.newPage();
      const devtools = await context.newCDPSession(page);
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: throttling });
      await page.goto(`${kopa.url}/organise/bench/agenda`);
      mine.mount.push(await page.evaluate(untilShown));
      await page.waitForLoadState('networkidle');
      const card = await page.locator('.ag-card').nth(4).boundingBox();
      const drag = await dragOn({ page, devtools }, { x: card.x + 20, y: card.y + 6 }, { x: 980, y: 640 });
      mine.p95.push(drag.p95);
      mine.longest.push(drag.longest);
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
      mine.save.push(await saveOnce(page, card));
      await context.close();

      const plain = await chromium.browser.newPage({ viewport: { width: 1440, height: 900 } });
      const slow = await plain.context().newCDPSession(plain);
      await slow.send('Emulation.setCPUThrottlingRate', { rate: throttling });
      await plain.setContent(barePage);
      bare.mount.push(await plain.evaluate(bareMount));
      const moved = await dragOn({ page: plain, devtools: slow }, { x: 20, y: 20 }, { x: 980, y: 640 });
      bare.p95.push(moved.p95);
      bare.longest.push(moved.longest);
      await plain.close();
    }
  } finally {
    await chromium.close();
    await kopa.stop();
  }
  const row = (figure, unit, kopaFigure, bareFigure, target, met) => ({
    figure,
    unit,
    kopa: kopaFigure,
    ...(bareFigure === undefined || bareFigure === 0 ? {} : { bare: bareFigure, ratio: kopaFigure / bareFigure }),
    target,
    met,
  });
  const [mount, p95, longest, save] = [mine.mount, mine.p95, mine.longest, mine.save].map(median);
  return [
    row('editor of 1,000 sessions stands, CPU / 4', 'ms', mount, median(bare.mount), '<= 1000 ms', mount <= 1000),
    row('frame while dragging, p95, CPU / 4', 'ms', p95, median(bare.p95), '<= 33 ms', p95 <= 33.5),
    row('longest task while dragging, CPU / 4', 'ms', longest, median(bare.longest), '<= 50 ms', longest <= 50),
    row('from a drop until it is saved', 'ms', save, undefined, '<= 1000 ms', save <= 1000),
  ];
}

/** Drops a card one room on, and waits until the server has it. */
async function saveOnce(page, card) {
  await page.mouse.move(card.x + 20, card.y + 6);
  await page.mouse.down();
  await page.mouse.move(card.x + 100, card.y + 60, { steps: 4 });
  await page.mouse.move(card.x + 200, card.y + 150, { steps: 4 });
  const saved = page.waitForResponse((response) => response.url().endsWith('/draft/placements'));
  const from = performance.now();
  await page.mouse.up();
  await saved;
  return performance.now() - from;
}
