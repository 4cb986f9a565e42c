import { useTranslation } from 'react-i18next';
import type { AgendaEntry } from '@kopa/contracts';
import { pickText } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { hasText } from '../language/local-text.js';
import { useEvent } from '../programme/event-context.js';
import { useTitleOf } from '../registration/title-of.js';
import { clockTime, dateInWords, localDate } from '../time/clock-face.js';
import { useNow } from '../time/use-now.js';
import { useZones } from '../time/zone-choice.js';
import { nowAndNextOf } from './now-and-next.js';

/** What is on for somebody now and what comes next, in plain sentences. */
export function NowLine({ items }: { items: readonly AgendaEntry[] }) {
  const { t } = useTranslation();
  const { index } = useEvent();
  const at = new Date(useNow()).toISOString();
  const { sentenceOf, nextOf, travelOf } = useSentences(at);
  const statusOf = ({ session, slot }: AgendaEntry) =>
    index.sessions.get(session)?.slots.find(({ id }) => id === slot)?.status;
  const { now, travel, next } = nowAndNextOf(items, (item) => statusOf(item) === 'ended', at);
  const isOver = items.length > 0 && next === null && now.length === 0 && travel === null;
  const words = [
    ...now.map(sentenceOf),
    ...(travel === null ? [] : [travelOf(travel.item, travel.direction)]),
    ...(next === null ? [] : [nextOf(next)]),
    ...(isOver ? [t(items.every(({ endsAt }) => endsAt <= at) ? 'agenda.now.done' : 'agenda.now.none')] : []),
  ];
  return (
    <p className="now-sentence" role="status" aria-label={t('agenda.now.label')}>
      {words.join(' ')}
    </p>
  );
}

function useSentences(at: string) {
  const { t, i18n } = useTranslation();
  const { index } = useEvent();
  const { shown } = useZones();
  const titleOf = useTitleOf();
  const { languages } = index.programme.event;
  const locale = dateLocale(i18n.language);
  const clock = (instant: string): string => clockTime(instant, shown, locale);
  const when = (instant: string): string => {
    const date = localDate(instant, shown);
    return date === localDate(at, shown)
      ? t('agenda.now.at_time', { time: clock(instant) })
      : t('agenda.now.on_day', { day: dateInWords(date, locale), time: clock(instant) });
  };
  const whereOf = ({ session, slot: id, mode }: AgendaEntry): string => {
    if (mode === 'online') return t('agenda.now.online');
    const slot = index.sessions.get(session)?.slots.find((one) => one.id === id);
    const room = slot === undefined || slot.roomId === null ? undefined : index.rooms.get(slot.roomId);
    if (room === undefined) return t('agenda.now.somewhere');
    return t('agenda.now.at', { place: pickText(room.name, i18n.language, languages).text });
  };
  const sentenceOf = (item: AgendaEntry): string =>
    t('agenda.now.on', { title: titleOf(item.session), where: whereOf(item), time: clock(item.endsAt) });
  const travelOf = (item: AgendaEntry, direction: 'there' | 'back'): string =>
    direction === 'there'
      ? t('agenda.now.travel', { title: titleOf(item.session), time: clock(item.startsAt) })
      : t('agenda.now.back', { title: titleOf(item.session), time: clock(item.returnsAt) });
  const nextOf = (item: AgendaEntry): string => {
    const title = titleOf(item.session);
    if (item.dueAt === item.startsAt)
      return t('agenda.now.next', { when: when(item.startsAt), title, where: whereOf(item) });
    const point = index.sessions.get(item.session)?.addOn?.meetingPoint;
    const facts = { when: when(item.dueAt), title, time: clock(item.leavesAt) };
    return hasText(point)
      ? t('agenda.now.gather', { ...facts, place: pickText(point, i18n.language, languages).text })
      : t('agenda.now.gatherPlain', facts);
  };
  return { sentenceOf, nextOf, travelOf };
}
