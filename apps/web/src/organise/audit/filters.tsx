import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice, TextLine } from '../team/form-parts.js';

/** What is looked for, as it is filled in; empty texts are not asked for. */
export interface Wanted {
  action: string;
  subject: string;
  /** Calendar dates in the event's zone. */
  from: string;
  until: string;
}

export const everything: Wanted = { action: '', subject: '', from: '', until: '' };

export function AuditFilters({ onSearch }: { onSearch: (wanted: Wanted) => void }) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(everything);
  const set = (part: Partial<Wanted>): void => setWanted({ ...wanted, ...part });
  const deeds = Object.entries(t('audit.deed', { returnObjects: true }) as Record<string, string>);
  return (
    <form
      className="audit-filters team-part"
      aria-label={t('audit.filters')}
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(wanted);
      }}
    >
      <Choice id="action" label={t('audit.action')} value={wanted.action} onChoice={(action) => set({ action })}>
        <option value="">{t('audit.all')}</option>
        {deeds.map(([action, name]) => (
          <option key={action} value={action}>
            {name}
          </option>
        ))}
      </Choice>
      <TextLine
        id="subject"
        label={t('audit.subject')}
        hint={t('audit.subjectHint')}
        value={wanted.subject}
        onText={(subject) => set({ subject })}
      />
      <TextLine id="from" type="date" label={t('audit.from')} value={wanted.from} onText={(from) => set({ from })} />
      <TextLine
        id="until"
        type="date"
        label={t('audit.until')}
        value={wanted.until}
        onText={(until) => set({ until })}
      />
      <Button type="submit">{t('audit.search')}</Button>
    </form>
  );
}
