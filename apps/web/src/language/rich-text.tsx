import { createElement, Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { pickText, richTextInstead, richTextRel, richTextTags, safeLink, type Texts } from '@kopa/domain';
import { languageName } from './language.js';

const allowed: ReadonlySet<string> = new Set(richTextTags);
const headings = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const dropped = new Set(['script', 'style', 'template', 'iframe', 'object', 'noscript', 'svg', 'math']);

function rendered(node: Node, key: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element)) return null;
  const name = richTextInstead[node.localName] ?? node.localName;
  if (dropped.has(name)) return null;
  if (name === 'br' || name === 'hr') return createElement(name, { key });
  const children = Array.from(node.childNodes, rendered);
  if (headings.has(name)) return createElement('h3', { key }, ...children);
  if (!allowed.has(name)) return createElement(Fragment, { key }, ...children);
  if (name !== 'a') return createElement(name, { key }, ...children);
  return createElement('a', { key, href: safeLink(node.getAttribute('href')), rel: richTextRel }, ...children);
}

/** A long text of one language, see `RichText`. */
export function RichHtml({ html }: { html: string }) {
  return Array.from(new DOMParser().parseFromString(html, 'text/html').body.childNodes, rendered);
}

/**
 * HTML of the programme, rebuilt element by element from an inert document: the server has sanitised it, and nothing
 * but these elements could reach the page if it had not.
 */
export function RichText({ texts, fallbacks }: { texts: Texts; fallbacks: readonly string[] }) {
  const { i18n } = useTranslation();
  const picked = pickText(texts, i18n.language, fallbacks);
  return (
    <div className="rich" lang={picked.language === '' ? undefined : picked.language}>
      {picked.isFallback && (
        <span className="language-label" lang={i18n.language}>
          {languageName(picked.language, i18n.language)}
        </span>
      )}
      <RichHtml html={picked.text} />
    </div>
  );
}
