import { useTranslation } from 'react-i18next';
import { Choice } from '../team/form-parts.js';
import type { SessionChoice } from './part-of-terms.js';

interface SessionSelectProps {
  id: string;
  label: string;
  value: string;
  /** What stands for none of them. */
  none: string;
  sessions: readonly SessionChoice[];
  choose: (code: string) => void;
}

/** One of the draft's sessions; add-ons first, as terms are mostly theirs. One that is gone is still named. */
export function SessionSelect({ id, label, value, none, sessions, choose }: SessionSelectProps) {
  const { t } = useTranslation();
  const options = (isAddOn: boolean) =>
    sessions
      .filter((session) => session.isAddOn === isAddOn)
      .map(({ code, title }) => (
        <option key={code} value={code}>
          {`${title} (${code})`}
        </option>
      ));
  const [addOns, others] = [options(true), options(false)];
  return (
    <Choice id={id} label={label} value={value} onChoice={choose}>
      <option value="">{none}</option>
      {value !== '' && !sessions.some(({ code }) => code === value) && (
        <option value={value}>{t('terms.sessionGone', { code: value })}</option>
      )}
      {addOns.length > 0 && <optgroup label={t('terms.addOns')}>{addOns}</optgroup>}
      {others.length > 0 && <optgroup label={t('terms.otherSessions')}>{others}</optgroup>}
    </Choice>
  );
}
