import { useTranslation } from 'react-i18next';
import type { SessionTerms } from '@kopa/contracts';
import { goDecisions, placeModes, type PlaceMode } from '@kopa/domain';
import { Part } from '../settings/fields.js';
import { Choice } from '../team/form-parts.js';
import { fieldId } from './faults.js';
import { CheckField, MomentField } from './fields.js';
import type { PartOfTerms } from './part-of-terms.js';
import { SessionSelect } from './session-choice.js';

const blankTerms: SessionTerms = {
  bookUntil: null,
  fallback: null,
  withoutAnswer: 'go',
  isRecorded: false,
  isOpen: false,
};

/** What holds for the places of single sessions, mostly add-ons. */
export function SessionsPart({ rules, edit, zone, sessions }: PartOfTerms) {
  const { t } = useTranslation();
  const set = (code: string, terms: SessionTerms, group?: string): void =>
    edit((known) => ({ ...known, sessions: { ...known.sessions, [code]: terms } }), group);
  const remove = (code: string): void =>
    edit((known) => ({
      ...known,
      sessions: Object.fromEntries(Object.entries(known.sessions).filter(([one]) => one !== code)),
    }));
  const entries = Object.entries(rules.sessions);
  const titleOf = (code: string): string =>
    sessions.find((session) => session.code === code)?.title ?? t('terms.sessionGone', { code });
  return (
    <Part title={t('terms.sessions.title')}>
      <p className="faint">{t('terms.sessions.lead')}</p>
      <ul className="set-records">
        {entries.map(([code, terms]) => (
          <li key={code}>
            <h3>{titleOf(code)}</h3>
            <SessionTermsFields
              code={code}
              terms={terms}
              zone={zone}
              sessions={sessions}
              set={(next, group) => set(code, next, group)}
            />
            <button type="button" className="link-button quiet" onClick={() => remove(code)}>
              {t('terms.sessions.remove', { name: titleOf(code), interpolation: { escapeValue: false } })}
            </button>
          </li>
        ))}
      </ul>
      <SessionSelect
        id="terms-add-session"
        label={t('terms.sessions.add')}
        none={t('terms.sessions.choose')}
        value=""
        sessions={sessions.filter(({ code }) => rules.sessions[code] === undefined)}
        choose={(code) => code !== '' && set(code, blankTerms)}
      />
    </Part>
  );
}

interface SessionTermsFieldsProps extends Pick<PartOfTerms, 'zone' | 'sessions'> {
  code: string;
  terms: SessionTerms;
  set: (terms: SessionTerms, group?: string) => void;
}

function SessionTermsFields({ code, terms, zone, sessions, set }: SessionTermsFieldsProps) {
  const { t } = useTranslation();
  const path = `sessions.${code}`;
  const { fallback } = terms;
  return (
    <>
      <div className="set-row">
        <MomentField
          path={`${path}.bookUntil`}
          label={t('terms.sessions.bookUntil')}
          hint={t('terms.sessions.bookUntilHint')}
          at={terms.bookUntil}
          zone={zone}
          set={(bookUntil) => set({ ...terms, bookUntil }, `${path}.bookUntil`)}
        />
        <Choice
          id={fieldId(`${path}.withoutAnswer`)}
          label={t('terms.sessions.withoutAnswer')}
          value={terms.withoutAnswer}
          onChoice={(decision) => set({ ...terms, withoutAnswer: decision as SessionTerms['withoutAnswer'] })}
        >
          {goDecisions.map((one) => (
            <option key={one} value={one}>
              {t(`terms.sessions.decision.${one}`)}
            </option>
          ))}
        </Choice>
      </div>
      <div className="set-row">
        <SessionSelect
          id={fieldId(`${path}.fallback.session`)}
          label={t('terms.sessions.fallback')}
          none={t('terms.sessions.noFallback')}
          value={fallback?.session ?? ''}
          sessions={sessions.filter((session) => session.code !== code)}
          choose={(session) =>
            set({ ...terms, fallback: session === '' ? null : { session, mode: fallback?.mode ?? 'online' } })
          }
        />
        {fallback !== null && (
          <Choice
            id={fieldId(`${path}.fallback.mode`)}
            label={t('terms.sessions.fallbackMode')}
            value={fallback.mode}
            onChoice={(mode) => set({ ...terms, fallback: { ...fallback, mode: mode as PlaceMode } })}
          >
            {placeModes.map((mode) => (
              <option key={mode} value={mode}>
                {t(`terms.mode.${mode}`)}
              </option>
            ))}
          </Choice>
        )}
      </div>
      <div className="terms-checks">
        <CheckField
          label={t('terms.sessions.isRecorded')}
          isChecked={terms.isRecorded}
          set={(isRecorded) => set({ ...terms, isRecorded })}
        />
        <CheckField
          label={t('terms.sessions.isOpen')}
          hint={t('terms.sessions.isOpenHint')}
          isChecked={terms.isOpen}
          set={(isOpen) => set({ ...terms, isOpen })}
        />
      </div>
    </>
  );
}
