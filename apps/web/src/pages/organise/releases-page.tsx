import '../../organise/releases/words.js';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { pickText } from '@kopa/domain';
import { useDraft } from '../../organise/agenda/use-draft.js';
import { useOrganised } from '../../organise/organise-context.js';
import { History } from '../../organise/releases/history.js';
import { NextRelease } from '../../organise/releases/next-release.js';
import { Loading, LoadFailed } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';

/** What is about to be published, and what was. */
export function ReleasesPage() {
  const { t, i18n } = useTranslation();
  const { slug, languages } = useOrganised();
  const { data, error, refetch } = useDraft(slug);
  usePageTitle(t('organise.releases.title'));
  const rooms = useMemo(
    () => new Map((data?.rooms ?? []).map(({ id, name }) => [id, pickText(name, i18n.language, languages).text])),
    [data, i18n.language, languages],
  );
  if (data === undefined) return error === null ? <Loading /> : <LoadFailed retry={() => void refetch()} />;
  return (
    <div className="org-narrow rel">
      <h1 tabIndex={-1}>{t('organise.releases.title')}</h1>
      <NextRelease rooms={rooms} clashes={data.warnings.length} />
      <History rooms={rooms} />
    </div>
  );
}
