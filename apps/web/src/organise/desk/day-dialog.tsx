import { Button } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../language/language.js';
import type { ProgrammeIndex } from '../../programme/entries.js';
import { dateInWords } from '../../time/clock-face.js';
import { DayReview } from './day-review.js';
import type { Done } from './order.js';

interface DayDialogProps {
  slug: string;
  index: ProgrammeIndex;
  /** The days that are not over. */
  ahead: readonly string[];
  /** The day that comes back; null to switch one. */
  back: string | null;
  close: (done: Done | null) => void;
}

/** First which day, then what it would mean. */
export function DayDialog({ slug, index, ahead, back, close }: DayDialogProps) {
  const { t, i18n } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const done = useRef<Done | null>(null);
  const heading = useId();
  const [date, setDate] = useState(back ?? ahead[0] ?? null);
  useEffect(() => dialog.current?.showModal(), []);
  // Closed by the browser itself, it gives the focus back to where it was.
  const finish = (what: Done | null): void => {
    done.current = what;
    dialog.current?.close();
  };
  const inWords = (day: string): string => dateInWords(day, dateLocale(i18n.language), 'long');
  return (
    <dialog ref={dialog} className="drawer desk-dialog" aria-labelledby={heading} onClose={() => close(done.current)}>
      <div className="drawer-inner">
        <div className="drawer-head">
          <h2 id={heading}>{t(back === null ? 'desk.whole.title' : 'desk.whole.backTitle')}</h2>
          <Button variant="default" onClick={() => finish(null)}>
            {t('desk.close')}
          </Button>
        </div>
        {back !== null ? (
          <p className="desk-standing">{inWords(back)}</p>
        ) : (
          <fieldset className="desk-rooms">
            <legend>{t('desk.whole.which')}</legend>
            {ahead.map((day) => (
              <label key={day} className="desk-choice">
                <input type="radio" name={`${heading}day`} checked={day === date} onChange={() => setDate(day)} />
                {inWords(day)}
              </label>
            ))}
          </fieldset>
        )}
        {date === null ? (
          <p>{t('desk.whole.over')}</p>
        ) : (
          <DayReview key={date} slug={slug} index={index} date={date} isBack={back !== null} finish={finish} />
        )}
      </div>
    </dialog>
  );
}
