/**
 * A failure that the caller can act on, answered as a problem document (RFC 9457). `code` is stable; `extra` adds
 * members such as `errors` or `current`.
 */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${code}: ${detail}`);
    this.name = 'Problem';
  }
}

export interface InputError {
  /** E.g. `minutes` or `slots[0].startsAt`. */
  path: string;
  message: string;
  /** A stable name, beside facts: pages say it in their reader's words. */
  code: string;
  [fact: string]: unknown;
}

/** The problem of input that a schema refuses, naming each field. */
export function invalidInput(errors: readonly InputError[]): Problem {
  const fields = errors.map(({ path, message }) => `${path === '' ? 'the body' : path} ${message}`);
  return new Problem(422, 'input.invalid', `The input is not valid: ${fields.join('; ')}.`, { errors });
}

/** A path of a schema's issue, `['slots', 0, 'startsAt']`, as `slots[0].startsAt`. */
export function fieldPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  );
}
