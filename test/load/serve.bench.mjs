// The programme document under load, Kopā beside node:http sending the same bytes, in five alternating runs.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from './load.mjs';
import { median } from './report.mjs';
import { bareScript, schedule, startKopa } from './servers.mjs';

export async function measure() {
  const file = schedule();
  const kopa = await startKopa({ importing: file });
  const url = `${kopa.url}/api/v1/events/bench/programme`;
  const answer = await fetch(url, { headers: { 'accept-encoding': 'gzip' } });
  const etag = answer.headers.get('etag');
  // fetch unpacks: the bytes on the wire are asked for by hand.
  const onWire = (await load(url, 'accept-encoding: gzip')).bytesEach;
  const { gzipSync } = await import('node:zlib');
  const body = gzipSync(Buffer.from(await answer.arrayBuffer()), { level: 9 });
  const bodyFile = path.join(mkdtempSync(path.join(tmpdir(), 'kopa-bench-')), 'programme.json.gz');
  writeFileSync(bodyFile, body);
  const bare = await bareScript('bare-http.mjs', bodyFile, 'gzip', etag);

  const figures = { kopa: [], bare: [], kopa304: [], bare304: [] };
  for (let round = 0; round < 5; round += 1) {
    figures.bare.push((await load(bare.url, 'accept-encoding: gzip')).perSecond);
    figures.kopa.push((await load(url, 'accept-encoding: gzip')).perSecond);
    figures.bare304.push((await load(bare.url, 'accept-encoding: gzip', `if-none-match: ${etag}`)).perSecond);
    figures.kopa304.push((await load(url, 'accept-encoding: gzip', `if-none-match: ${etag}`)).perSecond);
  }
  await kopa.stop();
  bare.stop();
  const row = (figure, one, other, target) => {
    const [mine, theirs] = [median(one), median(other)];
    return {
      figure,
      unit: '/s',
      kopa: mine,
      bare: theirs,
      ratio: mine / theirs,
      target: `>= ${target}`,
      met: mine / theirs >= target,
    };
  };
  return [
    row('programme, 200, gzip', figures.kopa, figures.bare, 0.9),
    row('programme, 304', figures.kopa304, figures.bare304, 0.5),
    {
      figure: 'programme on the wire, gzip',
      unit: 'KB',
      kopa: onWire / 1000,
      target: '<= 150 KB',
      met: onWire <= 150_000,
    },
  ];
}
