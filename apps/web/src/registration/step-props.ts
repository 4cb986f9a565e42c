import type { Counts } from '@kopa/contracts';
import type { Draft } from './draft.js';
import type { FieldError } from './field-errors.js';
import type { Terms } from './terms.js';

/** What each step works with. */
export interface StepProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  errors: readonly FieldError[];
  counts: Counts | undefined;
  terms: Terms;
}
