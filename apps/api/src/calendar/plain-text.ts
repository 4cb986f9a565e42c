import sanitizeHtml from 'sanitize-html';

/** Sanitised HTML as plain text: a paragraph a line, entities as the characters that they stand for. */
export function plainText(html: string): string {
  const broken = html.replace(/<(br|\/p|\/li|\/h[1-6]|\/blockquote)[^>]*>/gi, '$&\n');
  return sanitizeHtml(broken, { allowedTags: [], allowedAttributes: {} })
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/[ \t]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}
