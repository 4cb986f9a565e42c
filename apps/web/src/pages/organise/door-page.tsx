import '../../organise/door/words.js';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DoorWalkInInput } from '@kopa/contracts';
import { dayOf, dayPlaceOf, doorDay, pickText, sessionDate, type Programme } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import { FindPeople } from '../../organise/door/find-people.js';
import { keepPage } from '../../organise/door/keep-page.js';
import { SheetLinks } from '../../organise/door/sheet-links.js';
import { useDoor } from '../../organise/door/use-door.js';
import { waitingOf } from '../../organise/door/use-waiting.js';
import { WaitingBox } from '../../organise/door/waiting-box.js';
import { WalkInForm } from '../../organise/door/walk-in-form.js';
import { emptyWalkIn, formOf, walkInOrder } from '../../organise/door/walk-in.js';
import type { Waiting } from '../../organise/door/waiting.js';
import { useLiveProgramme } from '../../organise/desk/use-live-programme.js';
import { useOrganised } from '../../organise/organise-context.js';
import { organiseHref } from '../../organise/places.js';
import { countsKey } from '../../programme/live-keys.js';
import { AnswerError } from '../../programme/remote.js';
import { fetchCounts } from '../../registration/remote.js';
import { AppLink } from '../../shell/app-link.js';
import { Loading, LoadFailed, Notice } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';
import { clockTime, dateInWords } from '../../time/clock-face.js';
import { useNow } from '../../time/use-now.js';

/** At the door: who is registered is checked in, who is not is registered; with a connection and without. */
export function DoorPage() {
  const { t } = useTranslation();
  const { slug, may } = useOrganised();
  usePageTitle(t('door.title'));
  const { held, error, refetch, connection } = useLiveProgramme(slug);
  if (!may('attendance.write')) return <Notice level={1} title={t('door.stranger')} hint={t('door.strangerHint')} />;
  if (held === undefined) {
    if (error === null) return <Loading />;
    return error instanceof AnswerError && error.status === 404 ? (
      <Notice level={1} title={t('door.unpublished')} hint={t('door.unpublishedHint')} />
    ) : (
      <LoadFailed retry={refetch} />
    );
  }
  return <Door programme={held.programme} isLive={connection === 'live'} />;
}

function Door({ programme, isLive }: { programme: Programme; isLive: boolean }) {
  const { t, i18n } = useTranslation();
  const { slug } = useOrganised();
  const now = useNow();
  const { event, days } = programme;
  const today = doorDay(days, dayOf(new Date(now).toISOString(), event.zone, event.dayChangeHour)) ?? event.firstDay;
  const [chosen, setChosen] = useState<string | null>(null);
  const day = chosen ?? today;
  const { data: counts } = useQuery({
    queryKey: countsKey(slug),
    queryFn: () => fetchCounts(slug),
    refetchInterval: isLive ? false : 20_000,
  });
  const { held, error, refetch, marks, done, mark, walkIn } = useDoor(slug, day);
  const [form, setForm] = useState(emptyWalkIn);
  const [isReasonWanted, setReasonWanted] = useState(false);
  const isReady = held !== undefined;
  useEffect(() => {
    if (isReady) void keepPage();
  }, [isReady]);
  const people = held?.list.people ?? [];
  const here = people.filter(({ code, presentAt }) => {
    const waits = marks.get(code);
    return waits === undefined ? presentAt !== null : waits.state === 'present';
  }).length;
  const expected = people.filter(({ mode }) => dayPlaceOf(mode) === 'in-person').length;
  const time = (at: string | number): string => clockTime(at, event.zone, dateLocale(i18n.language));
  const send = (): void => {
    walkIn(walkInOrder(form, { day, at: new Date().toISOString(), locale: i18n.language }));
    setForm(emptyWalkIn);
    setReasonWanted(false);
  };
  const correct = ({ key, body, refused }: Waiting): void => {
    const isSeat = refused?.code === 'seats.full';
    setForm(formOf(body as DoorWalkInInput, isSeat ? refused.places : []));
    setReasonWanted(refused?.code === 'places.full');
    void waitingOf(slug).drop(key);
    document.getElementById('walk-in')?.scrollIntoView({ block: 'start' });
  };
  const coaches = programme.sessions.filter(
    (session) => session.addOn !== null && sessionDate(programme, session) === day,
  );
  return (
    <div className="door">
      <div className="page-head door-head">
        <h1 tabIndex={-1}>{t('door.title')}</h1>
        <label className="door-day">
          <span className="visually-hidden">{t('door.day')}</span>
          <select className="org-input" value={day} onChange={(changed) => setChosen(changed.target.value)}>
            {days.map(({ date }) => (
              <option key={date} value={date}>
                {dateInWords(date, dateLocale(i18n.language), 'short')}
              </option>
            ))}
          </select>
        </label>
      </div>
      {held !== undefined && (
        <p className="door-count">
          <b>{t('door.here', { count: here })}</b> <span className="faint">{t('door.of', { count: expected })}</span>
        </p>
      )}
      <div role="status">
        {held?.isKept === true && <p className="door-waiting">{t('door.asOf', { time: time(held.at) })}</p>}
      </div>
      <WaitingBox slug={slug} programme={programme} correct={correct} />
      <div role="status" className="door-done" aria-label={t('door.done.title')}>
        {done.length > 0 && (
          <ul>
            {done.map(({ key, name, code, state, walkIn: registered }, index) => (
              <li key={key}>
                <span>
                  {registered === null
                    ? t(`door.done.${state}`, { name })
                    : t(registered.arrived ? 'door.done.walkedIn' : 'door.done.follows', { name })}{' '}
                  {registered?.over === true && <b>{t('door.done.over')}</b>}{' '}
                  <span className="faint">{t('door.done.code', { code })}</span>
                </span>
                {state === 'present' && index === 0 && registered?.arrived !== false && (
                  <button type="button" className="link-button quiet" onClick={() => mark({ code, name }, 'none')}>
                    {t('door.takeBack')}
                    <span className="visually-hidden"> {name}</span>
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="door-parts">
        {held === undefined ? (
          error === null ? (
            <Loading />
          ) : (
            <LoadFailed retry={() => void refetch()} />
          )
        ) : (
          <FindPeople slug={slug} day={day} zone={event.zone} people={people} marks={marks} mark={mark} />
        )}
        <section className="door-part" aria-labelledby="walk-in">
          <h2 id="walk-in">{t('door.walkIn.title')}</h2>
          <WalkInForm
            programme={programme}
            day={day}
            counts={counts}
            now={now}
            form={form}
            isReasonWanted={isReasonWanted}
            change={setForm}
            send={send}
          />
        </section>
      </div>
      {coaches.length > 0 && (
        <section className="door-part" aria-labelledby="coaches">
          <h2 id="coaches">{t('door.coaches')}</h2>
          <ul className="door-links">
            {coaches.map(({ code, title }) => (
              <li key={code}>
                <AppLink href={organiseHref(slug, `coach/${code}`)}>
                  {t('door.coachLink', { title: pickText(title, i18n.language, event.languages).text })}
                </AppLink>
              </li>
            ))}
          </ul>
        </section>
      )}
      <SheetLinks slug={slug} programme={programme} day={day} sessions={coaches} />
    </div>
  );
}
