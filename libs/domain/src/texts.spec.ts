import { describe, expect, it } from '@jest/globals';
import { pickText } from './texts.js';

const texts = { en: 'Opening', lv: 'Atklāšana', de: '' };

describe('pickText', () => {
  it.each([
    ['its own language', 'lv', [], { text: 'Atklāšana', language: 'lv', isFallback: false }],
    ['the base of a regional language', 'lv-LV', [], { text: 'Atklāšana', language: 'lv', isFallback: false }],
    ['the first fallback, labelled', 'fr', ['lv', 'en'], { text: 'Atklāšana', language: 'lv', isFallback: true }],
    ['past an empty text', 'de', ['en'], { text: 'Opening', language: 'en', isFallback: true }],
    ['any language at last', 'fr', ['pl'], { text: 'Opening', language: 'en', isFallback: true }],
    ['nothing for a name of Object', 'constructor', ['lv'], { text: 'Atklāšana', language: 'lv', isFallback: true }],
  ])('takes %s', (_, language, fallbacks, picked) => {
    expect(pickText(texts, language, fallbacks)).toEqual(picked);
  });

  it('gives an empty text when there is none at all', () => {
    expect(pickText({ en: '' }, 'en', ['lv'])).toEqual({ text: '', language: '', isFallback: false });
  });
});
