import type { RegistrationRules, RegistrationView } from '@kopa/contracts';

interface Agreed {
  purpose: string;
  version: number;
}

const isSame = (one: Agreed, other: Agreed): boolean => one.purpose === other.purpose && one.version === other.version;

/** What is agreed to by the texts that are asked now; the server takes no other versions. */
export function consentsHeld({ consents }: Pick<RegistrationView, 'consents'>, rules: RegistrationRules): Agreed[] {
  return rules.consents
    .filter((asked) => consents.some((given) => isSame(given, asked)))
    .map(({ purpose, version }) => ({ purpose, version }));
}

/** All that is agreed to once one of them is given or taken back. */
export function consentsWith(
  own: Pick<RegistrationView, 'consents'>,
  rules: RegistrationRules,
  { purpose, version }: Agreed,
  isGiven: boolean,
): Agreed[] {
  const others = consentsHeld(own, rules).filter((one) => one.purpose !== purpose);
  return isGiven ? [...others, { purpose, version }] : others;
}
