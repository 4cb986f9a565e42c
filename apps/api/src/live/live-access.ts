import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { AccessService } from '../accounts/access.service.js';
import { may } from '../accounts/access.js';
import type { Credential } from '../accounts/credential.js';
import { EventEntity } from '../events/event.entity.js';
import { InFlight } from './in-flight.js';
import { LiveRegistry, type LiveEvent } from './live-registry.js';
import type { RefusalCode } from './live-handshake.js';

/** With what somebody proves who they are: a token in the handshake, or else the browser's cookie. */
export interface Proof {
  bearer?: string;
  /** The Cookie header as it came. */
  cookie?: string;
}

const selected = { id: true, slug: true, state: true } as const;

/** Decides who may follow what. A thrown error is a passing fault, never a refusal. */
@Injectable()
export class LiveAccess {
  private readonly lookups = new InFlight<LiveEvent | null>();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AccessService) private readonly access: AccessService,
    @Inject(LiveRegistry) private readonly registry: LiveRegistry,
  ) {}

  /** The event of a slug, null when there is none. */
  event(slug: string): Promise<LiveEvent | null> {
    return this.lookups.run(slug, () =>
      this.dataSource.manager.findOne(EventEntity, { select: selected, where: { slug } }),
    );
  }

  /** Events by id, as they are now. */
  async eventsById(ids: readonly string[]): Promise<Map<string, LiveEvent>> {
    const events = await this.dataSource.manager.find(EventEntity, { select: selected, where: { id: In([...ids]) } });
    return new Map(events.map((event) => [event.id, event]));
  }

  /** Makes the credentials of many followers known again, in one go. */
  refresh(proofs: Iterable<Proof>): Promise<void> {
    return this.access.refreshParticipants(proofs);
  }

  /** What is known of a follower without asking; undefined when they must be asked for. */
  known(proof: Proof): Credential | null | undefined {
    return this.access.believedOf(proof);
  }

  credential(proof: Proof): Promise<Credential | null> {
    return this.access.authenticate(proof);
  }

  /**
   * Why a connection is refused, or null when it may follow all these streams. A token that is not valid is refused;
   * a cookie that is not is no credential at all, for the page behind it is public.
   */
  async refusal(
    event: LiveEvent | null | undefined,
    proof: Proof,
    credential: Credential | null,
    streams: Iterable<string>,
  ): Promise<RefusalCode | null> {
    if (!event) return 'event.unknown';
    if (event.state === 'deleted') return 'event.deleted';
    if (proof.bearer !== undefined && !credential) return 'credential.invalid';
    if (event.state === 'draft' && !may(credential, event.id, 'organisers.follow')) return 'event.unpublished';
    for (const stream of streams) {
      const decision = await this.registry.authorise(stream, credential, event);
      if (decision === 'unknown') return 'stream.unknown';
      if (decision === 'denied') return 'access.denied';
    }
    return null;
  }
}
