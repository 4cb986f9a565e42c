import { describe, expect, it } from '@jest/globals';
import { fieldsOf, standFrom } from './place-form.js';

const riga = { zone: 'Europe/Riga', dayChangeHour: 4 };
const fields = { date: '2026-10-24', time: '23:30', minutes: '45', roomId: 'hall', onlineRoomId: '' };

describe('a place that is typed', () => {
  it.each([
    ['in the evening', fields, '2026-10-24T20:30:00.000Z'],
    ['in the night that belongs to the day', { ...fields, time: '1.15' }, '2026-10-24T22:15:00.000Z'],
    ['in the hour that the clock shows twice, the first', { ...fields, time: '03:30' }, '2026-10-25T00:30:00.000Z'],
  ])('stands %s', (_, typed, startsAt) => {
    const { stand } = standFrom(typed, riga);
    expect(stand).toEqual({
      startsAt,
      endsAt: new Date(Date.parse(startsAt) + 45 * 60_000).toISOString(),
      roomId: 'hall',
      onlineRoomId: null,
    });
    expect(standFrom(fieldsOf(stand!, riga), riga).stand).toEqual(stand);
  });

  it.each([
    [{ ...fields, time: '24:00' }, ['time']],
    [{ ...fields, time: 'noon', minutes: '0' }, ['time', 'minutes']],
    [{ ...fields, minutes: '12.5' }, ['minutes']],
  ])('says what is wrong with %j', (typed, faults) => {
    expect(standFrom(typed, riga)).toEqual({ stand: null, faults });
  });
});
