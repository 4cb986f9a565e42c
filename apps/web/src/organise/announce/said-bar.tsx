import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PostedAnnouncement } from '@kopa/contracts';
import { withdrawAnnouncement } from './remote.js';

const undoableFor = 30_000;

interface SaidBarProps {
  slug: string;
  posted: PostedAnnouncement;
  /** Told when it was taken back. */
  changed: () => void;
}

/** Says that it was said, and offers to take it back for half a minute; later it is taken down in the list. */
export function SaidBar({ slug, posted, changed }: SaidBarProps) {
  const { t } = useTranslation();
  const [state, setState] = useState<'offered' | 'over' | 'sending' | 'unreached' | 'undone'>('offered');
  useEffect(() => {
    const timer = window.setTimeout(() => setState((now) => (now === 'offered' ? 'over' : now)), undoableFor);
    return () => window.clearTimeout(timer);
  }, []);
  const undo = async (): Promise<void> => {
    setState('sending');
    try {
      await withdrawAnnouncement(slug, posted.id);
      setState('undone');
      changed();
    } catch {
      setState('unreached');
    }
  };
  return (
    <div className="desk-done">
      <p role="status">
        {state === 'undone'
          ? t('announce.undone')
          : state === 'unreached'
            ? t('announce.undoUnreached')
            : t('announce.done', { count: posted.people })}
      </p>
      {state !== 'undone' && state !== 'over' && (
        <Button size="md" variant="default" loading={state === 'sending'} onClick={() => void undo()}>
          {t(state === 'unreached' ? 'announce.again' : 'announce.undo')}
        </Button>
      )}
    </div>
  );
}
