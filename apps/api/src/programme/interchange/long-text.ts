import { sanitise } from '../sanitise.js';

const tag = /<\/?[a-z][a-z0-9]*(\s[^<>]*)?\/?>/i;

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * A long text of a file as sanitised HTML. Some files hold HTML, others plain text or Markdown: what has no tag is
 * taken as plain text, a blank line parting paragraphs, so that "a < b" survives and line breaks are kept.
 */
export function longText(text: string): string {
  if (text === '') return '';
  if (tag.test(text)) return sanitise(text).trim();
  return text
    .split(/\n[ \t]*\n\s*/)
    .map((paragraph) => `<p>${escape(paragraph).replaceAll('\n', '<br />')}</p>`)
    .join('');
}
