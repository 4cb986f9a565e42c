/** For what a field of an input is refused, by names that pages say in their reader's language. */
export const fieldFaults = [
  'field.missing',
  'field.empty',
  'field.short',
  'field.long',
  'field.few',
  'field.many',
  'field.least',
  'field.most',
  'field.number',
  'field.whole',
  'field.line',
  'field.email',
  'field.telephone',
  'field.date',
  'field.instant',
  'field.zone',
  'field.language',
  'field.country',
  'field.url',
  'field.colour',
  'field.slug',
  'field.key',
  'field.choice',
  'field.once',
  'field.agreed',
  'field.order',
  'field.journey',
  'field.gone',
  'field.taken',
  'field.unknown',
  'field.wrong',
] as const;
export type FieldFault = (typeof fieldFaults)[number];

/** A fault, with the bound that was passed. */
export interface FoundFault {
  code: FieldFault;
  least?: number;
  most?: number;
}

/** What is needed of a schema's issue: those of Zod have it. */
interface Issue {
  message: string;
  code?: string;
  origin?: string;
  expected?: string;
  minimum?: number | bigint;
  maximum?: number | bigint;
  /** Of each form that a field may have. */
  errors?: readonly (readonly Issue[])[];
}

/** Where schemas have words of their own, a fault is known by these: an issue can carry nothing else. */
const ownWords: readonly (readonly [RegExp, FieldFault])[] = [
  [/^is missing$/, 'field.missing'],
  [
    /^(must not be empty|needs a text|must name at least one|must be in one language at least|must name whose)/,
    'field.empty',
  ],
  [/^must be one line$/, 'field.line'],
  [/e-mail address$/, 'field.email'],
  [/telephone number/, 'field.telephone'],
  [/must be a date/, 'field.date'],
  [/ISO 8601/, 'field.instant'],
  [/time zone/, 'field.zone'],
  [/language tag/, 'field.language'],
  [/two capital letters/, 'field.country'],
  [/https?:\/\//, 'field.url'],
  [/colour/, 'field.colour'],
  [/lower-case letters/, 'field.slug'],
  [/capital letters, digits|letters, digits/, 'field.key'],
  [/(once|of its own each)$/, 'field.once'],
  [/^must be agreed to$/, 'field.agreed'],
  [/^must be after /, 'field.order'],
  [/^must be whole/, 'field.whole'],
  [/address of another page$/, 'field.taken'],
  [/^goes together with /, 'field.missing'],
];

/** Which fault a schema's issue is. */
export function faultOf({ message, code, origin = '', expected, minimum, maximum, errors = [] }: Issue): FoundFault {
  const own = ownWords.find(([words]) => words.test(message))?.[1];
  if (own !== undefined) return { code: own };
  const isNumber = origin === 'number' || origin === 'int';
  switch (code) {
    case 'too_small': {
      const least = Number(minimum);
      if (origin === 'string' && least === 1) return { code: 'field.empty' };
      return { code: isNumber ? 'field.least' : origin === 'string' ? 'field.short' : 'field.few', least };
    }
    case 'too_big':
      return {
        code: isNumber ? 'field.most' : origin === 'string' ? 'field.long' : 'field.many',
        most: Number(maximum),
      };
    case 'invalid_type':
      return { code: expected === 'int' ? 'field.whole' : expected === 'number' ? 'field.number' : 'field.wrong' };
    case 'invalid_value':
      return { code: 'field.choice' };
    case 'unrecognized_keys':
      return { code: 'field.unknown' };
    case 'invalid_union': {
      // What is wrong in whichever form it was meant.
      const each = errors.map(([first]) => (first === undefined ? 'field.wrong' : faultOf(first).code));
      return { code: new Set(each).size === 1 ? (each[0] ?? 'field.wrong') : 'field.wrong' };
    }
    default:
      return { code: 'field.wrong' };
  }
}
