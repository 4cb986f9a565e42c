import { setImmediate } from 'node:timers/promises';
import { marked } from 'marked';
import sanitizeHtml from 'sanitize-html';
import { markdownOptions, richTextRel, type EventFacts, type ProgrammeTexts, type Texts } from '@kopa/domain';
import { sanitiseOptions } from './sanitise.js';

const options: sanitizeHtml.IOptions = {
  ...sanitiseOptions,
  allowedAttributes: { a: ['href', 'rel'] },
  transformTags: {
    ...sanitiseOptions.transformTags,
    a: (tagName, { href }) => ({ tagName, attribs: { ...(href === undefined ? {} : { href }), rel: richTextRel } }),
  },
};

/**
 * A long text as it is kept, in Markdown with HTML in it, as the harmless HTML that is published: the one way by which
 * texts leave. Imported texts are HTML already and come out as they are.
 */
export function renderMarkdown(text: string): string {
  return sanitizeHtml(marked.parse(text, markdownOptions), options).trim();
}

/** The facts of an event as they are published: of its long text the harmless HTML. */
export function renderFacts(event: EventFacts): EventFacts {
  const { description } = event;
  return {
    ...event,
    description: Object.fromEntries(
      Object.entries(description).map(([language, text]) => [language, renderMarkdown(text)]),
    ),
  };
}

/** Long texts as they were written, and what came of them. */
export type RenderedTexts = ReadonlyMap<string, string>;

/** So many texts are rendered before others have their turn: a congress has thousands. */
const atOnce = 40;

/** All long texts of a programme as they are published; those in `known` were rendered before. */
export async function renderTexts(
  { sessions, speakers }: ProgrammeTexts,
  known: RenderedTexts,
): Promise<{ texts: ProgrammeTexts; rendered: RenderedTexts }> {
  const rendered = new Map<string, string>();
  const all = [
    ...Object.values(sessions).flatMap(({ abstract, description }) => [abstract, description]),
    ...Object.values(speakers),
  ].flatMap((text) => Object.values(text));
  let made = 0;
  for (const text of all) {
    if (rendered.has(text)) continue;
    const before = known.get(text);
    rendered.set(text, before ?? renderMarkdown(text));
    if (before === undefined) made += 1;
    if (made % atOnce === atOnce - 1) await setImmediate();
  }
  const each = (texts: Texts): Texts =>
    Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, rendered.get(text) ?? '']));
  return {
    rendered,
    texts: {
      sessions: Object.fromEntries(
        Object.entries(sessions).map(([code, { abstract, description, materials }]) => [
          code,
          { abstract: each(abstract), description: each(description), materials },
        ]),
      ),
      speakers: Object.fromEntries(Object.entries(speakers).map(([id, biography]) => [id, each(biography)])),
    },
  };
}
