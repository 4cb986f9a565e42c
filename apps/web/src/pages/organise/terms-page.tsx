import '../../organise/agenda/words.js';
import '../../organise/sessions/words.js';
import '../../organise/settings/words.js';
import '../../organise/terms/words.js';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useOrganised } from '../../organise/organise-context.js';
import { agendaQuery } from '../../organise/sessions/remote.js';
import { fetchTerms } from '../../organise/terms/remote.js';
import { TermsForm } from '../../organise/terms/terms-form.js';
import { Loading, LoadFailed } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';

const refreshedAfter = 20_000;

/** How people register: when, what they are asked, and how many there can be. */
export function TermsPage() {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  usePageTitle(t('terms.title'));
  const agenda = useQuery(agendaQuery(slug));
  const terms = useQuery({
    queryKey: ['terms', slug],
    queryFn: () => fetchTerms(slug),
    refetchOnMount: 'always',
    refetchInterval: refreshedAfter,
  });
  if (agenda.data === undefined || terms.data === undefined) {
    const hasFailed = (agenda.data ?? agenda.error) !== null && (terms.data ?? terms.error) !== null;
    return hasFailed && (agenda.error !== null || terms.error !== null) ? (
      <LoadFailed
        retry={() => {
          void agenda.refetch();
          void terms.refetch();
        }}
      />
    ) : (
      <Loading />
    );
  }
  return <TermsForm slug={slug} agenda={agenda.data} terms={terms.data} />;
}
