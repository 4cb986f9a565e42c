import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Booking, Counts, RegistrationView } from '@kopa/contracts';
import { useEvent } from '../programme/event-context.js';
import { useActing, type Told } from './acting.js';
import { NeededFirst } from './needed-first.js';
import { chooseSeat } from './remote.js';
import { SeatStatus } from './seat-status.js';
import { useTitleOf } from './title-of.js';

interface BookingSeatProps {
  own: RegistrationView;
  booking: Booking;
  counts: Counts | undefined;
  /** The way cannot be changed (any more). */
  isFixed: boolean;
}

/** How one gets to what one booked, where a coach goes: in it, or by one's own way. */
export function BookingSeat({ own, booking, counts, isFixed }: BookingSeatProps) {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const { busy, act } = useActing();
  const titleOf = useTitleOf();
  const [isNeeding, setNeeding] = useState(false);
  const way = useRef<HTMLDivElement>(null);
  const { id, session, mode, seat } = booking;
  const left = counts?.seats[session];
  const title = titleOf(session);
  const work = `seat ${id}`;
  if (mode !== 'in-person' || (seat === undefined && left === undefined)) return null;

  const put = async (wanted: boolean): Promise<Told> => {
    const after = await chooseSeat(slug, id, wanted);
    setNeeding(false);
    const stands = after.bookings.find((one) => one.id === id)?.seat?.status;
    const told = stands === undefined ? 'own' : stands === 'confirmed' ? 'confirmed' : 'waitlisted';
    return {
      text: t(`registration.coach.told.${told}`, { title }),
      action: { label: t('registration.ownDays.undo'), run: () => act(work, () => put(!wanted)) },
    };
  };
  const choose = (wanted: boolean): void => {
    if (wanted === (seat !== undefined)) setNeeding(false);
    // The guide calls who is missing at the coach.
    else if (wanted && own.telephone === '') setNeeding(true);
    else act(work, () => put(wanted));
  };
  const leave = (): void => {
    setNeeding(false);
    way.current?.querySelector('button')?.focus();
  };
  return (
    <>
      <div className="reg-row" ref={way}>
        <span className="icon icon-journey" aria-hidden="true" />
        {!isFixed && (
          <div className="segments" role="group" aria-label={t('registration.coach.way', { title })}>
            {[true, false].map((wanted) => {
              const isChosen = wanted === (seat !== undefined);
              return (
                <button
                  key={String(wanted)}
                  type="button"
                  aria-pressed={isChosen}
                  aria-disabled={busy !== null}
                  onClick={() => choose(wanted)}
                >
                  {isChosen && <span aria-hidden="true">✓ </span>}
                  {t(wanted ? 'registration.coach.seat' : 'registration.coach.own')}
                </button>
              );
            })}
          </div>
        )}
        {seat === undefined ? <SeatsLeft left={left} isFixed={isFixed} /> : <SeatStatus booking={booking} />}
      </div>
      {isNeeding && <NeededFirst own={own} parts={['telephone']} work={work} then={() => put(true)} leave={leave} />}
    </>
  );
}

/** Without a seat: how many are left, as far as the way can be changed. */
function SeatsLeft({ left, isFixed }: Pick<BookingSeatProps, 'isFixed'> & { left: number | undefined }) {
  const { t } = useTranslation();
  if (isFixed) return <span>{t('registration.coach.own')}</span>;
  if (left === undefined) return null;
  return (
    <span className="reg-left" data-level={left === 0 ? 'none' : left <= 5 ? 'few' : 'many'}>
      {left === 0 ? t('registration.coach.none') : t('registration.coach.left', { count: left })}
    </span>
  );
}
