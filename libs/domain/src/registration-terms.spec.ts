import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  joinTerms,
  keyFor,
  problemsOfTerms,
  withRaisedConsents,
  type TermsOfRegistration,
  type TermsQuestion,
} from './registration-terms.js';

const always = { opensAt: null, closesAt: null, byInvitation: false };
const session = { bookUntil: null, fallback: null, withoutAnswer: 'go', isRecorded: false, isOpen: false } as const;
const question = (key: string, more: Partial<TermsQuestion> = {}): TermsQuestion => ({
  kind: 'text',
  key,
  label: { en: key },
  why: {},
  required: false,
  mode: null,
  session: null,
  isSensitive: false,
  ...more,
});
const option = (key: string) => ({ key, label: { en: key } });
const termsWith = (more: Partial<TermsOfRegistration> = {}): TermsOfRegistration => ({
  'in-person': always,
  online: always,
  sessions: {},
  keepUntil: null,
  sendsInvitations: false,
  questions: [],
  consents: [],
  ...more,
});

describe('problemsOfTerms', () => {
  const at = '2026-10-01T06:00:00.000Z';
  it.each<[string, Partial<TermsOfRegistration>, [path: string, code: string][]]>([
    ['nothing that is wrong', { questions: [question('diet')] }, []],
    [
      'closing when it opens',
      { online: { ...always, opensAt: at, closesAt: at } },
      [['online.closesAt', 'terms.closesFirst']],
    ],
    [
      'closing later, by another offset',
      { online: { ...always, opensAt: at, closesAt: '2026-10-01T09:01:00+03:00' } },
      [],
    ],
    [
      'closing before it opens, by another offset',
      { 'in-person': { ...always, opensAt: at, closesAt: '2026-10-01T08:00:00+03:00' } },
      [['in-person.closesAt', 'terms.closesFirst']],
    ],
    [
      'a question without words',
      { questions: [question('diet', { label: { en: ' ', lv: '' } })] },
      [['questions[0].label', 'terms.labelMissing']],
    ],
    [
      'the same key twice',
      { questions: [question('diet'), question('diet')] },
      [['questions[1].key', 'terms.keyTwice']],
    ],
    ['a key that is none', { questions: [question('Diet!')] }, [['questions[0].key', 'terms.keyWrong']]],
    [
      'a choice without options',
      { questions: [question('diet', { kind: 'choice', options: [] })] },
      [['questions[0].options', 'terms.optionsMissing']],
    ],
    [
      'options without words, and the same one twice',
      { questions: [question('diet', { kind: 'choices', options: [option('a'), { key: 'a', label: {} }] })] },
      [
        ['questions[0].options[1].key', 'terms.keyTwice'],
        ['questions[0].options[1].label', 'terms.labelMissing'],
      ],
    ],
    [
      'a number from more to less',
      { questions: [question('age', { kind: 'number', min: 3, max: 2 })] },
      [['questions[0].max', 'terms.minOverMax']],
    ],
    ['a number from 2 to 2', { questions: [question('age', { kind: 'number', min: 2, max: 2 })] }, []],
    [
      'a consent without words, and one for the same',
      {
        consents: [
          { purpose: 'photos', version: 1, text: {} },
          { purpose: 'photos', version: 1, text: { en: 'x' } },
        ],
      },
      [
        ['consents[1].purpose', 'terms.keyTwice'],
        ['consents[0].text', 'terms.labelMissing'],
      ],
    ],
    [
      'a session instead of itself',
      { sessions: { A: { ...session, fallback: { session: 'A', mode: 'online' } } } },
      [['sessions.A.fallback.session', 'terms.fallbackItself']],
    ],
  ])('tell of %s', (_, more, expected) => {
    expect(problemsOfTerms(termsWith(more)).map(({ path, code }) => [path, code])).toEqual(expected);
  });
});

