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

/** A text for one line of a calendar: no line breaks, no control characters (RFC 5545 section 3.3.11 has none). */
export function cleanLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** A text of several lines for a calendar: line breaks are LF, other control characters are left out. */
export function cleanLines(text: string): string {
  return text
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, ' ')
    .trim();
}
