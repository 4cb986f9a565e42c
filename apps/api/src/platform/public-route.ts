import { SetMetadata } from '@nestjs/common';

/** Metadata under which the access rule of a route stands (see accounts/access.ts, which stands below this room). */
export const accessMetadata = 'kopa:access';

/** States that everybody may call a route of the platform. */
export const PublicRoute = (): MethodDecorator & ClassDecorator => SetMetadata(accessMetadata, 'public');
