import type { TFunction } from 'i18next';
import type { Mode } from '@kopa/domain';

/** A mode by colour, icon and word (the card's edge adds the pattern). */
export function ModeBadge({ mode, t }: { mode: Mode | null; t: TFunction }) {
  const name = mode ?? 'unknown';
  return (
    <span className="mode" data-mode={name}>
      <span className={`icon icon-${name}`} aria-hidden="true" />
      {t(`mode.${name}`)}
    </span>
  );
}
