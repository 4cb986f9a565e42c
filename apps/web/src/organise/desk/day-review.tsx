import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DayPeople, LiveChangeRequest } from '@kopa/contracts';
import type { Texts } from '@kopa/domain';
import type { ProgrammeIndex } from '../../programme/entries.js';
import { newKey } from '../../registration/new-key.js';
import { Refused } from '../../shell/call.js';
import { labelsAt } from '../refusals/field-names.js';
import { refusalInWords } from '../refusals/in-words.js';
import { DayFates } from './day-fates.js';
import { dayDone, returnOf, switchOf, type Fates } from './day-order.js';
import { Foreseen } from './foreseen.js';
import type { Done } from './order.js';
import { ReasonField, writtenOf } from './reason-field.js';
import { applyChange, previewChange, type Order } from './remote.js';

const labels = labelsAt('desk', { reason: 'desk.why' });

interface DayReviewProps {
  slug: string;
  index: ProgrammeIndex;
  date: string;
  /** Whether the day comes back in person. */
  isBack: boolean;
  finish: (done: Done) => void;
}

type State = 'asking' | 'sending' | 'unreached' | 'late' | { refused: string };

/** What the switch of a day would mean for its sessions and people, with a choice for each; carried out when confirmed. */
export function DayReview({ slug, index, date, isBack, finish }: DayReviewProps) {
  const { t } = useTranslation();
  const { programme } = index;
  const [fates, setFates] = useState<Fates>({});
  const [reason, setReason] = useState<Texts>({});
  const [state, setState] = useState<State>('asking');
  // What is sent stays what it was, with its key, until the server has said what became of it.
  const sent = useRef<{ order: Order; before: ProgrammeIndex['programme'] } | null>(null);
  const {
    data: preview,
    error,
    isPlaceholderData,
    refetch,
  } = useQuery({
    queryKey: ['desk preview', slug, 'day', date, isBack, fates, programme.seq],
    queryFn: () => previewChange(slug, isBack ? returnOf(date) : switchOf(date, fates)),
    enabled: state === 'asking',
    placeholderData: (before) => before,
    retry: false,
    gcTime: 0,
  });
  const day = preview?.day;
  const isOpen = day?.slots.some(({ to }) => to === null) ?? false;
  const isNothing = preview !== undefined && !isOpen && preview.slots.length === 0;

  const send = async (): Promise<void> => {
    const written = writtenOf(reason);
    const request: LiveChangeRequest = isBack ? returnOf(date, written) : switchOf(date, fates, day?.slots, written);
    sent.current ??= { order: { request, key: newKey() }, before: programme };
    setState('sending');
    try {
      finish(dayDone(sent.current.order.request, await applyChange(slug, sent.current.order), sent.current.before));
    } catch (problem) {
      if (!(problem instanceof Refused) || problem.status >= 500) {
        setState('unreached');
        return;
      }
      sent.current = null;
      setState(problem.status === 412 ? 'late' : { refused: refusalInWords(problem, labels) });
    }
  };
  const isKept = state === 'sending' || state === 'unreached';
  const refusal =
    typeof state === 'object' ? state.refused : error instanceof Refused ? refusalInWords(error, labels) : null;
  const lookAgain = (): void => {
    setState('asking');
    void refetch();
  };
  return (
    <div className="desk-review" aria-busy={state === 'sending' || isPlaceholderData}>
      {preview === undefined && error === null && <p role="status">{t('desk.looking')}</p>}
      {isNothing && day?.slots.length === 0 && <p>{t(isBack ? 'desk.whole.nothingBack' : 'desk.whole.nothing')}</p>}
      {day !== undefined && day.slots.length > 0 && (
        <fieldset disabled={isKept} className="desk-bare">
          <DayFates slots={day.slots} index={index} fates={fates} set={setFates} />
        </fieldset>
      )}
      {day !== undefined && !isNothing && <DayHit people={day.people} isBack={isBack} />}
      {preview !== undefined && !isNothing && (
        <details className="desk-day">
          <summary>{t('desk.whole.changes')}</summary>
          <Foreseen preview={preview} index={index} />
        </details>
      )}
      {preview !== undefined && preview.clashes.length > 0 && (
        <p className="desk-bad">{t('desk.whole.clashes', { count: preview.clashes.length })}</p>
      )}
      <fieldset disabled={isKept} className="desk-bare">
        <ReasonField languages={programme.event.languages} value={reason} set={setReason} />
      </fieldset>
      <div className="desk-outcome" role="alert">
        {state === 'late' && (
          <p>
            <strong>{t('desk.late')}</strong> {t('desk.lateHint')}
          </p>
        )}
        {(state === 'unreached' || (error !== null && !(error instanceof Refused))) && (
          <p>
            <strong>{t('desk.unreached')}</strong> {state === 'unreached' && t('desk.unreachedHint')}
          </p>
        )}
        {refusal !== null && (
          <p>
            <strong>{t('desk.refused')}</strong> {refusal}
          </p>
        )}
      </div>
      {state === 'late' || refusal !== null || error !== null ? (
        <Button size="lg" onClick={lookAgain}>
          {t('desk.again')}
        </Button>
      ) : (
        <Button
          size="lg"
          loading={state === 'sending'}
          disabled={preview === undefined || isOpen || isNothing || isPlaceholderData}
          onClick={() => void send()}
        >
          {t(state === 'unreached' ? 'desk.send' : isBack ? 'desk.whole.confirmBack' : 'desk.whole.confirm')}
        </Button>
      )}
    </div>
  );
}

/** How many who come in person it hits, and what becomes of their bookings. */
function DayHit({ people, isBack }: { people: DayPeople; isBack: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="desk-foreseen">
      <h3>{t('desk.people')}</h3>
      <ul>
        <li>{t('desk.whole.inPerson', { count: people.inPerson })}</li>
        <li>{t('desk.whole.booked', { count: people.booked })}</li>
      </ul>
      <h3>{t('desk.whole.places')}</h3>
      <ul>
        {isBack ? (
          <li>{t('desk.whole.restored')}</li>
        ) : (
          <>
            <li>{t('desk.whole.kept', { count: people.online })}</li>
            {people.waiting > 0 && <li>{t('desk.whole.waiting', { count: people.waiting })}</li>}
            {people.cancelled > 0 && (
              <li className="desk-bad">{t('desk.whole.cancelled', { count: people.cancelled })}</li>
            )}
            {people.staying > 0 && <li>{t('desk.whole.staying', { count: people.staying })}</li>}
          </>
        )}
      </ul>
    </div>
  );
}
