import type { AgendaEntry, AgendaView } from '@kopa/contracts';
import type { Alternative } from '@kopa/domain';
import { newKey } from '../registration/new-key.js';
import { bookPlace, giveBack } from '../registration/remote.js';
import { putStar, removeStar, swap } from './remote.js';

/** Takes one thing back; says whether one has to wait for it again. */
export type TakeBack = () => Promise<'as it was' | 'waits'>;

/** Whether something can be given up at all: what is for everyone is there by itself. */
export const canTake = ({ kind }: Alternative, { because }: AgendaEntry): boolean =>
  kind !== 'recording' || because !== 'everyone';

/** Has an alternative instead of an item, and gives what undoes it. */
export async function takeInstead(
  slug: string,
  item: AgendaEntry,
  { kind, session, mode }: Alternative,
  { stars }: AgendaView,
): Promise<TakeBack> {
  const { session: code, booking } = item;
  if (kind === 'recording') return leaveOut(slug, item, stars);
  await swap(slug, { from: code, to: { session, mode } });
  if (booking !== null)
    return async () => {
      await swap(slug, { from: session, to: { session: code, mode: item.mode ?? mode } });
      return 'as it was';
    };
  const star = stars.find((one) => one.session === code);
  return async () => {
    if (star !== undefined) await putStar(slug, code, star.mode);
    if (star === undefined || session !== code) await removeStar(slug, session);
    return 'as it was';
  };
}

/** Takes something out of the agenda, and gives what brings it back. */
export async function leaveOut(
  slug: string,
  { session, booking, mode }: AgendaEntry,
  stars: AgendaView['stars'],
): Promise<TakeBack> {
  if (booking === null) {
    await removeStar(slug, session);
    return async () => {
      await putStar(slug, session, stars.find((one) => one.session === session)?.mode ?? null);
      return 'as it was';
    };
  }
  await giveBack(slug, booking);
  const key = newKey();
  return async () => {
    const order = { session, mode: mode ?? 'in-person', comeInPerson: false, seat: false };
    const { status } = await bookPlace(slug, order, key);
    return status === 'waitlisted' ? 'waits' : 'as it was';
  };
}
