import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegistrationView } from '@kopa/contracts';
import { dateLocale } from '../language/language.js';
import { dateInWords } from '../time/clock-face.js';
import { useEvent } from '../programme/event-context.js';
import { useActing } from './acting.js';
import { isCancelled } from './booking-terms.js';
import { useTitleOf } from './title-of.js';

/** Milliseconds within which a change is taken for the echo of one's own action. */
const echo = 3_000;

/** Tells what changed by itself: a promotion, an offer, a place that ended. */
export function useToldChanges(own: RegistrationView): void {
  const { t, i18n } = useTranslation();
  const titleOf = useTitleOf();
  const { index } = useEvent();
  const { tell, endedAt } = useActing();
  const known = useRef(own);

  useEffect(() => {
    const before = known.current;
    known.current = own;
    if (before === own || before.id !== own.id || Date.now() - endedAt() < echo) return;
    const news = [
      ...own.bookings.flatMap(({ id, session, status }) => {
        const earlier = before.bookings.find((booking) => booking.id === id);
        if (earlier?.status === status) return [];
        return [t(`registration.told.${status}`, { title: titleOf(session) })];
      }),
      ...own.bookings.flatMap((booking) => {
        const { id, session, seat, isAside } = booking;
        const earlier = before.bookings.find((one) => one.id === id);
        const title = titleOf(session);
        const isSeated = earlier?.seat?.status === 'waitlisted' && seat?.status === 'confirmed';
        return [
          ...(isSeated ? [t('registration.coach.told.confirmed', { title })] : []),
          // Of what is online for a day places are set aside too, and nothing is cancelled.
          ...(isAside === true &&
          earlier !== undefined &&
          earlier.isAside !== true &&
          isCancelled(booking, index.sessions.get(session))
            ? [t('registration.told.aside', { title })]
            : []),
        ];
      }),
      ...before.bookings
        .filter(({ id }) => !own.bookings.some((booking) => booking.id === id))
        .map(({ session }) => t('registration.told.gone', { title: titleOf(session) })),
      ...own.days.flatMap(({ date, mode, status }) => {
        const earlier = before.days.find((one) => one.date === date);
        if (earlier?.status === undefined || earlier.status === status) return [];
        const day = dateInWords(date, dateLocale(i18n.language));
        if (status === 'confirmed') return [t('registration.told.dayConfirmed', { day })];
        if (status === 'offered') return [t('registration.told.dayOffered', { day })];
        return status === undefined && earlier.mode === mode ? [t('registration.told.dayGone', { day })] : [];
      }),
    ];
    if (news.length > 0) tell({ text: news.join(' ') });
  }, [own, index, titleOf, t, i18n, tell, endedAt]);
}
