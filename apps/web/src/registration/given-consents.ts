import type { RegistrationRules, RegistrationView } from '@kopa/contracts';

interface Agreed {
  purpose: string;
  version: number;
}

/** How somebody stands to what is asked: they agreed to this text, to an earlier one, or to none. */
export function agreementTo(
  { consents }: Pick<RegistrationView, 'consents'>,
  { purpose, version }: Agreed,
): 'given' | 'earlier' | 'none' {
  const own = consents.find((one) => one.purpose === purpose);
  if (own === undefined) return 'none';
  return own.version === version ? 'given' : 'earlier';
}

/** All that is agreed to once one of them is given or taken back; what was agreed to by earlier texts stands. */
export function consentsWith(
  { consents }: Pick<RegistrationView, 'consents'>,
  rules: RegistrationRules,
  { purpose, version }: Agreed,
  isGiven: boolean,
): Agreed[] {
  const others = consents
    .filter((one) => one.purpose !== purpose && rules.consents.some((asked) => asked.purpose === one.purpose))
    .map((one) => ({ purpose: one.purpose, version: one.version }));
  return isGiven ? [...others, { purpose, version }] : others;
}
