import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { goNoGoStep, type Undecided } from './go-no-go.js';

const at = (minutes: number): string => new Date(Date.UTC(2026, 9, 7, 6) + minutes * 60_000).toISOString();
const visit: Undecided = {
  decideBy: at(0),
  startsAt: at(24 * 60),
  minimumNumber: 10,
  confirmed: 7,
  reminders: 0,
  withoutAnswer: 'no-go',
};

describe('goNoGoStep', () => {
  it.each<[string, Partial<Undecided>, number, string]>([
    ['waits before the time has come', {}, -1, 'wait'],
    ['waits before the time has come with enough people too: they may still cancel', { confirmed: 12 }, -1, 'wait'],
    ['goes with enough people', { confirmed: 10 }, 0, 'go'],
    ['goes when enough have come between the reminders', { confirmed: 10, reminders: 1 }, 30, 'go'],
    ['reminds when the time has come', {}, 0, 'remind'],
    ['waits after the first reminder', { reminders: 1 }, 119, 'wait'],
    ['reminds once more after two hours', { reminders: 1 }, 120, 'remind'],
    ['waits after the second', { reminders: 2 }, 239, 'wait'],
    ['holds what was set after another two hours', { reminders: 2 }, 240, 'no-go'],
    ['goes where that was set', { reminders: 2, withoutAnswer: 'go' }, 240, 'go'],
    ['hurries where people meet soon', { reminders: 1, startsAt: at(60) }, 15, 'remind'],
    ['decides at half of the time where people meet soon', { reminders: 2, startsAt: at(60) }, 30, 'no-go'],
    ['does not wait where people should have met', { reminders: 2, startsAt: at(-60) }, 0, 'no-go'],
  ])('%s', (_, facts, minutes, expected) => expect(goNoGoStep({ ...visit, ...facts }, at(minutes))).toBe(expected));

  it('comes to a decision before people meet, with two reminders, however short the time', () =>
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 5_000 }), fc.integer({ min: 1, max: 20 }), (lasts, every) => {
        let reminders = 0;
        for (let minute = 0; minute < lasts; minute += Math.min(every, lasts / 8)) {
          const step = goNoGoStep({ ...visit, startsAt: at(lasts), reminders }, at(minute));
          if (step === 'remind') reminders += 1;
          if (step === 'no-go') {
            expect(reminders).toBe(2);
            return;
          }
        }
        throw new Error('nothing was decided');
      }),
    ));
});
