import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const form = /^[A-Za-z0-9._-]{8,64}$/;
/** Random once: asking the system for randomness with every request cost a third of what the programme's answers do. */
const ofThisProcess = randomBytes(9).toString('base64url');
let requests = 0;

/** The id under which a request is logged: the caller's `x-request-id` if it is harmless, else a new one. */
export function correlationIdOf(headers: IncomingHttpHeaders): string {
  const given = headers['x-request-id'];
  if (typeof given === 'string' && form.test(given)) return given;
  requests += 1;
  return `${ofThisProcess}.${requests.toString(36)}`;
}
