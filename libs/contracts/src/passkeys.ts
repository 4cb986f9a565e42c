import { z } from 'zod';

const bytes = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[\w-]+$/, 'must be base64url');
const passkeyName = z.string().trim().min(1, 'must not be empty').max(80, 'must have at most 80 characters');

// What browsers say grows with their versions (W3C Web Authentication Level 3, section 5.1.8): what is not read is dropped.
const answered = {
  id: bytes(1400),
  rawId: bytes(1400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional().catch(undefined),
};

/** What a browser answers when it made a passkey. */
export const madePasskey = z.object({
  ...answered,
  response: z.object({
    clientDataJSON: bytes(4000),
    attestationObject: bytes(40_000),
    transports: z.array(z.string().max(40)).max(10).default([]),
  }),
});
export type MadePasskey = z.infer<typeof madePasskey>;

/** What a browser answers when somebody shows a passkey. */
export const shownPasskey = z.object({
  ...answered,
  response: z.object({
    clientDataJSON: bytes(4000),
    authenticatorData: bytes(4000),
    signature: bytes(8000),
    userHandle: bytes(200),
  }),
});
export type ShownPasskey = z.infer<typeof shownPasskey>;

/** Body of `POST /account/passkeys`. */
export const newPasskey = z.strictObject({ name: passkeyName, made: madePasskey });
export type NewPasskey = z.infer<typeof newPasskey>;

/** Body of `PATCH /account/passkeys/:id`. */
export const passkeyChange = z.strictObject({ name: passkeyName });
export type PasskeyChange = z.infer<typeof passkeyChange>;

export const passkey = z
  .object({
    id: z.string(),
    name: z.string(),
    createdAt: z.string(),
    lastUsedAt: z.string().nullable(),
    /** Whether it is kept by a service too, and so outlives the device. */
    isBackedUp: z.boolean(),
  })
  .meta({ id: 'Passkey' });
export type Passkey = z.infer<typeof passkey>;
