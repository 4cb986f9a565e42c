import { useTranslation } from 'react-i18next';
import { wantsSeat } from './coach-seats.js';
import { ChoiceGroup } from './field.js';
import type { StepProps } from './step-props.js';

type SeatChoiceProps = Pick<StepProps, 'draft' | 'change'> & { code: string; left: number | undefined };

/** How one gets to a session to which a coach goes. */
export function SeatChoice({ code, left, draft, change }: SeatChoiceProps) {
  const { t } = useTranslation();
  const id = `seat-${code}`;
  const people = draft.people.length + 1;
  const seats = (): string | null => {
    if (left === undefined) return null;
    if (left === 0) return t('registration.seat.full');
    return left < people
      ? t('registration.seat.fewer', { count: left, people })
      : t('registration.seat.left', { count: left });
  };
  const option = (isWanted: boolean, label: string, hint: string | null) => (
    <label className="reg-option">
      <input
        type="radio"
        name={id}
        checked={wantsSeat(draft, code) === isWanted}
        onChange={() => change({ seats: { ...draft.seats, [code]: isWanted } })}
      />
      <span>
        <strong>{label}</strong>
        {hint !== null && (
          <span
            className="reg-left"
            data-level={left === 0 ? 'none' : left !== undefined && left <= 5 ? 'few' : 'many'}
          >
            {hint}
          </span>
        )}
      </span>
    </label>
  );
  return (
    <ChoiceGroup id={id} label={t('registration.seat.title')} errors={[]}>
      {option(true, t('registration.seat.coach'), seats())}
      {option(false, t(people === 1 ? 'registration.seat.ownWay' : 'registration.seat.ownWayMany'), null)}
    </ChoiceGroup>
  );
}
