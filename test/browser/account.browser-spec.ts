import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TOTP } from 'otpauth';
import { AccountStage, languages, password } from './account-stage.js';

// Many looks with a loaded machine's browser.
jest.setTimeout(180_000);

describe("An organiser's account", () => {
  let stage: AccountStage;
  let url: string;

  beforeAll(async () => {
    stage = await AccountStage.open();
    ({ url } = stage);
  });
  afterAll(() => stage.close());

  it.each(languages)('has passkeys, which sign in (%s)', async (locale) => {
    const reader = await stage.join(`${locale.slice(0, 2)}-anna@example.org`, locale);
    const { page } = reader;
    const found: string[] = [];
    await stage.attachAuthenticator(reader);

    await page.goto(`${url}/organise/account`);
    const name = page.getByLabel(reader.say('Name of the passkey', 'Piekļuves atslēgas nosaukums'));
    await name.fill('Phone');
    await reader.button('Add a passkey', 'Pievienot piekļuves atslēgu').click();
    await page.getByText(reader.say('“Phone” was added', '“Phone” ir pievienota')).waitFor();
    await reader.button('Add a passkey', 'Pievienot piekļuves atslēgu').click();
    await page.getByText(reader.say('This device has a passkey for', 'Šai ierīcei jau ir')).waitFor();
    await reader.button('Rename Phone', 'Pārsaukt Phone').click();
    await name.first().fill('My phone');
    found.push(...(await reader.lookAround('renaming')));
    await page.keyboard.press('Enter');
    await page.getByText(reader.say('called “My phone” now', 'sauc “My phone”')).waitFor();
    found.push(...(await reader.lookAround('passkeys')));

    await page.context().clearCookies();
    await page.goto(`${url}/sign-in`);
    await reader.button('Sign in with a passkey', 'Pieslēgties ar piekļuves atslēgu').waitFor();
    found.push(...(await reader.lookAround('sign-in')));
    await reader.button('Sign in with a passkey', 'Pieslēgties ar piekļuves atslēgu').click();
    await page.getByRole('heading', { level: 1, name: reader.say('Your events', 'Jūsu pasākumi') }).waitFor();

    await page.goto(`${url}/organise/account`);
    await reader.button('Remove My phone', 'Izslēgt My phone').click();
    await reader.button('Yes, remove My phone', 'Jā, izslēgt My phone').click();
    await page.getByText(reader.say('“My phone” was removed', '“My phone” ir noņemta')).waitFor();
    await page.context().clearCookies();
    await page.goto(`${url}/sign-in`);
    await reader.button('Sign in with a passkey', 'Pieslēgties ar piekļuves atslēgu').click();
    await page.getByText(reader.say('This passkey was removed here', 'Šī piekļuves atslēga šeit ir noņemta')).waitFor();

    // The same server by its address instead of its name.
    await page.goto(`${stage.server.url}/sign-in`);
    await page
      .getByText(reader.say('Passkeys do not work at this address', 'Šajā adresē piekļuves atslēgas'))
      .waitFor();
    found.push(...(await reader.lookAround('address')));
    await page.context().close();
    expect(found).toEqual([]);
  });

  it.each(languages)('has a second factor, which signing in asks for (%s)', async (locale) => {
    const email = `${locale.slice(0, 2)}-cora@example.org`;
    const reader = await stage.join(email, locale);
    const { page } = reader;
    const code = page.getByLabel(reader.say('Code', 'Kods'), { exact: true });
    const found: string[] = [];

    await page.goto(`${url}/organise/account`);
    await reader.button('Set up an authenticator app', 'Iestatīt autentifikatora lietotni').click();
    const secret = (await page.locator('.team-secret').textContent()) ?? '';
    const totp = new TOTP({ secret: secret.replaceAll(' ', '') });
    await code.fill('000000');
    await reader.button('Turn it on', 'Ieslēgt').click();
    await page.getByText(reader.say('The code is not right', 'Kods nav pareizs')).waitFor();
    found.push(...(await reader.lookAround('factor')));
    await code.fill(totp.generate());
    await reader.button('Turn it on', 'Ieslēgt').click();
    await page.getByText(reader.say('The second factor is on', 'Otrais faktors ir ieslēgts')).waitFor();
    found.push(...(await reader.lookAround('recovery')));
    const recoveryCode = (await page.locator('.team-codes code').first().textContent()) ?? '';

    await page.context().clearCookies();
    await page.goto(`${url}/sign-in`);
    await page.getByLabel(reader.say('E-mail address', 'E-pasta adrese')).fill(email);
    await page.getByLabel(reader.say('Password', 'Parole'), { exact: true }).fill(password);
    await reader.button('Sign in', 'Pieslēgties').click();
    await code.fill('000000');
    await reader.button('Sign in', 'Pieslēgties').click();
    await page.getByText(reader.say('The code is not right', 'Kods nav pareizs')).waitFor();
    found.push(...(await reader.lookAround('sign-in-code')));
    await code.fill(recoveryCode);
    await reader.button('Sign in', 'Pieslēgties').click();
    await page.getByRole('heading', { level: 1, name: reader.say('Your events', 'Jūsu pasākumi') }).waitFor();
    await page.context().close();
    expect(found).toEqual([]);
  });
});
