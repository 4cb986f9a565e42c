import { z } from 'zod';

/** Of an authenticator app, six digits, or a recovery code; blanks and dashes in it are not read. */
export const secondFactorCode = z.string().trim().min(6, 'must have six digits').max(60);

/** Body of whatever a code allows on one's own account. */
export const secondFactorProof = z.strictObject({ code: secondFactorCode });
export type SecondFactorProof = z.infer<typeof secondFactorProof>;

/** Body of `POST /account/second-factor/removal`: the code, unless it was lately shown who is signed in. */
export const secondFactorRemoval = z.strictObject({ code: secondFactorCode.optional() });
export type SecondFactorRemoval = z.infer<typeof secondFactorRemoval>;

/** Answer of `POST /account/second-factor`: what an authenticator app is to keep, as text and as the address in a QR code. */
export const secondFactorSecret = z.object({ secret: z.string(), uri: z.string() }).meta({ id: 'SecondFactorSecret' });
export type SecondFactorSecret = z.infer<typeof secondFactorSecret>;

/** The only time that recovery codes are seen. */
export const recoveryCodes = z.object({ codes: z.array(z.string()) }).meta({ id: 'RecoveryCodes' });
export type RecoveryCodes = z.infer<typeof recoveryCodes>;
