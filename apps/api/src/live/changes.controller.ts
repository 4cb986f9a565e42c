import { Controller, Get, Header, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access, CurrentCredential } from '../accounts/access.js';
import type { Credential } from '../accounts/credential.js';
import { Problem } from '../platform/problem.js';
import { LiveAccess } from './live-access.js';
import { LiveRegistry } from './live-registry.js';
import { StreamService } from './stream.service.js';

const changesQuery = z.strictObject({
  since: z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number, 0 or more')
    .transform(Number),
  epoch: z.string().max(64).optional(),
  stream: z.string().max(60).default('event'),
});

const changesAnswer = z
  .object({
    epoch: z.string(),
    from: z.int(),
    seq: z.int(),
    changes: z.array(z.looseObject({ seq: z.int(), at: z.string(), type: z.string() })),
  })
  .meta({ id: 'Changes' });

/** The rows of a stream by number, for those who cannot hold a websocket. */
@ApiTags('live')
@Controller('api/v1/events/:slug')
export class ChangesController {
  constructor(
    @Inject(StreamService) private readonly streams: StreamService,
    @Inject(LiveAccess) private readonly access: LiveAccess,
    @Inject(LiveRegistry) private readonly registry: LiveRegistry,
  ) {}

  /** 404 `event.unknown` or `stream.unknown`, 401 or 403 for a stream that is not the asker's, 410 `stream.reset`. */
  @Get('changes')
  @Access('public')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: changesAnswer })
  async changes(
    @Param('slug') slug: string,
    @Query({ schema: changesQuery }) query: z.infer<typeof changesQuery>,
    @CurrentCredential() credential: Credential | null,
  ): Promise<z.infer<typeof changesAnswer>> {
    const event = await this.access.event(slug);
    // Unpublished events are secret over HTTP.
    if (!event || (await this.access.refusal(event, {}, credential, []))) {
      throw new Problem(404, 'event.unknown', `There is no public event "${slug}".`);
    }
    const stream = this.registry.resolve(query.stream, credential);
    const decision = await this.registry.authorise(stream, credential, event);
    if (decision === 'unknown') throw new Problem(404, 'stream.unknown', `There is no stream "${query.stream}".`);
    if (decision === 'denied') {
      throw credential
        ? new Problem(403, 'access.denied', `This credential may not follow the stream "${query.stream}".`)
        : new Problem(401, 'credential.missing', `The stream "${query.stream}" needs a credential.`);
    }
    const read = await this.streams.read(event.id, stream, query.since, query.epoch);
    if (!read) throw new Problem(404, 'stream.unknown', `There is no stream "${query.stream}" yet.`);
    if (read.kind === 'reset') {
      throw new Problem(410, 'stream.reset', 'Fetch the programme and go on from its seq.', {
        reason: read.reason,
        epoch: read.epoch,
        seq: read.seq,
      });
    }
    const { epoch, from, seq, changes } = read;
    return { epoch, from, seq, changes };
  }
}
