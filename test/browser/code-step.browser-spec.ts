import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AccountStage, languages } from './account-stage.js';

// Many looks with a loaded machine's browser.
jest.setTimeout(180_000);

describe('The code of the second factor', () => {
  let stage: AccountStage;
  beforeAll(async () => {
    stage = await AccountStage.open();
  });
  afterAll(() => stage.close());

  it.each(languages)('is asked for by a link that came by mail (%s)', async (locale) => {
    const email = `${locale.slice(0, 2)}-link@example.org`;
    const reader = await stage.join(email, locale);
    const { recoveryCodes } = await stage.enrol(reader);
    const { page } = reader;
    const found: string[] = [];
    await page.context().clearCookies();

    await page.goto(`${stage.url}/sign-in`);
    await reader.line('E-mail address', 'E-pasta adrese').fill(email);
    await reader.button('Send me a link', 'Atsūtiet man saiti').click();
    await reader.heading('Look into your mail', 'Ielūkojieties savā pastā').waitFor();
    await page.goto('about:blank');
    await page.goto(await stage.linkTo(email));
    await reader.button('Sign in', 'Pieslēgties').click();
    const code = reader.line('Code', 'Kods');
    await code.waitFor();
    expect(await code.evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true);
    found.push(...(await reader.lookAround('link-code')));
    await page.keyboard.type('12');
    await page.keyboard.press('Enter');
    await reader.reads('The code is not right', 'Kods nav pareizs');
    await code.fill('000000');
    await page.keyboard.press('Enter');
    await reader.reads('The code is not right', 'Kods nav pareizs');
    expect(await code.getAttribute('aria-invalid')).toBe('true');
    found.push(...(await reader.lookAround('link-wrong-code')));
    await code.fill(recoveryCodes[0]!);
    await page.keyboard.press('Enter');
    await reader.heading('You are signed in', 'Jūs esat pieslēdzies').waitFor();
    found.push(...(await reader.lookAround('link-done')));
    await page.getByRole('link', { name: reader.say('To your events', 'Uz Jūsu pasākumiem') }).click();
    await reader.heading('Your events', 'Jūsu pasākumi').waitFor();
    await page.context().close();
    expect(found).toEqual([]);
  });

  it.each(languages)('is asked for by an invitation to one more event (%s)', async (locale) => {
    const email = `${locale.slice(0, 2)}-invited@example.org`;
    const reader = await stage.join(email, locale);
    const { recoveryCodes } = await stage.enrol(reader);
    const { page } = reader;
    const found: string[] = [];
    await page.context().clearCookies();
    await stage.database.dataSource.query(
      'DELETE FROM account_roles WHERE account_id = (SELECT id FROM accounts WHERE email = $1)',
      [email],
    );

    await page.goto(await stage.invite(email, 'organiser'));
    await reader.reads('You have an account already', 'Jums jau ir konts');
    await reader.button('Accept the invitation', 'Pieņemt uzaicinājumu').click();
    const code = reader.line('Code', 'Kods');
    await code.waitFor();
    expect(await code.evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true);
    found.push(...(await reader.lookAround('invitation-code')));
    await page.keyboard.type('12');
    await page.keyboard.press('Enter');
    await reader.reads('Six digits, or a recovery code.', 'Seši cipari vai rezerves kods.');
    await code.fill('000000');
    await page.keyboard.press('Enter');
    await reader.reads('The code is not right', 'Kods nav pareizs');
    expect(await code.getAttribute('aria-invalid')).toBe('true');
    found.push(...(await reader.lookAround('invitation-wrong-code')));
    await code.fill(recoveryCodes[0]!);
    await page.keyboard.press('Enter');
    await page.locator(`a[href="/organise/${stage.slug}/agenda"]`).first().waitFor();
    await page.context().close();
    expect(found).toEqual([]);
  });
});
