import type { Texts } from './programme.js';

export interface PickedText {
  text: string;
  /** The language that the text is in; empty when there is none at all. */
  language: string;
  /** True when it is not the language that was asked for: say so to the reader. */
  isFallback: boolean;
}

/**
 * The text in `language`; else in its base language (`lv` for `lv-LV`), else in the first of `fallbacks` that has one,
 * else in any. Empty texts count as missing.
 */
export function pickText(texts: Texts, language: string, fallbacks: readonly string[] = []): PickedText {
  const base = language.split('-')[0] ?? language;
  for (const candidate of [language, base, ...fallbacks, ...Object.keys(texts).sort()]) {
    // The language may come from a query: `constructor` is none.
    const text = Object.hasOwn(texts, candidate) ? texts[candidate] : undefined;
    if (text !== undefined && text !== '') {
      return { text, language: candidate, isFallback: candidate !== language && candidate !== base };
    }
  }
  return { text: '', language: '', isFallback: false };
}
