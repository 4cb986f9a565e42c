import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pickText } from '@kopa/domain';
import { newKey } from '../../registration/new-key.js';
import { setAvailability } from '../agenda/remote.js';
import { keepDeleted, useDeleted, type Deleted } from './deleted.js';
import { agendaKey, makeSession, makeSpeaker } from './remote.js';
import { creationOf } from './session-fields.js';

async function makeAgain(slug: string, deleted: Deleted): Promise<void> {
  if ('session' in deleted) {
    await makeSession(slug, creationOf(deleted.session), newKey());
    return;
  }
  const { version: _version, ...speaker } = deleted.speaker;
  await makeSpeaker(slug, speaker, newKey());
  if (deleted.times !== null) await setAvailability(slug, speaker.id, deleted.times);
}

/** Says what was deleted, and takes it back. */
export function DeletedNotice({ slug, of }: { slug: string; of: 'session' | 'speaker' }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const deleted = useDeleted(slug);
  const [hasFailed, setFailed] = useState(false);
  if (deleted === null || !(of in deleted)) return null;
  const name = 'session' in deleted ? pickText(deleted.session.title, i18n.language, []).text : deleted.speaker.name;
  const back = async (): Promise<void> => {
    setFailed(false);
    try {
      await makeAgain(slug, deleted);
      keepDeleted(client, slug, null);
      await client.invalidateQueries({ queryKey: agendaKey(slug) });
    } catch {
      setFailed(true);
    }
  };
  return (
    <p className="ses-notice" role="status">
      <span>{t('sessions.delete.done', { name, interpolation: { escapeValue: false } })}</span>
      <button type="button" className="link-button strong" onClick={() => void back()}>
        {t('sessions.delete.back')}
      </button>
      {hasFailed && <span className="org-fault">{t('sessions.delete.failed')}</span>}
    </p>
  );
}
