import '../../organise/team/words.js';
import { useEffect, useState } from 'react';
import { returnPath } from '@kopa/domain';
import { OrganiseShell } from '../../organise/organise-shell.js';
import { LinkSignIn } from '../../organise/team/link-sign-in.js';
import { PasswordSignIn } from '../../organise/team/password-sign-in.js';

/** What the address says: a one-time secret, where to go afterwards, and what became of signing in by a provider. */
function readAddress({ hash, search }: Location) {
  const asked = new URLSearchParams(search);
  const failed = asked.get('failed');
  return {
    secret: hash.slice(1),
    to: returnPath(asked.get('to') ?? ''),
    isCodeNext: asked.get('step') === 'code',
    failed: failed === null ? null : { code: failed, id: asked.get('id') ?? '' },
  };
}

/** Where organisers sign in, and where a one-time link leads. */
export function SignInPage() {
  // Kept, as the address loses it when the link is spent.
  const [asked, setAsked] = useState(() => readAddress(window.location));
  const { secret, to, isCodeNext, failed } = asked;
  // What was told once is not told again by a reload.
  useEffect(() => {
    if (failed !== null) window.history.replaceState(null, '', window.location.pathname);
  }, [failed]);
  const forget = (): void => {
    window.history.replaceState(null, '', window.location.pathname);
    setAsked({ ...asked, secret: '' });
  };
  return (
    <OrganiseShell>
      {secret === '' ? (
        <PasswordSignIn to={to} failed={failed} />
      ) : (
        <LinkSignIn secret={secret} isCodeNext={isCodeNext} giveUp={forget} />
      )}
    </OrganiseShell>
  );
}
