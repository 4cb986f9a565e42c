import type { RegistrationPatch, RegistrationRules, RegistrationView } from '@kopa/contracts';
import { canAgree, minimumAge, type CalendarDate, type Programme } from '@kopa/domain';
import { birthDate, isYoung } from './age.js';
import { isAddress } from './email-address.js';
import type { FieldError } from './field-errors.js';
import { consentsHeld } from './given-consents.js';
import { isTelephone } from './telephone-number.js';

/** What is only asked of those whose bookings or age need it; what is not given is empty. */
export interface Needed {
  telephone: string;
  bornOn: CalendarDate;
  guardianName: string;
  guardianEmail: string;
  guardianAgrees: boolean;
}

export type NeededPart = 'telephone' | 'bornOn';

export function neededOf({ telephone, bornOn, guardian }: RegistrationView): Needed {
  return {
    telephone,
    bornOn: bornOn ?? '',
    guardianName: guardian?.name ?? '',
    guardianEmail: guardian?.email ?? '',
    guardianAgrees: guardian !== null,
  };
}

/** What a registration shows of these, as it is given already or something booked needs it. */
export function neededParts({ telephone, bornOn, bookings }: RegistrationView, programme: Programme): NeededPart[] {
  const hasTelephone = telephone !== '' || bookings.some(({ seat }) => seat !== undefined);
  const hasAge = bornOn !== null || bookings.some((booking) => minimumAge(programme, booking) !== null);
  return [...(hasTelephone ? (['telephone'] as const) : []), ...(hasAge ? (['bornOn'] as const) : [])];
}

/** What is wrong with them; `required` are those that cannot be left empty. */
export function neededErrors(needed: Needed, required: readonly NeededPart[], programme: Programme): FieldError[] {
  const telephone = needed.telephone.trim();
  const isMissing = (part: NeededPart): boolean => required.includes(part) && needed[part].trim() === '';
  return [
    ...(isMissing('telephone') ? [{ field: 'telephone', key: 'telephoneMissing' }] : []),
    ...(telephone !== '' && !isTelephone(telephone) ? [{ field: 'telephone', key: 'telephoneWrong' }] : []),
    ...(isMissing('bornOn') ? [{ field: 'bornOn', key: 'bornOnMissing' }] : []),
    ...(isYoung(needed.bornOn, programme) ? guardianErrors(needed) : []),
  ];
}

function guardianErrors({ guardianName, guardianEmail, guardianAgrees }: Needed): FieldError[] {
  return [
    ...(guardianName.trim() === '' ? [{ field: 'guardian-name', key: 'guardianName' }] : []),
    ...(isAddress(guardianEmail) ? [] : [{ field: 'guardian-email', key: 'guardianEmail' }]),
    ...(guardianAgrees ? [] : [{ field: 'guardian-agrees', key: 'guardianAgrees' }]),
  ];
}

/** What of them is otherwise than in the registration. Who is under age takes back what cannot be agreed to then. */
export function neededPatch(
  own: RegistrationView,
  next: Needed,
  { programme, rules }: { programme: Programme; rules: RegistrationRules | undefined },
): RegistrationPatch {
  const before = neededOf(own);
  const telephone = next.telephone.trim();
  const isUnderFullAge = isYoung(next.bornOn, programme);
  const guardian = isUnderFullAge
    ? { name: next.guardianName.trim(), email: next.guardianEmail.trim(), agrees: true as const }
    : null;
  const bornOn = birthDate(next.bornOn, programme);
  const mayAgree = ({ purpose }: { purpose: string }): boolean => canAgree(purpose, bornOn, programme.event);
  const consents = rules === undefined ? [] : consentsHeld(own, rules);
  return {
    ...(telephone === before.telephone ? {} : { telephone }),
    ...(next.bornOn === before.bornOn ? {} : { bornOn: next.bornOn === '' ? null : next.bornOn }),
    ...(JSON.stringify(guardian) === JSON.stringify(own.guardian) ? {} : { guardian }),
    ...(own.consents.every(mayAgree) ? {} : { consents: consents.filter(mayAgree) }),
  };
}
