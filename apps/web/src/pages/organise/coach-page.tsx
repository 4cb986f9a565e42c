import '../../organise/door/words.js';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttendanceMarkAnswer, CoachList } from '@kopa/contracts';
import { pickText, type MarkState, type Programme, type Session } from '@kopa/domain';
import { collatorOf, dateLocale } from '../../language/language.js';
import { coachParts, partOf, withWaiting } from '../../organise/door/coach-lines.js';
import { CoachRow } from '../../organise/door/coach-row.js';
import { keepPage } from '../../organise/door/keep-page.js';
import { coachKey, coachQuery, type HeldList } from '../../organise/door/kept-lists.js';
import { boardingPath } from '../../organise/door/remote.js';
import { useWaiting, waitingOf } from '../../organise/door/use-waiting.js';
import { WaitingBox } from '../../organise/door/waiting-box.js';
import { useLiveProgramme } from '../../organise/desk/use-live-programme.js';
import { useOrganised } from '../../organise/organise-context.js';
import { organiseHref } from '../../organise/places.js';
import { newKey } from '../../registration/new-key.js';
import { AppLink } from '../../shell/app-link.js';
import { Loading, LoadFailed, Notice } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';
import { clockTime, dateWithYear, localDate, minutesBetween } from '../../time/clock-face.js';
import { useNow } from '../../time/use-now.js';

/** The guide's list of a coach: who goes, how to call them, who is in; with a connection and without. */
export function CoachPage() {
  const { t } = useTranslation();
  const { slug, may } = useOrganised();
  const { session: code } = useParams({ from: '/organise/$slug/coach/$session' });
  const { held, error, refetch } = useLiveProgramme(slug);
  usePageTitle(t('door.coach.title'));
  if (!may('attendance.read'))
    return <Notice level={1} title={t('door.coach.stranger')} hint={t('door.strangerHint')} />;
  if (held === undefined) return error === null ? <Loading /> : <LoadFailed retry={refetch} />;
  const session = held.programme.sessions.find((one) => one.code === code);
  if (session === undefined)
    return <Notice level={1} title={t('door.coach.unknown')} hint={t('door.coach.unknownHint')} />;
  return <Coach programme={held.programme} session={session} />;
}

function Coach({ programme, session }: { programme: Programme; session: Session }) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const { slug, may } = useOrganised();
  const client = useQueryClient();
  const now = useNow();
  const { event } = programme;
  const { code } = session;
  const { data: held, error, refetch } = useQuery(coachQuery(slug, code));
  const { list: waiting } = useWaiting(slug);
  const [isOnlyMissing, setOnlyMissing] = useState(false);
  const isReady = held !== undefined;
  useEffect(() => {
    if (isReady) void keepPage();
  }, [isReady]);
  useEffect(
    () =>
      waitingOf(slug).onSent(({ what }, answer) => {
        if (what.kind !== 'boarding' || what.session !== code) return;
        const { code: person, state, at, presentAt } = answer as AttendanceMarkAnswer;
        client.setQueryData<HeldList<CoachList>>(
          coachKey(slug, code),
          (old) =>
            old && {
              ...old,
              list: {
                ...old.list,
                people: old.list.people.map((one) => (one.code === person ? { ...one, state, at, presentAt } : one)),
              },
            },
        );
      }),
    [client, slug, code],
  );
  const title = pickText(session.title, language, event.languages).text;
  const time = (at: string | number): string => clockTime(at, event.zone, dateLocale(language));
  const mark = (person: { code: string; name: string }, state: MarkState): void => {
    const at = new Date().toISOString();
    void waitingOf(slug).add({
      key: newKey(),
      method: 'PUT',
      path: boardingPath(code, person.code),
      body: { state, at },
      at,
      what: { kind: 'boarding', session: code, code: person.code, name: person.name, state },
    });
  };
  if (held === undefined) return error === null ? <Loading /> : <LoadFailed retry={() => void refetch()} />;
  const { list } = held;
  const hasCoach = list.seats !== null;
  const collator = collatorOf(language);
  const lines = withWaiting(list, waiting)
    .map((person) => ({ ...person, part: partOf(person, hasCoach) }))
    .sort((a, b) => collator.compare(a.name, b.name));
  const counted = lines.filter(({ part }) => part === 'goes' || part === 'there');
  const shown = isOnlyMissing ? counted.filter(({ state }) => state === 'none') : lines;
  const { addOn } = session;
  const age = Math.max(0, minutesBetween(held.at, now));
  return (
    <div className="door coach">
      <div className="page-head">
        <h1 tabIndex={-1}>{t('door.coach.title')}</h1>
        {may('attendance.write') && <AppLink href={organiseHref(slug, 'door')}>{t('door.coach.back')}</AppLink>}
      </div>
      <p>
        <b>{title}</b>
        {addOn !== null && addOn.departAt !== null && <> · {t('door.coach.depart', { time: time(addOn.departAt) })}</>}
        {addOn !== null && pickText(addOn.meetingPoint, language, event.languages).text !== '' && (
          <> · {pickText(addOn.meetingPoint, language, event.languages).text}</>
        )}
      </p>
      <p className="door-count" role="status">
        <b>
          {t('door.coach.boarded', {
            boarded: counted.filter(({ state }) => state === 'present').length,
            count: counted.length,
          })}
        </b>{' '}
        {list.seats !== null && (
          <span className="faint">
            {t('door.coach.seats', { taken: list.seats.taken, capacity: list.seats.capacity ?? '∞' })}
          </span>
        )}
      </p>
      <div role="status">
        {held.isKept && (
          <p className="door-waiting">
            {t('door.coach.asOf', { time: time(held.at), age: t('door.coach.age', { count: age }) })}
          </p>
        )}
      </div>
      <WaitingBox slug={slug} programme={programme} />
      <label className="door-only">
        <input type="checkbox" checked={isOnlyMissing} onChange={(changed) => setOnlyMissing(changed.target.checked)} />
        {t('door.coach.onlyMissing')}
      </label>
      {shown.length === 0 && (
        <p className="faint">{t(lines.length === 0 ? 'door.coach.nobody' : 'door.coach.allHere')}</p>
      )}
      {coachParts.map((part) => {
        const people = shown.filter((one) => one.part === part);
        if (people.length === 0) return null;
        return (
          <section key={part} className="door-part" aria-labelledby={`coach-${part}`}>
            <h2 id={`coach-${part}`}>
              {t(`door.coach.part.${part}`)} <span className="faint">{people.length}</span>
            </h2>
            <ul className="door-people">
              {people.map((person) => (
                <CoachRow
                  key={person.code}
                  person={person}
                  zone={event.zone}
                  hasCoach={hasCoach}
                  mark={may('attendance.write') ? (state) => mark(person, state) : null}
                />
              ))}
            </ul>
          </section>
        );
      })}
      <p className="faint">
        {t('door.coach.forgotten', {
          date: dateWithYear(localDate(list.keepUntil, event.zone), dateLocale(language)),
        })}
      </p>
    </div>
  );
}
