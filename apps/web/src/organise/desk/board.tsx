import { useTranslation } from 'react-i18next';
import { dayOf, nowAndNext, type Session, type Slot } from '@kopa/domain';
import { LocalText } from '../../language/local-text.js';
import type { ProgrammeIndex } from '../../programme/entries.js';
import { SlotState, SlotTimes } from '../../programme/slot-times.js';

interface BoardProps {
  index: ProgrammeIndex;
  at: string;
  choose: (slotId: string) => void;
}

/** Now and next in each room, and below all of the day: each slot is a button. */
export function Board({ index, at, choose }: BoardProps) {
  const { t } = useTranslation();
  const { programme, rooms, sessions } = index;
  const { zone, dayChangeHour, languages } = programme.event;
  const board = nowAndNext(programme, at);
  const first = board.flatMap(({ now, next }) => [...now, ...(next === null ? [] : [next])])[0];
  const dayAt = (instant: string): string => dayOf(instant, zone, dayChangeHour);
  const today = dayAt(at);
  const day = index.entries.some((entry) => entry.day === today) ? today : dayAt(first?.slot.startsAt ?? at);
  const ofDay = index.entries.filter((entry) => entry.day === day);
  const button = (code: string, slot: Slot) => {
    const session = sessions.get(code);
    return session === undefined ? null : (
      <SlotButton key={slot.id} session={session} slot={slot} index={index} choose={choose} />
    );
  };
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
            {next !== null && button(next.session, next.slot)}
          </section>
        ))}
      </div>
      {ofDay.length > 0 && (
        <details className="desk-day">
          <summary>{t('desk.day')}</summary>
          {ofDay.flatMap(({ session, slots }) => slots.map((slot) => button(session.code, slot)))}
        </details>
      )}
    </>
  );
}

interface SlotButtonProps extends Omit<BoardProps, 'at'> {
  session: Session;
  slot: Slot;
}

function SlotButton({ session, slot, index, choose }: SlotButtonProps) {
  const { t, i18n } = useTranslation();
  const { zone, languages } = index.programme.event;
  return (
    <button type="button" className="desk-slot" onClick={() => choose(slot.id)}>
      <strong>
        <LocalText texts={session.title} fallbacks={languages} />
      </strong>
      <span>
        <SlotTimes slot={slot} zone={zone} language={i18n.language} t={t} /> <SlotState slot={slot} t={t} />
      </span>
    </button>
  );
}
