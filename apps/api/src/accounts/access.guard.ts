import { type CanActivate, type ExecutionContext, Inject, Injectable, Logger } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { DeletedEvents, eventDeleted } from '../events/deleted-events.js';
import { EventEntity } from '../events/event.entity.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Problem } from '../platform/problem.js';
import { accessMetadata, isHeldBack, may, type AccessOfRequest, type AccessRule } from './access.js';
import { AccessService } from './access.service.js';
import { bearerOf } from './secret.js';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Default deny: a route answers only those whom its access rule names. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly logger = new Logger(AccessGuard.name);

  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(AccessService) private readonly access: AccessService,
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(DeletedEvents) private readonly deleted: DeletedEvents,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(accessMetadata, [
      context.getHandler(),
      context.getClass(),
    ]);
    const request = context.switchToHttp().getRequest<FastifyRequest & AccessOfRequest>();
    if (rule === undefined) {
      this.logger.error(`${request.method} ${request.routeOptions.url ?? ''} states no access rule and is refused`);
      throw new Problem(403, 'access.denied', 'Nobody may call this.');
    }
    const { slug } = request.params as { slug?: string };
    // What was deleted is gone for all, but for its owner who may restore it.
    if (rule !== 'event.delete' && slug !== undefined && this.deleted.hasSlug(slug)) throw eventDeleted(request.url);
    const { authorization, cookie } = request.headers;
    if (rule === 'public' && authorization === undefined && cookie === undefined) return true;

    const bearer = bearerOf(authorization);
    const credential = await this.access.authenticate({
      bearer,
      cookie,
      participant: rule === 'registration',
      speaker: rule === 'speaker',
    });
    request.kopaCredential = credential;
    // A browser sends its cookies unasked, a bearer it does not.
    if (credential !== null && bearer === undefined && !safeMethods.has(request.method)) this.demandOwnOrigin(request);
    if (rule === 'public') return true;
    if (credential === null) {
      throw authorization === undefined
        ? new Problem(401, 'credential.missing', missing(rule))
        : new Problem(401, 'credential.invalid', 'The token is unknown, has expired or was revoked.');
    }

    if (rule === 'account') {
      if (credential.kind !== 'login') throw new Problem(403, 'access.denied', 'This takes a login session.');
      return true;
    }
    if (rule === 'registration') {
      if (credential.kind !== 'registration' || credential.eventSlug !== slug)
        throw new Problem(403, 'access.denied', 'This takes a registration at the event.');
      return true;
    }
    if (rule === 'speaker') {
      if (credential.kind !== 'speaker' || credential.eventSlug !== slug)
        throw new Problem(403, 'access.denied', 'This takes the link of a speaker of the event.');
      return true;
    }
    const event = await this.dataSource.manager.findOne(EventEntity, {
      where: { slug: slug ?? '' },
      select: { id: true, slug: true, state: true },
    });
    if (event === null) throw new Problem(404, 'event.unknown', `There is no event "${slug ?? ''}".`);
    // This process may not know of it yet.
    if (event.state === 'deleted' && rule !== 'event.delete') throw eventDeleted(request.url);
    if (isHeldBack(credential, event.id, rule))
      throw new Problem(403, 'secondFactor.needed', 'Owners do this once they have signed in by a second factor.');
    if (!may(credential, event.id, rule)) {
      // An unpublished event does not show that it exists to those who have no part in it.
      if (event.state === 'draft' && !may(credential, event.id, 'organisers.follow')) {
        throw new Problem(404, 'event.unknown', `There is no event "${slug ?? ''}".`);
      }
      throw new Problem(403, 'access.denied', `This takes the permission "${rule}" in the event.`);
    }
    request.kopaEvent = event;
    return true;
  }

  /** A browser sends the cookie whoever asks: a write must come from a page of ours (OWASP ASVS 5.0, 3.5.1). */
  private demandOwnOrigin(request: FastifyRequest): void {
    const { origin, host } = request.headers;
    const own = [new URL(this.config.publicUrl).host, host];
    if (origin === undefined || !URL.canParse(origin) || !own.includes(new URL(origin).host)) {
      throw new Problem(403, 'origin.foreign', 'Writes with a login session must come from this site.');
    }
  }
}

function missing(rule: AccessRule): string {
  if (rule === 'speaker') return 'Open your speaker’s link, or send its token as "Authorization: Bearer ...".';
  return rule === 'registration'
    ? 'Open your manage link, or send its token as "Authorization: Bearer ...".'
    : 'Send an API token as "Authorization: Bearer ...", or sign in.';
}
