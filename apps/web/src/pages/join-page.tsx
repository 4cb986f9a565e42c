import '../own/words.js';
import '../styles/registration.css';
import '../styles/own.css';
import { useQuery } from '@tanstack/react-query';
import { useParams, useRouterState } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JoinState } from '@kopa/contracts';
import { LocalText } from '../language/local-text.js';
import { DeviceTest } from '../own/device-test.js';
import { fetchJoin } from '../own/remote.js';
import { useEvent } from '../programme/event-context.js';
import { ProblemNotice } from '../registration/problem.js';
import { Refused } from '../registration/remote.js';
import { AppLink, eventHref } from '../shell/app-link.js';
import { Loading, Notice } from '../shell/notices.js';
import { usePageTitle } from '../shell/page-title.js';
import { clockTime, zonePlace } from '../time/clock-face.js';

/** Longest time that a browser's timer takes; after it the server is asked again. */
const longestWait = 3600_000;

/**
 * Where an online room is waited for: when it opens, a test of camera and sound meanwhile, and why there is none. A mail's
 * or calendar's token stands in the fragment, which no server sees.
 */
export function JoinPage() {
  const { t } = useTranslation();
  const { slug, index } = useEvent();
  const { slot } = useParams({ from: '/e/$slug/join/$slot' });
  const fragment = useRouterState({ select: ({ location }) => location.hash });
  const token = decodeURIComponent(fragment);
  const { data, error, refetch } = useQuery({
    // What is published moves, cancels and ends sessions: each of its changes asks again.
    queryKey: ['join', slug, slot, token, index.programme.seq],
    queryFn: () => fetchJoin(slug, slot, token),
    placeholderData: (before) => before,
    refetchOnMount: 'always',
    refetchOnWindowFocus: 'always',
  });
  const session = index.programme.sessions.find(({ slots }) => slots.some(({ id }) => id === slot));
  usePageTitle(t('own.join.title'));
  const opensAt = data?.status === 'early' ? data.opensAt : null;
  useEffect(() => {
    if (opensAt === null) return undefined;
    const wait = Math.min(Math.max(Date.parse(opensAt) - Date.now(), 1_000), longestWait);
    const timer = window.setTimeout(() => void refetch(), wait);
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
        {session !== undefined && (
          <p className="own-join-session">
            <LocalText texts={session.title} fallbacks={index.programme.event.languages} />
          </p>
        )}
        <div role="status">
          <State state={data} />
        </div>
        {data.reason !== null && (data.status === 'cancelled' || data.status === 'early') && (
          <p className="faint">
            <LocalText texts={data.reason} fallbacks={index.programme.event.languages} />
          </p>
        )}
      </div>
      {(data.status === 'early' || data.status === 'open') && <DeviceTest />}
    </div>
  );
}

function State({ state: { status, opensAt, startsAt, endsAt, join, session } }: { state: JoinState }) {
  const { t } = useTranslation();
  const time = useTime();
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
      return told(status, facts, <Way to="register" word="register" isStrong />);
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

/** A time on the event's clock, and on one's own where that shows another. */
function useTime(): (at: string) => string {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const { zone } = index.programme.event;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (at) => {
    const there = clockTime(at, zone, i18n.language);
    const here = clockTime(at, own, i18n.language);
    if (here === there) return there;
    return `${there} ${zonePlace(zone)}, ${t('own.join.ownZone', { time: here, zone: zonePlace(own) })}`;
  };
}
