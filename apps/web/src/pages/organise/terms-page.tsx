import '../../organise/agenda/words.js';
import '../../organise/sessions/words.js';
import '../../organise/settings/words.js';
import '../../organise/terms/words.js';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useOrganised } from '../../organise/organise-context.js';
import { useFollowedDraft } from '../../organise/sessions/follow-draft.js';
import { agendaQuery } from '../../organise/sessions/remote.js';
import { fetchTerms, termsKey } from '../../organise/terms/remote.js';
import { TermsForm } from '../../organise/terms/terms-form.js';
import { Loading, LoadFailed } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';

/** How people register: when, what they are asked, and how many there can be. */
export function TermsPage() {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  usePageTitle(t('terms.title'));
  const agenda = useQuery(agendaQuery(slug));
  useFollowedDraft(slug, agenda.data);
  const terms = useQuery({
    queryKey: termsKey(slug),
    queryFn: () => fetchTerms(slug),
    refetchOnMount: 'always',
    // What the stream tells from then on is of later terms than these.
    enabled: agenda.data !== undefined,
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
