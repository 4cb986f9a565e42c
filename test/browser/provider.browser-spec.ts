import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { IdentityProvider } from '../support/identity-provider.js';
import { AccountStage, languages } from './account-stage.js';

// Many looks with a loaded machine's browser.
jest.setTimeout(180_000);

describe('Signing in by a provider', () => {
  let provider: IdentityProvider;
  let stage: AccountStage;
  beforeAll(async () => {
    stage = await AccountStage.open(async (url) => {
      provider = await IdentityProvider.start(`${url}/api/v1/oidc/callback`);
      return { ...provider.settings, KOPA_PUBLIC_URL: url };
    });
  });
  afterAll(async () => {
    await stage.close();
    await provider.stop();
  });

  it.each(languages)('is a button that leads there and back to the page that was wanted (%s)', async (locale) => {
    const login = `${locale.slice(0, 2)}-anna`;
    const email = `${login}@example.org`;
    const reader = await stage.join(email, locale);
    const { page } = reader;
    const found: string[] = [];
    const button = page.getByRole('link', {
      name: reader.say('Sign in with Riga University', 'Pieslēgties ar “Riga University”'),
    });
    const logIn = async (name: string): Promise<void> => {
      await button.click();
      await page.getByLabel('Name').fill(name);
      await page.getByRole('button', { name: 'Continue' }).click();
    };
    await page.context().clearCookies();
    await page.goto(`${stage.url}/organise/account`);
    await page.getByRole('link', { name: reader.say('Sign in', 'Pieslēgties'), exact: true }).click();
    await button.waitFor();
    found.push(...(await reader.lookAround('provider')));

    // Somebody whom nobody invited: told why, with what the server's keeper looks for.
    await button.click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await reader.reads('The provider did not let you through', 'Identitātes pakalpojums Jūs nelaida tālāk');
    found.push(...(await reader.lookAround('provider-failed')));
    const id = /[\w-]{10,}\.\w+$/.exec((await page.locator('.team-told').innerText()).trim())?.[0] ?? 'none';
    expect(stage.server.output()).toMatch(new RegExp(`"correlationId":"${id}".*"code":"oidc.denied"`));
    expect(new URL(page.url()).search).toBe('');

    provider.people.set(login, { email, isVerified: true });
    await page.goto(`${stage.url}/organise/account`);
    await page.getByRole('link', { name: reader.say('Sign in', 'Pieslēgties'), exact: true }).click();
    await logIn(login);
    await reader.heading('Your account', 'Jūsu konts').waitFor();
    await reader.reads('by the provider', 'ar identitātes pakalpojumu');
    found.push(...(await reader.lookAround('sessions')));

    // With a second factor the code is asked for, and then the page that was wanted is there.
    const { recoveryCodes } = await stage.enrol(reader);
    await page.context().clearCookies();
    await page.goto(`${stage.url}/organise/account`);
    await page.getByRole('link', { name: reader.say('Sign in', 'Pieslēgties'), exact: true }).click();
    await logIn(login);
    const code = reader.line('Code', 'Kods');
    await code.fill('000000');
    await page.keyboard.press('Enter');
    await reader.reads('The code is not right', 'Kods nav pareizs');
    found.push(...(await reader.lookAround('provider-code')));
    await code.fill(recoveryCodes[0]!);
    await page.keyboard.press('Enter');
    await reader.heading('Your account', 'Jūsu konts').waitFor();
    await page.context().close();
    expect(found).toEqual([]);
  });

  it.each(languages)('accepts an invitation without a password (%s)', async (locale) => {
    const login = `invited-${randomUUID()}`;
    const email = `${login}@example.org`;
    const invitation = await stage.invite(email);
    const reader = await stage.reader(locale);
    const { page } = reader;
    const found: string[] = [];
    const goOn = reader.button('Go on with Riga University', 'Turpināt ar “Riga University”');
    const logIn = async (name: string): Promise<void> => {
      await goOn.click();
      // Not “Your name”, which stands here as long as it has not gone there.
      await page.getByLabel('Name', { exact: true }).fill(name);
      await page.getByRole('button', { name: 'Continue' }).click();
    };
    await page.goto(invitation);
    await goOn.waitFor();
    await reader.reads(`there you must have the address ${email}`, `tur Jums jābūt ar adresi ${email}`);
    found.push(...(await reader.lookAround('invitation-provider')));

    // Logged in there as somebody else: told what would be right, and the invitation is still open.
    provider.people.set(`${login}-privately`, { email: `${login}@elsewhere.example`, isVerified: true });
    await logIn(`${login}-privately`);
    await reader.reads('Log in there with this address', 'Piesakieties tur ar šo adresi');
    expect(page.url()).toBe(invitation);
    found.push(...(await reader.lookAround('invitation-other-address')));
    await page.context().clearCookies({ domain: '127.0.0.1' });

    provider.people.set(login, { email, isVerified: true });
    await reader.line('Your name', 'Jūsu vārds').fill('Ieva Kalniņa');
    await logIn(login);
    await page
      .getByRole('link', { name: reader.say('Agenda', 'Programma'), exact: true })
      .first()
      .waitFor();
    expect(new URL(page.url()).pathname).toBe(`/organise/${stage.slug}`);
    await page.goto(`${stage.url}/organise/account`);
    await reader.reads('by the provider', 'ar identitātes pakalpojumu');
    await page.goto(`${stage.url}/organise/${stage.slug}/team`);
    await reader.reads('Ieva Kalniņa', 'Ieva Kalniņa');

    await page.goto(invitation);
    await reader.heading('This invitation cannot be used', 'Šo uzaicinājumu nevar izmantot').waitFor();
    await page.context().close();
    expect(found).toEqual([]);
  });
});
