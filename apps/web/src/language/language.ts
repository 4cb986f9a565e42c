import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.js';
import { lv } from './lv.js';

/** Languages of the interface. */
export const languages = ['en', 'lv'] as const;
export type Language = (typeof languages)[number];

const storageKey = 'kopa-language';

/** What the reader chose before, else what the browser prefers, else English. */
function firstLanguage(): Language {
  try {
    const chosen = localStorage.getItem(storageKey);
    if (chosen === 'en' || chosen === 'lv') return chosen;
  } catch {
    // Storage may be closed to us (private windows): then the browser's preference counts.
  }
  return navigator.languages.some((tag) => /^lv\b/i.test(tag)) ? 'lv' : 'en';
}

/** Starts i18next with both languages and keeps `<html lang>` true. */
export async function startLanguage(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: firstLanguage(),
    fallbackLng: 'en',
    resources: { en: { translation: en }, lv: { translation: lv } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = i18next.language;
}

/** Switches interface and content to `language` and remembers it. */
export async function chooseLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // Not remembered, but it still holds for this visit.
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

const regionalTags: Record<Language, string> = { en: 'en-GB', lv: 'lv-LV' };

/** Locale for dates and times of an interface language: 24-hour clock in both. */
export function dateLocale(language: string): string {
  return language === 'lv' ? regionalTags.lv : regionalTags.en;
}

const collators = new Map<string, Intl.Collator>();

/** The language's order of letters (Latvian has its own). */
export function collatorOf(language: string): Intl.Collator {
  let collator = collators.get(language);
  if (collator === undefined) {
    collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
    collators.set(language, collator);
  }
  return collator;
}

/** Making one costs more than a hundred names. */
const displayNames = new Map<string, Intl.DisplayNames>();

function nameIn(interfaceLanguage: string, type: 'language' | 'region', code: string): string {
  const key = `${type} ${interfaceLanguage}`;
  try {
    const names = displayNames.get(key) ?? new Intl.DisplayNames([interfaceLanguage], { type });
    displayNames.set(key, names);
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

/** Name of a language (BCP 47) in the interface language, e.g. `English`, `angļu`; the tag where there is none. */
export const languageName = (tag: string, interfaceLanguage: string): string =>
  nameIn(interfaceLanguage, 'language', tag);

/** Name of a country (ISO 3166-1 alpha-2) in the interface language; the code where there is none. */
export const countryName = (code: string, interfaceLanguage: string): string =>
  nameIn(interfaceLanguage, 'region', code);
