import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { eventSlug } from '@kopa/contracts';

const seq = z.int().min(0);
/** Compared with the stream's epoch, nothing else: a foreign one is answered by a reset, whatever its form. */
const epoch = z.string().max(64);
const streamName = z.string().regex(/^[a-z]+(:[A-Z0-9-]{1,40})?$/);

/** The `auth` of a connection to `/live`. */
export const handshakeAuth = z.strictObject({
  event: eventSlug,
  since: z
    .union([seq, z.record(streamName, seq).refine((since) => Object.keys(since).length <= 16, 'at most 16 streams')])
    .optional(),
  epoch: epoch.optional(),
  token: z.string().min(1).max(512).optional(),
});
export type HandshakeAuth = z.infer<typeof handshakeAuth>;

/** Payload of the message `sync`. */
export const syncRequest = z.strictObject({ stream: streamName, since: seq, epoch: epoch.optional() });

/** Payload of the messages `join` and `leave`. */
export const sessionRequest = z.strictObject({
  session: z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,39}$/),
  since: seq.optional(),
});

/** Codes with which a connection is refused for good (`connect_error.data.code`). */
export type RefusalCode =
  | 'auth.invalid'
  | 'event.unknown'
  | 'event.unpublished'
  | 'event.deleted'
  | 'credential.invalid'
  | 'stream.unknown'
  | 'access.denied'
  | 'namespace.unknown';

/** The streams that a connection follows and from where: `event` always, others when it names them. */
export function wantedStreams(auth: HandshakeAuth): Map<string, number | undefined> {
  const wanted = new Map<string, number | undefined>([['event', undefined]]);
  if (typeof auth.since === 'number') wanted.set('event', auth.since);
  else for (const [stream, since] of Object.entries(auth.since ?? {})) wanted.set(stream, since);
  return wanted;
}

/**
 * Whether a browser page at the request's Origin may connect. Other clients send none and are let through; a page
 * of another site would act with its visitor's cookie.
 */
export function isOwnOrigin(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  return page.origin === new URL(publicUrl).origin || page.host === host;
}
