import { Controller, Get, Header, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { instant, programme, programmeTexts } from '@kopa/contracts';
import { nowAndNext } from '@kopa/domain';
import { Access } from '../accounts/access.js';
import { Clock } from '../platform/clock.js';
import { Problem } from '../platform/problem.js';
import { PublishedProgrammes } from './published-programmes.js';
import { sendDocument } from './served-document.js';

const programmeQuery = z.strictObject({
  atLeast: z.coerce.number('must be a number').int('must be whole').min(0, 'must be 0 or more').optional(),
});
const nowQuery = z.strictObject({ at: instant.optional() });

/** What is published, for everybody: documents come from bytes kept in memory. */
@ApiTags('programme')
@Access('public')
@Controller('api/v1/events/:slug')
export class ProgrammeController {
  constructor(
    @Inject(PublishedProgrammes) private readonly published: PublishedProgrammes,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Where its bytes are ready and the address is plain, the fast lane answers before this. */
  @Get('programme')
  @ApiOkResponse({ standardSchema: programme })
  async programme(
    @Param('slug') slug: string,
    @Query({ schema: programmeQuery }) query: z.infer<typeof programmeQuery>,
    @Headers() headers: Record<string, string | undefined>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const document = await this.published.programmeDocument(slug, query.atLeast);
    if (document === null) {
      throw new Problem(
        503,
        'programme.behind',
        `This server has not reached seq ${query.atLeast ?? 0} yet: ask again.`,
      );
    }
    sendDocument(reply, document, headers);
  }

  @Get('programme/texts')
  @ApiOkResponse({ standardSchema: programmeTexts })
  async texts(
    @Param('slug') slug: string,
    @Headers() headers: Record<string, string | undefined>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendDocument(reply, await this.published.textsDocument(slug), headers);
  }

  /** Everything public about one session. */
  @Get('sessions/:code')
  @Header('cache-control', 'no-cache')
  async session(@Param('slug') slug: string, @Param('code') code: string): Promise<object> {
    const { programme, texts } = await this.published.bySlug(slug);
    const session = programme.sessions.find((candidate) => candidate.code === code);
    if (session === undefined) throw new Problem(404, 'session.unknown', `There is no published session "${code}".`);
    const speakers = programme.speakers
      .filter(({ id }) => session.speakerIds.includes(id))
      .map((speaker) => ({ ...speaker, biography: texts.speakers[speaker.id] ?? {} }));
    return {
      epoch: programme.epoch,
      seq: programme.seq,
      ...session,
      ...(texts.sessions[code] ?? { abstract: {}, description: {}, materials: [] }),
      speakers,
      track: programme.tracks.find(({ id }) => id === session.trackId) ?? null,
      rooms: programme.rooms.filter(({ id }) =>
        session.slots.some((slot) => slot.roomId === id || slot.onlineRoomId === id),
      ),
      alternatives: programme.sessions
        .filter(
          (other) => other.code !== code && (other.alternativeOf ?? other.code) === (session.alternativeOf ?? code),
        )
        .map((other) => other.code),
    };
  }

  /** Now and next in each room, at `at` or the present. */
  @Get('now')
  @Header('cache-control', 'no-cache')
  async now(
    @Param('slug') slug: string,
    @Query({ schema: nowQuery }) query: z.infer<typeof nowQuery>,
  ): Promise<object> {
    const { programme } = await this.published.bySlug(slug);
    const at = query.at === undefined ? this.clock.now().toISOString() : new Date(query.at).toISOString();
    return { epoch: programme.epoch, seq: programme.seq, at, rooms: nowAndNext(programme, at) };
  }
}
