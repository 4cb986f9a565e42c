import { useTranslation } from 'react-i18next';
import type { DoorPerson } from '@kopa/contracts';
import type { MarkState } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import { clockTime } from '../../time/clock-face.js';

interface PersonRowProps {
  person: DoorPerson;
  /** What was done here and is not sent yet. */
  waiting: { state: MarkState; at: string } | null;
  zone: string;
  mark: (state: MarkState) => void;
}

/** Somebody who is registered, and whether they are here. */
export function PersonRow({ person, waiting, zone, mark }: PersonRowProps) {
  const { t, i18n } = useTranslation();
  const { name, code, organisation, mode, status, presentAt } = person;
  const since = waiting === null ? presentAt : waiting.state === 'present' ? (presentAt ?? waiting.at) : null;
  const hints = [
    organisation,
    mode === 'online' || mode === 'absent' ? t(`door.mode.${mode}`) : '',
    status === 'unconfirmed' && since === null ? t('door.unconfirmed') : '',
  ].filter((hint) => hint !== '');
  return (
    <li className="door-person" data-here={since !== null}>
      <div>
        <b>{name}</b> <span className="faint">{code}</span>
        {hints.length > 0 && <p className="faint">{hints.join(' · ')}</p>}
        {since !== null && (
          <p className="door-since">
            {t('door.since', { time: clockTime(since, zone, dateLocale(i18n.language)) })}
            {waiting !== null && <span className="faint"> · {t('door.waitingMark')}</span>}
          </p>
        )}
      </div>
      <button
        type="button"
        className={since === null ? 'link-button strong' : 'link-button'}
        onClick={() => mark(since === null ? 'present' : 'none')}
      >
        {t(since === null ? 'door.checkIn' : 'door.takeBack')}
        <span className="visually-hidden"> {name}</span>
      </button>
    </li>
  );
}
