import { z } from 'zod';

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const units = (origin: string, many: number): string => {
  const unit = origin === 'string' ? 'character' : origin === 'number' || origin === 'int' ? '' : 'entry';
  return unit === '' ? '' : ` ${many === 1 ? unit : unit === 'entry' ? 'entries' : `${unit}s`}`;
};

/**
 * What is wrong with an input where its schema has no words of its own, so that after the field's name it reads as a
 * sentence: "minutes is missing". Undefined leaves it to Zod.
 */
export function plainMessage(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'unrecognized_keys':
      return `must not have ${issue.keys.map((key) => `"${key}"`).join(', ')}: nothing is known by that name`;
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'too_small': {
      const least = Number(issue.minimum);
      return `must ${issue.origin === 'number' || issue.origin === 'int' ? 'be' : 'have'} at least ${least}${units(issue.origin, least)}`;
    }
    case 'too_big': {
      const most = Number(issue.maximum);
      return `must ${issue.origin === 'number' || issue.origin === 'int' ? 'be' : 'have'} at most ${most}${units(issue.origin, most)}`;
    }
    case 'invalid_union':
      return issue.input === undefined ? 'is missing' : 'must have one of the known forms';
    case 'invalid_key':
      return `must be named otherwise: the name ${issue.issues[0]?.message ?? 'is not known'}`;
    case 'invalid_format':
      return `must be of the form ${issue.format}`;
    default:
      return undefined;
  }
}

z.config({ customError: plainMessage });
