import { useTranslation } from 'react-i18next';
import type { RegistrationRules } from '@kopa/contracts';
import { mostConsents, pickText } from '@kopa/domain';
import { Ordered } from '../sessions/ordered.js';
import { Part } from '../settings/fields.js';
import { NumberField, TextsField } from './fields.js';
import type { PartOfTerms } from './part-of-terms.js';
import { isUnnamed, newName } from './ready-terms.js';

type ConsentAsked = RegistrationRules['consents'][number];

/** Purposes of which more is known: nobody under 18 can agree to the first two. */
const knownPurposes = ['pictures', 'recording', 'directory'] as const;

/** What people may agree to, or not; nothing hangs on it. */
export function ConsentsPart({ rules: { consents }, edit, languages }: PartOfTerms) {
  const { t, i18n } = useTranslation();
  const set = (index: number, consent: ConsentAsked, group?: string): void =>
    edit((rules) => ({ ...rules, consents: rules.consents.with(index, consent) }), group);
  const add = (purpose: string): void =>
    edit((rules) => ({ ...rules, consents: [...rules.consents, { purpose, version: 1, text: {} }] }));
  const isFull = consents.length >= mostConsents;
  return (
    <Part title={t('terms.consents.title')}>
      <p className="faint">{t('terms.consents.lead')}</p>
      <Ordered
        entries={consents}
        keyOf={({ purpose }) => purpose}
        nameOf={({ text }, index) =>
          pickText(text, i18n.language, languages).text || t('terms.consents.nameless', { number: index + 1 })
        }
        save={(entries) => edit((rules) => ({ ...rules, consents: entries }))}
      >
        {(consent, index) => (
          <div className="terms-card" role="group" aria-label={t('terms.consents.nameless', { number: index + 1 })}>
            <strong>{purposeInWords(consent.purpose, t)}</strong>
            <TextsField
              path={`consents[${index}].text`}
              label={t('terms.consents.text')}
              texts={consent.text}
              languages={languages}
              set={(text) => set(index, { ...consent, text }, `${consent.purpose}.text`)}
            />
            <NumberField
              path={`consents[${index}].version`}
              label={t('terms.consents.version')}
              hint={t('terms.consents.versionHint')}
              value={consent.version}
              from={1}
              set={(version) => set(index, { ...consent, version: version ?? 1 }, `${consent.purpose}.version`)}
            />
          </div>
        )}
      </Ordered>
      <p className="org-deeds">
        {knownPurposes
          .filter((purpose) => !consents.some((consent) => consent.purpose === purpose))
          .map((purpose) => (
            <button
              key={purpose}
              type="button"
              className="link-button"
              aria-disabled={isFull}
              onClick={() => !isFull && add(purpose)}
            >
              {t(`terms.consents.add.${purpose}`)}
            </button>
          ))}
        <button type="button" className="link-button" aria-disabled={isFull} onClick={() => !isFull && add(newName())}>
          {t('terms.consents.add.other')}
        </button>
      </p>
    </Part>
  );
}

function purposeInWords(purpose: string, t: ReturnType<typeof useTranslation>['t']): string {
  const known = knownPurposes.find((one) => one === purpose);
  if (known !== undefined) return t(`terms.consents.purpose.${known}`);
  return isUnnamed(purpose) ? t('terms.consents.purpose.other') : purpose;
}
