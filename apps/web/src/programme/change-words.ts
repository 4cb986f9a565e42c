import type { TFunction } from 'i18next';
import {
  heldMinutes,
  pickText,
  shiftsOf,
  slotChangeTypes,
  type Change,
  type LogisticsUpdated,
  type Slot,
  type SlotChange,
} from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { clockRange, clockTime } from '../time/clock-face.js';
import { roomsOf, type ProgrammeIndex } from './entries.js';
import { swappedInWords } from './slot-times.js';

/** How long a change stays pinned on top. */
const pinnedMinutes = 10;

/** A row that a live change published. */
export type LiveRow = SlotChange | LogisticsUpdated;

const liveTypes: readonly string[] = [...slotChangeTypes, 'logistics.updated'];

// By what is known: a newer server may send further types.
export const isLiveRow = (change: Change): change is LiveRow => liveTypes.includes(change.type);

/** The slots that a row carries. */
export const slotsOf = (change: LiveRow): Slot[] =>
  change.type === 'logistics.updated' ? change.slots : [change.slot];

/** The newest change of each slot, and of each departure, within the last minutes, newest first. */
export function pinnedChanges(recent: readonly Change[], now: number): LiveRow[] {
  const newest = new Map<string, LiveRow>();
  for (const change of recent) {
    if (isLiveRow(change) && Date.parse(change.at) > now - pinnedMinutes * 60_000)
      newest.set(change.type === 'logistics.updated' ? `departure ${change.session}` : change.slot.id, change);
  }
  return [...newest.values()].sort((a, b) => b.seq - a.seq);
}

/** What a change means, in a few words: "Delayed to 10:10–10:40". */
export function changeInWords(
  change: LiveRow,
  index: ProgrammeIndex,
  zone: string,
  language: string,
  t: TFunction,
): string {
  const locale = dateLocale(language);
  if (change.type === 'logistics.updated') {
    const { addOn } = change;
    const time = addOn.departAt === null ? '' : clockTime(addOn.departAt, zone, locale);
    return t(heldMinutes(addOn) === 0 ? 'change.departsAsPlanned' : 'change.logistics.updated', { time });
  }
  const { slot } = change;
  if (change.type === 'item.started') {
    const item = slot.turn && index.sessions.get(change.session)?.items[slot.turn.item];
    if (item === undefined) return t('change.byClock');
    return t('change.item.started', { item: pickText(item.title, language, index.programme.event.languages).text });
  }
  const rooms = roomsOf([slot], index.rooms);
  const room = rooms.map(({ name }) => pickText(name, language, index.programme.event.languages).text).join(' + ');
  const shift = shiftsOf(slot)[0];
  // What is hours later is not delayed.
  const isMoved = change.type === 'slot.delayed' && shift?.kind === 'moved';
  const time = clockRange(slot.startsAt, slot.endsAt, zone, locale);
  if (change.type === 'slot.moved' && shift?.kind === 'swapped')
    return `${swappedInWords(shift.with, index, language, t)}: ${time}`;
  return t(isMoved ? 'change.slot.moved' : `change.${change.type}`, {
    time,
    end: clockTime(slot.endsAt, zone, locale),
    room: room === '' ? t('card.noRoom') : room,
  });
}
