import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveChangePreview } from '@kopa/contracts';
import { isEqual, pickText, type LiveChangeCommand, type Texts } from '@kopa/domain';
import type { ProgrammeIndex } from '../../programme/entries.js';
import { programmeKey } from '../../programme/held-programme.js';
import { newKey } from '../../registration/new-key.js';
import { Refused } from '../../shell/call.js';
import { Foreseen } from './foreseen.js';
import { carryOut, requestOf, versionSeen, type Done, type Placed } from './order.js';
import { ReasonField, writtenOf } from './reason-field.js';
import { previewChange, type Order } from './remote.js';
import { labelsAt } from '../refusals/field-names.js';
import { refusalInWords } from '../refusals/in-words.js';

const labels = labelsAt('desk', { reason: 'desk.why' });

interface ReviewProps {
  slug: string;
  command: LiveChangeCommand;
  placed: Placed;
  index: ProgrammeIndex;
  /** Told what was done; null when it was decided to do nothing. */
  finish: (done: Done | null) => void;
}

type State = 'asking' | 'sending' | 'unreached' | 'late' | { refused: string };
type Option = LiveChangePreview['options'][number];

/** Shows what a change would mean, with and without what follows, and carries it out when it is confirmed. */
export function Review({ slug, command, placed, index, finish }: ReviewProps) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const name = useId();
  const canCascade = command.type === 'delay' || command.type === 'extend';
  const [isAlong, setAlong] = useState(canCascade);
  const [chosen, setChosen] = useState<number | null>(null);
  const [reason, setReason] = useState<Texts>({});
  const [state, setState] = useState<State>('asking');
  const [seen, setSeen] = useState(() => versionSeen(command, placed, index.programme));
  // What is sent stays what it was, with its keys, until the server has said what became of it.
  const sent = useRef<{ orders: Order[]; before: ProgrammeIndex['programme'] } | null>(null);

  const wanted = (cascade: boolean): LiveChangeCommand => (canCascade ? { ...command, cascade } : command);
  const ask = (cascade: boolean) => ({
    queryKey: ['desk preview', slug, placed.slot.id, wanted(cascade), seen],
    queryFn: () => previewChange(slug, requestOf(wanted(cascade), placed, seen)),
    retry: false,
    gcTime: 0,
  });
  const alone = useQuery({ ...ask(false), enabled: state === 'asking' });
  const along = useQuery({ ...ask(true), enabled: canCascade && state === 'asking' });
  const { data: preview, error, refetch } = isAlong ? along : alone;
  const isLate =
    state === 'late' || (state === 'asking' && !isEqual(versionSeen(command, placed, index.programme), seen));

  const ordersOf = (option: Option | undefined): Order[] => {
    const request = requestOf(wanted(isAlong), placed, seen, writtenOf(reason));
    const more = option?.change ?? null;
    if (option?.when === 'instead') return more === null ? [] : [{ request: more, key: newKey() }];
    return [request, ...(more === null ? [] : [more])].map((one) => ({ request: one, key: newKey() }));
  };
  const send = async (): Promise<void> => {
    sent.current ??= {
      orders: ordersOf(chosen === null ? undefined : preview?.options[chosen]),
      before: index.programme,
    };
    const { orders, before } = sent.current;
    if (orders.length === 0) {
      finish(null);
      return;
    }
    setState('sending');
    try {
      finish(await carryOut(slug, orders, before));
    } catch (problem) {
      if (!(problem instanceof Refused) || problem.status >= 500) {
        setState('unreached');
        return;
      }
      sent.current = null;
      setState(problem.status === 412 ? 'late' : { refused: refusalInWords(problem, labels) });
      void client.invalidateQueries({ queryKey: programmeKey(slug) });
    }
  };
  const lookAgain = (): void => {
    setSeen(versionSeen(command, placed, index.programme));
    setChosen(null);
    setState('asking');
  };

  const titleOf = (code: string): string =>
    pickText(index.sessions.get(code)?.title ?? {}, i18n.language, index.programme.event.languages).text;
  const optionWords = ({ option, when, change }: Option): string => {
    if (option === 'leave') return t('desk.option.leave');
    if (option === 'hold') return t('desk.option.hold', { session: titleOf(change.session), count: change.minutes });
    if (change === null) return t('desk.option.dont');
    return when === 'after' ? t('desk.option.endAfter') : t('desk.option.endInstead', { count: change.minutes });
  };

  const isKept = state === 'sending' || state === 'unreached';
  const refusal =
    typeof state === 'object' ? state.refused : error instanceof Refused ? refusalInWords(error, labels) : null;
  return (
    <div className="desk-review" aria-busy={state === 'sending'}>
      {canCascade && (
        <fieldset disabled={isKept}>
          <legend>{t('desk.scope')}</legend>
          {[true, false].map((cascade) => (
            <label key={String(cascade)} className="desk-choice">
              <input
                type="radio"
                name={`${name}scope`}
                checked={isAlong === cascade}
                onChange={() => {
                  setAlong(cascade);
                  setChosen(null);
                }}
              />
              {cascade ? t('desk.along', { count: (along.data?.slots.length ?? 1) - 1 }) : t('desk.alone')}
            </label>
          ))}
        </fieldset>
      )}
      {preview === undefined && error === null && !isLate && <p role="status">{t('desk.looking')}</p>}
      {preview !== undefined && <Foreseen preview={preview} index={index} />}
      {preview !== undefined && preview.options.length > 0 && (
        <fieldset disabled={isKept}>
          <legend>{t('desk.choice')}</legend>
          {preview.options.map((option, position) => (
            <label key={JSON.stringify(option)} className="desk-choice">
              <input
                type="radio"
                name={`${name}option`}
                checked={chosen === position}
                onChange={() => setChosen(position)}
              />
              {optionWords(option)}
            </label>
          ))}
        </fieldset>
      )}
      <fieldset disabled={isKept} className="desk-bare">
        <ReasonField languages={index.programme.event.languages} value={reason} set={setReason} />
      </fieldset>
      <div className="desk-outcome" role="alert">
        {isLate && (
          <p>
            <strong>{t('desk.late')}</strong> {t('desk.lateHint')}
          </p>
        )}
        {(state === 'unreached' || (error !== null && !(error instanceof Refused))) && (
          <p>
            <strong>{t('desk.unreached')}</strong> {state === 'unreached' && t('desk.unreachedHint')}
          </p>
        )}
        {refusal !== null && !isLate && (
          <p>
            <strong>{t('desk.refused')}</strong> {refusal}
          </p>
        )}
      </div>
      {isLate || typeof state === 'object' ? (
        <Button size="lg" onClick={lookAgain}>
          {t('desk.again')}
        </Button>
      ) : error !== null ? (
        <Button size="lg" onClick={() => void refetch()}>
          {t('desk.again')}
        </Button>
      ) : (
        <Button size="lg" loading={state === 'sending'} disabled={preview === undefined} onClick={() => void send()}>
          {t(state === 'unreached' ? 'desk.send' : 'desk.confirm')}
        </Button>
      )}
    </div>
  );
}
