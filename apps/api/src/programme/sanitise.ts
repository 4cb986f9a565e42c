import sanitizeHtml from 'sanitize-html';
import type { Texts } from '@kopa/domain';

const options: sanitizeHtml.IOptions = {
  allowedTags: [
    'p',
    'br',
    'b',
    'strong',
    'i',
    'em',
    'u',
    's',
    'ul',
    'ol',
    'li',
    'a',
    'blockquote',
    'code',
    'pre',
    'h3',
    'h4',
    'h5',
    'h6',
    'hr',
  ],
  allowedAttributes: { a: ['href'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
};

/** HTML of foreign origin as the harmless part of it: text structure and links, no script, style, image or handler. */
export function sanitise(html: string): string {
  return sanitizeHtml(html, options);
}

export function sanitiseTexts(texts: Texts): Texts {
  return Object.fromEntries(Object.entries(texts).map(([language, html]) => [language, sanitise(html)]));
}
