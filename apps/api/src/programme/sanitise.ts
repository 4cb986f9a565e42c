import sanitizeHtml from 'sanitize-html';
import { richTextInstead, richTextSchemes, richTextTags } from '@kopa/domain';

export const sanitiseOptions: sanitizeHtml.IOptions = {
  allowedTags: [...richTextTags],
  transformTags: { ...richTextInstead },
  allowedAttributes: { a: ['href'] },
  allowedSchemes: [...richTextSchemes],
  allowProtocolRelative: false,
};

/** HTML of foreign origin as the harmless part of it: text structure and links, no script, style, image or handler. */
export function sanitise(html: string): string {
  return sanitizeHtml(html, sanitiseOptions);
}