describe('joinTerms', () => {
  const base = termsWith({
    questions: [question('diet', { kind: 'choice', options: [option('meat'), option('none')] })],
  });
  const [diet] = base.questions as [TermsQuestion];

  it('keeps what two add', () => {
    const mine = { ...base, questions: [...base.questions, question('bus')] };
    const theirs = { ...base, questions: [question('badge'), ...base.questions], sendsInvitations: true };
    const { merged, contested } = joinTerms(base, mine, theirs);
    expect(contested).toEqual([]);
    expect(merged).toEqual({ ...theirs, questions: [question('badge'), diet, question('bus')] });
  });

  it('joins two edits of one question, and options that two add to it', () => {
    const mine = { ...base, questions: [{ ...diet, required: true, options: [...diet.options!, option('fish')] }] };
    const theirs = {
      ...base,
      questions: [{ ...diet, label: { en: 'diet', lv: 'diēta' }, options: [...diet.options!, option('soup')] }],
    };
    const { merged, contested } = joinTerms(base, mine, theirs);
    expect(contested).toEqual([]);
    expect(merged.questions).toEqual([
      {
        ...diet,
        required: true,
        label: { en: 'diet', lv: 'diēta' },
        options: [option('meat'), option('none'), option('soup'), option('fish')],
      },
    ]);
  });

  it('names what both altered', () => {
    const mine = { ...base, questions: [{ ...diet, label: { en: 'mine' } }] };
    const theirs = { ...base, questions: [{ ...diet, label: { en: 'theirs' } }] };
    const { merged, contested } = joinTerms(base, mine, theirs);
    expect(contested).toEqual(['questions.diet.label.en']);
    expect(merged.questions[0]?.label).toEqual({ en: 'mine' });
  });

  it('asks where one removed what the other altered', () => {
    const theirs = { ...base, questions: [{ ...diet, required: true }] };
    const removed = { ...base, questions: [] };
    expect(joinTerms(base, removed, theirs)).toEqual({ merged: removed, contested: ['questions.diet'] });
    expect(joinTerms(base, theirs, removed)).toEqual({ merged: theirs, contested: ['questions.diet'] });
    expect(joinTerms(base, base, removed)).toEqual({ merged: removed, contested: [] });
  });

  it('takes the order of who moved something', () => {
    const three = termsWith({ questions: ['a', 'b', 'c'].map((key) => question(key)) });
    const moved = { ...three, questions: ['c', 'a', 'b'].map((key) => question(key)) };
    const added = { ...three, questions: ['a', 'x', 'b', 'c'].map((key) => question(key)) };
    const keys = (terms: TermsOfRegistration) => terms.questions.map(({ key }) => key);
    expect(keys(joinTerms(three, moved, added).merged)).toEqual(['c', 'a', 'b', 'x']);
    expect(keys(joinTerms(three, added, moved).merged)).toEqual(['c', 'a', 'b', 'x']);
    expect(keys(joinTerms(three, three, moved).merged)).toEqual(['c', 'a', 'b']);
  });

  const terms = fc
    .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'))
    .chain((keys) => fc.tuple(fc.constant(keys), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 })))
    .map(([keys, flags]) =>
      termsWith({ questions: keys.map((key, at) => question(key, { required: flags[at] ?? false })) }),
    );
  it('is the edit where the other did nothing', () => {
    fc.assert(
      fc.property(terms, terms, (one, other) => {
        expect(joinTerms(one, other, one)).toEqual({ merged: other, contested: [] });
        expect(joinTerms(one, one, other)).toEqual({ merged: other, contested: [] });
      }),
    );
  });
});

describe('keyFor', () => {
  it.each([
    ['Ēdiena izvēle?', [], 'ediena-izvele'],
    ['Diet', ['diet', 'diet-2'], 'diet-3'],
    ['42', [], 'question'],
    ['2 nights', [], 'nights'],
    ['', ['question'], 'question-2'],
  ])('names %j beside %j %j', (name, taken, key) => expect(keyFor(name, taken, 'question')).toBe(key));
});

describe('withRaisedConsents', () => {
  const photos = { purpose: 'photos', version: 2, text: { en: 'Pictures' } };
  const before = termsWith({ consents: [photos] });
  const after = (...consents: TermsOfRegistration['consents']) => termsWith({ consents });
  it.each([
    ['the same text', { ...photos }, 2],
    ['another text', { ...photos, text: { en: 'Pictures and film' } }, 3],
    ['another text of a version set by hand', { ...photos, text: { en: 'Film' }, version: 7 }, 7],
    ['another purpose', { ...photos, purpose: 'film', version: 1, text: { en: 'Film' } }, 1],
  ])('gives %s its version', (_, consent, version) => {
    expect(withRaisedConsents(before, after(consent)).consents).toEqual([{ ...consent, version }]);
  });
});
