import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftSession } from '@kopa/contracts';
import { Refused } from '../../shell/call.js';
import { organiseHref } from '../places.js';
import { keepDeleted } from './deleted.js';
import { agendaKey, deleteSession } from './remote.js';

interface DeleteSessionProps {
  slug: string;
  session: DraftSession;
  version: number;
  isSaved: boolean;
}

/** Deletes a session; the list then offers the way back. Says why one stays, and what a release means for one that goes. */
export function DeleteSession({ slug, session, version, isSaved }: DeleteSessionProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const router = useRouter();
  const [hindrance, setHindrance] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const remove = async (withdraws: boolean): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setHindrance(null);
    try {
      const deleted = await deleteSession(slug, session.id, version, withdraws);
      keepDeleted(client, slug, { session: deleted.session });
      await client.invalidateQueries({ queryKey: agendaKey(slug) });
      router.history.push(organiseHref(slug, 'sessions'));
    } catch (error) {
      setHindrance(error instanceof Refused ? error.code : 'unreachable');
      setBusy(false);
    }
  };
  const known = ['session.placed', 'session.repeated', 'session.released', 'session.late', 'unreachable'];
  return (
    <>
      <button
        type="button"
        className="link-button quiet"
        aria-disabled={!isSaved || isBusy}
        onClick={() => isSaved && void remove(false)}
      >
        {t('sessions.delete.button')}
      </button>
      {hindrance !== null && (
        <span className="ses-contest" role="alert">
          <span>
            {t(
              known.includes(hindrance)
                ? `sessions.delete.${hindrance.replace('session.', '')}`
                : 'sessions.delete.failed',
            )}
          </span>
          {hindrance === 'session.released' && (
            <button type="button" className="link-button" onClick={() => void remove(true)}>
              {t('sessions.delete.withdraw')}
            </button>
          )}
        </span>
      )}
    </>
  );
}
