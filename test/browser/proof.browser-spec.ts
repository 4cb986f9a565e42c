import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AccountStage, languages, password } from './account-stage.js';

// Many looks with a loaded machine's browser.
jest.setTimeout(180_000);

describe('A browser that was left open', () => {
  let stage: AccountStage;
  beforeAll(async () => {
    stage = await AccountStage.open();
  });
  afterAll(() => stage.close());

  it.each(languages)('asks who sits there, before the account is changed (%s)', async (locale) => {
    const email = `${locale.slice(0, 2)}-anna@example.org`;
    const reader = await stage.join(email, locale);
    const { page } = reader;
    const found: string[] = [];
    const dialog = page.getByRole('dialog', {
      name: reader.say('Is it still you?', 'Vai tas joprojām esat Jūs?'),
    });
    /** As if they had signed in an hour ago. */
    const leave = () =>
      stage.database.dataSource.query(
        `UPDATE login_sessions SET proven_at = now() - interval '1 hour'
          WHERE account_id = (SELECT id FROM accounts WHERE email = $1)`,
        [email],
      );
    await leave();
    await page.goto(`${stage.url}/organise/account`);

    // By the keyboard alone: stopped, then wrong, then right.
    const begin = reader.button('Set up an authenticator app', 'Iestatīt autentifikatora lietotni');
    await begin.focus();
    await page.keyboard.press('Enter');
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await reader.reads('Nothing was changed.', 'Nekas netika mainīts.');
    await page.keyboard.press('Enter');
    const own = dialog.getByLabel(reader.say('Password', 'Parole'), { exact: true });
    await own.waitFor();
    await page.keyboard.type('not my password');
    await page.keyboard.press('Enter');
    await dialog.getByText(reader.say('This is not your password.', 'Tā nav Jūsu parole.')).waitFor();
    found.push(...(await reader.lookAround('proof-password')));
    await own.fill(password);
    await page.keyboard.press('Enter');
    await reader.reads('Scan this with your authenticator app', 'Noskenējiet to ar autentifikatora lietotni');
    expect(await dialog.count()).toBe(0);

    // With a second factor it is its code that counts.
    const { recoveryCodes } = await stage.enrol(reader);
    await leave();
    await reader.button('Turn it off', 'Izslēgt').click();
    const code = dialog.getByLabel(reader.say('Code', 'Kods'), { exact: true });
    await code.fill('000000');
    await page.keyboard.press('Enter');
    await dialog.getByText(reader.say('The code is not right', 'Kods nav pareizs')).waitFor();
    found.push(...(await reader.lookAround('proof-code')));
    await code.fill(recoveryCodes[0]!);
    await page.keyboard.press('Enter');
    await reader.reads('The second factor is off.', 'Otrais faktors ir izslēgts.');
    await page.context().close();
    expect(found).toEqual([]);
  });

  it('takes a passkey as proof, and asks who has nothing to show to sign in again', async () => {
    const reader = await stage.join('berta@example.org', 'en-GB');
    const { page } = reader;
    const set = (change: string) =>
      stage.database.dataSource.query(
        `WITH a AS (UPDATE accounts SET ${change} WHERE email = 'berta@example.org' RETURNING id)
         UPDATE login_sessions l SET proven_at = now() - interval '1 hour' FROM a WHERE l.account_id = a.id`,
      );
    await stage.attachAuthenticator(reader);
    await page.goto(`${stage.url}/organise/account`);
    await page.getByLabel('Name of the passkey').fill('Phone');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByText('“Phone” was added').waitFor();
    await set('password_hash = NULL');
    await page.reload();
    await page.getByRole('button', { name: 'Remove Phone', exact: true }).click();
    await page.getByRole('button', { name: 'Yes, remove Phone', exact: true }).click();
    const found = await reader.lookAround('proof-passkey');
    await page.getByRole('button', { name: 'Show a passkey' }).click();
    await page.getByText('“Phone” was removed').waitFor();

    await set('name = name');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    const again = page.getByRole('link', { name: 'Sign in again' });
    await again.waitFor();
    found.push(...(await reader.lookAround('proof-again')));
    await again.click();
    await page.getByRole('heading', { level: 1, name: 'Sign in as organiser' }).waitFor();
    expect(new URL(page.url()).searchParams.get('to')).toBe('/organise/account');
    await page.context().close();
    expect(found).toEqual([]);
  });
});
