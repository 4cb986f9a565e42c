/**
 * What a long text may hold once it is shown, wherever it is shown: elements of text, and links. No script, style, image,
 * frame, form or handler. Headings are below the page's own.
 */
export const richTextTags = [
  'p',
  'br',
  'b',
  'strong',
  'i',
  'em',
  'u',
  's',
  'sub',
  'sup',
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
] as const;

/** Elements that are shown as another one. */
export const richTextInstead: Readonly<Record<string, (typeof richTextTags)[number]>> = {
  h1: 'h3',
  h2: 'h3',
  del: 's',
  strike: 's',
};

/** Schemes that a link may have. */
export const richTextSchemes = ['http', 'https', 'mailto'] as const;

/** What links carry: the page that opens cannot reach back, and gets no credit from search engines. */
export const richTextRel = 'noopener nofollow';

/** How long texts are read: CommonMark with GitHub's additions; HTML in it is kept, and made safe afterwards. */
export const markdownOptions = { gfm: true, breaks: false, async: false } as const;

/** Addresses that open a page or a mail; undefined for all others, such as those that would run a script. */
export function safeLink(href: string | null): string | undefined {
  const address = href?.trim() ?? '';
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase();
  return richTextSchemes.some((known) => known === scheme) ? address : undefined;
}
