import '../../organise/agenda/words.js';
import '../../organise/sessions/words.js';
import '../../organise/settings/words.js';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useOrganised } from '../../organise/organise-context.js';
import { organiseHref } from '../../organise/places.js';
import { agendaQuery, fetchSpeaker } from '../../organise/sessions/remote.js';
import { SpeakerForm } from '../../organise/sessions/speaker-form.js';
import { AppLink } from '../../shell/app-link.js';
import { Refused } from '../../shell/call.js';
import { Loading, LoadFailed, Notice } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';

const route = getRouteApi('/organise/$slug/speakers/$speaker');

/** The form of one speaker of the draft. */
export function SpeakerFormPage() {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  const { speaker: id } = route.useParams();
  usePageTitle(t('sessions.speaker.title'));
  const agenda = useQuery(agendaQuery(slug));
  const speaker = useQuery({
    queryKey: ['draft-speaker', slug, id],
    queryFn: () => fetchSpeaker(slug, id),
    gcTime: 0,
    staleTime: Infinity,
    retry: (count, error) => !(error instanceof Refused) && count < 2,
  });
  if (speaker.error instanceof Refused && speaker.error.status < 500)
    return (
      <Notice level={1} title={t('sessions.speaker.unknown')} hint={t('sessions.unknownHint')}>
        <AppLink className="link-button strong" href={organiseHref(slug, 'speakers')}>
          {t('sessions.speaker.toList')}
        </AppLink>
      </Notice>
    );
  if (agenda.data === undefined || speaker.data === undefined) {
    const failed = agenda.error === null ? (speaker.error === null ? null : speaker) : agenda;
    return failed === null ? <Loading /> : <LoadFailed retry={() => void failed.refetch()} />;
  }
  return <SpeakerForm key={id} slug={slug} agenda={agenda.data} speaker={speaker.data} />;
}
