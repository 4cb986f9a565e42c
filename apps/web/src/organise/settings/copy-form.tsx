import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, type EventFacts } from '@kopa/domain';
import { FormFoot } from '../form-foot.js';
import { TextLine } from '../team/form-parts.js';
import { Part } from './fields.js';
import { copyEvent } from './remote.js';
import { useMaking } from './use-making.js';

/** Another event with the same frame and sessions, from another first day on. */
export function CopyForm({ event }: { event: EventFacts }) {
  const { t } = useTranslation();
  const { make, fault, isBusy } = useMaking();
  const [slug, setSlug] = useState(`${event.slug}-2`.slice(0, 60));
  // The same weekday a year later.
  const [firstDay, setFirstDay] = useState(addDays(event.firstDay, 364));
  const [joinLinks, setJoinLinks] = useState(false);
  const id = useId();
  return (
    <Part title={t('settings.copy')}>
      <p className="faint">{t('settings.copyHint')}</p>
      <form
        className="team-form"
        noValidate
        onSubmit={(submitted) => {
          submitted.preventDefault();
          void make((key) => copyEvent(event.slug, { slug, title: event.title, firstDay, joinLinks }, key));
        }}
      >
        <TextLine id={`${id}-day`} type="date" label={t('settings.firstDay')} value={firstDay} onText={setFirstDay} />
        <TextLine
          id={`${id}-slug`}
          label={t('settings.slug')}
          hint={t('settings.slugHint')}
          value={slug}
          onText={setSlug}
        />
        <label className="set-check">
          <input type="checkbox" checked={joinLinks} onChange={({ target }) => setJoinLinks(target.checked)} />
          {t('settings.joinLinks')}
        </label>
        <FormFoot faultId={`${id}-fault`} fault={fault} isBusy={isBusy} send={t('settings.copyDo')} />
      </form>
    </Part>
  );
}
