import '../../organise/agenda/words.js';
import { useTranslation } from 'react-i18next';
import { AgendaEditor } from '../../organise/agenda/editor.js';
import { useDraft } from '../../organise/agenda/use-draft.js';
import { useOrganised } from '../../organise/organise-context.js';
import { Loading, LoadFailed } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';

/** Loads the draft for the agenda editor. */
export function AgendaEditorPage() {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  const { data, error, isFetching, refetch } = useDraft(slug);
  usePageTitle(t('organise.agenda.title'));
  if (data !== undefined) return <AgendaEditor slug={slug} draft={data} />;
  return error === null || isFetching ? <Loading /> : <LoadFailed retry={() => void refetch()} />;
}
