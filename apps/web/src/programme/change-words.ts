import type { TFunction } from 'i18next';
import { pickText, type Change, type SlotChange } from '@kopa/domain';
import { dateLocale } from '../language/language.js';
import { clockRange, clockTime } from '../time/clock-face.js';
import { roomsOf, type ProgrammeIndex } from './entries.js';

/** How long a change stays pinned on top. */
const pinnedMinutes = 10;

export const isSlotChange = (change: Change): change is SlotChange => change.type !== 'programme.released';

/** The newest change of each slot within the last minutes, newest first. */
export function pinnedChanges(recent: readonly Change[], now: number): SlotChange[] {
  const newest = new Map<string, SlotChange>();
  for (const change of recent) {
    if (isSlotChange(change) && Date.parse(change.at) > now - pinnedMinutes * 60_000)
      newest.set(change.slot.id, change);
  }
  return [...newest.values()].sort((a, b) => b.seq - a.seq);
}

/** What a change means, in a few words: "Delayed to 10:10–10:40". */
export function changeInWords(
  change: SlotChange,
  index: ProgrammeIndex,
  zone: string,
  language: string,
  t: TFunction,
): string {
  const locale = dateLocale(language);
  const { slot } = change;
  const rooms = roomsOf([slot], index.rooms);
  const room = rooms.map(({ name }) => pickText(name, language, index.programme.event.languages).text).join(' + ');
  return t(`change.${change.type}`, {
    time: clockRange(slot.startsAt, slot.endsAt, zone, locale),
    end: clockTime(slot.endsAt, zone, locale),
    room: room === '' ? t('card.noRoom') : room,
  });
}
