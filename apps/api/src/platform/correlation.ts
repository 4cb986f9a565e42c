import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const form = /^[A-Za-z0-9._-]{8,64}$/;

/** The id under which a request is logged: the caller's `x-request-id` if it is harmless, else a new one. */
export function correlationIdOf(headers: IncomingHttpHeaders): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && form.test(given) ? given : randomUUID();
}
