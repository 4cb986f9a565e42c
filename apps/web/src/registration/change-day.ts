import type { RegistrationView } from '@kopa/contracts';
import type { AttendanceMode, CalendarDate } from '@kopa/domain';
import { newKey } from './new-key.js';
import { answerOffer, bookPlace, fetchOwn, giveBack, patchOwn } from './remote.js';

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

/** Takes such a change back: the day as it was, then what it took away is booked anew, as far as there are places. */
export async function undoDay(
  slug: string,
  date: CalendarDate,
  mode: AttendanceMode,
  lost: readonly Booking[],
): Promise<void> {
  const { version } = await fetchOwn(slug);
  const after = await patchOwn(slug, version, { attendance: { [date]: mode } });
  for (const { session, mode: place } of lost) {
    const moved = after.bookings.find((booking) => booking.session === session);
    if (moved !== undefined) await giveBack(slug, moved.id);
    await bookPlace(slug, { session, mode: place, comeInPerson: false }, newKey());
  }
}

/** Leaves the offered place of a day to who is next, and stays at how one takes part meanwhile. */
export async function declineDay(
  slug: string,
  { id, date, meanwhile = 'online' }: RegistrationView['days'][number] & { id: string },
): Promise<void> {
  const after = await answerOffer(slug, id, 'decline');
  const day = after.days.find((one) => one.date === date);
  // Else the day would be in person still, without a place and without a way to one.
  if (day?.id === undefined) await patchOwn(slug, after.version, { attendance: { [date]: meanwhile } });
}
