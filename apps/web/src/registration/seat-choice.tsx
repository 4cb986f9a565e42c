import { useTranslation } from 'react-i18next';
import { wantsSeat } from './coach-seats.js';
import { ChoiceGroup } from './field.js';
import type { StepProps } from './step-props.js';

interface SeatsLeft {
  left: number | undefined;
  people: number;
}

/** Seats left for those who are registered, in words. */
function useSeatsInWords(): (seats: SeatsLeft) => string {
  const { t } = useTranslation();
  return ({ left, people }) => {
    if (left === undefined) return '';
    if (left === 0) return t('registration.seat.full');
    return left < people
      ? t('registration.seat.fewer', { count: left, people })
      : t('registration.seat.left', { count: left });
  };
}

interface SeatProps extends Pick<StepProps, 'draft'> {
  code: string;
  left: number | undefined;
}

/** How one gets to a session to which a coach goes. */
export function SeatChoice({ code, left, draft, change }: SeatProps & Pick<StepProps, 'change'>) {
  const { t } = useTranslation();
  const inWords = useSeatsInWords();
  const id = `seat-${code}`;
  const people = draft.people.length + 1;
  const level = left === 0 ? 'none' : left !== undefined && left <= 5 ? 'few' : 'many';
  const option = (isWanted: boolean, label: string, hint: string) => (
    <label className="reg-option">
      <input
        type="radio"
        name={id}
        checked={wantsSeat(draft, code) === isWanted}
        onChange={() => change({ seats: { ...draft.seats, [code]: isWanted } })}
      />
      <span>
        <strong>{label}</strong>
        {hint !== '' && (
          <span className="reg-left" data-level={level}>
            {hint}
          </span>
        )}
      </span>
    </label>
  );
  return (
    <ChoiceGroup id={id} label={t('registration.seat.title')} errors={[]}>
      {option(true, t('registration.seat.coach'), inWords({ left, people }))}
      {option(false, t(people === 1 ? 'registration.seat.ownWay' : 'registration.seat.ownWayMany'), '')}
    </ChoiceGroup>
  );
}

/** What was chosen of it, to be read. */
export function SeatLine({ code, left, draft }: SeatProps) {
  const { t } = useTranslation();
  const inWords = useSeatsInWords();
  const people = draft.people.length + 1;
  if (!wantsSeat(draft, code))
    return <p>{t(people === 1 ? 'registration.seat.ownWay' : 'registration.seat.ownWayMany')}</p>;
  return (
    <p>
      {t('registration.seat.coach')}{' '}
      {left !== undefined && left < people && (
        <span className="reg-left" data-level="few">
          {inWords({ left, people })}
        </span>
      )}
    </p>
  );
}
