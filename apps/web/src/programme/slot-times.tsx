import type { TFunction } from 'i18next';
import { lateness, type Slot } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { clockRange } from '../time/clock-face.js';

interface SlotTimesProps {
  slot: Slot;
  zone: string;
  language: string;
  t: TFunction;
}

/** Actual time; before it, struck through, the planned one when they differ. */
export function SlotTimes({ slot, zone, language, t }: SlotTimesProps) {
  const locale = dateLocale(language);
  const planned = clockRange(slot.plannedStartsAt, slot.plannedEndsAt, zone, locale);
  const actual = clockRange(slot.startsAt, slot.endsAt, zone, locale);
  if (slot.status === 'cancelled') {
    return (
      <span className="times">
        <del>{planned}</del>
      </span>
    );
  }
  return (
    <span className="times">
      {planned !== actual && (
        <>
          <span className="visually-hidden">{t('time.planned')} </span>
          <del>{planned}</del>{' '}
        </>
      )}
      <time dateTime={slot.startsAt}>{actual}</time>
    </span>
  );
}

/** Cancelled, on now, late and by how much, longer, moved: each as a word. */
export function SlotState({ slot, t }: Pick<SlotTimesProps, 'slot' | 't'>) {
  const states: { tone: string; text: string }[] = [];
  if (slot.status === 'cancelled') states.push({ tone: 'bad', text: t('state.cancelled') });
  else {
    if (slot.status === 'running') states.push({ tone: 'good', text: t('state.running') });
    if (slot.status === 'ended') states.push({ tone: 'calm', text: t('state.ended') });
    const late = lateness(slot);
    if (late > 0) states.push({ tone: 'late', text: t('state.late', { count: late }) });
    if (late < 0) states.push({ tone: 'late', text: t('state.early', { count: -late }) });
    const length = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
    const longer = length(slot.startsAt, slot.endsAt) - length(slot.plannedStartsAt, slot.plannedEndsAt);
    if (longer > 0) states.push({ tone: 'late', text: t('state.longer', { count: longer }) });
    if (slot.roomId !== slot.plannedRoomId || slot.onlineRoomId !== slot.plannedOnlineRoomId) {
      states.push({ tone: 'late', text: t('state.roomChanged') });
    }
  }
  return states.map(({ tone, text }) => (
    <span key={text} className="state" data-tone={tone}>
      {text}
    </span>
  ));
}
