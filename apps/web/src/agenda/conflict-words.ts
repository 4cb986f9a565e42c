import type { TFunction } from 'i18next';
import type { AgendaEntry, ConflictInAgenda } from '@kopa/contracts';
import type { Alternative } from '@kopa/domain';
import { clockRange } from '../time/clock-face.js';

/** What names and times are told by. */
export interface Telling {
  t: TFunction;
  titleOf: (code: string) => string;
  zone: string;
  locale: string;
}

/** Whether nothing has to be done about it. */
export function isOnTheWay(conflict: ConflictInAgenda): boolean {
  return conflict.kind !== 'mode' && conflict.isOnTheWay;
}

const minutes = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 60_000);

/** What stands in one's way, in a sentence; the items by the ids of their slots. */
export function conflictInWords(
  conflict: ConflictInAgenda,
  items: ReadonlyMap<string, AgendaEntry>,
  isInPersonOnly: (code: string) => boolean,
  { t, titleOf, zone, locale }: Telling,
): string {
  const [a, b = ''] = conflict.sessions.map((code) => `“${titleOf(code)}”`);
  const [first, second] = conflict.slots.map((slot) => items.get(slot));
  if (conflict.kind === 'mode') {
    const { mode, day } = conflict;
    if (mode === 'in-person' && day === 'online')
      return t(`agenda.conflict.mode.in-person.${isInPersonOnly(conflict.sessions[0]) ? 'online' : 'hybrid'}`, { a });
    return t(`agenda.conflict.mode.${mode === null ? 'unknown' : `${mode}.absent`}`, { a });
  }
  if (conflict.isOnTheWay) {
    const [online, visit] = first?.mode === 'online' ? [a, b] : [b, a];
    return t('agenda.conflict.onTheWay', { online, visit });
  }
  if (conflict.kind === 'overlap') {
    const count = minutes(conflict.startsAt, conflict.endsAt);
    return t('agenda.conflict.overlap', {
      a,
      b,
      count,
      times: clockRange(conflict.startsAt, conflict.endsAt, zone, locale),
    });
  }
  const { minutesShort, isMissed } = conflict;
  if (second === undefined || second.leavesAt === second.startsAt)
    return t('agenda.conflict.late', { a, b, count: minutesShort });
  if (!isMissed) return t('agenda.conflict.missGathering', { a, b, count: minutesShort });
  // People gather before it leaves: what they are short of is counted from the departure.
  return t('agenda.conflict.missDeparture', {
    a,
    b,
    count: Math.max(1, minutesShort - minutes(second.dueAt, second.leavesAt)),
  });
}

/** What a button says that has something else instead. */
export function alternativeInWords(
  { kind, of, session, mode, isOnTheWay: isFromBus }: Alternative,
  when: string,
  { t, titleOf }: Pick<Telling, 't' | 'titleOf'>,
): string {
  return t(`agenda.instead.${kind === 'online' && isFromBus ? 'onlineFromBus' : kind}`, {
    of: `“${titleOf(of)}”`,
    title: `“${titleOf(session)}”`,
    mode: t(`mode.${mode}`).toLocaleLowerCase(),
    when,
  });
}
