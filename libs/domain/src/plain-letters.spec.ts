import { describe, expect, it } from '@jest/globals';
import { foldLetters, plainWords } from './plain-letters.js';

describe('plain letters', () => {
  it.each([
    ['Kafejnīca', 'kafejnica'],
    ['ĶEKAVAS ĻAUŽU ŠĶŪNĪTIS', 'kekavas lauzu skunitis'],
    ['Crème brûlée', 'creme brulee'],
  ])('folds %s', (text, folded) => expect(foldLetters(text)).toBe(folded));
  it.each([
    ['Ķekavas ļaužu dienas', ['kekavas', 'lauzu', 'dienas']],
    ['  3. diena: “CoLabora” & Co.', ['3', 'diena', 'colabora', 'co']],
    ['日本', []],
    ['', []],
  ])('make words of %s', (name, words) => expect(plainWords(name)).toEqual(words));
});
