const names: Record<string, string> = {
  english: 'en',
  englisch: 'en',
  german: 'de',
  deutsch: 'de',
  french: 'fr',
  français: 'fr',
  latvian: 'lv',
  latviešu: 'lv',
  russian: 'ru',
  dutch: 'nl',
  spanish: 'es',
  italian: 'it',
};

/** Language tags of "de", "de, en", "English/German" in their order, each once; what is no language is left out. */
export function parseLanguages(text: string): string[] {
  const tags = text
    .split(/[,;/|&+]/)
    .map((part) => part.trim().replace('_', '-'))
    .map((part) => names[part.toLowerCase()] ?? part.replace(/^[A-Za-z]+/, (letters) => letters.toLowerCase()))
    .filter((part) => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(part));
  return [...new Set(tags)];
}

/** The value that occurs most often, the first of equals; null of an empty list. */
export function mostFrequent<T>(values: Iterable<T>): T | null {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: { value: T; count: number } | null = null;
  for (const [value, count] of counts) if (best === null || count > best.count) best = { value, count };
  return best?.value ?? null;
}
