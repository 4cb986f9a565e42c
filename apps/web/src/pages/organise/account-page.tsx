import '../../organise/team/words.js';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Stranger } from '../../organise/organise-context.js';
import { OrganiseShell } from '../../organise/organise-shell.js';
import { LoginSessions } from '../../organise/team/login-sessions.js';
import { Passkeys } from '../../organise/team/passkeys.js';
import { PasswordForm } from '../../organise/team/password-form.js';
import { fetchAccount } from '../../organise/team/remote.js';
import { SecondFactor } from '../../organise/team/second-factor.js';
import { AppLink } from '../../shell/app-link.js';
import { Refused } from '../../shell/call.js';
import { Loading, LoadFailed } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';

/** One's own account: the password, and where one is signed in. */
export function AccountPage() {
  const { t } = useTranslation();
  usePageTitle(t('team.account.title'));
  const { data, error, refetch } = useQuery({ queryKey: ['account'], queryFn: fetchAccount, staleTime: 30_000 });
  const isStranger = error instanceof Refused && error.status === 401;
  return (
    <OrganiseShell>
      {data === undefined ? (
        isStranger ? (
          <Stranger isSignedIn={false} />
        ) : error === null ? (
          <Loading />
        ) : (
          <LoadFailed retry={() => void refetch()} />
        )
      ) : (
        <div className="org-narrow">
          <h1 tabIndex={-1}>{t('team.account.title')}</h1>
          <p className="faint">{data.email === null ? t('team.account.operator') : data.email}</p>
          <p>
            <AppLink href="/organise">{t('organise.ownEvents')}</AppLink>
          </p>
          {data.email !== null && <PasswordForm email={data.email} hasPassword={data.hasPassword} />}
          {data.email !== null && <Passkeys />}
          {data.email !== null && <SecondFactor account={data} />}
          <LoginSessions />
        </div>
      )}
    </OrganiseShell>
  );
}
