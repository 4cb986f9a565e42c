import { describe, expect, it } from '@jest/globals';
import { permissions, roleMay, roles } from './access.js';

/** Written out by hand, one character a permission in the order of `permissions`: who may do what is a decision. */
const table = {
  owner: 'yyyyyyyyyyyyyyyyyy',
  organiser: 'yyyyyyy---yyyyyyyy',
  moderator: 'y--yyy-----y---y-y',
  checkin: '----yy-----y---yyy',
  viewer: 'y---yy-----------y',
};

describe('what each role may do', () => {
  it('is decided for these permissions', () => {
    expect(permissions).toEqual([
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
    ]);
  });

  it.each(roles)('is what the table says (%s)', (held) => {
    expect(permissions.map((permission) => (roleMay(held, permission) ? 'y' : '-')).join('')).toBe(table[held]);
  });
});
