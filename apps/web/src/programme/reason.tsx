import type { TFunction } from 'i18next';
import type { Slot } from '@kopa/domain';
import { hasText, TextIn } from '../language/local-text.js';

interface ReasonProps {
  slot: Slot;
  fallbacks: readonly string[];
  language: string;
  t: TFunction;
}

/** Why a slot differs from the plan, in the host's words; nothing when none were given. */
export function Reason({ slot, fallbacks, language, t }: ReasonProps) {
  if (!hasText(slot.reason)) return null;
  return (
    <p className="card-reason">
      {t('state.reason')} <TextIn texts={slot.reason} fallbacks={fallbacks} language={language} />
    </p>
  );
}
