import { z } from 'zod';
import { shownPasskey } from './passkeys.js';
import { secondFactorCode } from './second-factor.js';

/** Body of `POST /account/proof`: what shows that it is still the same person. Which of them counts, `proof.needed` says. */
export const proof = z.union(
  [
    z.strictObject({ password: z.string().max(200, 'must have at most 200 characters') }),
    z.strictObject({ code: secondFactorCode }),
    z.strictObject({ passkey: shownPasskey }),
  ],
  'must be { password }, { code } or { passkey }',
);
export type Proof = z.infer<typeof proof>;
