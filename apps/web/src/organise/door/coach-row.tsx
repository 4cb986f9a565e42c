import { useTranslation } from 'react-i18next';
import type { CoachPerson } from '@kopa/contracts';
import type { MarkState } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import { clockTime } from '../../time/clock-face.js';

interface CoachRowProps {
  person: CoachPerson & { isWaiting: boolean };
  zone: string;
  hasCoach: boolean;
  /** Null for who may only read. */
  mark: ((state: MarkState) => void) | null;
}

/** Somebody on a guide's list: call them, and say whether they are in. */
export function CoachRow({ person, zone, hasCoach, mark }: CoachRowProps) {
  const { t, i18n } = useTranslation();
  const { name, telephone, state, at, isWaiting } = person;
  const words = (one: 'present' | 'not-coming'): string =>
    t(one === 'present' && !hasCoach ? 'door.coach.here' : `door.coach.mark.${one}`);
  return (
    <li className="door-person coach-person" data-state={state}>
      <div>
        <b>{name}</b>
        <p>
          {telephone === '' ? (
            <span className="faint">{t('door.coach.none')}</span>
          ) : (
            <a
              className="coach-call"
              href={`tel:${telephone.replace(/[^+0-9]/g, '')}`}
              aria-label={t('door.coach.call', { name, telephone })}
            >
              {telephone}
            </a>
          )}
        </p>
        {state !== 'none' && at !== null && (
          <p className="coach-said">
            {words(state)} {clockTime(at, zone, dateLocale(i18n.language))}
            {isWaiting && <span> · {t('door.waitingMark')}</span>}
          </p>
        )}
      </div>
      {mark !== null && (
        <div className="coach-marks">
          {(['present', 'not-coming'] as const).map((one) => (
            <button
              key={one}
              type="button"
              className="link-button"
              aria-pressed={state === one}
              onClick={() => mark(state === one ? 'none' : one)}
            >
              {words(one)}
              <span className="visually-hidden"> {name}</span>
            </button>
          ))}
        </div>
      )}
    </li>
  );
}
