import type { ImportRejection, ImportWarning } from '@kopa/contracts';

/** Why a row is not taken. */
export type Reason = Omit<ImportRejection, 'where'>;

/** What is wrong with a row; the command line says it as it stands here, pages by its code. */
export const reasons = {
  noDay: (): Reason => ({ code: 'row.day', reason: 'is no day' }),
  noList: (): Reason => ({ code: 'row.list', reason: 'is no list of sessions' }),
  noSession: (): Reason => ({ code: 'row.session', reason: 'is no session' }),
  noTitle: (): Reason => ({ code: 'row.title', reason: 'has no title' }),
  noStart: (): Reason => ({ code: 'row.noStart', reason: 'has no start' }),
  start: (value: string): Reason => ({ code: 'row.start', reason: `the start "${value}" is no time`, value }),
  noDate: (): Reason => ({ code: 'row.noDate', reason: 'has no date' }),
  far: (value: string): Reason => ({
    code: 'row.far',
    reason: `starts at ${value}, more than a year from the days of the schedule`,
    value,
  }),
  noDuration: (): Reason => ({ code: 'row.noDuration', reason: 'has no duration' }),
  duration: (value: string): Reason => ({
    code: 'row.duration',
    reason: `the duration "${value}" is no length like 01:30`,
    value,
  }),
  ends: (value: string): Reason => ({ code: 'row.ends', reason: `ends at ${value}, before it starts`, value }),
};

/** What was put up with. */
export const warningOf = {
  unknownZone: (zone: string): ImportWarning => ({
    code: 'zone.unknown',
    text: `the time zone "${zone}" is not known`,
    facts: { zone },
  }),
  guessedZone: (zone: string): ImportWarning => ({
    code: 'zone.guessed',
    text: `no time zone is named: ${zone} is taken from the offset of the times`,
    facts: { zone },
  }),
  sharedGuid: (first: string, second: string, guid: string): ImportWarning => ({
    code: 'rooms.oneGuid',
    text: `rooms "${first}" and "${second}" share the guid ${guid}`,
    facts: { first, second, guid },
  }),
  noLength: (where: string, title: string): ImportWarning => ({
    code: 'row.noLength',
    text: `${where}: "${title}" has no length`,
    facts: { where, title },
  }),
  outOfDays: (count: number): ImportWarning => ({
    code: 'days.none',
    text: `${count} ${count === 1 ? 'session is' : 'sessions are'} on none of the event's days and came unplaced`,
    facts: { count },
  }),
};
