import '../own/words.js';
import '../styles/registration.css';
import '../styles/own.css';
import { useQuery } from '@tanstack/react-query';
import { useParams, useRouterState } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JoinState } from '@kopa/contracts';
import { pickText } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { LocalText } from '../language/local-text.js';
import { DeviceTest } from '../own/device-test.js';
import { fetchJoin } from '../own/remote.js';
import { useEvent } from '../programme/event-context.js';
import { Reason } from '../programme/reason.js';
import { SlotState, SlotTimes } from '../programme/slot-times.js';
import { ProblemNotice } from '../registration/problem.js';
import { Refused } from '../registration/remote.js';
import { AppLink, eventHref } from '../shell/app-link.js';
import { Loading, Notice } from '../shell/notices.js';
import { usePageTitle } from '../shell/page-title.js';
import { clockTime, dateInWords, localDate, zonePlace } from '../time/clock-face.js';
import { useNow } from '../time/use-now.js';
import { useZones } from '../time/zone-choice.js';

const minute = 60_000;

/** Milliseconds until it is worth asking whether a room has opened: clocks differ, so more often when it is near. */
function waitUntil(opensAt: string): number {
  const left = Date.parse(opensAt) - Date.now();
  if (left <= 0) return 5_000;
  return Math.min(left + 250, left < 20 * minute ? minute : 20 * minute);
}

/**
 * Where an online room is waited for: when it opens, a test of camera and sound meanwhile, and why there is none. A mail's
 * or calendar's token stands in the fragment, which no server sees.
 */
export function JoinPage() {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const { shown } = useZones();
  const { slot } = useParams({ from: '/e/$slug/join/$slot' });
  const token = useRouterState({ select: ({ location }) => location.hash });
  const { data, error, refetch } = useQuery({
    // What is published moves, cancels and ends sessions: each of its changes asks again.
    queryKey: ['join', slug, slot, token, index.programme.seq],
    queryFn: () => fetchJoin(slug, slot, token),
    placeholderData: (before) => before,
    refetchOnMount: 'always',
    refetchOnWindowFocus: 'always',
  });
  const { event, sessions } = index.programme;
  const session = sessions.find(({ slots }) => slots.some(({ id }) => id === slot));
  const published = session?.slots.find(({ id }) => id === slot);
  const title = session === undefined ? '' : pickText(session.title, i18n.language, event.languages).text;
  usePageTitle(t('own.join.title'), title);
  const opensAt = data?.status === 'early' ? data.opensAt : null;
  useEffect(() => {
    if (opensAt === null) return undefined;
    const timer = window.setTimeout(() => void refetch(), waitUntil(opensAt));
    return () => window.clearTimeout(timer);
  }, [opensAt, refetch, data]);

  if (data === undefined) {
    if (error === null) return <Loading />;
    if (error instanceof Refused && error.status === 404)
      return (
        <Notice level={1} title={t('own.join.unknown')} hint={t('own.join.unknownHint')}>
          <Way to="programme" />
        </Notice>
      );
    return <ProblemNotice error={error} again={() => void refetch()} />;
  }
  return (
    <div className="reg own-join">
      <div className="panel">
        {session !== undefined && published !== undefined && (
          <div className="own-join-session">
            <p>
              <LocalText texts={session.title} fallbacks={event.languages} />
            </p>
            <p className="own-join-when">
              <SlotTimes slot={published} zone={shown} language={i18n.language} t={t} />
              <SlotState slot={published} t={t} />
            </p>
            <Reason slot={published} fallbacks={event.languages} language={i18n.language} t={t} />
          </div>
        )}
        <div role="status">
          <State state={data} />
        </div>
        {error !== null && <ProblemNotice error={error} again={() => void refetch()} />}
      </div>
      {(data.status === 'early' || data.status === 'open') && <DeviceTest />}
    </div>
  );
}

function State({ state: { status, opensAt, startsAt, endsAt, join, session } }: { state: JoinState }) {
  const { t } = useTranslation();
  const time = useMoment();
  const told = (what: JoinState['status'], facts: Record<string, string>, ways: ReactNode) => (
    <Notice level={1} title={t(`own.join.${what}`, facts)} hint={t(`own.join.${what}Hint`, facts)}>
      <p className="reg-row own-ways">{ways}</p>
    </Notice>
  );
  const facts = { time: time(opensAt), start: time(startsAt), end: time(endsAt) };
  const about = <Way to={`sessions/${encodeURIComponent(session)}`} word="session" />;
  switch (status) {
    case 'open':
      return told(
        status,
        facts,
        <>
          <a className="link-button strong own-join-now" href={join ?? undefined} rel="noreferrer">
            {t('own.join.now')}
          </a>
          {about}
        </>,
      );
    case 'early':
      return told(status, facts, about);
    case 'denied':
      return told(
        status,
        facts,
        <>
          <Way to="register" word="register" isStrong />
          {about}
        </>,
      );
    case 'full':
      return told(status, facts, <Way to="me" word="own" isStrong />);
    default:
      return told(
        status,
        facts,
        <>
          <Way to="programme" isStrong />
          {about}
        </>,
      );
  }
}

function Way({
  to,
  word = 'programme',
  isStrong = false,
}: {
  to: string;
  word?: 'programme' | 'session' | 'own' | 'register';
  isStrong?: boolean;
}) {
  const { t } = useTranslation();
  const { slug } = useEvent();
  return (
    <AppLink className={isStrong ? 'link-button strong' : 'link-button'} href={eventHref(slug, to)}>
      {t(`own.join.${word}`)}
    </AppLink>
  );
}

/** A time on the clock that is shown, and on the other one where that differs; with its day unless that is today. */
function useMoment(): (at: string) => string {
  const { t, i18n } = useTranslation();
  const { shown, other } = useZones();
  const now = new Date(useNow()).toISOString();
  const locale = dateLocale(i18n.language);
  return (at) => {
    const inZone = (zone: string): string => {
      const date = localDate(at, zone);
      const clock = clockTime(at, zone, locale);
      return date === localDate(now, zone)
        ? t('own.join.today', { time: clock })
        : t('own.join.onDay', { day: dateInWords(date, locale), time: clock });
    };
    if (other === null) return inZone(shown);
    return t('own.join.bothZones', {
      time: inZone(shown),
      place: zonePlace(shown),
      otherTime: inZone(other),
      otherPlace: zonePlace(other),
    });
  };
}
