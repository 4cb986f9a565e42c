import '../speaker/words.js';
import '../styles/registration.css';
import '../styles/speaker.css';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SpeakerView } from '@kopa/contracts';
import { useEvent } from '../programme/event-context.js';
import { Refused } from '../shell/call.js';
import { Loading, LoadFailed, Notice } from '../shell/notices.js';
import { usePageTitle } from '../shell/page-title.js';
import { AvailabilityForm } from '../speaker/availability-form.js';
import { OwnSessionCard } from '../speaker/own-sessions.js';
import { ProfileForm } from '../speaker/profile-form.js';
import { fetchSpeaker } from '../speaker/remote.js';
import { useSpeakerLink } from '../speaker/speaker-link.js';
import { ZoneSwitch } from '../time/zone-switch.js';

const isStranger = (error: unknown): boolean =>
  error instanceof Refused && (error.status === 401 || error.status === 403 || error.status === 404);

/** A speaker's own page, by their link: what is theirs in the programme, and what they tell the organisers. */
export function SpeakerPage() {
  const { t } = useTranslation();
  const { slug, index } = useEvent();
  const link = useSpeakerLink(slug);
  usePageTitle(t('speaker.pageTitle'));
  const { data, error, refetch } = useQuery({
    // Anew with each change of the programme: times and turns follow it.
    queryKey: ['speaker', slug, index.programme.seq],
    queryFn: () => fetchSpeaker(slug),
    enabled: !link.isOpening && link.error === null,
    placeholderData: keepPreviousData,
    refetchOnMount: 'always',
    retry: (count, reason) => !isStranger(reason) && count < 2,
  });
  if (link.isOpening) return <Loading />;
  if (link.error !== null)
    return isStranger(link.error) ? (
      <Notice level={1} title={t('speaker.refused')} hint={t('speaker.refusedHint')} />
    ) : (
      <LoadFailed retry={link.again} />
    );
  if (isStranger(error)) return <Notice level={1} title={t('speaker.unknown')} hint={t('speaker.unknownHint')} />;
  if (data === undefined) return error === null ? <Loading /> : <LoadFailed retry={() => void refetch()} />;
  return <Own own={data} />;
}

function Own({ own }: { own: SpeakerView }) {
  const { t } = useTranslation();
  const { index } = useEvent();
  return (
    <div className="reg speak">
      <div className="page-head">
        <h1 tabIndex={-1}>{t('speaker.title', { name: own.name, interpolation: { escapeValue: false } })}</h1>
        <ZoneSwitch at={index.programme.days[0]?.startsAt ?? new Date().toISOString()} />
      </div>
      <p className="faint">{t('speaker.lead')}</p>
      <h2>{t('speaker.sessions')}</h2>
      {own.sessions.length === 0 && <p>{t('speaker.none')}</p>}
      {own.sessions.map((session) => (
        <OwnSessionCard key={session.code} session={session} />
      ))}
      {own.backstageUrl !== null && (
        <section className="panel" aria-labelledby="backstage">
          <h2 id="backstage">{t('speaker.backstage')}</h2>
          <p className="faint">{t('speaker.backstageHint')}</p>
          <p>
            <a className="link-button strong" href={own.backstageUrl} rel="noreferrer">
              {t('speaker.backstageOpen')}
            </a>
          </p>
        </section>
      )}
      <ProfileForm own={own} />
      <AvailabilityForm own={own} />
    </div>
  );
}
