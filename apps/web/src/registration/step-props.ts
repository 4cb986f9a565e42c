import type { Counts } from '@kopa/contracts';
import type { Draft } from './draft.js';
import type { FieldError } from './field-errors.js';
import type { Step } from './steps.js';
import type { Terms } from './terms.js';

/** What each step works with. */
export interface StepProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  errors: readonly FieldError[];
  counts: Counts | undefined;
  terms: Terms;
}

/** Leads to a step, and to one of its fields where one is named. */
export type GoTo = (step: Step, field?: string) => void;
