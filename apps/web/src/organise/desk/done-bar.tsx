import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refused } from '../../shell/call.js';
import type { Done } from './order.js';
import { applyChange } from './remote.js';

const undoableFor = 30_000;

/** Says what was done and offers to take it back for half a minute; after that it is changed like anything else. */
export function DoneBar({ slug, done }: { slug: string; done: Done }) {
  const { t } = useTranslation();
  const [state, setState] = useState<'offered' | 'over' | 'sending' | 'unreached' | 'undone' | 'late'>('offered');
  useEffect(() => {
    const timer = window.setTimeout(() => setState((now) => (now === 'offered' ? 'over' : now)), undoableFor);
    return () => window.clearTimeout(timer);
  }, []);
  const undo = async (): Promise<void> => {
    setState('sending');
    try {
      // Sent again with the same keys, what was taken back already is not taken back twice.
      for (const order of done.undo ?? []) await applyChange(slug, order);
      setState('undone');
    } catch (problem) {
      setState(problem instanceof Refused && problem.status < 500 ? 'late' : 'unreached');
    }
  };
  const isOffered = state === 'offered' || state === 'sending' || state === 'unreached';
  return (
    <div className="desk-done">
      <p role="status">
        {state === 'undone'
          ? t('desk.undone')
          : state === 'late'
            ? t('desk.undoLate')
            : state === 'unreached'
              ? `${t('desk.unreached')}. ${t('desk.unreachedHint')}`
              : t('desk.done', { what: t(`desk.what.${done.what}`) })}{' '}
        {done.isPartly && state !== 'undone' && `${t('desk.partly')} `}
        {done.undo === null && t('desk.noUndo')}
      </p>
      {done.undo !== null && isOffered && (
        <Button size="md" variant="default" loading={state === 'sending'} onClick={() => void undo()}>
          {t(state === 'unreached' ? 'desk.send' : 'desk.undo')}
        </Button>
      )}
    </div>
  );
}
