import type { TFunction } from 'i18next';
import type { AgendaChanged } from '@kopa/contracts';
import { modes, pickText, type Mode, type Texts } from '@kopa/domain';
import { clockTime, dateInWords, localDate } from '../time/clock-face.js';

interface Reading {
  t: TFunction;
  language: string;
  locale: string;
  zone: string;
  fallbacks: readonly string[];
  /** Of a session by its code. */
  titleOf: (code: string) => string;
}

type Alteration = AgendaChanged['alterations'][number];

const isInstant = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value);
const isMode = (value: unknown): value is Mode => modes.some((mode) => mode === value);
const isTexts = (value: unknown): value is Texts => typeof value === 'object' && value !== null;

function valueInWords(value: unknown, day: string | null, { t, language, locale, zone, fallbacks }: Reading): string {
  if (isMode(value)) return t(`mode.${value}`);
  if (isInstant(value)) {
    const date = localDate(value, zone);
    const clock = clockTime(value, zone, locale);
    return date === day ? clock : `${dateInWords(date, locale, 'short')} ${clock}`;
  }
  const text = isTexts(value) ? pickText(value, language, fallbacks).text : '';
  return text === '' ? t('agenda.news.nothing') : text;
}

/** What changed, what it was, and what it is. */
export function AlterationLine({ alteration, reading }: { alteration: Alteration; reading: Reading }) {
  const { t, zone } = reading;
  const { kind, from, to } = alteration;
  const label = t(`agenda.news.${kind}`);
  if (kind === 'swapped')
    return (
      <span className="news-what">
        {label}: <strong>{reading.titleOf(String(to))}</strong>
      </span>
    );
  if (kind === 'cancelled' || kind === 'removed') return <span className="news-what">{label}</span>;
  if (kind === 'reinstated') {
    return (
      <span className="news-what">
        {label}: <strong>{valueInWords(to, null, reading)}</strong>
      </span>
    );
  }
  // Both on one day: the day goes without saying.
  const [dayFrom, dayTo] = [from, to].map((value) => (isInstant(value) ? localDate(value, zone) : null));
  const day = dayFrom === dayTo ? (dayTo ?? null) : null;
  return (
    <span className="news-what">
      {label}: <span className="visually-hidden">{t('agenda.news.was')} </span>
      <del>{valueInWords(from, day, reading)}</del> <span aria-hidden="true">→ </span>
      <strong>{valueInWords(to, day, reading)}</strong>
    </span>
  );
}
