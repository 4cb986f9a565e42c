import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { AddOn } from '@kopa/domain';
import { LineField, NumberField, TextsField } from './fields.js';
import { blankAddOn, instantFrom, isInOrder, wallTimeOf } from './session-fields.js';

interface AddOnFieldProps {
  addOn: AddOn | null;
  zone: string;
  languages: readonly string[];
  save: (addOn: AddOn | null, base?: AddOn | null) => void;
}

/** Logistics of a session that must be booked and reached, on the event's clock. */
export function AddOnField({ addOn, zone, languages, save }: AddOnFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  if (addOn === null)
    return (
      <section className="team-part" aria-labelledby={id}>
        <h2 id={id}>{t('sessions.addOn.title')}</h2>
        <p className="faint">{t('sessions.addOn.none')}</p>
        <p className="org-deeds">
          <button type="button" className="link-button" onClick={() => save(blankAddOn)}>
            {t('sessions.addOn.add')}
          </button>
        </p>
      </section>
    );
  const time = (key: 'meetAt' | 'departAt' | 'returnAt' | 'goNoGoAt') => (
    <LineField
      key={key}
      label={t(`sessions.addOn.${key}`)}
      type="datetime-local"
      value={wallTimeOf(addOn[key], zone)}
      save={(text, base) => {
        const at = instantFrom(text, zone);
        const next = { ...addOn, [key]: at };
        if (text !== '' && at === null) return t('sessions.addOn.timeWrong');
        if (!isInOrder(next)) return t('sessions.addOn.orderWrong');
        save(next, { ...addOn, [key]: instantFrom(base, zone) });
        return undefined;
      }}
    />
  );
  const number = (key: 'travelMinutes' | 'minimumNumber' | 'minimumAge', most?: number) => (
    <NumberField
      label={t(`sessions.addOn.${key}`)}
      value={addOn[key]}
      {...(most === undefined ? {} : { most })}
      save={(value, base) => save({ ...addOn, [key]: value }, { ...addOn, [key]: base })}
    />
  );
  const texts = (key: 'meetingPoint' | 'bring') => (
    <TextsField
      label={t(`sessions.addOn.${key}`)}
      texts={addOn[key]}
      languages={languages}
      save={(text, base) => save({ ...addOn, [key]: text }, { ...addOn, [key]: base })}
    />
  );
  return (
    <section className="team-part" aria-labelledby={id}>
      <h2 id={id}>{t('sessions.addOn.title')}</h2>
      <p className="faint">{t('sessions.addOn.clock', { zone })}</p>
      <div className="set-row">{(['meetAt', 'departAt', 'returnAt'] as const).map(time)}</div>
      {texts('meetingPoint')}
      {texts('bring')}
      <div className="set-row">
        {number('travelMinutes', 1440)}
        {number('minimumNumber')}
        {number('minimumAge', 120)}
        {time('goNoGoAt')}
      </div>
      <p className="org-deeds">
        <button type="button" className="link-button quiet" onClick={() => save(null)}>
          {t('sessions.addOn.remove')}
        </button>
      </p>
    </section>
  );
}
