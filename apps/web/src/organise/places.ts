import type { Permission } from '@kopa/contracts';

/** A page of the organisers' door: where it is and what one must be allowed for it to be of use. */
export interface Place {
  /** Address below `/organise/SLUG/`, and its name in the words. */
  part:
    | 'overview'
    | 'sessions'
    | 'speakers'
    | 'agenda'
    | 'releases'
    | 'desk'
    | 'door'
    | 'registrations'
    | 'waitlists'
    | 'messages'
    | 'mail'
    | 'registration'
    | 'codes'
    | 'settings'
    | 'team'
    | 'audit';
  permission: Permission;
  icon: string;
}

export const places: readonly Place[] = [
  { part: 'overview', permission: 'registrations.read', icon: 'event' },
  { part: 'sessions', permission: 'draft.read', icon: 'sessions' },
  { part: 'speakers', permission: 'draft.read', icon: 'speakers' },
  { part: 'agenda', permission: 'draft.read', icon: 'programme' },
  { part: 'releases', permission: 'draft.read', icon: 'release' },
  { part: 'desk', permission: 'live.change', icon: 'live' },
  { part: 'door', permission: 'attendance.write', icon: 'door' },
  { part: 'registrations', permission: 'registrations.read', icon: 'people' },
  { part: 'waitlists', permission: 'places.read', icon: 'waitlist' },
  { part: 'messages', permission: 'registrations.write', icon: 'mail' },
  { part: 'mail', permission: 'registrations.read', icon: 'mail' },
  { part: 'registration', permission: 'settings.write', icon: 'terms' },
  { part: 'codes', permission: 'registrations.write', icon: 'code' },
  { part: 'settings', permission: 'settings.write', icon: 'settings' },
  { part: 'team', permission: 'members.write', icon: 'team' },
  { part: 'audit', permission: 'audit.read', icon: 'audit' },
];

/** Address of an organisers' page. */
export function organiseHref(slug: string, part = ''): string {
  const base = `/organise/${encodeURIComponent(slug)}`;
  return part === '' ? base : `${base}/${part}`;
}
