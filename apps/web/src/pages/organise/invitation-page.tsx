import '../../organise/team/words.js';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OrganiseShell } from '../../organise/organise-shell.js';
import { AcceptForm } from '../../organise/team/accept-form.js';
import { lookAtInvitation } from '../../organise/team/remote.js';
import { Refused } from '../../shell/call.js';
import { Loading, LoadFailed, Notice } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';

/** The secret of the link, and why a provider's answer did not accept the invitation. */
function readAddress({ hash, search }: Location) {
  const asked = new URLSearchParams(search);
  const failed = asked.get('failed');
  return { secret: hash.slice(1), failed: failed === null ? null : { code: failed, id: asked.get('id') ?? '' } };
}

/** Where an invitation leads: looking spends nothing, the button does. */
export function InvitationPage() {
  const { t } = useTranslation();
  const [{ secret, failed }] = useState(() => readAddress(window.location));
  // What was told once is not told again by a reload.
  useEffect(() => {
    if (failed !== null) window.history.replaceState(null, '', window.location.pathname + window.location.hash);
  }, [failed]);
  usePageTitle(t('team.invitation.title'));
  const { data, error, refetch } = useQuery({
    queryKey: ['invitation', secret],
    queryFn: () => lookAtInvitation(secret),
  });
  const isBroken = error instanceof Refused && error.status < 500;
  return (
    <OrganiseShell>
      {data !== undefined ? (
        <AcceptForm secret={secret} invitation={data} failed={failed} />
      ) : isBroken ? (
        <Notice level={1} title={t('team.invitation.broken')} hint={t('team.invitation.brokenHint')} />
      ) : error === null ? (
        <Loading />
      ) : (
        <LoadFailed retry={() => void refetch()} />
      )}
    </OrganiseShell>
  );
}
