import { useTranslation } from 'react-i18next';
import type { StepProps } from './step-props.js';

/** Whether a place may be offered when there is hardly time to get there. */
export function ShortNotice({ draft, change }: Pick<StepProps, 'draft' | 'change'>) {
  const { t } = useTranslation();
  const isOne = draft.people.length === 0;
  return (
    <label className="reg-option">
      <input
        type="checkbox"
        checked={draft.shortNotice}
        onChange={({ target }) => change({ shortNotice: target.checked })}
      />
      <span>
        {t(isOne ? 'registration.shortNotice.label' : 'registration.shortNotice.labelMany')}
        <span className="reg-hint">{t('registration.shortNotice.hint')}</span>
      </span>
    </label>
  );
}
