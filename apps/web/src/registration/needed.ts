import type { RegistrationPatch, RegistrationRules, RegistrationView } from '@kopa/contracts';
import { ageOn, type CalendarDate, type PlaceMode, type Programme } from '@kopa/domain';
import type { FieldError } from './field-errors.js';
import { consentsHeld, isUnderAgeConsent } from './given-consents.js';

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

/** Whether somebody else has to answer for who was born then: under 18 on the first day. */
export function isUnderAge(bornOn: CalendarDate | null, { event }: Programme): boolean {
  return bornOn !== null && bornOn !== '' && ageOn(bornOn, event.firstDay) < 18;
}

/** Whether a booking in person of this session is from an age on. */
export function isFromAnAge(programme: Programme, session: string, mode: PlaceMode): boolean {
  return mode === 'in-person' && programme.sessions.some(({ code, addOn }) => code === session && addOn?.minimumAge);
}

/** What a registration shows of these, as it is given already or something booked needs it. */
export function neededParts({ telephone, bornOn, bookings }: RegistrationView, programme: Programme): NeededPart[] {
  const hasTelephone = telephone !== '' || bookings.some(({ seat }) => seat !== undefined);
  const hasAge = bornOn !== null || bookings.some(({ session, mode }) => isFromAnAge(programme, session, mode));
  return [...(hasTelephone ? (['telephone'] as const) : []), ...(hasAge ? (['bornOn'] as const) : [])];
}

const isTelephone = (text: string): boolean => /^\+?[0-9][0-9 ()/.-]{3,}$/.test(text);
const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

/** What is wrong with them; `required` are those that cannot be left empty. */
export function neededErrors(needed: Needed, required: readonly NeededPart[], programme: Programme): FieldError[] {
  const telephone = needed.telephone.trim();
  const isMissing = (part: NeededPart): boolean => required.includes(part) && needed[part].trim() === '';
  return [
    ...(isMissing('telephone') ? [{ field: 'telephone', key: 'telephoneMissing' }] : []),
    ...(telephone !== '' && !isTelephone(telephone) ? [{ field: 'telephone', key: 'telephoneWrong' }] : []),
    ...(isMissing('bornOn') ? [{ field: 'bornOn', key: 'bornOnMissing' }] : []),
    ...(isUnderAge(needed.bornOn, programme) ? guardianErrors(needed) : []),
  ];
}

function guardianErrors({ guardianName, guardianEmail, guardianAgrees }: Needed): FieldError[] {
  return [
    ...(guardianName.trim() === '' ? [{ field: 'guardian-name', key: 'guardianName' }] : []),
    ...(isAddress(guardianEmail.trim()) ? [] : [{ field: 'guardian-email', key: 'guardianEmail' }]),
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
  const isYoung = isUnderAge(next.bornOn, programme);
  const guardian = isYoung
    ? { name: next.guardianName.trim(), email: next.guardianEmail.trim(), agrees: true as const }
    : null;
  const consents = rules === undefined ? [] : consentsHeld(own, rules);
  return {
    ...(telephone === before.telephone ? {} : { telephone }),
    ...(next.bornOn === before.bornOn ? {} : { bornOn: next.bornOn === '' ? null : next.bornOn }),
    ...(JSON.stringify(guardian) === JSON.stringify(own.guardian) ? {} : { guardian }),
    ...(isYoung && own.consents.some(isUnderAgeConsent)
      ? { consents: consents.filter((consent) => !isUnderAgeConsent(consent)) }
      : {}),
  };
}
