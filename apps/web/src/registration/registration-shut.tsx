import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../shell/notices.js';
import { InvitationInput } from './invitation-field.js';
import { useShutInWords } from './shut-words.js';
import type { Shut } from './terms.js';

/** Where no mode is open: since or until when, and the way in for those who are invited. */
export function RegistrationShut({ shut, enter }: { shut: readonly Shut[]; enter: (invitation: string) => void }) {
  const { t } = useTranslation();
  const inWords = useShutInWords();
  const [code, setCode] = useState('');
  const isByInvitation = shut.every(({ key }) => key === 'byInvitation');
  return (
    <Notice
      level={1}
      title={t(isByInvitation ? 'registration.invitation.only' : 'registration.shut')}
      hint={isByInvitation ? t('registration.invitation.onlyHint') : shut.map(inWords).join(' ')}
    >
      <form
        className="reg-code-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (code.trim() !== '') enter(code.trim());
        }}
      >
        <InvitationInput optional={false} code={code} onCode={setCode} errors={[]} />
        <button type="submit" className="link-button strong">
          {t('registration.next')}
        </button>
      </form>
    </Notice>
  );
}
