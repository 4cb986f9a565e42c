// A schedule of 943 sessions imported, released and served, beside Node reading and parsing the same XML alone. The
// second identical import must change nothing.
import { spawnSync } from 'node:child_process';
import { median } from './report.mjs';
import { answered, kopaCommand, root, schedule, startKopa } from './servers.mjs';

export async function measure() {
  const file = schedule();
  const seconds = { kopa: [], bare: [] };
  const parse = `import { readFileSync } from 'node:fs'; import { DOMParser } from '@xmldom/xmldom'; new DOMParser().parseFromString(readFileSync(process.argv[1], 'utf8'), 'text/xml');`;
  for (let round = 0; round < 5; round += 1) {
    let from = performance.now();
    const { status } = spawnSync(process.execPath, ['--input-type=module', '--eval', parse, file], { cwd: root });
    if (status !== 0) throw new Error('the baseline failed');
    seconds.bare.push((performance.now() - from) / 1000);
    const kopa = await startKopa();
    from = performance.now();
    kopaCommand(kopa.folder, 'import', file, '--event', 'bench', '--timezone', 'Europe/Brussels', '--release');
    await answered(`${kopa.url}/api/v1/events/bench/programme`);
    seconds.kopa.push((performance.now() - from) / 1000);
    const again = kopaCommand(
      kopa.folder,
      'import',
      file,
      '--event',
      'bench',
      '--timezone',
      'Europe/Brussels',
      '--release',
    );
    if (!again.includes('Nothing changed.')) throw new Error(`the second import changed something: ${again}`);
    await kopa.stop();
  }
  const [mine, theirs] = [median(seconds.kopa), median(seconds.bare)];
  return [
    {
      figure: 'import of 943 sessions, released and served',
      unit: 's',
      kopa: mine,
      bare: theirs,
      ratio: mine / theirs,
      target: '<= 5 s',
      met: mine <= 5,
    },
  ];
}
