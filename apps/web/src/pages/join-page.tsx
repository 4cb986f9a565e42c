import '../own/words.js';
import '../styles/registration.css';
import '../styles/own.css';
import { useQuery } from '@tanstack/react-query';
import { useParams, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JoinState, JoinStatus } from '@kopa/contracts';
import { pickText, type Session, type Slot } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { LocalText } from '../language/local-text.js';
import { DeviceTest } from '../own/device-test.js';
import { onThisHost } from '../own/on-this-host.js';
import { fetchJoin } from '../own/remote.js';
import { useEvent } from '../programme/event-context.js';
import { Reason } from '../programme/reason.js';
import { SlotState, SlotTimes } from '../programme/slot-times.js';
import { ProblemNotice } from '../registration/problem.js';
import { Refused } from '../shell/call.js';
import { AppLink, eventHref } from '../shell/app-link.js';
import { Loading, Notice } from '../shell/notices.js';
import { usePageTitle } from '../shell/page-title.js';
import { clockRange, clockTime, dateInWords, localDate } from '../time/clock-face.js';
import { OtherClock } from '../time/other-clock.js';
import { useNow } from '../time/use-now.js';
import { useZones } from '../time/zone-choice.js';

const minute = 60_000;
/** Milliseconds over which those who wait together ask: there may be thousands. */
const spread = 2_000;

/** Milliseconds until it is worth asking whether a room has opened: clocks differ, so more often when it is near. */
function waitUntil(opensAt: string): number {
  const left = Date.parse(opensAt) - Date.now();
  if (left <= 0) return 5_000;
  return Math.min(left + Math.random() * spread, left < 20 * minute ? minute : 20 * minute);
}

/**
 * Where an online room is waited for: when it opens, a test of camera and sound meanwhile, and why there is none. A mail's
 * or calendar's token stands in the fragment, which no server sees.
 */
export function JoinPage() {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const { slot } = useParams({ from: '/e/$slug/join/$slot' });
  const token = useRouterState({ select: ({ location }) => location.hash });
  const { data, error, refetch } = useQuery({
    queryKey: ['join', slug, slot, token],
    queryFn: () => fetchJoin(slug, slot, token),
    refetchOnMount: 'always',
    refetchOnWindowFocus: 'always',
    refetchOnReconnect: 'always',
  });
  const { event, sessions } = index.programme;
  const session = sessions.find(({ slots }) => slots.some(({ id }) => id === slot));
  const published = session?.slots.find(({ id }) => id === slot);
  usePageTitle(
    t('own.join.title'),
    session === undefined ? '' : pickText(session.title, i18n.language, event.languages).text,
  );
  const known = useRef(published);
  useEffect(() => {
    if (known.current === published) return undefined;
    known.current = published;
    // It was moved, cancelled or begun.
    const timer = window.setTimeout(() => void refetch(), Math.random() * spread);
    return () => window.clearTimeout(timer);
  }, [published, refetch]);
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
          <Way to="programme" isStrong />
        </Notice>
      );
    return <ProblemNotice error={error} again={() => void refetch()} />;
  }
  return (
    <div className="reg own-join">
      <section className="panel">
        {session !== undefined && published !== undefined && <Joined session={session} slot={published} />}
        <div role="status" className="own-join-state" data-status={data.status}>
          <State state={data} />
        </div>
        {error !== null && <ProblemNotice error={error} again={() => void refetch()} />}
      </section>
      {(data.status === 'early' || data.status === 'open') && <DeviceTest />}
    </div>
  );
}

/** What is joined, and when it is: on the clock that is shown and on the other one. */
function Joined({ session, slot }: { session: Session; slot: Slot }) {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const { shown } = useZones();
  const locale = dateLocale(i18n.language);
  const { languages } = index.programme.event;
  return (
    <div className="own-join-session">
      <p>
        <strong>
          <LocalText texts={session.title} fallbacks={languages} />
        </strong>
      </p>
      <p className="own-join-when">
        <span>{dateInWords(localDate(slot.startsAt, shown), locale)}</span>
        <SlotTimes slot={slot} zone={shown} language={i18n.language} t={t} />
        <SlotState slot={slot} zone={shown} language={i18n.language} index={index} t={t} />
      </p>
      <OtherClock
        className="faint"
        time={(zone) =>
          `${dateInWords(localDate(slot.startsAt, zone), locale, 'short')}, ${clockRange(slot.startsAt, slot.endsAt, zone, locale)}`
        }
      />
      <Reason slot={slot} fallbacks={languages} language={i18n.language} t={t} />
    </div>
  );
}

function State({ state: { status, opensAt, join, session } }: { state: JoinState }) {
  const { t } = useTranslation();
  const { shown } = useZones();
  const inZone = useMoment();
  const about = <Way to={`sessions/${encodeURIComponent(session)}`} word="session" />;
  const ways: Record<JoinStatus, ReactNode> = {
    open: (
      <>
        <a
          className="link-button strong own-join-now"
          href={join === null ? undefined : onThisHost(join)}
          rel="noreferrer"
        >
          {t('own.join.now')}
        </a>
        {about}
      </>
    ),
    early: about,
    denied: (
      <>
        <Way to="register" word="register" isStrong />
        {about}
      </>
    ),
    full: <Way to="me" word="own" isStrong />,
    over: <Elsewhere />,
    cancelled: <Elsewhere />,
    none: (
      <>
        <Way to="programme" isStrong />
        {about}
      </>
    ),
  };
  return (
    <>
      <h1 tabIndex={-1}>{t(`own.join.${status}`, { time: inZone(opensAt, shown) })}</h1>
      {status === 'early' && <OtherClock time={(zone) => inZone(opensAt, zone)} />}
      <p>{t(`own.join.${status}Hint`)}</p>
      <p className="reg-row">{ways[status]}</p>
    </>
  );
}

/** What else there is, once this is not to be had. */
function Elsewhere() {
  return (
    <>
      <Way to="live" word="live" isStrong />
      <Way to="programme" />
    </>
  );
}

function Way({
  to,
  word = 'programme',
  isStrong = false,
}: {
  to: string;
  word?: 'programme' | 'session' | 'own' | 'register' | 'live';
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

/** A time on a zone's clock, with its day unless that is today. */
function useMoment(): (at: string, zone: string) => string {
  const { t, i18n } = useTranslation();
  const now = new Date(useNow()).toISOString();
  const locale = dateLocale(i18n.language);
  return (at, zone) => {
    const date = localDate(at, zone);
    const time = clockTime(at, zone, locale);
    return date === localDate(now, zone)
      ? t('own.join.today', { time })
      : t('own.join.onDay', { day: dateInWords(date, locale), time });
  };
}
