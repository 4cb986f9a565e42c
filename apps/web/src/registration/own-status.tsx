import { useTranslation } from 'react-i18next';
import type { RegistrationView } from '@kopa/contracts';
import { useMomentInWords } from './moment.js';

/** Whether the registration is confirmed, and if not until when. */
export function OwnStatus({ own }: { own: RegistrationView }) {
  const { t } = useTranslation();
  const inWords = useMomentInWords();
  const { status, name, email, code, confirmBy } = own;
  const isConfirmed = status === 'confirmed';
  return (
    <section className="reg-standing" data-status={status}>
      <h2>
        <span aria-hidden="true">{isConfirmed ? '✓ ' : '! '}</span>
        {t(isConfirmed ? 'registration.own.confirmed' : 'registration.own.unconfirmed')}
      </h2>
      <p>
        {isConfirmed || confirmBy === null
          ? t('registration.own.confirmedHint')
          : t('registration.own.unconfirmedHint', { email, when: inWords(confirmBy) })}
      </p>
      <p className="faint">
        {t('registration.own.who', { name, email })} · {t('registration.own.code', { code })}
      </p>
    </section>
  );
}
