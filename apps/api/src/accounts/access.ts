import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { roleMay, roles, type Permission } from '@kopa/contracts';
import { accessMetadata } from '../platform/public-route.js';
import type { Credential } from './credential.js';

/** `registration`: a participant of the route's event, for what is their own; `speaker`: a speaker of
 * the route's event; `account`: somebody with a login session, for theirs. */
export type AccessRule = 'public' | 'registration' | 'speaker' | 'account' | Permission;

export { accessMetadata };

/** States who may call a route: everybody, or those with a permission in its event. Without it nobody may. */
export const Access = (rule: AccessRule): MethodDecorator & ClassDecorator => SetMetadata(accessMetadata, rule);

export interface EventOfRequest {
  id: string;
  slug: string;
}

/** What the guard found out about a request. */
export interface AccessOfRequest {
  kopaCredential?: Credential | null;
  kopaEvent?: EventOfRequest;
}

const requestOf = (context: ExecutionContext): FastifyRequest & AccessOfRequest =>
  context.switchToHttp().getRequest<FastifyRequest & AccessOfRequest>();

/** Who asks; null for nobody known (only on public routes). */
export const CurrentCredential = createParamDecorator(
  (_: unknown, context: ExecutionContext): Credential | null => requestOf(context).kopaCredential ?? null,
);

/** The event of the route's slug, on routes that take a permission. */
export const CurrentEvent = createParamDecorator((_: unknown, context: ExecutionContext): EventOfRequest => {
  const event = requestOf(context).kopaEvent;
  if (event === undefined) throw new Error('a route without a permission asked for its event');
  return event;
});

/** The participant who asks, on routes for registrations. */
export const CurrentRegistration = createParamDecorator(
  (_: unknown, context: ExecutionContext): Extract<Credential, { kind: 'registration' }> => {
    const credential = requestOf(context).kopaCredential;
    if (credential?.kind !== 'registration') throw new Error('a route without the rule asked for its registration');
    return credential;
  },
);

/** The speaker who asks, on routes for speakers. */
export const CurrentSpeaker = createParamDecorator(
  (_: unknown, context: ExecutionContext): Extract<Credential, { kind: 'speaker' }> => {
    const credential = requestOf(context).kopaCredential;
    if (credential?.kind !== 'speaker') throw new Error('a route without the rule asked for its speaker');
    return credential;
  },
);

/** The login session that asks, on routes for accounts. */
export const CurrentLogin = createParamDecorator(
  (_: unknown, context: ExecutionContext): Extract<Credential, { kind: 'login' }> => {
    const credential = requestOf(context).kopaCredential;
    if (credential?.kind !== 'login') throw new Error('a route without the rule asked for its login session');
    return credential;
  },
);

/** Whether somebody owns an event, but must show a second factor before they may do what only owners may. */
export function isHeldBack(credential: Credential | null, eventId: string, permission: Permission): boolean {
  if (credential?.kind !== 'login' || credential.lacksFactor !== true || credential.roles === 'owner of all')
    return false;
  const isOwner = credential.roles.some((held) => held.eventId === eventId && held.role === 'owner');
  return isOwner && roles.every((role) => (role === 'owner') === roleMay(role, permission));
}

/** Whether somebody may do something in an event. */
export function may(credential: Credential | null, eventId: string, permission: Permission): boolean {
  if (credential === null || credential.kind === 'registration' || credential.kind === 'speaker') return false;
  if (credential.kind === 'token') return credential.eventId === eventId && roleMay(credential.role, permission);
  if (credential.roles === 'owner of all') return roleMay('owner', permission);
  if (isHeldBack(credential, eventId, permission)) return false;
  return credential.roles.some((held) => held.eventId === eventId && roleMay(held.role, permission));
}
