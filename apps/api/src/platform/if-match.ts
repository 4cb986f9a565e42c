import { Problem } from './problem.js';

/** The version in `If-Match: "7"` (RFC 9110 section 13.1.1). Missing: 428 (RFC 6585 section 3). */
export function seenVersion(ifMatch: string | undefined): number {
  if (ifMatch === undefined) {
    throw new Problem(428, 'version.missing', 'Say which version the change saw, e.g. If-Match: "7".');
  }
  const version = /^"(\d{1,9})"$/.exec(ifMatch.trim())?.[1];
  if (version === undefined) {
    throw new Problem(422, 'input.invalid', 'If-Match must be a version in quotes, e.g. "7".', {
      errors: [{ path: 'If-Match', message: 'must be a version in quotes, e.g. "7"', code: 'field.wrong' }],
    });
  }
  return Number(version);
}
