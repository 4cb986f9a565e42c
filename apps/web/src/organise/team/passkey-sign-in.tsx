import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { passkeyObstacle, showPasskey } from './passkey-ceremony.js';
import { signIn } from './remote.js';

/** Signs in by a passkey, or says why none works here. */
export function PasskeySignIn({ enter }: { enter: (work: () => Promise<unknown>) => void }) {
  const { t } = useTranslation();
  const obstacle = passkeyObstacle();
  return obstacle === null ? (
    <Button type="button" variant="default" onClick={() => enter(async () => signIn({ passkey: await showPasskey() }))}>
      {t('team.passkeys.signIn')}
    </Button>
  ) : (
    <p className="faint">{t(`team.passkeys.${obstacle}`)}</p>
  );
}
