export const roles = ['owner', 'organiser', 'moderator', 'checkin', 'viewer'] as const;
export type Role = (typeof roles)[number];

export const permissions = [
  'draft.read',
  'draft.write',
  'release.publish',
  'live.change',
  'organisers.follow',
  'join.any',
  'settings.write',
  'event.delete',
  'tokens.write',
  'members.write',
  'audit.read',
  'registrations.read',
  'registrations.write',
  'answers.sensitive',
  'places.write',
  'attendance.read',
  'attendance.write',
  'places.read',
] as const;
export type Permission = (typeof permissions)[number];

/** The one table of what each role may do: guards, the web app and the documentation read it. */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  owner: permissions,
  organiser: [
    'draft.read',
    'draft.write',
    'release.publish',
    'live.change',
    'organisers.follow',
    'join.any',
    'settings.write',
    'audit.read',
    'registrations.read',
    'registrations.write',
    'answers.sensitive',
    'places.write',
    'attendance.read',
    'attendance.write',
    'places.read',
  ],
  moderator: [
    'draft.read',
    'live.change',
    'organisers.follow',
    'join.any',
    'registrations.read',
    'attendance.read',
    'places.read',
  ],
  checkin: [
    'organisers.follow',
    'join.any',
    'registrations.read',
    'attendance.read',
    'attendance.write',
    'places.read',
  ],
  viewer: ['draft.read', 'organisers.follow', 'join.any', 'places.read'],
};

export function roleMay(held: Role, permission: Permission): boolean {
  return rolePermissions[held].includes(permission);
}
