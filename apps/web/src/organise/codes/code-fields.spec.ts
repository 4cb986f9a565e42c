import { describe, expect, it } from '@jest/globals';
import type { Invitation } from '@kopa/contracts';
import { editOf, faultsOf, fieldsOf, noFields, orderOf, quotaTyped, standingOf } from './code-fields.js';

const now = Date.parse('2026-10-07T09:00:00Z');
const code: Invitation = {
  code: 'ABCD2345',
  label: 'Partners',
  quota: { 'in-person': 5, online: null },
  taken: { 'in-person': 1, online: 3 },
  closesAt: '2026-10-08T09:00:00.000Z',
  withdrawnAt: null,
  version: 1,
};

describe('the form of a code', () => {
  it.each([
    ['', null],
    [' ', null],
    ['0', 0],
    [' 12 ', 12],
    ['2147483647', 2_147_483_647],
    ['2147483648', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['ten', undefined],
  ])('reads %j as %p people', (typed, people) => expect(quotaTyped(typed)).toBe(people));

  it('shows a code, and sends nothing of what stays', () => {
    expect(orderOf(fieldsOf(code))).toEqual({ label: code.label, quota: code.quota, closesAt: code.closesAt });
    expect(editOf(code, orderOf(fieldsOf(code)))).toEqual({});
  });

  it('sends what is altered, and no more', () => {
    const fields = { ...fieldsOf(code), quota: { 'in-person': '7', online: '' }, closesAt: null };
    expect(editOf(code, orderOf(fields))).toEqual({ quota: { 'in-person': 7 }, closesAt: null });
    expect(editOf(code, orderOf({ ...fieldsOf(code), label: ' Friends ' }))).toEqual({ label: 'Friends' });
  });

  it('says what is wrong at its field', () => {
    const wrong = { ...noFields, quota: { 'in-person': 'ten', online: '-1' }, closesAt: '2026-10-07T09:00:00.000Z' };
    expect([...faultsOf(wrong, { isNew: true, now })]).toEqual([
      ['quota.in-person', 'quota'],
      ['quota.online', 'quota'],
      ['closesAt', 'over'],
    ]);
    // One that is over already may be renamed.
    expect([...faultsOf({ ...wrong, quota: noFields.quota }, { isNew: false, now })]).toEqual([]);
    expect([...faultsOf(noFields, { isNew: true, now })]).toEqual([]);
  });
});

describe('a code', () => {
  it.each([
    [{}, 'open'],
    [{ closesAt: null }, 'open'],
    [{ taken: { 'in-person': 5, online: 3 } }, 'open'],
    [{ taken: { 'in-person': 5, online: 3 }, quota: { 'in-person': 5, online: 0 } }, 'full'],
    [{ closesAt: '2026-10-07T09:00:00.000Z' }, 'over'],
    [{ closesAt: '2026-10-07T09:00:00.000Z', withdrawnAt: '2026-10-06T09:00:00.000Z' }, 'withdrawn'],
  ] as const)('with %j is %s', (more, standing) => expect(standingOf({ ...code, ...more }, now)).toBe(standing));
});
