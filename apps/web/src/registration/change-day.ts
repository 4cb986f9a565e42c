import type { RegistrationView } from '@kopa/contracts';
import type { AttendanceMode, CalendarDate } from '@kopa/domain';
import { newKey } from './new-key.js';
import { bookPlace, fetchOwn, giveBack, patchOwn } from './remote.js';
import { Refused } from '../shell/call.js';

type Booking = RegistrationView['bookings'][number];

/** Changes one day; tells which bookings that took away. */
export async function changeDay(
  slug: string,
  own: RegistrationView,
  date: CalendarDate,
  mode: AttendanceMode,
): Promise<{ lost: Booking[] }> {
  const after = await patchOwn(slug, own.version, { attendance: { [date]: mode } });
  return { lost: own.bookings.filter(({ id }) => !after.bookings.some((booking) => booking.id === id)) };
}

/**
 * Takes such a change back: the day as it was, then what it took away is booked anew, as far as there are places.
 * @returns what cannot be booked any more
 */
export async function undoDay(
  slug: string,
  date: CalendarDate,
  mode: AttendanceMode,
  lost: readonly Booking[],
): Promise<{ missed: Booking[] }> {
  const { version } = await fetchOwn(slug);
  const after = await patchOwn(slug, version, { attendance: { [date]: mode } });
  const missed: Booking[] = [];
  for (const booking of lost) {
    const { session, mode: place, seat } = booking;
    const moved = after.bookings.find((one) => one.session === session);
    if (moved !== undefined) await giveBack(slug, moved.id);
    try {
      const order = { session, mode: place, comeInPerson: false, seat: seat !== undefined };
      await bookPlace(slug, order, newKey());
    } catch (error) {
      // One that was closed or cancelled meanwhile does not keep the others.
      if (!(error instanceof Refused)) throw error;
      missed.push(booking);
    }
  }
  return { missed };
}
