import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { graceDays, type OrganisedEvent } from '@kopa/contracts';
import { dateLocale } from '../../language/language.js';
import { AppLink } from '../../shell/app-link.js';
import { Notice } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';
import { dateRange } from '../../time/clock-face.js';
import { organisedQuery, useOrganised } from '../organise-context.js';
import { SureButton } from '../team/sure-button.js';
import { Part } from './fields.js';
import { deleteEvent, fetchDeletion, restoreEvent } from './remote.js';

/** Does it, and reads anew which events there are. */
function useDeed(deed: () => Promise<unknown>) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [fault, setFault] = useState('');
  const [isBusy, setBusy] = useState(false);
  const work = async (): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setFault('');
    try {
      await deed();
      await client.invalidateQueries({ queryKey: organisedQuery.queryKey });
    } catch {
      setFault(t('settings.deletion.failed'));
    }
    setBusy(false);
  };
  return { work: () => void work(), fault, isBusy };
}

const useDay = (): ((at: string, zone: string) => string) => {
  const { i18n } = useTranslation();
  return (at, zone) => {
    const date = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date(at));
    return dateRange(date, date, dateLocale(i18n.language));
  };
};

/** What goes when an event is deleted, and when; for its owner. */
export function DeletionPart() {
  const { t } = useTranslation();
  const { slug, zone, title, languages } = useOrganised();
  const dayOf = useDay();
  const { data } = useQuery({
    queryKey: ['deletion', slug],
    queryFn: () => fetchDeletion(slug),
    refetchOnMount: 'always',
  });
  const { work, fault } = useDeed(async () => {
    // What one edited on this page counts as seen.
    const { version } = await fetchDeletion(slug);
    return deleteEvent(slug, version);
  });
  return (
    <Part title={t('settings.deletion.title')}>
      <p>{t('settings.deletion.lead', { count: graceDays })}</p>
      {data !== undefined && (
        <ul className="set-goes">
          <li>{t('settings.deletion.sessions', { count: data.goes.sessions })}</li>
          <li>{t('settings.deletion.releases', { count: data.goes.releases })}</li>
          <li>{t('settings.deletion.registrations', { count: data.goes.registrations })}</li>
          <li>{t('settings.deletion.day', { date: dayOf(data.deletesAt, zone) })}</li>
          {data.keptUntil !== null && (
            <li>{t('settings.deletion.kept', { date: dayOf(`${data.keptUntil}T12:00:00Z`, zone) })}</li>
          )}
        </ul>
      )}
      <div>
        <SureButton
          label={t('settings.deletion.do')}
          sure={t('settings.deletion.sure')}
          of={title[languages[0] ?? ''] ?? slug}
          onSure={work}
        />
      </div>
      <p className="org-fault" role="alert">
        {fault}
      </p>
    </Part>
  );
}

/** Instead of all pages of a deleted event: that it is, until when, and the way back for its owner. */
export function DeletedEvent({ event: { slug, zone, role, deletesAt } }: { event: OrganisedEvent }) {
  const { t } = useTranslation();
  const dayOf = useDay();
  const { work, fault, isBusy } = useDeed(() => restoreEvent(slug));
  const title = t('settings.deletion.deleted');
  usePageTitle(title);
  const hint = deletesAt === null ? '' : t('settings.deletion.deletedHint', { date: dayOf(deletesAt, zone) });
  return (
    <Notice level={1} title={title} hint={hint}>
      {role === 'owner' ? (
        <button type="button" className="link-button strong" aria-disabled={isBusy} onClick={work}>
          {t('settings.deletion.restore')}
        </button>
      ) : (
        <p>{t('settings.deletion.ownerOnly')}</p>
      )}
      <p className="org-fault" role="alert">
        {fault}
      </p>
      <p>
        <AppLink className="link-button" href="/organise">
          {t('settings.deletion.toEvents')}
        </AppLink>
      </p>
    </Notice>
  );
}
