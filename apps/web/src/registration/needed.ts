import type { RegistrationPatch, RegistrationView } from '@kopa/contracts';
import { minimumAge, type Programme } from '@kopa/domain';
import { isYoung } from './age.js';
import type { FieldError } from './field-errors.js';
import { guardianFaults } from './particular-errors.js';
import { noParticulars, type Particulars } from './particulars.js';
import { isTelephone } from './telephone-number.js';

/** What of one's particulars a booking may need. */
export type NeededPart = 'telephone' | 'bornOn';

/** The particulars of a registration as their fields show them. */
export function neededOf({ telephone, bornOn, guardian }: RegistrationView): Particulars {
  return { telephone, bornOn: bornOn ?? '', guardian: guardian ?? noParticulars.guardian };
}

/** What a registration shows of these, as it is given already or something booked needs it. */
export function neededParts({ telephone, bornOn, bookings }: RegistrationView, programme: Programme): NeededPart[] {
  const hasTelephone = telephone !== '' || bookings.some(({ seat }) => seat !== undefined);
  const hasAge = bornOn !== null || bookings.some((booking) => minimumAge(programme, booking) !== null);
  return [...(hasTelephone ? (['telephone'] as const) : []), ...(hasAge ? (['bornOn'] as const) : [])];
}

/** What is wrong with them; `required` are those that cannot be left empty. */
export function neededErrors(needed: Particulars, required: readonly NeededPart[], programme: Programme): FieldError[] {
  const telephone = needed.telephone.trim();
  const isMissing = (part: NeededPart): boolean => required.includes(part) && needed[part].trim() === '';
  return [
    ...(isMissing('telephone') ? [{ field: 'telephone', key: 'telephoneMissing' }] : []),
    ...(telephone !== '' && !isTelephone(telephone) ? [{ field: 'telephone', key: 'telephoneWrong' }] : []),
    ...(isMissing('bornOn') ? [{ field: 'bornOn', key: 'bornOnMissing' }] : []),
    ...(isYoung(needed.bornOn, programme)
      ? guardianFaults(needed.guardian).map(({ part, key }) => ({ field: `guardian-${part}`, key }))
      : []),
  ];
}

/** What of them is otherwise than in the registration; what cannot be agreed to at an age the server takes back. */
export function neededPatch(own: RegistrationView, next: Particulars, programme: Programme): RegistrationPatch {
  const before = neededOf(own);
  const telephone = next.telephone.trim();
  const guardian = isYoung(next.bornOn, programme)
    ? { name: next.guardian.name.trim(), email: next.guardian.email.trim(), agrees: true as const }
    : null;
  return {
    ...(telephone === before.telephone ? {} : { telephone }),
    ...(next.bornOn === before.bornOn ? {} : { bornOn: next.bornOn === '' ? null : next.bornOn }),
    ...(JSON.stringify(guardian) === JSON.stringify(own.guardian) ? {} : { guardian }),
  };
}
