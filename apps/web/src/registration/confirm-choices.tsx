import { useTranslation } from 'react-i18next';
import { Notice } from '../shell/notices.js';
import { useMomentInWords } from './moment.js';
import type { ConfirmChoice } from './remote.js';
import type { Refused } from '../shell/call.js';

interface Other {
  id: string;
  name: string;
  createdAt: string;
}

/** The other registrations of the address, as the refusal names them. */
export function othersIn({ problem }: Refused): Other[] {
  const { others } = problem;
  return Array.isArray(others) ? (others as Other[]) : [];
}

interface ConfirmChoicesProps {
  others: readonly Other[];
  isBusy: boolean;
  choose: (choice: ConfirmChoice) => void;
}

/** Whether this is another person at the same address, or replaces one. */
export function ConfirmChoices({ others, isBusy, choose }: ConfirmChoicesProps) {
  const { t } = useTranslation();
  const inWords = useMomentInWords();
  return (
    <Notice level={1} title={t('registration.confirm.choice')} hint={t('registration.confirm.choiceHint')}>
      <div className="reg-choices">
        <button
          type="button"
          className="link-button strong"
          aria-disabled={isBusy}
          onClick={() => choose('another-person')}
        >
          {t('registration.confirm.another')}
        </button>
        {others.map(({ id, name, createdAt }) => (
          <button
            key={id}
            type="button"
            className="link-button"
            aria-disabled={isBusy}
            onClick={() => choose({ replace: id })}
          >
            {t('registration.confirm.replace', { name, when: inWords(createdAt) })}
          </button>
        ))}
      </div>
      <p className="faint">{t('registration.confirm.replaceHint')}</p>
    </Notice>
  );
}
