import '../../organise/team/words.js';
import { useState } from 'react';
import { OrganiseShell } from '../../organise/organise-shell.js';
import { LinkSignIn } from '../../organise/team/link-sign-in.js';
import { PasswordSignIn } from '../../organise/team/password-sign-in.js';

/** Where organisers sign in, and where a one-time link leads. */
export function SignInPage() {
  // Kept, as the address loses it when the link is spent.
  const [secret, setSecret] = useState(() => window.location.hash.slice(1));
  const forget = (): void => {
    window.history.replaceState(null, '', window.location.pathname);
    setSecret('');
  };
  return (
    <OrganiseShell>{secret === '' ? <PasswordSignIn /> : <LinkSignIn secret={secret} giveUp={forget} />}</OrganiseShell>
  );
}
