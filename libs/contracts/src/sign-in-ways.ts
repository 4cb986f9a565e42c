import { z } from 'zod';

/** Answer of `GET /sign-in-ways`: the OpenID Connect provider that organisers may sign in with, where there is one. */
export const signInWays = z.object({ provider: z.object({ name: z.string() }).nullable() }).meta({ id: 'SignInWays' });
export type SignInWays = z.infer<typeof signInWays>;

/** Query of `GET /oidc/begin`; an address that is no organisers' page of this site is not gone to. */
export const oidcBeginning = z.strictObject({ to: z.string().max(2000).optional() });
export type OidcBeginning = z.infer<typeof oidcBeginning>;

/** Answer of `POST /oidc/invitation`: the address at the provider that the browser goes to. */
export const oidcQuestion = z.object({ url: z.string() }).meta({ id: 'OidcQuestion' });
export type OidcQuestion = z.infer<typeof oidcQuestion>;
