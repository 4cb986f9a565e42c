import { useTranslation } from 'react-i18next';
import { dayOf, nowAndNext, type Session, type Slot } from '@kopa/domain';
import { LocalText } from '../../language/local-text.js';
import type { ProgrammeIndex } from '../../programme/entries.js';
import { SlotState, SlotTimes } from '../../programme/slot-times.js';
import { dateLocale } from '../../language/language.js';
import { clockTime } from '../../time/clock-face.js';
import { Seats } from './seats.js';
import { useStarting, type StartingItem } from './use-starting.js';

interface BoardProps {
  slug: string;
  index: ProgrammeIndex;
  at: string;
  choose: (slotId: string) => void;
}

/** Now and next in each room, and below all of the day: each slot is a button. */
export function Board({ slug, index, at, choose }: BoardProps) {
  const { t, i18n } = useTranslation();
  const { programme, rooms, sessions } = index;
  const { zone, dayChangeHour, languages } = programme.event;
  const starting = useStarting(slug, programme.seq);
  const board = nowAndNext(programme, at);
  const first = board.flatMap(({ now, next }) => [...now, ...(next === null ? [] : [next])])[0];
  const dayAt = (instant: string): string => dayOf(instant, zone, dayChangeHour);
  const today = dayAt(at);
  const day = index.entries.some((entry) => entry.day === today) ? today : dayAt(first?.slot.startsAt ?? at);
  const ofDay = index.entries.filter((entry) => entry.day === day);
  const button = (code: string, slot: Slot, isNext = false) => {
    const session = sessions.get(code);
    return session === undefined ? null : (
      <SlotButton
        key={slot.id}
        session={session}
        slot={slot}
        index={index}
        starting={isNext ? starting.get(code) : undefined}
        choose={choose}
      />
    );
  };
  // What stands on the board as its room's next anyway is not named twice.
  const onBoard = new Set(board.flatMap(({ next }) => next?.session ?? []));
  const addOns = [...starting.values()].filter(({ isAddOn, session }) => isAddOn && !onBoard.has(session));
  return (
    <>
      {board.length === 0 && <p>{t('desk.nothing')}</p>}
      <div className="desk-board">
        {board.map(({ roomId, now, next }) => (
          <section key={roomId} aria-labelledby={`desk-${roomId}`}>
            <h2 id={`desk-${roomId}`}>
              <LocalText texts={rooms.get(roomId)?.name ?? {}} fallbacks={languages} />
            </h2>
            {now.length > 0 && <h3>{t('desk.now')}</h3>}
            {now.map(({ session, slot }) => button(session, slot))}
            {next !== null && <h3>{t('desk.next')}</h3>}
            {next !== null && button(next.session, next.slot, true)}
          </section>
        ))}
      </div>
      {addOns.length > 0 && (
        <section aria-labelledby="desk-add-ons" className="desk-add-ons">
          <h2 id="desk-add-ons">{t('desk.seats.addOns')}</h2>
          {addOns.map(({ session, from }) => {
            const slot = sessions.get(session)?.slots.find(({ status }) => status === 'scheduled');
            return (
              slot && (
                <div key={session}>
                  <h3>{t('desk.seats.from', { time: clockTime(from, zone, dateLocale(i18n.language)) })}</h3>
                  {button(session, slot, true)}
                </div>
              )
            );
          })}
        </section>
      )}
      {ofDay.length > 0 && (
        <details className="desk-day">
          <summary>{t('desk.day')}</summary>
          {ofDay.flatMap(({ session, slots }) => slots.map((slot) => button(session.code, slot)))}
        </details>
      )}
    </>
  );
}

interface SlotButtonProps extends Pick<BoardProps, 'index' | 'choose'> {
  /** How full it is; only where it is said. */
  starting: StartingItem | undefined;
  session: Session;
  slot: Slot;
}

function SlotButton({ session, slot, index, starting, choose }: SlotButtonProps) {
  const { t, i18n } = useTranslation();
  const { zone, languages } = index.programme.event;
  return (
    <button type="button" className="desk-slot" onClick={() => choose(slot.id)}>
      <strong>
        <LocalText texts={session.title} fallbacks={languages} />
      </strong>
      <span>
        <SlotTimes slot={slot} zone={zone} language={i18n.language} t={t} />{' '}
        <SlotState slot={slot} zone={zone} language={i18n.language} index={index} t={t} />
      </span>
      <Seats item={starting} />
    </button>
  );
}
