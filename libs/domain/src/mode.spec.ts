import { describe, expect, it } from '@jest/globals';
import { sessionMode, slotMode } from './mode.js';

const slot = (roomId: string | null, onlineRoomId: string | null) => ({ roomId, onlineRoomId });

describe('slotMode', () => {
  it.each([
    [slot(null, null), null],
    [slot('hall', null), 'in-person'],
    [slot(null, 'web'), 'online'],
    [slot('hall', 'web'), 'hybrid'],
  ])('of %j is %s', (placed, mode) => {
    expect(slotMode(placed)).toBe(mode);
  });
});

describe('sessionMode', () => {
  it.each([
    [[], null],
    [[slot(null, null)], null],
    [[slot('hall', null), slot('annexe', null)], 'in-person'],
    [[slot(null, 'web'), slot(null, null)], 'online'],
    [[slot('hall', null), slot(null, 'web')], 'hybrid'],
  ])('of %j is %s', (slots, mode) => {
    expect(sessionMode(slots)).toBe(mode);
  });

  it('counts cancelled slots', () => {
    expect(sessionMode([slot('hall', null), { ...slot(null, 'web'), ...{ status: 'cancelled' } }])).toBe('hybrid');
  });
});
