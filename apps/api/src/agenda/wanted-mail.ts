import { mutedKinds, type MutedKind } from '@kopa/contracts';

/** Which mail that is not essential somebody wants, of what they do not. */
export const wantedMail = (muted: readonly string[]): Record<MutedKind, boolean> =>
  Object.fromEntries(mutedKinds.map((kind) => [kind, !muted.includes(kind)])) as Record<MutedKind, boolean>;
