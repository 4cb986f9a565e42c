import { Button } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveChangeCommand } from '@kopa/domain';
import { LocalText } from '../../language/local-text.js';
import type { ProgrammeIndex } from '../../programme/entries.js';
import { AppLink } from '../../shell/app-link.js';
import { organiseHref } from '../places.js';
import { SlotState, SlotTimes } from '../../programme/slot-times.js';
import { Actions } from './actions.js';
import type { Done, Placed } from './order.js';
import { Review } from './review.js';

interface OrderDialogProps {
  slug: string;
  placed: Placed;
  index: ProgrammeIndex;
  close: (done: Done | null) => void;
}

/** What to do with the chosen slot: first the choice of a change, then what it would mean. */
export function OrderDialog({ slug, placed, index, close }: OrderDialogProps) {
  const { t, i18n } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const step = useRef<HTMLHeadingElement>(null);
  const heading = useId();
  const [command, setCommand] = useState<LiveChangeCommand | null>(null);
  const { event } = index.programme;
  // Closed by the browser itself, it gives the focus back to where it was.
  const done = useRef<Done | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    if (command !== null) step.current?.focus();
  }, [command]);
  const finish = (what: Done | null): void => {
    done.current = what;
    dialog.current?.close();
  };
  return (
    <dialog ref={dialog} className="drawer desk-dialog" aria-labelledby={heading} onClose={() => close(done.current)}>
      <div className="drawer-inner">
        <div className="drawer-head">
          <h2 id={heading}>
            <LocalText texts={placed.session.title} fallbacks={event.languages} />
          </h2>
          <Button variant="default" onClick={() => finish(null)}>
            {t('desk.close')}
          </Button>
        </div>
        <p className="desk-standing">
          <SlotTimes slot={placed.slot} zone={event.zone} language={i18n.language} t={t} />{' '}
          <SlotState slot={placed.slot} zone={event.zone} language={i18n.language} index={index} t={t} />
        </p>
        {placed.session.addOn !== null && (
          <p>
            <AppLink href={organiseHref(slug, `coach/${placed.session.code}`)}>{t('desk.guide')}</AppLink>
          </p>
        )}
        {command === null ? (
          <Actions placed={placed} index={index} choose={setCommand} />
        ) : (
          <>
            <div className="drawer-head">
              <h3 ref={step} tabIndex={-1}>
                {t(`desk.what.${command.type}`)}
                {'minutes' in command && ` · ${t('desk.act.minutes', { count: command.minutes })}`}
              </h3>
              <Button variant="default" onClick={() => setCommand(null)}>
                {t('desk.back')}
              </Button>
            </div>
            <Review slug={slug} command={command} placed={placed} index={index} finish={finish} />
          </>
        )}
      </div>
    </dialog>
  );
}
