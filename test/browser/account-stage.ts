import { TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { freePort, runKopa, startServer, type TestServer } from '../support/server.js';
import { openBrowser, type TestBrowser } from './chromium.js';
import { barriersOf, openPhone, takePicture } from './looking.js';

export const password = 'a phrase of my own';
export type Language = 'en-GB' | 'lv-LV';
export const languages = ['en-GB', 'lv-LV'] as const;

const looks = {
  'en-GB': [
    { width: 390, scheme: 'light' },
    { width: 1440, scheme: 'dark' },
  ],
  'lv-LV': [
    { width: 390, scheme: 'dark' },
    { width: 1440, scheme: 'light' },
  ],
} as const;

/** A page of somebody who reads one language. */
export class Reader {
  constructor(
    readonly page: Page,
    readonly locale: Language,
  ) {}

  say(english: string, latvian: string): string {
    return this.locale === 'en-GB' ? english : latvian;
  }

  button(english: string, latvian: string) {
    return this.page.getByRole('button', { name: this.say(english, latvian), exact: true });
  }

  line(english: string, latvian: string) {
    return this.page.getByLabel(this.say(english, latvian), { exact: true });
  }

  heading(english: string, latvian: string) {
    return this.page.getByRole('heading', { level: 1, name: this.say(english, latvian) });
  }

  /** Waits until something is told. */
  async reads(english: string, latvian: string): Promise<void> {
    await this.page.getByText(this.say(english, latvian)).first().waitFor();
  }

  /** What keeps somebody from using what is shown, on a phone and on a desk, one of them dark. */
  async lookAround(name: string): Promise<string[]> {
    const found: string[] = [];
    for (const { width, scheme } of looks[this.locale]) {
      await this.page.setViewportSize({ width, height: 844 });
      await this.page.emulateMedia({ colorScheme: scheme });
      found.push(...(await barriersOf(this.page, `${name} ${this.locale} ${width} ${scheme}`)));
      await takePicture(this.page, `account-${name}-${this.locale}-${width}-${scheme}`);
    }
    return found;
  }
}

/** The built server with the demo event, and a browser. */
export class AccountStage {
  private constructor(
    readonly database: TestDatabase,
    readonly server: TestServer,
    private readonly chromium: TestBrowser,
    readonly slug: string,
    /** By its name: passkeys are of a domain, never of an address. */
    readonly url: string,
  ) {}

  /** `settings` are asked for with the server's address. */
  static async open(
    settings: (url: string) => Promise<Record<string, string>> = () => Promise.resolve({}),
  ): Promise<AccountStage> {
    const [database, chromium, port] = await Promise.all([createTestDatabase(), openBrowser(), freePort()]);
    const url = `http://localhost:${port}`;
    const server = await startServer({ databaseUrl: database.url, port, env: await settings(url) });
    const { items } = (await (await fetch(`${server.url}/api/v1/events`)).json()) as { items: { slug: string }[] };
    return new AccountStage(database, server, chromium, items[0]!.slug, url);
  }

  async close(): Promise<void> {
    await this.chromium.close();
    await this.server.stop();
    await this.database.drop();
  }

  async reader(locale: Language): Promise<Reader> {
    const context = await openPhone(this.chromium.browser, { locale });
    return new Reader(await context.newPage(), locale);
  }

  /** Address of the page of a new invitation. */
  async invite(email: string, role = 'owner', slug = this.slug): Promise<string> {
    const order = ['organiser', '--email', email, '--event', slug, '--role', role];
    const { stdout, stderr } = await runKopa(this.database.url, ...order);
    if (!URL.canParse(stdout.trim())) throw new Error(`${email} was not invited: ${stderr}`);
    return this.here(stdout.trim());
  }

  /** Address of the page that the newest mail to somebody leads to. */
  async linkTo(email: string): Promise<string> {
    const { stdout } = await runKopa(this.database.url, 'mail');
    const mails = stdout.split(/\n(?=\S)/).filter((mail) => mail.includes(` ${email} `));
    return this.here(/https?:\S+#\S+/.exec(mails.at(-1) ?? '')?.[0] ?? '');
  }

  /** Somebody who accepted an invitation, in a browser of their own. */
  async join(email: string, locale: Language): Promise<Reader> {
    const reader = await this.reader(locale);
    await reader.page.goto(await this.invite(email));
    await reader.line('Password', 'Parole').fill(password);
    await reader.button('Accept the invitation', 'Pieņemt uzaicinājumu').click();
    await reader.page
      .getByRole('link', { name: reader.say('Team', 'Komanda'), exact: true })
      .first()
      .waitFor();
    return reader;
  }

  /** Sets up an authenticator app for who is signed in; gives it, and the recovery codes. */
  async enrol(reader: Reader): Promise<{ totp: TOTP; recoveryCodes: string[] }> {
    const { page } = reader;
    await page.goto(`${this.url}/organise/account`);
    await reader.button('Set up an authenticator app', 'Iestatīt autentifikatora lietotni').click();
    const secret = (await page.locator('.team-secret').textContent()) ?? '';
    const totp = new TOTP({ secret: secret.replaceAll(' ', '') });
    await reader.line('Code', 'Kods').fill(totp.generate());
    await reader.button('Turn it on', 'Ieslēgt').click();
    await reader.reads('The second factor is on', 'Otrais faktors ir ieslēgts');
    return { totp, recoveryCodes: await page.locator('.team-codes code').allTextContents() };
  }

  /** Gives a page's browser an authenticator that asks for a finger, and gets one. */
  async attachAuthenticator({ page }: Reader): Promise<void> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const options = {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    } as const;
    await devtools.send('WebAuthn.addVirtualAuthenticator', { options });
  }

  /** The command line knows no port: only page and secret count. */
  private here(link: string): string {
    const { pathname, hash } = new URL(link);
    return `${this.url}${pathname}${hash}`;
  }
}
