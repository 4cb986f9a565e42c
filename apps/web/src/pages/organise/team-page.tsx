import '../../organise/team/words.js';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useOrganised } from '../../organise/organise-context.js';
import { InviteForm } from '../../organise/team/invite-form.js';
import { Members } from '../../organise/team/members.js';
import { fetchTeam } from '../../organise/team/remote.js';
import { RoleTable } from '../../organise/team/role-table.js';
import { Tokens } from '../../organise/team/tokens.js';
import { AppLink } from '../../shell/app-link.js';
import { Refused } from '../../shell/call.js';
import { Loading, LoadFailed, Notice } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';

/** Who organises the event and as what, and the tokens of programs; for its owners. */
export function TeamPage() {
  const { t } = useTranslation();
  const { slug, may } = useOrganised();
  usePageTitle(t('team.team.title'));
  const { data, error, refetch } = useQuery({
    queryKey: ['team', slug],
    queryFn: () => fetchTeam(slug),
    staleTime: 30_000,
  });
  if (error instanceof Refused && error.code === 'secondFactor.needed')
    return (
      <Notice level={1} title={t('team.factor.title')} hint={t('team.factor.needed')}>
        <AppLink className="link-button" href="/organise/account">
          {t('team.account.title')}
        </AppLink>
      </Notice>
    );
  if (data === undefined) return error === null ? <Loading /> : <LoadFailed retry={() => void refetch()} />;
  return (
    <div className="org-narrow">
      <h1 tabIndex={-1}>{t('team.team.title')}</h1>
      <p className="faint">{t('team.team.lead')}</p>
      <Members team={data} />
      <InviteForm />
      <section className="team-part">
        <h2 id="team-rights">{t('team.team.rights')}</h2>
        <RoleTable />
      </section>
      {may('tokens.write') && <Tokens />}
    </div>
  );
}
