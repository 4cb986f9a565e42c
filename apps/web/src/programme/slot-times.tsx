import type { TFunction } from 'i18next';
import { pickText, shiftsOf, type Shift, type Slot } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { clockRange, clockTime } from '../time/clock-face.js';
import type { ProgrammeIndex } from './entries.js';

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

/** "Swapped with" the session of a code. */
export const swappedInWords = (code: string, index: ProgrammeIndex, language: string, t: TFunction): string =>
  t('state.swapped', {
    title: pickText(index.sessions.get(code)?.title ?? {}, language, index.programme.event.languages).text,
  });

interface SlotStateProps extends SlotTimesProps {
  index: ProgrammeIndex;
}

/** Cancelled, on now, late and by how much, moved and to when, swapped and with what, longer: each as a word. */
export function SlotState({ slot, zone, language, index, t }: SlotStateProps) {
  const inWords = (shift: Shift): string => {
    switch (shift.kind) {
      case 'late':
        return t('state.late', { count: shift.minutes });
      case 'moved':
        return t('state.moved', { time: clockTime(slot.startsAt, zone, dateLocale(language)) });
      case 'swapped':
        return swappedInWords(shift.with, index, language, t);
      default:
        return t(shift.kind === 'online' ? 'state.online' : 'state.roomChanged');
    }
  };
  const states: { tone: string; text: string }[] = [];
  if (slot.status === 'cancelled') states.push({ tone: 'bad', text: t('state.cancelled') });
  else {
    if (slot.status === 'running') states.push({ tone: 'good', text: t('state.running') });
    if (slot.status === 'ended') states.push({ tone: 'calm', text: t('state.ended') });
    states.push(...shiftsOf(slot).map((shift) => ({ tone: 'late', text: inWords(shift) })));
    const length = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
    const longer = length(slot.startsAt, slot.endsAt) - length(slot.plannedStartsAt, slot.plannedEndsAt);
    if (longer > 0) states.push({ tone: 'late', text: t('state.longer', { count: longer }) });
  }
  return states.map(({ tone, text }) => (
    <span key={text} className="state" data-tone={tone}>
      {text}
    </span>
  ));
}
