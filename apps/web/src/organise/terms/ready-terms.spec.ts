import { describe, expect, it } from '@jest/globals';
import type { RegistrationRules } from '@kopa/contracts';
import { newName, readyToSend } from './ready-terms.js';

const always = { opensAt: null, closesAt: null, byInvitation: false };
const blank: RegistrationRules = {
  'in-person': always,
  online: always,
  sessions: {},
  keepUntil: null,
  sendsInvitations: false,
  questions: [],
  consents: [],
};
const facts = { why: {}, required: false, mode: null, session: null, isSensitive: false };

describe('readyToSend', () => {
  it('names what is new after its words, once each, and leaves names that are known', () => {
    const rules: RegistrationRules = {
      ...blank,
      questions: [
        { kind: 'text', key: 'diet', label: { en: 'Anything else' }, ...facts },
        { kind: 'text', key: newName(), label: { en: ' Diet ', lv: ' ' }, ...facts, why: { en: '' } },
        {
          kind: 'choice',
          key: newName(),
          label: { lv: 'Ēdienreize' },
          ...facts,
          options: [
            { key: newName(), label: { lv: 'Zivs' } },
            { key: newName(), label: { lv: 'Zivs!' } },
          ],
        },
      ],
    };
    expect(readyToSend(blank, rules).questions).toEqual([
      { kind: 'text', key: 'diet', label: { en: 'Anything else' }, ...facts },
      { kind: 'text', key: 'diet-2', label: { en: 'Diet' }, ...facts },
      {
        kind: 'choice',
        key: 'edienreize',
        label: { lv: 'Ēdienreize' },
        ...facts,
        options: [
          { key: 'zivs', label: { lv: 'Zivs' } },
          { key: 'zivs-2', label: { lv: 'Zivs!' } },
        ],
      },
    ]);
  });

  it('raises a consent whose text is another one, and no other', () => {
    const consent = { purpose: 'pictures', version: 1, text: { en: 'Pictures' } };
    const saved = { ...blank, consents: [consent] };
    const ready = (text: string) =>
      readyToSend(saved, { ...saved, consents: [{ ...consent, text: { en: text } }] }).consents[0]?.version;
    expect([ready('Pictures and film'), ready(' Pictures ')]).toEqual([2, 1]);
  });
});
