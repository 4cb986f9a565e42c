import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  faultOf,
  placesOrder,
  registrationPatch,
  registrationRequest,
  sessionPatch,
  speakerAvailability,
  speakerProfile,
  type FoundFault,
} from './index.js';

const faults = (schema: z.ZodType, input: unknown): Record<string, FoundFault> =>
  Object.fromEntries(
    (schema.safeParse(input).error?.issues ?? []).map((issue) => [issue.path.join('.'), faultOf(issue)]),
  );

/** What no form of ours can send otherwise. */
const ofPrograms =
  /^must (be 1$|be a UUID|be base64url|be the (id|code|key) of|be \{|be left out|not hold a NUL|name either|say which)/;

describe('the fault of a field', () => {
  it.each<[string, z.ZodType, unknown, Record<string, FoundFault>]>([
    ['what is missing', z.strictObject({ name: z.string() }), {}, { name: { code: 'field.missing' } }],
    ['an empty name', speakerProfile, { name: ' ' }, { name: { code: 'field.empty' } }],
    ['a long name', speakerProfile, { name: 'x'.repeat(201) }, { name: { code: 'field.long', most: 200 } }],
    [
      'a language that is none',
      speakerProfile,
      { biography: { E: '' } },
      { 'biography.E': { code: 'field.language' } },
    ],
    [
      'several lines',
      registrationPatch,
      { organisation: 'A\nB', timezone: 'Rīga', telephone: 'call me' },
      {
        organisation: { code: 'field.line' },
        timezone: { code: 'field.zone' },
        telephone: { code: 'field.telephone' },
      },
    ],
    [
      'what is no address, country or day',
      registrationRequest,
      { name: 'Anna', email: 'anna', country: 'lv', locale: 'en', attendance: { tomorrow: 'online' } },
      {
        email: { code: 'field.email' },
        country: { code: 'field.country' },
        'attendance.tomorrow': { code: 'field.date' },
      },
    ],
    ['a fraction', placesOrder, { mode: 'online', capacity: 1.5 }, { capacity: { code: 'field.whole' } }],
    ['a number below', placesOrder, { mode: 'online', capacity: -1 }, { capacity: { code: 'field.least', least: 0 } }],
    ['what is not to be chosen', placesOrder, { mode: 'both', capacity: 1 }, { mode: { code: 'field.choice' } }],
    [
      'a link',
      sessionPatch,
      { materials: [{ title: 'Slides', url: 'slides' }] },
      { 'materials.0.url': { code: 'field.url' } },
    ],
    [
      'a name that nothing has',
      placesOrder,
      { mode: 'online', capacity: 1, rows: 2 },
      { '': { code: 'field.unknown' } },
    ],
    [
      'an end before its beginning',
      speakerAvailability,
      { times: [{ startsAt: '2026-10-07T10:00:00Z', endsAt: '2026-10-07T09:00:00Z' }] },
      { 'times.0.endsAt': { code: 'field.order' } },
    ],
  ])('is known of %s', (_, schema, input, expected) => expect(faults(schema, input)).toEqual(expected));

  it('is known from whatever schemas say in words of their own', () => {
    const source = globSync('*.ts', { cwd: __dirname })
      .filter((file) => !/spec\.ts$|messages\.ts$|field-faults\.ts$/.test(file))
      .map((file) => readFileSync(path.join(__dirname, file), 'utf8'))
      .join('\n');
    const own = new Set(
      [...source.matchAll(/(['`])((?:must|needs|goes|at most|at least|is the) [^'`\n]*)\1/g)].map(
        ([, , words]) => words!,
      ),
    );
    expect(own.size).toBeGreaterThan(30);
    // Bounds and choices are told by the issue's code.
    const isBound = (message: string): boolean =>
      /^(must (be|have|name) )?at (most|least) |^must have six/.test(message);
    const isChoice = (message: string): boolean => /^must be ("|one of|en or|yes or|a number$)/.test(message);
    const unknown = [...own].filter(
      (message) =>
        faultOf({ message }).code === 'field.wrong' &&
        !isBound(message) &&
        !isChoice(message) &&
        !ofPrograms.test(message),
    );
    expect(unknown.sort()).toEqual([]);
  });
});
