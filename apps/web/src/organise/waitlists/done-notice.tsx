import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CapacityAnswer, Waitlist } from '@kopa/contracts';
import { outOfTurnUndoSeconds } from '@kopa/domain';
import { Refused } from '../../shell/call.js';
import { DoneBar } from '../done-bar.js';
import { useOrganised } from '../organise-context.js';
import { setCapacity, undoOutOfTurn, type PlaceOf } from './remote.js';

/** What was done for one person, and whose place takes it back. */
export interface DoneForOne {
  kind: 'promote' | 'withdraw' | 'remove';
  name: string;
  undo?: PlaceOf;
}

export type Done = DoneForOne | { kind: 'capacity'; what: string; before: Waitlist; answer: CapacityAnswer };

const plain = { interpolation: { escapeValue: false } };

/** Says what was done, and takes it back where that is possible: a place out of turn until its owner is told. */
export function DoneNotice({ done, leave }: { done: Done; leave: () => void }) {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  const client = useQueryClient();
  const [state, setState] = useState<'offered' | 'sending' | 'over' | 'undone' | 'late' | 'unreachable'>(
    done.kind === 'capacity' || done.undo !== undefined ? 'offered' : 'over',
  );
  useEffect(() => {
    if (done.kind === 'capacity') return;
    const timer = window.setTimeout(
      () => setState((now) => (now === 'offered' ? 'over' : now)),
      outOfTurnUndoSeconds * 1000,
    );
    return () => window.clearTimeout(timer);
  }, [done.kind]);
  const undo = async (): Promise<void> => {
    if (state === 'sending') return;
    setState('sending');
    try {
      if (done.kind === 'capacity') await setCapacity(slug, done.answer.waitlist, done.before.capacity);
      else if (done.undo !== undefined) await undoOutOfTurn(slug, done.undo);
      setState('undone');
    } catch (error) {
      setState(error instanceof Refused && error.status < 500 ? 'late' : 'unreachable');
    }
    await client.invalidateQueries({ queryKey: ['waitlists', slug] });
  };
  const said = (): string => {
    if (state === 'late' || state === 'unreachable') return t(`waitlists.done.${state}`);
    if (done.kind !== 'capacity')
      return t(`waitlists.done.${state === 'undone' ? 'undone' : done.kind}`, { name: done.name, ...plain });
    const { what, before, answer } = done;
    if (state === 'undone') return t('waitlists.done.undoneCapacity', { capacity: before.capacity ?? '∞' });
    const { capacity } = answer.waitlist;
    const facts = { what, capacity: capacity ?? 0, count: answer.promoted, ...plain };
    return t(capacity === null ? 'waitlists.done.unlimited' : 'waitlists.done.capacity', facts);
  };
  return (
    <DoneBar said={said()} leave={{ label: t('waitlists.done.leave'), act: leave }}>
      {(state === 'offered' || state === 'sending' || state === 'unreachable') && (
        <button type="button" className="link-button" aria-disabled={state === 'sending'} onClick={() => void undo()}>
          {t('waitlists.done.undo')}
        </button>
      )}
    </DoneBar>
  );
}
