import i18next from 'i18next';
import type { InputError, Refused } from '../../shell/call.js';
import { en } from './en.js';
import { lv } from './lv.js';

i18next.addResourceBundle('en', 'translation', { refusals: en }, true, true);
i18next.addResourceBundle('lv', 'translation', { refusals: lv }, true, true);

/** Why the server refused something, in the reader's language: by the codes of its fields, else by its own. */
export function refusalInWords({ status, code, errors }: Pick<Refused, 'status' | 'code' | 'errors'>): string {
  const fields = errors.flatMap((error) => said(error.code, error) ?? []);
  if (fields.length > 0) return [...new Set(fields)].join(' ');
  // What only a schema refuses has no code: its own words say more than none.
  if (errors.length > 0)
    return `${said('fields') ?? ''} (${errors.map(({ path, message }) => `${path} ${message}`).join('; ')})`;
  if (code === 'input.invalid') return said('fields') ?? '';
  return said(code) ?? said(status >= 500 ? 'server' : 'other') ?? '';
}

function said(code: string | undefined, facts: Partial<InputError> = {}): string | undefined {
  // Codes have dots, which are paths to `t`.
  const words = i18next.t('refusals', { returnObjects: true, skipInterpolation: true }) as Record<string, string>;
  const text = words[code ?? ''];
  return text?.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) =>
    String((facts as Record<string, string | number | undefined>)[name] ?? ''),
  );
}
