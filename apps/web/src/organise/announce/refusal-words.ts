import type { TFunction } from 'i18next';
import { Refused } from '../../shell/call.js';

/** Why an announcement was refused, in words; null when it was not refused but the server not reached. */
export function refusalInWords(problem: unknown, t: TFunction): string | null {
  if (!(problem instanceof Refused) || problem.status >= 500) return null;
  return t([`announce.code.${problem.code}`, 'announce.code.other']);
}
