import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../language/language.js';
import { dateRange } from '../time/clock-face.js';
import { isAskedAge, isYoung } from './age.js';
import { seatsFor } from './coach-seats.js';
import { namedIn } from './draft.js';
import { particularsOf } from './particulars.js';
import type { StepProps } from './step-props.js';

/** What the chosen sessions asked of each person, to be read. */
export function ParticularLines({ draft, terms }: Pick<StepProps, 'draft' | 'terms'>) {
  const { t, i18n } = useTranslation();
  const hasSeat = seatsFor(draft, terms).length > 0;
  const line = (key: string, label: string, value: string): ReactNode => (
    <div key={key}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
  const lines = namedIn(draft).flatMap(({ id, name }) => {
    const { telephone, bornOn, guardian } = particularsOf(draft, id);
    const label = (what: string): string =>
      name === '' ? t(`registration.${what}`) : t(`registration.${what}Of`, { name });
    return [
      ...(hasSeat ? [line(`telephone ${id}`, label('telephone.label'), telephone.trim())] : []),
      ...(bornOn !== '' && isAskedAge(draft, id, terms)
        ? [line(`born ${id}`, label('age.born'), dateRange(bornOn, bornOn, dateLocale(i18n.language)))]
        : []),
      ...(isYoung(bornOn, terms.programme)
        ? [line(`guardian ${id}`, label('guardian.line'), `${guardian.name.trim()}, ${guardian.email.trim()}`)]
        : []),
    ];
  });
  return lines.length === 0 ? null : <dl className="reg-lines">{lines}</dl>;
}
