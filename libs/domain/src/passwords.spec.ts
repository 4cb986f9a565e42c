import { describe, expect, it } from '@jest/globals';
import { findPasswordFault } from './passwords.js';

const known = { address: 'anna.ozola@example.org', eventNames: ['French Moods 2026', 'franču-noskaņas'] };

describe('a password', () => {
  it.each([
    ['elevenchars', 'password.short'],
    ['āāāāāāāāāāā', 'password.short'],
    ['Anna.Ozola@Example.org', 'password.address'],
    ['annaozolaexampleorg', 'password.address'],
    ['french moods 2026', 'password.event'],
    ['Franču noskaņas', 'password.event'],
    ['french moods 2026 and more', null],
    ['twelve chars', null],
  ])('%s: %s', (password, fault) => expect(findPasswordFault(password, known)).toBe(fault));
});
