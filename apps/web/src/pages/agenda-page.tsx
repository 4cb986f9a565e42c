import '../registration/words.js';
import '../agenda/words.js';
import '../styles/registration.css';
import '../styles/agenda.css';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgendaEntry, RegistrationView } from '@kopa/contracts';
import { pickText } from '@kopa/domain';
import { AgendaAge } from '../agenda/agenda-age.js';
import { AgendaDay } from '../agenda/agenda-day.js';
import { isOnTheWay } from '../agenda/conflict-words.js';
import { agendaQuery, isStranger, type HeldAgenda } from '../agenda/held-agenda.js';
import { nowAndNextOf } from '../agenda/now-and-next.js';
import { NowLine } from '../agenda/now-line.js';
import { LiveMark } from '../programme/connection-bar.js';
import { useEvent } from '../programme/event-context.js';
import { ownKey } from '../programme/live-keys.js';
import { ActingProvider } from '../registration/acting.js';
import { setKnownHere } from '../registration/known-here.js';
import { askEvery } from '../registration/live-places.js';
import { useManageLink } from '../registration/manage-link.js';
import { ProblemNotice } from '../registration/problem.js';
import { fetchOwn } from '../registration/remote.js';
import { ToldNotice } from '../registration/told-notice.js';
import { AppLink, eventHref } from '../shell/app-link.js';
import { LoadFailed, Loading, Notice } from '../shell/notices.js';
import { usePageTitle } from '../shell/page-title.js';
import { useNow } from '../time/use-now.js';
import { ZoneSwitch } from '../time/zone-switch.js';

/** One's own agenda: what is booked, starred or for everyone, in order, and what stands in its way. */
export function AgendaPage() {
  const { t, i18n } = useTranslation();
  const { slug, index, connection } = useEvent();
  const { event } = index.programme;
  // Mails lead here, as they do to the registration's page.
  const link = useManageLink(slug, 'agenda');
  usePageTitle(t('agenda.title'), pickText(event.title, i18n.language, event.languages).text);
  // Asked whatever this browser remembers: the cookie may be there where its storage was emptied.
  const { data, error, refetch } = useQuery({
    ...agendaQuery(slug),
    enabled: !link.isOpening && link.error === null,
    refetchOnMount: 'always',
    refetchInterval: connection === 'live' ? false : askEvery,
  });
  const isStrange = isStranger(error);
  useEffect(() => {
    if (data !== undefined || isStrange) setKnownHere(slug, !isStrange);
  }, [slug, data, isStrange]);
  if (link.isOpening) return <Loading />;
  if (link.error !== null)
    return isStranger(link.error) ? (
      <Stranger what="linkRefused" />
    ) : (
      <ProblemNotice error={link.error} again={link.again} />
    );
  if (isStrange) return <Stranger what="unknown" />;
  if (data !== undefined) {
    return (
      <ActingProvider slug={slug}>
        <Agenda held={data} />
      </ActingProvider>
    );
  }
  return error === null ? <Loading /> : <LoadFailed retry={() => void refetch()} />;
}

/** For somebody without a registration: why there is none, and what to do. */
function Stranger({ what }: { what: 'unknown' | 'linkRefused' }) {
  const { t } = useTranslation();
  const { slug } = useEvent();
  return (
    <Notice
      level={1}
      title={t(what === 'unknown' ? 'agenda.unknown' : 'registration.own.linkRefused')}
      hint={t(what === 'unknown' ? 'agenda.unknownHint' : 'registration.own.linkRefusedHint')}
    >
      <p className="reg-row">
        <AppLink className="link-button strong" href={eventHref(slug, 'register')}>
          {t('agenda.register')}
        </AppLink>
        <AppLink className="link-button" href={eventHref(slug, 'programme')}>
          {t('agenda.programme')}
        </AppLink>
      </p>
    </Notice>
  );
}

const byDue = (a: AgendaEntry, b: AgendaEntry): number =>
  a.dueAt === b.dueAt ? a.startsAt.localeCompare(b.startsAt) : a.dueAt.localeCompare(b.dueAt);

function Agenda({ held }: { held: HeldAgenda }) {
  const { t } = useTranslation();
  const { slug, index, connection } = useEvent();
  const now = useNow();
  const { agenda } = held;
  const { days } = index.programme;
  const isUnsettled = agenda.items.some(({ status }) => status === 'waitlisted' || status === 'offered');
  // Where one stands in a queue, and until when something is offered.
  const { data: own } = useQuery({
    queryKey: ownKey(slug),
    queryFn: () => fetchOwn(slug),
    enabled: isUnsettled || agenda.items.some(({ booking }) => booking !== null),
  });
  const at = new Date(now).toISOString();
  const { next } = nowAndNextOf(agenda.items, () => false, at);
  const modeOf = (date: string): RegistrationView['days'][number]['mode'] | undefined =>
    agenda.items.find((item) => item.date === date)?.day ?? own?.days.find((day) => day.date === date)?.mode;
  const clashes = agenda.conflicts.filter((conflict) => !isOnTheWay(conflict)).length;
  const isAhead = next !== null && days[0]?.date !== undefined && next.date > days[0].date;
  const scrollToNext = (): void => {
    document.getElementById(`slot-${next?.slot ?? ''}`)?.scrollIntoView({ block: 'start' });
  };
  return (
    <div className="agenda">
      <div className="page-head">
        <h1 tabIndex={-1}>{t('agenda.title')}</h1>
        <LiveMark connection={connection} />
        <ZoneSwitch at={days[0]?.startsAt ?? at} />
      </div>
      <AgendaAge held={held} />
      {agenda.items.length === 0 ? (
        <Notice title={t('agenda.empty')} hint={t('agenda.emptyHint')}>
          <AppLink className="link-button strong" href={eventHref(slug, 'programme')}>
            {t('agenda.programme')}
          </AppLink>
        </Notice>
      ) : (
        <NowLine items={agenda.items} />
      )}
      <div className="agenda-bar">
        <p role="status">
          <span className="clash-count" data-any={clashes > 0}>
            {clashes === 0 ? t('agenda.clear') : t('agenda.toMend', { count: clashes })}
          </span>
        </p>
        <p className="agenda-links">
          {isAhead && (
            <button type="button" className="link-button" onClick={scrollToNext}>
              {t('agenda.toNow')}
            </button>
          )}
          <AppLink className="link-button" href={eventHref(slug, 'ticket')}>
            {t('agenda.ticket')}
          </AppLink>
          <AppLink className="link-button" href={eventHref(slug, 'me')}>
            {t('agenda.places')}
          </AppLink>
        </p>
      </div>
      {agenda.items.length > 0 &&
        days.map(({ date }) => (
          <AgendaDay
            key={date}
            date={date}
            mode={modeOf(date)}
            items={agenda.items.filter((item) => item.date === date).sort(byDue)}
            agenda={agenda}
            own={own}
            next={next?.slot ?? null}
          />
        ))}
      <p className="list-foot">
        <AppLink href={eventHref(slug, 'programme')}>{t('agenda.more')}</AppLink>
      </p>
      <ToldNotice />
    </div>
  );
}
