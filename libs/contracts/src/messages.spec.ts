import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { goNoGoOrder, liveChangeRequest, placesOrder, registrationRequest } from './index.js';

const messages = (schema: z.ZodType, input: unknown): Record<string, string> =>
  Object.fromEntries(
    (schema.safeParse(input).error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]),
  );

describe('what is wrong with an input', () => {
  it.each<[string, z.ZodType, unknown, Record<string, string>]>([
    ['what is missing', z.strictObject({ name: z.string() }), {}, { name: 'is missing' }],
    ['nothing at all', goNoGoOrder, undefined, { '': 'is missing' }],
    ['another kind of thing', z.strictObject({ seats: z.int() }), { seats: 'two' }, { seats: 'must be a number' }],
    ['a fraction', z.strictObject({ seats: z.int() }), { seats: 1.5 }, { seats: 'must be a whole number' }],
    ['what is out of bounds', placesOrder, { mode: 'online', capacity: -1 }, { capacity: 'must be at least 0' }],
    ['a long text', z.string().max(3), 'four', { '': 'must have at most 3 characters' }],
    ['a short list', z.array(z.int()).min(1), [], { '': 'must have at least 1 entry' }],
    ['a value that is not known', goNoGoOrder, { decision: 'maybe' }, { decision: 'must be "go" or "no-go"' }],
    [
      'a key that is not known',
      goNoGoOrder,
      { decision: 'go', colour: 'red' },
      { '': 'must not have "colour": nothing is known by that name' },
    ],
    [
      'a kind of change that is not known',
      liveChangeRequest,
      { type: 'fly' },
      { type: 'must have one of the known forms' },
    ],
    [
      'words of the schema’s own go first',
      registrationRequest,
      { name: '', email: 'nobody', locale: 'en', attendance: {} },
      { name: 'must not be empty', email: 'must be an e-mail address' },
    ],
    [
      'a name within a table',
      registrationRequest,
      { name: 'Anna', email: 'a@example.org', locale: 'en', attendance: { tomorrow: 'online' } },
      { 'attendance.tomorrow': 'must be named otherwise: the name must be a date, YYYY-MM-DD' },
    ],
  ])('is said of %s', (_, schema, input, expected) => expect(messages(schema, input)).toEqual(expected));
});
