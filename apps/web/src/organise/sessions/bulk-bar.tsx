import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftAgenda } from '@kopa/contracts';
import { pickText, sessionKinds, type BulkEdit, type SessionKind } from '@kopa/domain';
import { collatorOf, languageName } from '../../language/language.js';
import { spokenTags } from './spoken-tags.js';
import type { BulkOutcome } from './use-bulk.js';

interface BulkBarProps {
  agenda: DraftAgenda;
  count: number;
  outcome: BulkOutcome;
  apply: (edit: BulkEdit) => void;
  undo: (() => void) | null;
  clear: () => void;
}

const fields = ['trackId', 'kind', 'language', 'in-person', 'online', 'addSpeaker', 'removeSpeaker'] as const;
type Field = (typeof fields)[number];

/** What is set of all chosen sessions at once. */
export function BulkBar({ agenda, count, outcome, apply, undo, clear }: BulkBarProps) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const [field, setField] = useState<Field>('trackId');
  const [value, setValue] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const { tracks, speakers, event } = agenda;
  const collator = collatorOf(language);
  const people = speakers.map(({ id, name }) => [id, name] as const).sort(([, a], [, b]) => collator.compare(a, b));
  const options: Partial<Record<Field, readonly (readonly [string, string])[]>> = {
    trackId: [
      ['', t('sessions.noTrack')],
      ...tracks.map(({ id, name }) => [id, pickText(name, language, event.languages).text] as const),
    ],
    kind: [['', t('sessions.bulk.choose')], ...sessionKinds.map((kind) => [kind, t(`kind.${kind}`)] as const)],
    language: [
      ['', t('sessions.unknownLanguage')],
      ...spokenTags(agenda).map((tag) => [tag, languageName(tag, language)] as const),
    ],
    addSpeaker: [['', t('sessions.bulk.choose')], ...people],
    removeSpeaker: [['', t('sessions.bulk.choose')], ...people],
  };
  const edit = (): BulkEdit | null => {
    const orNull = value === '' ? null : value;
    if (field === 'trackId') return { trackId: orNull };
    if (field === 'language') return { language: orNull };
    if (field === 'in-person' || field === 'online') {
      const places = orNull === null ? null : Number(orNull);
      return places === null || (Number.isInteger(places) && places >= 0) ? { capacity: { [field]: places } } : null;
    }
    if (orNull === null) return null;
    return field === 'kind' ? { kind: orNull as SessionKind } : { [field]: orNull };
  };
  const isBusy = outcome.state === 'busy';
  const submit = (): void => {
    if (isBusy) return;
    const wanted = edit();
    setFault(wanted === null ? t('sessions.bulk.incomplete') : null);
    if (wanted !== null) apply(wanted);
  };
  const said =
    outcome.state === 'done' || outcome.state === 'undone'
      ? t(`sessions.bulk.${outcome.state}`, { count: outcome.count }) +
        (outcome.left > 0 ? ` ${t('sessions.bulk.left', { count: outcome.left })}` : '')
      : outcome.state === 'busy'
        ? t('sessions.bar.saving')
        : '';
  const wrong =
    fault ??
    (outcome.state === 'refused'
      ? t('sessions.bar.refused', { detail: outcome.detail, interpolation: { escapeValue: false } })
      : outcome.state === 'unreachable' || outcome.state === 'contested'
        ? t(`sessions.bulk.${outcome.state}`)
        : null);
  if (count === 0 && undo === null && said === '' && wrong === null) return null;
  return (
    <div className="ses-bulk" role="region" aria-label={t('sessions.bulk.title')}>
      {count > 0 && (
        <form
          onSubmit={(event_) => {
            event_.preventDefault();
            submit();
          }}
        >
          <strong>{t('sessions.bulk.chosen', { count })}</strong>
          <label className="org-field">
            {t('sessions.bulk.field')}
            <select
              className="org-input"
              value={field}
              onChange={({ target }) => {
                setField(target.value as Field);
                setValue('');
                setFault(null);
              }}
            >
              {fields.map((one) => (
                <option key={one} value={one}>
                  {t(`sessions.bulk.set.${one}`)}
                </option>
              ))}
            </select>
          </label>
          <label className="org-field">
            {t('sessions.bulk.value')}
            {options[field] === undefined ? (
              <input
                className="org-input"
                type="number"
                min={0}
                value={value}
                placeholder={t('sessions.bulk.noLimit')}
                onChange={({ target }) => setValue(target.value)}
              />
            ) : (
              <select className="org-input" value={value} onChange={({ target }) => setValue(target.value)}>
                {options[field].map(([one, name]) => (
                  <option key={one} value={one}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </label>
          <button type="submit" className="link-button strong" aria-disabled={isBusy}>
            {t('sessions.bulk.apply')}
          </button>
          <button type="button" className="link-button quiet" onClick={clear}>
            {t('sessions.bulk.clear')}
          </button>
        </form>
      )}
      <p className="ses-bulk-foot">
        <span role="status">{said}</span>
        <span className="org-fault" role="alert">
          {wrong}
        </span>
        {undo !== null && (
          <button type="button" className="link-button" aria-disabled={isBusy} onClick={() => !isBusy && undo()}>
            {t('sessions.bar.undo')}
          </button>
        )}
      </p>
    </div>
  );
}
