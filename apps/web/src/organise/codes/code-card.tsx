import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Invitation } from '@kopa/contracts';
import { placeModes, type PlaceMode } from '@kopa/domain';
import { Refused } from '../../shell/call.js';
import { dateLocale } from '../../language/language.js';
import { clockTime, dateWithYear, localDate } from '../../time/clock-face.js';
import { useNow } from '../../time/use-now.js';
import { useOrganised } from '../organise-context.js';
import { refusalInWords } from '../refusals/in-words.js';
import { standingOf } from './code-fields.js';
import { CodeForm } from './code-form.js';
import type { Done } from './done-notice.js';
import { LinkLine } from './link-line.js';
import { linkOf, restoreCode, withdrawCode } from './remote.js';

interface CodeCardProps {
  code: Invitation;
  isNext: boolean;
  done: (done: Done) => void;
}

/** A code: for whom, its link, what was used of it, and what can be done with it. */
export function CodeCard({ code, isNext, done }: CodeCardProps) {
  const { t, i18n } = useTranslation();
  const { slug, zone } = useOrganised();
  const standing = standingOf(code, useNow());
  const change = useRef<HTMLButtonElement>(null);
  const [isChanged, setChanged] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const { code: letters, label, closesAt, withdrawnAt } = code;
  const isWithdrawn = withdrawnAt !== null;
  /** On the clock of the event, as the form takes it; codes are handed out long before. */
  const moment = (at: string): string =>
    `${dateWithYear(localDate(at, zone), dateLocale(i18n.language))}, ${clockTime(at, zone, dateLocale(i18n.language))}`;
  const wasChanged = useRef(false);
  useEffect(() => {
    if (wasChanged.current && !isChanged) change.current?.focus();
    wasChanged.current = isChanged;
  }, [isChanged]);
  const act = async (): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setFault(null);
    try {
      if (isWithdrawn) done({ what: 'restored', code: await restoreCode(slug, letters) });
      else done({ what: 'withdrawn', code: await withdrawCode(slug, letters) });
    } catch (error) {
      setFault(error instanceof Refused ? refusalInWords(error) : t('codes.unreachable'));
    }
    setBusy(false);
  };
  return (
    <li className="people-card" data-code={letters}>
      <div className="people-head">
        <h3>{label === '' ? t('codes.nameless') : label}</h3>
        <span className="people-status" data-status={statusColours[standing]}>
          {t(`codes.state.${standing}`)}
        </span>
      </div>
      <p>
        <span className="faint">{t('codes.code')}</span> <strong className="codes-letters">{letters}</strong>
      </p>
      <ul className="codes-quotas">
        {placeModes.map((mode) => (
          <QuotaLine key={mode} mode={mode} code={code} />
        ))}
      </ul>
      {isWithdrawn && <p className="faint">{t('codes.withdrawnSince', { when: moment(withdrawnAt) })}</p>}
      {!isWithdrawn && closesAt !== null && (
        <p className="faint">{t(standing === 'over' ? 'codes.since' : 'codes.until', { when: moment(closesAt) })}</p>
      )}
      {!isWithdrawn && <LinkLine code={letters} link={linkOf(slug, letters)} isNext={isNext} />}
      <div className="org-deeds">
        {!isWithdrawn && (
          <button
            type="button"
            className="link-button quiet"
            ref={change}
            aria-expanded={isChanged}
            onClick={() => setChanged(!isChanged)}
          >
            {t('codes.change')}
            <span className="visually-hidden"> {letters}</span>
          </button>
        )}
        <button type="button" className="link-button quiet" aria-disabled={isBusy} onClick={() => void act()}>
          {t(isWithdrawn ? 'codes.restore' : 'codes.withdraw')}
          <span className="visually-hidden"> {letters}</span>
        </button>
      </div>
      <p className="org-fault" role="alert">
        {fault}
      </p>
      {isChanged && !isWithdrawn && (
        <CodeForm
          code={code}
          leave={() => setChanged(false)}
          done={(changed) => {
            setChanged(false);
            done({ what: 'changed', code: changed });
          }}
        />
      )}
    </li>
  );
}

/** Colours that badges have already. */
const statusColours = { open: 'confirmed', full: 'unconfirmed', over: 'unconfirmed', withdrawn: 'cancelled' } as const;

function QuotaLine({ mode, code: { quota, taken } }: { mode: PlaceMode; code: Invitation }) {
  const { t } = useTranslation();
  const [most, used] = [quota[mode], taken[mode]];
  const said =
    most === null
      ? t('codes.usedFree', { taken: used })
      : most === 0 && used === 0
        ? t('codes.shut')
        : t('codes.used', { taken: used, quota: most });
  return (
    <li data-mode={mode}>
      <span>
        <span className={`icon icon-${mode}`} aria-hidden="true" /> {t(`codes.mode.${mode}`)}: {said}
      </span>
      {most !== null && most > 0 && (
        <progress
          className="codes-bar"
          max={most}
          value={Math.min(used, most)}
          aria-label={`${t(`codes.mode.${mode}`)}: ${said}`}
        />
      )}
    </li>
  );
}
