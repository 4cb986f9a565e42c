import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { programme } from '@kopa/contracts';
import { fieldPath, invalidInput, Problem } from '../platform/problem.js';
import { sendProblem } from '../platform/problem.filter.js';
import type { PublishedProgrammes } from './published-programmes.js';
import { sendDocument } from './served-document.js';

const path = '/api/v1/events/:slug/programme';
const query = z.strictObject({
  atLeast: z.coerce.number('must be a number').int('must be whole').min(0, 'must be 0 or more').optional(),
});

/**
 * The published programme, for everybody: the one route that a whole congress reads at once. It answers from bytes kept
 * in memory and so stands on Fastify itself, without the framework's guards, pipes and filters on its way (they halve
 * what a server answers). It asks for no credential and shows what is public only.
 */
export function serveProgramme(fastify: FastifyInstance, published: PublishedProgrammes): void {
  fastify.get<{ Params: { slug: string } }>(path, (request, reply) => {
    const { slug } = request.params;
    const ready = request.raw.url?.includes('?') === true ? undefined : published.readyDocument(slug);
    if (ready !== undefined) {
      sendDocument(reply, ready, request.headers);
      return;
    }
    answer(request, reply, slug, published).catch((error: unknown) => sendProblem(error, request, reply));
  });
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  slug: string,
  published: PublishedProgrammes,
): Promise<void> {
  const parsed = query.safeParse(request.query);
  if (!parsed.success) {
    throw invalidInput(parsed.error.issues.map((issue) => ({ path: fieldPath(issue.path), message: issue.message })));
  }
  const { atLeast } = parsed.data;
  const document = await published.programmeDocument(slug, atLeast);
  if (document === null) {
    throw new Problem(503, 'programme.behind', `This server has not reached seq ${atLeast ?? 0} yet: ask again.`);
  }
  sendDocument(reply, document, request.headers);
}

/** Adds the route to the description of the API. */
export function describeProgrammeRoute(description: OpenAPIObject): OpenAPIObject {
  const schema = z.toJSONSchema(programme, { target: 'openapi-3.0', reused: 'inline' }) as object;
  description.paths['/api/v1/events/{slug}/programme'] = {
    get: {
      tags: ['programme'],
      operationId: 'programme',
      summary: 'The published programme, the same for everybody; strong ETag, 304, gzip and brotli.',
      parameters: [
        { name: 'slug', in: 'path', required: true, schema: { type: 'string' } },
        {
          name: 'atLeast',
          in: 'query',
          required: false,
          description: 'Waits up to 2 s for this seq, else 503.',
          schema: { type: 'integer' },
        },
      ],
      responses: {
        '200': { description: 'The programme.', content: { 'application/json': { schema } } },
        '304': { description: 'Not modified.' },
      },
    },
  };
  return description;
}
