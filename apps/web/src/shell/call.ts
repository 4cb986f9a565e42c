import type { PlaceMode } from '@kopa/domain';

/** What is wrong with one part of what was sent; where the interface has words of its own, with a code and facts. */
export interface InputError {
  path: string;
  message: string;
  code?: string;
  mode?: PlaceMode;
  at?: string;
  session?: string;
  age?: number;
  /** The bound that a number, a length or a count passed. */
  least?: number;
  most?: number;
  /** How many, and the names of which. */
  count?: number;
  names?: string;
}

/** What the server refused, with what its problem document says. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly errors: readonly InputError[],
    /** The whole document, for members of single codes. */
    readonly problem: Readonly<Record<string, unknown>>,
  ) {
    super(`The server answered ${status} ${code}`.trim());
  }
}

interface Call {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** What an answer that is not a success refuses. */
export async function refusalOf(answer: Response): Promise<Refused> {
  const told: unknown = await answer.json().catch(() => null);
  const problem = typeof told === 'object' && told !== null ? (told as Record<string, unknown>) : {};
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const errors = Array.isArray(problem['errors']) ? (problem['errors'] as Refused['errors']) : [];
  return new Refused(answer.status, text(problem['code']), text(problem['detail']), errors, problem);
}

/** Asks the server about an event. Throws `Refused` for what it refused and another error when it was not reached. */
export async function call(
  slug: string,
  path: string,
  { method = 'GET', body, headers = {} }: Call = {},
): Promise<Response> {
  const answer = await fetch(`/api/v1/events/${encodeURIComponent(slug)}${path}`, {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  });
  if (!answer.ok) throw await refusalOf(answer);
  return answer;
}

/** What an answer says. */
export const json = async <T>(answer: Promise<Response>): Promise<T> => (await (await answer).json()) as T;
