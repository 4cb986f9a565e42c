import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright-core';

const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A camera that shows a clock and a microphone that beeps; whether a page gets them is still asked.
  '--use-fake-device-for-media-stream',
];

/** The environment of the run, with UTF-8 for file names: without it Chromium names a download with Latvian letters "download". */
function environment(): Record<string, string> {
  const given = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(given), LC_ALL: 'C.UTF-8' };
}

/** Unpacks the packaged browser with the libraries that a bare machine lacks; prints where its program is. */
const unpack = `
import { createRequire } from 'node:module';
import path from 'node:path';
import browser, { inflate } from '@sparticuz/chromium';
const entry = createRequire(path.resolve('package.json')).resolve('@sparticuz/chromium');
await inflate(path.resolve(path.dirname(entry), '../bin/al2023.tar.br'));
process.stdout.write(await browser.executablePath());
`;

export interface TestBrowser {
  browser: Browser;
  close(): Promise<void>;
}

/** The machine's Chromium, else the one in the packages, unpacked into a folder of its own for this run. */
export async function openBrowser(): Promise<TestBrowser> {
  const wanted = process.env['KOPA_TEST_CHROMIUM'];
  const system = wanted === 'package' ? undefined : systemBrowsers.find((candidate) => existsSync(candidate));
  if (system !== undefined) {
    const browser = await chromium.launch({ executablePath: system, args: flags, env: environment() });
    return { browser, close: () => browser.close() };
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'kopa-chromium-'));
  // A process of its own: the package unpacks into the TMPDIR that its process was started with.
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', unpack], {
    cwd: path.resolve(import.meta.dirname, '../..'),
    env: { ...process.env, TMPDIR: folder },
  });
  // The package's own font settings name a fixed folder; without any font the browser ends.
  const fontSettings = path.join(folder, 'fonts.conf');
  await writeFile(
    fontSettings,
    `<fontconfig><dir>${path.join(folder, 'fonts')}</dir><cachedir>${path.join(folder, 'font-cache')}</cachedir></fontconfig>`,
  );
  const browser = await chromium.launch({
    executablePath: stdout.trim(),
    args: flags,
    env: {
      ...environment(),
      TMPDIR: folder,
      LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib'),
      FONTCONFIG_FILE: fontSettings,
    },
  });
  return {
    browser,
    close: async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
