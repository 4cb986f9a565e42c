import '../../organise/agenda/words.js';
import '../../organise/sessions/words.js';
import '../../organise/settings/words.js';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useOrganised } from '../../organise/organise-context.js';
import { organiseHref } from '../../organise/places.js';
import { agendaQuery, fetchSession } from '../../organise/sessions/remote.js';
import { SessionForm } from '../../organise/sessions/session-form.js';
import { AppLink } from '../../shell/app-link.js';
import { Loading, LoadFailed, Notice } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';

const route = getRouteApi('/organise/$slug/sessions/$code');

/** The form of one session of the draft. */
export function SessionFormPage() {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  const { code } = route.useParams();
  usePageTitle(code);
  const { data: agenda, error, refetch } = useQuery(agendaQuery(slug));
  const outline = agenda?.sessions.find((session) => session.code === code);
  const read = useQuery({
    queryKey: ['draft-session', slug, outline?.id],
    queryFn: () => fetchSession(slug, outline?.id ?? ''),
    enabled: outline !== undefined,
    gcTime: 0,
    staleTime: Infinity,
  });
  if (agenda === undefined) return error === null ? <Loading /> : <LoadFailed retry={() => void refetch()} />;
  if (outline === undefined)
    return (
      <Notice level={1} title={t('sessions.unknown')} hint={t('sessions.unknownHint')}>
        <AppLink className="link-button strong" href={organiseHref(slug, 'sessions')}>
          {t('sessions.toList')}
        </AppLink>
      </Notice>
    );
  if (read.data === undefined)
    return read.error === null ? <Loading /> : <LoadFailed retry={() => void read.refetch()} />;
  return <SessionForm key={outline.id} slug={slug} agenda={agenda} session={read.data} />;
}
