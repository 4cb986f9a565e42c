import { useTranslation } from 'react-i18next';
import type { RegistrationRules } from '@kopa/contracts';
import { placeModes, type PlaceMode } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import { shutAt } from '../../registration/terms.js';
import { clockTime, dateWithYear, localDate } from '../../time/clock-face.js';
import { useNow } from '../../time/use-now.js';
import { AppLink } from '../../shell/app-link.js';
import { useOrganised } from '../organise-context.js';
import { organiseHref } from '../places.js';
import { Part } from '../settings/fields.js';
import { CheckField, MomentField } from './fields.js';
import type { PartOfTerms } from './part-of-terms.js';

/** This minute, as an organiser would type it. */
const thisMinute = (): string => new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString();

/** When registration opens and closes, in each mode. */
export function WindowsPart({ rules, edit, zone }: PartOfTerms) {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  return (
    <Part title={t('terms.windows.title')}>
      <p className="faint">{t('terms.windows.clock', { zone })}</p>
      {placeModes.map((mode) => (
        <WindowOf key={mode} mode={mode} rules={rules} edit={edit} zone={zone} />
      ))}
      <p>
        <AppLink className="link-button" href={organiseHref(slug, 'codes')}>
          {t('terms.windows.codes')}
        </AppLink>
      </p>
    </Part>
  );
}

function WindowOf({ mode, rules, edit, zone }: Pick<PartOfTerms, 'rules' | 'edit' | 'zone'> & { mode: PlaceMode }) {
  const { t } = useTranslation();
  const window = rules[mode];
  const set = (change: Partial<typeof window>, group?: string): void =>
    edit((known) => ({ ...known, [mode]: { ...known[mode], ...change } }), group);
  const shut = shutAt(rules, mode, { now: useNow(), invitation: '' });
  const open = (): void => {
    const now = thisMinute();
    const isOver = window.closesAt !== null && Date.parse(window.closesAt) <= Date.now();
    const isLater = window.opensAt !== null && Date.parse(window.opensAt) > Date.now();
    set({
      byInvitation: false,
      opensAt: isLater ? now : window.opensAt,
      closesAt: isOver ? null : window.closesAt,
    });
  };
  const close = (): void => {
    const now = thisMinute();
    const isLater = window.opensAt !== null && window.opensAt >= now;
    set({ closesAt: now, opensAt: isLater ? null : window.opensAt });
  };
  return (
    <div className="terms-window" role="group" aria-label={t(`terms.mode.${mode}`)}>
      <h3>
        <span className={`icon icon-${mode}`} aria-hidden="true" />
        {t(`terms.mode.${mode}`)}
      </h3>
      <p className="terms-state" data-open={shut === null}>
        <WindowState rules={rules} mode={mode} zone={zone} />
      </p>
      <div className="set-row">
        <MomentField
          path={`${mode}.opensAt`}
          label={t('terms.windows.opensAt')}
          hint={t('terms.windows.opensHint')}
          at={window.opensAt}
          zone={zone}
          set={(opensAt) => set({ opensAt }, `${mode}.opensAt`)}
        />
        <MomentField
          path={`${mode}.closesAt`}
          label={t('terms.windows.closesAt')}
          hint={t('terms.windows.closesHint')}
          at={window.closesAt}
          zone={zone}
          set={(closesAt) => set({ closesAt }, `${mode}.closesAt`)}
        />
      </div>
      <CheckField
        label={t('terms.windows.byInvitation')}
        hint={t('terms.windows.byInvitationHint')}
        isChecked={window.byInvitation}
        set={(byInvitation) => set({ byInvitation })}
      />
      <p className="org-deeds">
        {shut === null ? (
          <button type="button" className="link-button" onClick={close}>
            {t('terms.windows.close')}
            <span className="visually-hidden"> {t(`terms.mode.${mode}`)}</span>
          </button>
        ) : (
          <button type="button" className="link-button" onClick={open}>
            {t('terms.windows.open')}
            <span className="visually-hidden"> {t(`terms.mode.${mode}`)}</span>
          </button>
        )}
      </p>
    </div>
  );
}

/** Whether one can register in a mode now, and until or from when. */
export function WindowState({ rules, mode, zone }: { rules: RegistrationRules; mode: PlaceMode; zone: string }) {
  const { t, i18n } = useTranslation();
  const locale = dateLocale(i18n.language);
  const words = (at: string) => ({
    at: `${dateWithYear(localDate(at, zone), locale)} ${clockTime(at, zone, locale)}`,
    interpolation: { escapeValue: false },
  });
  const shut = shutAt(rules, mode, { now: useNow(), invitation: '' });
  const { closesAt } = rules[mode];
  if (shut === null)
    return closesAt === null ? t('terms.windows.isOpen') : t('terms.windows.isOpenUntil', words(closesAt));
  if (shut.at === null) return t('terms.windows.isByInvitation');
  return t(shut.key === 'opens' ? 'terms.windows.willOpen' : 'terms.windows.isClosed', words(shut.at));
}
